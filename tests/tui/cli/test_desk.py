"""The operator's verbs: people, settings, time, the database, and the demo."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.tui.cli.counter import ANN, BOB, MAYA, OLGA, Counter

PASSWORD = re.compile(r"[0-9a-z]{4}(-[0-9a-z]{4}){3}")


def test_a_desk_is_made_once(bare: Counter) -> None:
    words = ["init", "--name", "Acme Support", "--operator", f"Olga Berg <{OLGA}>"]

    assert bare.done(*words).out == f"Acme Support is set up, and Olga Berg <{OLGA}> is its operator.\n"
    again = bare.say(*words)
    assert (again.status, again.out) == (5, "")
    assert (Path(bare.url.removeprefix("sqlite:///")).stat().st_mode & 0o777) == 0o600


def test_at_a_terminal_init_asks_for_the_operators_password(bare: Counter) -> None:
    words = ["init", "--name", "Acme", "--operator", OLGA]

    assert bare.say(*words, answers=["four words do well", "four words do well"]).status == 0
    assert bare.say("queues", answers=[OLGA, "four words do well", "n"]).status == 0


@pytest.mark.parametrize("words", [["--name", " ", "--operator", OLGA], ["--name", "Acme", "--operator", "Olga"]])
def test_a_desk_without_a_name_or_an_operator_is_not_made(bare: Counter, words: list[str]) -> None:
    assert bare.say("init", *words).status == 2
    assert list(bare.folder.rglob("*.db")) == []


def test_a_desk_that_is_not_there_is_not_made_by_looking(bare: Counter) -> None:
    for said in (["list", "--as", OLGA], ["tick"], ["lookup", "K7M2Q-9XR4T", "--email", ANN], ["db", "check"]):
        answer = bare.say(*said)
        assert answer.status in (1, 5)
        assert "ttydesk init" in answer.err + answer.out
    assert list(bare.folder.rglob("*.db")) == []


def test_people_are_added_listed_changed_and_disabled(counter: Counter) -> None:
    added = counter.done("people", "add", "Dora <dora@desk.example>", "--role", "customer", "--as", OLGA)
    raised = counter.done("people", "role", "DORA@desk.example", "agent", "--json", "--as", OLGA)
    ended = counter.done("people", "disable", "dora@desk.example", "--as", OLGA)

    assert added.out == "Dora <dora@desk.example> is a customer now.\n"
    assert raised.json["role"] == "agent"
    assert ended.out == "Dora <dora@desk.example> can not sign in any more.\n"
    rows = counter.done("people", "list", "--role", "agent", "--as", OLGA).rows
    assert [row[:3] for row in rows] == [
        ["Bob Stone", BOB, "agent"],
        ["Dora", "dora@desk.example", "agent"],
        ["Maya Lind", MAYA, "agent"],
        ["Olga Berg", OLGA, "operator"],
    ]
    assert counter.done("people", "list", "dora", "-q", "--as", OLGA).out == "dora@desk.example\n"


def test_a_first_password_is_printed_to_eyes_only(counter: Counter) -> None:
    words = ["people", "add", "Dora <dora@desk.example>", "--role", "agent", "--as", OLGA]

    seen = counter.say(*words, terminal=True)
    piped = counter.say("people", "password", MAYA, "--as", OLGA)
    meant = counter.done("people", "password", MAYA, "--password", "-q", "--as", OLGA)

    assert PASSWORD.search(seen.out)
    assert (piped.status, piped.out) == (2, "")
    assert PASSWORD.fullmatch(meant.out.strip())


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (["people", "add", f"Maya <{MAYA}>", "--role", "agent"], 5),
        (["people", "disable", "zoe@desk.example"], 3),
        (["people", "role", "zoe@desk.example", "agent"], 3),
        (["people", "role", OLGA, "agent"], 5),
        (["people", "disable", OLGA], 5),
    ],
)
def test_what_would_harm_the_desk_is_refused(counter: Counter, said: list[str], status: int) -> None:
    assert counter.say(*said, "--as", OLGA).status == status
    assert counter.say(*said, "--as", MAYA).status == 5


def test_settings_are_shown_and_changed_all_or_none(counter: Counter) -> None:
    changed = counter.done("settings", "set", "desk.name=Acme IT", "ticket.close_after=7d", "--as", OLGA)
    wrong = counter.say("settings", "set", "desk.name=Other", "ticket.close_after=soon", "--as", OLGA)
    counter.done("settings", "set", "desk.categories= General, Network ,Billing", "--as", OLGA)

    now = counter.done("settings", "show", "--json", "--as", OLGA).json
    assert [row[:2] for row in changed.rows] == [["desk.name", "Acme IT"], ["ticket.close_after", "7d"]]
    assert (wrong.status, "ticket.close_after" in wrong.err) == (2, True)
    assert (now["desk.name"], now["ticket.close_after"]) == ("Acme IT", "7d")
    assert now["desk.categories"] == "General, Network, Billing"
    assert counter.say("settings", "set", "desk.name=Mine", "--as", MAYA).status == 5


def test_hours_and_targets_say_by_when_what_comes_now_is_answered(counter: Counter) -> None:
    told = counter.done("settings", "set", "desk.hours=mon-fri 09:00-17:00; zone Europe/Berlin", "--as", OLGA).out
    line = told.splitlines()[-1]
    assert line.startswith("What comes now is answered: urgent by ")
    assert line.endswith(" (Europe/Berlin).")
    assert line.count(" by ") == 4

    told = counter.done("settings", "set", "target.high=2h", "--as", OLGA).out
    assert told.splitlines()[-1].startswith("What comes now is answered: high by ")
    assert counter.done("settings", "set", "target.high=3h", "--json", "--as", OLGA).json["target.high"] == "3h"


def test_a_renamed_category_keeps_its_tickets(counter: Counter) -> None:
    ticket = counter.ticket()
    before = counter.done("show", ticket, "--json", "--as", OLGA).json["category"]

    renamed = counter.done("settings", "rename-category", before, "Lines", "--as", OLGA)

    assert renamed.rows[0][:2] == ["desk.categories", "Lines"]
    assert counter.done("show", ticket, "--json", "--as", OLGA).json["category"] == "Lines"
    assert counter.say("settings", "rename-category", "Garden", "Park", "--as", OLGA).status == 2
    assert counter.say("settings", "rename-category", "Lines", "Park", "--as", MAYA).status == 5


def test_ones_own_settings_are_ones_own(counter: Counter) -> None:
    counter.done("settings", "set", "--mine", "theme=light", "--as", MAYA)

    assert counter.done("settings", "show", "--mine", "--json", "--as", MAYA).json["theme"] == "light"
    assert counter.done("settings", "show", "--mine", "--json", "--as", BOB).json["theme"] == "auto"
    assert counter.say("settings", "set", "--mine", "theme=pink", "--as", MAYA).status == 2


def test_a_tick_does_what_time_has_brought(counter: Counter) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as clock:
        late, solved = counter.ticket(priority="urgent"), counter.ticket()
        counter.done("set", solved, "status=resolved", "--as", MAYA)
        nothing = dict.fromkeys(("told", "warned", "closed", "letters", "filed", "held"), 0)
        assert counter.done("tick", "--json").json == nothing

        clock.shift(2 * 3600)
        assert counter.done("tick").out == "1 deadline told, 0 warnings given, 0 tickets closed, 0 letters sent.\n"
        clock.shift(3.2 * 86400)
        assert counter.done("tick", "--json").json["warned"] == 1
        clock.shift(86400)
        assert counter.done("tick", "--json").json["closed"] == 1
        assert counter.done("tick", "-q").out == ""

        assert counter.shown(late)["due_state"] == "late"
        assert counter.shown(solved)["status"] == "closed"


def test_a_sound_database_is_sound_and_a_missing_file_is_found(counter: Counter) -> None:
    ticket = counter.ticket()
    assert counter.say("db", "check", "--db", f"sqlite:///{counter.folder}/nowhere.db").status == 5
    counter.done("attach", ticket, "-", "--name", "a.log", "--email", ANN, stdin="x")
    assert counter.done("db", "check").out == "The database is whole.\n"
    assert counter.done("db", "check", "--json").json == {"findings": []}

    for blob in (counter.folder / "desk" / "desk.files").glob("*/[0-9a-f][0-9a-f]/*"):
        blob.unlink()

    answer = counter.say("db", "check")
    assert (answer.status, answer.err) == (1, "")
    assert answer.out.strip()
    assert json.loads(counter.say("db", "check", "--json").out)["findings"]


def test_mending_keeps_what_people_find(counter: Counter) -> None:
    ticket = counter.ticket()
    before = counter.done("list", "--as", MAYA).out
    assert counter.done("db", "check", "--mend").out == "The database is whole.\n"

    assert counter.done("list", "--as", MAYA).out == before
    assert ticket in counter.done("list", counter.shown(ticket)["subject"].split()[0], "--as", MAYA).out


def test_a_file_that_is_no_desk_is_told(bare: Counter) -> None:
    (bare.folder / "desk").mkdir(mode=0o700)
    file = bare.folder / "desk" / "desk.db"
    file.write_bytes(b"no database at all" * 1000)
    file.chmod(0o600)

    for said, status in ((["list", "--as", OLGA], 5), (["db", "check"], 1), (["db", "upgrade"], 5)):
        answer = bare.say(*said)
        assert answer.status == status
        assert str(file) in answer.out + answer.err
    assert file.read_bytes() == b"no database at all" * 1000


def test_an_upgrade_that_is_not_due_changes_nothing(counter: Counter) -> None:
    assert counter.done("db", "upgrade").out == "Nothing was to be done.\n"
    assert counter.done("db", "upgrade", "--json").json == {"copy": None}


@pytest.mark.parametrize("address", ["postgresql://desk@db.example", "desk.db", "mysql://x", "sqlite://"])
def test_an_address_that_makes_no_sense_is_told(counter: Counter, address: str) -> None:
    answer = counter.say("list", "--db", address, "--as", MAYA)

    assert answer.status == 2
    assert len(answer.err.splitlines()) == 1


def test_without_a_terminal_the_demo_prints_the_queue(bare: Counter, tmp_path: Path) -> None:
    kept = f"sqlite:///{tmp_path}/kept/desk.db"

    agent = bare.say("demo", "--tickets", "30", "--db", kept, "--as", "agent")
    customer = bare.say("list", "--db", kept, "--as", "customer@demo.example")

    opens = f"ttydesk --db {kept} --as agent@demo.example"
    assert (agent.status, agent.err) == (0, f"The desk is kept: {opens} opens it.\n")
    assert len(agent.rows) > 5
    assert 0 < len(customer.rows) < len(agent.rows)
    assert bare.say("demo", "--db", kept).status == 5
    assert bare.say("demo", "--as", "boss", "--db", kept).status == 2
    assert bare.say("demo", "--tickets", "0", "--db", kept).status == 2
