"""Where a message comes from, and what becomes of one that is empty, too long or broken."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from core.errors import NotUnderstood, Refused
from core.tickets import BODY_AT_MOST
from tests.tui.cli.counter import ANN, MAYA, Counter
from tui.cli import editing


def test_a_message_comes_from_standard_input(counter: Counter) -> None:
    ticket = counter.ticket()

    counter.done("reply", ticket, "--as", MAYA, stdin="First line\r\n\r\nlast line\n\n")

    assert counter.shown(ticket)["entries"][1]["body"] == "First line\n\nlast line"


@pytest.mark.parametrize("verb", ["reply", "note"])
@pytest.mark.parametrize("given", [b"", b"\n \n\t\n"])
def test_an_empty_message_is_refused_and_nothing_is_sent(counter: Counter, verb: str, given: bytes) -> None:
    ticket = counter.ticket()

    answer = counter.say(verb, ticket, "--as", MAYA, stdin=given)

    assert (answer.status, answer.out) == (2, "")
    assert "empty" in answer.err
    assert counter.shown(ticket)["version"] == 2
    assert len(counter.shown(ticket)["entries"]) == 1


def test_bytes_that_are_no_text_become_visible_replacements(counter: Counter) -> None:
    ticket = counter.ticket()

    counter.done("reply", ticket, "--as", MAYA, stdin=b"caf\xe9 \xff\xfe")

    assert counter.shown(ticket)["entries"][1]["body"] == "caf\ufffd \ufffd\ufffd"


def test_a_very_long_message_goes_with_all_of_it_into_a_file(counter: Counter) -> None:
    ticket = counter.ticket()
    log = "".join(f"line {nth} of the log\n" for nth in range(10_000))

    counter.done("reply", ticket, "--as", MAYA, "--once", "the log", stdin=log)
    counter.done("reply", ticket, "--as", MAYA, "--once", "the log", stdin=log)

    (entry,) = [one for one in counter.shown(ticket)["entries"] if one["attachments"]]
    assert entry["body"].startswith("line 0 of the log\nline 1 of the log\n")
    assert entry["body"].endswith("all of it is in message.txt.]")
    assert len(entry["body"].encode()) <= BODY_AT_MOST
    (file,) = entry["attachments"]
    assert (file["name"], file["type"], file["size"]) == ("message.txt", "text/plain", len(log))
    assert counter.done("fetch", ticket, "message.txt", "-", "--as", MAYA).bytes == log.encode()


def test_more_than_a_file_may_have_is_refused(counter: Counter) -> None:
    ticket = counter.ticket()

    answer = counter.say("reply", ticket, "--as", MAYA, stdin=b"x" * (20 * 1024 * 1024 + 1))

    assert answer.status == 5
    assert answer.err.startswith("The message has more than 20 MB")


def test_the_same_key_sends_a_message_once(counter: Counter) -> None:
    ticket = counter.ticket()
    for _ in range(2):
        counter.done("reply", ticket, "--as", MAYA, "--once", "7", stdin="Once")
        counter.done("note", ticket, "--as", MAYA, "--once", "8", stdin="Once, inside")
        counter.done("attach", ticket, "-", "--name", "a.log", "--as", MAYA, "--once", "9", stdin="x")

    entries = [entry for entry in counter.shown(ticket)["entries"] if entry["kind"] != "event"]

    assert [entry["body"] for entry in entries[1:]] == ["Once", "Once, inside", ""]
    again = counter.say("reply", ticket, "--as", MAYA, "--once", "7", stdin="Something else")
    assert again.status == 5


def test_a_guest_who_sends_a_form_again_gets_the_same_ticket(counter: Counter) -> None:
    words = ["new", "--subject", "Help", "--name", "Ann", "--email", ANN, "--once", "k"]

    assert counter.done(*words, stdin="It burns").out == counter.done(*words, stdin="It burns").out


def test_somebody_at_a_terminal_writes_in_their_editor_below_what_they_answer(counter: Counter) -> None:
    ticket = counter.ticket(body="It says: expired.")

    answer = counter.say("reply", ticket, "--as", MAYA, writes="Renew it, then.")

    assert answer.status == 0
    assert "It says: expired." in counter.below
    assert counter.shown(ticket)["entries"][1]["body"] == "Renew it, then."


def test_a_text_that_could_not_be_sent_is_kept(counter: Counter) -> None:
    ticket = counter.ticket()
    counter.done("reply", ticket, "--email", ANN, stdin="One more thing")

    answer = counter.say("reply", ticket, "--if-version", "2", "--as", MAYA, writes="A long answer")

    assert answer.status == 4
    assert answer.err.startswith("Your text is kept in /private/message.md.\n")


def editor(folder: Path, script: str) -> dict[str, str]:
    """An editor that does this to the file in $1."""
    program = folder / "my editor.sh"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return {"EDITOR": f"'{program}' -w"}


def test_the_editor_sees_a_private_file_and_what_stands_below_the_line_is_not_sent(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f'cp "$2" "{seen}"; stat -c %a "$2" >> "{seen}"; printf "Renew it.\\n# a comment of mine\\n" > "$2.new"'
    environment = editor(tmp_path, f'{script}; cat "$2" >> "$2.new"; mv "$2.new" "$2"')

    written = editing.write("Ann wrote\nIt says: expired.", environment)

    assert written.text == "Renew it.\n# a comment of mine"
    assert "# It says: expired.\n" in seen.read_text()
    assert seen.read_text().endswith("600\n")
    path = Path(written.keep())
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.read_text() == written.text
    written.discard()
    assert not path.parent.exists()


def test_an_editor_that_fails_sends_nothing(tmp_path: Path) -> None:
    before = {one.name for one in tmp_path.iterdir()}
    with pytest.raises(Refused, match="nothing was sent"):
        editing.write("", editor(tmp_path, "exit 3"))
    with pytest.raises(NotUnderstood, match="can not be started"):
        editing.write("", {"VISUAL": str(tmp_path / "no such editor")})
    with pytest.raises(NotUnderstood, match="quote"):
        editing.write("", {"VISUAL": "vi 'x"})
    assert {one.name for one in tmp_path.iterdir()} - before == {"my editor.sh"}
