"""Files go into a ticket and come out again as they were, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.counter import ANN, MAYA, Counter


def test_a_file_goes_in_and_comes_out_again(counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = counter.ticket()
    sent = tmp_path / "-trace.log"
    sent.write_bytes(bytes(range(256)) * 300)
    monkeypatch.chdir(tmp_path)

    counter.done("attach", ticket, "-trace.log", "--email", ANN)
    (file,) = counter.shown(ticket)["entries"][-1]["attachments"]
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    counter.done("fetch", ticket, "-trace.log", "--as", MAYA)

    assert (file["name"], file["size"]) == ("-trace.log", 76800)
    assert (tmp_path / "elsewhere" / "-trace.log").read_bytes() == sent.read_bytes()
    assert [one.name for one in (tmp_path / "elsewhere").iterdir()] == ["-trace.log"]


def test_files_go_with_a_new_ticket_and_with_a_reply(counter: Counter, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"a")
    (tmp_path / "b.txt").write_bytes(b"bb")
    paths = [str(tmp_path / "a.png"), str(tmp_path / "b.txt")]
    words = ["--subject", "Help", "--name", "Ann", "--email", ANN, "--attach", paths[0], "--attach", paths[1]]

    ticket = counter.done("new", *words, stdin="See there").out.strip()
    counter.done("reply", ticket, "--attach", paths[1], "--as", MAYA, stdin="And here")

    entries = counter.shown(ticket)["entries"]
    files = [[(file["name"], file["type"]) for file in entry["attachments"]] for entry in entries[:2]]
    assert files == [[("a.png", "image/png"), ("b.txt", "text/plain")], [("b (2).txt", "text/plain")]]


def test_a_file_that_is_there_is_not_overwritten(counter: Counter, tmp_path: Path) -> None:
    ticket = counter.ticket()
    counter.done("attach", ticket, "-", "--name", "a.log", "--email", ANN, stdin="new")
    there = tmp_path / "a.log"
    there.write_text("old")

    for target in (str(there), str(tmp_path)):
        answer = counter.say("fetch", ticket, "a.log", target, "--email", ANN)
        assert answer.status == 5
        assert "--force" in answer.err
    assert there.read_text() == "old"

    counter.done("fetch", ticket, "a.log", str(there), "--force", "--email", ANN)
    assert there.read_text() == "new"


def test_what_can_not_be_written_leaves_nothing_behind(counter: Counter, tmp_path: Path) -> None:
    ticket = counter.ticket()
    counter.done("attach", ticket, "-", "--name", "a.log", "--email", ANN, stdin="x")
    before = sorted(tmp_path.iterdir())

    answer = counter.say("fetch", ticket, "a.log", str(tmp_path / "no" / "folder" / "a.log"), "--email", ANN)

    assert (answer.status, answer.out) == (5, "")
    assert "no such file or directory" in answer.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_name_can_not_leave_the_folder(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = counter.ticket()
    counter.done("attach", ticket, "-", "--name", "../../.ssh/../.bashrc\x1b", "--email", ANN, stdin="x")
    (file,) = counter.shown(ticket)["entries"][-1]["attachments"]
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")

    counter.done("fetch", ticket, file["name"], "--email", ANN)

    assert file["name"] == "bashrc"
    assert [one.name for one in (tmp_path / "inner").iterdir()] == ["bashrc"]


def test_a_file_that_is_not_there_names_those_that_are(counter: Counter) -> None:
    ticket = counter.ticket()
    counter.done("attach", ticket, "-", "--name", "trace.log", "--email", ANN, stdin="x")

    answer = counter.say("fetch", ticket, "trace.txt", "-", "--email", ANN)

    assert answer.status == 3
    assert "trace.log" in answer.err


@pytest.mark.parametrize(("path", "status"), [("no such file.log", 3), (".", 2), ("too large.log", 5)])
def test_a_path_that_can_not_be_sent_is_told_before_anything_is_written(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, status: int
) -> None:
    ticket = counter.ticket()
    monkeypatch.chdir(tmp_path)
    with (tmp_path / "too large.log").open("wb") as file:
        file.truncate(48 * 1024 * 1024)

    attached = counter.say("attach", ticket, path, "--as", MAYA)
    replied = counter.say("reply", ticket, "--attach", path, "--as", MAYA, stdin="Text")

    assert attached.status == replied.status == status
    assert attached.err == replied.err
    assert len(replied.err.splitlines()) == 1
    assert counter.shown(ticket)["version"] == 2
    if status == 5:
        sentence = "too large.log has 48 MB and the limit is 20 MB. Compress it, or send the part around the error."
        assert replied.err.strip() == sentence


def test_standard_input_has_a_limit_and_needs_a_name(counter: Counter) -> None:
    ticket = counter.ticket()

    assert counter.say("attach", ticket, "-", "--email", ANN, stdin="x").status == 2
    large = counter.say("attach", ticket, "-", "--name", "x.log", "--email", ANN, stdin=b"x" * (20 * 1024 * 1024 + 1))
    assert (large.status, large.err.startswith("x.log has more than 20 MB")) == (5, True)


def test_more_files_than_a_message_carries_are_refused(counter: Counter, tmp_path: Path) -> None:
    ticket = counter.ticket()
    (tmp_path / "a.log").write_text("x")
    words = [word for _ in range(21) for word in ("--attach", str(tmp_path / "a.log"))]

    assert counter.say("reply", ticket, *words, "--as", MAYA, stdin="x").status == 5


def test_a_stranger_stores_nothing(counter: Counter) -> None:
    ticket = counter.ticket()

    answer = counter.say("attach", ticket, "-", "--name", "a.log", "--as", "carl@acme.example", stdin="x")

    assert answer.status == 3
    assert not list(counter.folder.rglob("*.files/*/[0-9a-f][0-9a-f]/*"))


def test_a_file_whose_name_is_taken_is_told_by_the_name_it_got(counter: Counter) -> None:
    ticket = counter.ticket()
    words = ["attach", ticket, "-", "--name", "a.log", "--email", ANN]

    told = [counter.say(*words, stdin=said, terminal=True).out for said in ("one", "two")]

    assert told == [f"a.log (3 B) is in {ticket}.\n", f"a.log (3 B) is in {ticket} as a (2).log.\n"]
