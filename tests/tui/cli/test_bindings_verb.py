"""`ttydesk bindings`: the table of keys, a file to start from, and keys of one's own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.tui.cli.counter import BOB, MAYA, Counter


def keys_of(counter: Counter, who: str = MAYA) -> dict[str, list[str]]:
    return {one["id"]: one["keys"] for one in counter.done("bindings", "--json", "--as", who).objects}


def test_it_prints_every_key_what_it_does_and_where(counter: Counter) -> None:
    rows = {row[0]: row[1:] for row in counter.done("bindings").rows}

    assert rows["ticket.take"] == ["t", "", "take it: it becomes yours", "inbox, ticket"]
    assert rows["app.keys"][0] == "? f1"
    assert rows["app.keys"][3] == "everywhere"
    assert rows["composer.send"][:3] == ["ctrl+s", "", "send the reply, or save the note"]


def test_for_programs_and_by_name(counter: Counter) -> None:
    take = next(one for one in counter.done("bindings", "--json").objects if one["id"] == "ticket.take")
    names = counter.done("bindings", "-q").out.split()

    assert take["keys"] == take["default"] == ["t"]
    assert take["where"] == ["inbox", "ticket"]
    assert "ticket.take" in names
    assert len(names) == len(set(names)) > 100


def test_it_needs_no_sign_in_and_no_desk(bare: Counter) -> None:
    answer = bare.say("bindings")

    assert answer.status == 0
    assert "ticket.take\tt\t" in answer.out
    assert answer.err.startswith("Keys as they come, because no desk could be asked for yours. There is no desk at")
    assert bare.say("bindings", "--as", MAYA).status == 5
    assert bare.say("bindings", "--reset").status == 5


def test_a_file_to_start_from_is_printed_kept_and_printed_again(counter: Counter, tmp_path: Path) -> None:
    start = counter.done("bindings", "--toml", "--as", MAYA).out
    file = tmp_path / "keys.toml"
    file.write_text(start.replace('# ticket.take = "t"', 'ticket.take = "z"'))

    answer = counter.done("bindings", "--from", str(file), "--as", MAYA)
    again = counter.done("bindings", "--toml", "--as", MAYA).out

    assert answer.out == "Kept: 1 key of your own. The app has it when you come in next.\n"
    assert tomllib.loads(start) == {}
    assert tomllib.loads(again) == {"ticket": {"take": "z"}}
    assert keys_of(counter)["ticket.take"] == ["z"]
    assert keys_of(counter, BOB)["ticket.take"] == ["t"]
    row = next(row for row in counter.done("bindings", "--as", MAYA).rows if row[0] == "ticket.take")
    assert row[1:3] == ["z", "t"]


def test_they_come_on_standard_input_and_go_by_reset(counter: Counter) -> None:
    told = counter.done("bindings", "--from", "-", "--json", "--as", MAYA, stdin='back = "Z"\ncomposer.send = "f10"')

    assert {one["id"]: one["keys"] for one in told.objects if one["keys"] != one["default"]} == {
        "back": ["Z"],
        "composer.send": ["f10"],
    }
    assert counter.done("settings", "show", "--mine", "--json", "--as", MAYA).json["keys"] == (
        "back:Z composer.send:f10"
    )
    assert "Everything has the desk's own key again." in counter.done("bindings", "--reset", "--as", MAYA).out
    assert keys_of(counter)["back"] == ["q"]


def test_whoever_keeps_keys_says_who_they_are(counter: Counter) -> None:
    answer = counter.say("bindings", "--from", "-", stdin='back = "Z"')

    assert answer.status == 5
    assert answer.err.startswith("Sign in first")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('ticket.tke = "z"', "line 1: there is nothing called ticket.tke. Did you mean ticket.take?"),
        ('ticket.take = "z"\nrows.mark = "z"', "lines 1 and 2: z is given to ticket.take and to rows.mark, which both"),
        ('\nticket.take = "r"', "line 2: r is the key of ticket.reply"),
        ('composer.send = "z"', "line 1: composer.send works while you type"),
        ('composer.send = "ctrl+a"', "line 1: ctrl+a can not be the key of composer.send"),
        ('app.commands = "P"', "line 1: app.commands works while you type"),
        ('ticket.take = "tab"', "line 1: tab can not be the key of ticket.take"),
        (b"\xff\xfe\x00", "That is no text."),
        ('ticket.take = "\x1b[31m"', "line 1: write an id and its keys"),
        (b"#" * 70_000, "That is too long for a list of keys."),
    ],
)
def test_a_mistake_is_told_and_nothing_is_kept(counter: Counter, text: str | bytes, says: str) -> None:
    answer = counter.say("bindings", "--from", "-", "--as", MAYA, stdin=text)

    assert answer.status == 2
    assert answer.err.startswith(says)
    assert counter.done("bindings", "--toml", "--as", MAYA).out == counter.done("bindings", "--toml").out


@pytest.mark.parametrize("nothing", ["", "  \n\n"])
def test_nothing_is_no_list_of_keys_and_gives_none_up(counter: Counter, tmp_path: Path, nothing: str) -> None:
    counter.done("bindings", "--from", "-", "--as", MAYA, stdin='back = "Z"')
    (tmp_path / "empty.toml").write_text(nothing)

    for answer in (
        counter.say("bindings", "--from", "-", "--as", MAYA, stdin=nothing),
        counter.say("bindings", "--from", str(tmp_path / "empty.toml"), "--as", MAYA),
    ):
        assert (answer.status, answer.out) == (2, "")
        assert answer.err == "Nothing came, so your keys stay. `ttydesk bindings --reset` gives them up.\n"
    assert keys_of(counter)["back"] == ["Z"]


def test_a_file_with_remarks_only_gives_the_keys_of_the_desk(counter: Counter) -> None:
    counter.done("bindings", "--from", "-", "--as", MAYA, stdin='back = "Z"')

    counter.done("bindings", "--from", "-", "--as", MAYA, stdin="# none\n")

    assert keys_of(counter)["back"] == ["q"]


def test_what_is_no_list_of_keys_at_all_is_not_spoken_of_as_an_attachment(counter: Counter, tmp_path: Path) -> None:
    with (tmp_path / "huge.toml").open("wb") as file:
        file.truncate(30 * 1024 * 1024)

    for path, says in (
        (str(tmp_path / "huge.toml"), "That is too long for a list of keys."),
        (".", ". is a folder. Name a file in it.\n"),
        (str(tmp_path), f"{tmp_path.name} is a folder. Name a file in it.\n"),
    ):
        answer = counter.say("bindings", "--from", path, "--as", MAYA)
        assert answer.status == 2
        assert answer.err.startswith(says)


def test_a_file_that_is_not_there_is_told(counter: Counter, tmp_path: Path) -> None:
    answer = counter.say("bindings", "--from", str(tmp_path / "none.toml"), "--as", MAYA)

    assert answer.status == 3
    assert answer.err.startswith("There is no file")


def test_one_thing_at_a_time(counter: Counter) -> None:
    answer = counter.say("bindings", "--toml", "--reset", "--as", MAYA)

    assert (answer.status, answer.err) == (2, "Say one of --toml, --from and --reset.\n")
