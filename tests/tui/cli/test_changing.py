"""`set`, `confirm` and `reopen`, for one ticket and for many."""

from __future__ import annotations

import pytest

from tests.tui.cli.counter import ANN, BOB, MAYA, Counter


def test_every_field_can_be_set_at_once(counter: Counter) -> None:
    ticket = counter.ticket()

    answer = counter.done(
        "set", ticket, "status=waiting", "priority=urgent", "category=general", "assignee=bob",
        "subject=VPN = broken", "tag=+vpn,windows", "--as", MAYA,
    )  # fmt: skip

    now = counter.shown(ticket)
    assert (now["status"], now["priority"], now["category"]) == ("waiting", "urgent", "General")
    assert (now["assignee"]["email"], now["subject"], now["tags"]) == (BOB, "VPN = broken", ["vpn", "windows"])
    assert answer.out.startswith(f"{ticket}: status waiting, priority urgent, category General, assignee Bob Stone")


@pytest.mark.parametrize(
    ("typed", "owner"), [("me", MAYA), ("bob@", BOB), ("Bob S", BOB), (BOB, BOB), ("none", None), ("Nobody", None)]
)
def test_an_assignee_is_named_in_several_ways(counter: Counter, typed: str, owner: str | None) -> None:
    ticket = counter.ticket()
    counter.done("set", ticket, "assignee=me", "--as", BOB)

    counter.done("set", ticket, f"assignee={typed}", "--as", MAYA)

    found = counter.shown(ticket)["assignee"]
    assert (found and found["email"]) == owner


def test_tags_are_added_and_taken_away(counter: Counter) -> None:
    ticket = counter.ticket()
    counter.done("set", ticket, "tag=+vpn,+windows", "--as", MAYA)

    counter.done("set", ticket, "tag=-vpn,+mac", "--as", MAYA)

    assert counter.shown(ticket)["tags"] == ["windows", "mac"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["prioritty=high"], "There is no field “prioritty”. There are status, priority"),
        (["owner="], "Whose a ticket is stands in assignee: write it like assignee=me."),
        ([], "Say what shall change"),
        (["priority=asap"], "low, medium, high or urgent"),
        (["assignee=zoe"], "zoe"),
        (["category=Nowhere"], "There are: General"),
        (["tag="], "Say which tags"),
        (["priority=high", "priority=low"], "once"),
        (["priority=high", "urgent"], "urgent is no change"),
        (["subject="], "Say in a few words"),
    ],
)
def test_a_change_that_is_not_understood_changes_nothing(counter: Counter, words: list[str], told: str) -> None:
    ticket = counter.ticket()

    answer = counter.say("set", ticket, *words, "--as", MAYA)

    assert (answer.status, answer.out) == (2, "")
    assert told in answer.err
    assert counter.shown(ticket)["version"] == 2


def test_a_move_that_is_not_allowed_is_refused(counter: Counter) -> None:
    ticket = counter.ticket()
    counter.done("confirm", ticket, "--email", ANN)

    answer = counter.say("set", ticket, "status=waiting", "--as", MAYA)

    assert answer.status == 5
    assert answer.err == "A closed ticket can only be reopened.\n"


def test_a_beginning_of_an_id_is_enough_for_staff_only(counter: Counter) -> None:
    ticket = counter.ticket()

    counter.done("set", ticket[:5].lower(), "priority=low", "--as", MAYA)

    assert counter.shown(ticket)["priority"] == "low"
    assert counter.say("show", ticket[:5], "--email", ANN).status == 3


def test_a_version_that_is_no_longer_there_is_a_conflict(counter: Counter) -> None:
    ticket = counter.ticket()
    version = str(counter.shown(ticket)["version"])
    counter.done("set", ticket, "priority=low", "--as", BOB)

    for words in (
        ["set", ticket, "tag=x"],
        ["reply", ticket],
        ["note", ticket],
        ["attach", ticket, "-", "--name", "a"],
    ):
        answer = counter.say(*words, "--if-version", version, "--as", MAYA, stdin="x")
        assert (answer.status, answer.out) == (4, "")
    now = str(counter.shown(ticket)["version"])
    counter.done("set", ticket, "tag=x", "--if-version", now, "--as", MAYA)


def test_one_ticket_that_fails_does_not_stop_the_others(counter: Counter) -> None:
    first, second, third = (counter.ticket(f"Printer {nth}") for nth in range(3))
    counter.done("confirm", second, "--email", ANN)

    answer = counter.say("set", first, second, "0000000000", third, "status=resolved", "-q", "--as", MAYA)

    assert answer.out.split() == [first, third]
    assert answer.status == 5
    assert [line.partition(":")[0] for line in answer.err.splitlines()] == [second, "0000000000"]


def test_ids_come_from_standard_input(counter: Counter) -> None:
    tickets = [counter.ticket(f"Printer {nth}") for nth in range(3)]
    ids = counter.done("list", "-q", "--as", MAYA).out

    done = counter.done("set", "-", "priority=low", "--json", "--as", MAYA, stdin=ids)
    shown = counter.done("show", "-", "--json", "--as", MAYA, stdin=f"{ids}\n{ids}")
    closed = counter.done("confirm", "-", "--email", ANN, "-q", stdin=" ".join(tickets))
    opened = counter.done("reopen", "-", "--email", ANN, "-q", stdin=" ".join(tickets))

    assert {one["priority"] for one in done.objects} == {"low"}
    assert [one["id"] for one in shown.objects] == ids.split()
    assert closed.out.split() == opened.out.split() == tickets
    assert counter.done("set", "-", "priority=low", "--as", MAYA).out == ""
    assert counter.say("reply", "-", "--as", MAYA, stdin="x").status == 2


def test_one_version_does_not_go_with_several_tickets(counter: Counter) -> None:
    ids = [counter.ticket(), counter.ticket()]

    assert counter.say("confirm", *ids, "--if-version", "2", "--email", ANN).status == 2


def test_what_is_not_closed_is_not_said_to_be_reopened(counter: Counter) -> None:
    ticket = counter.ticket()
    found = [counter.done("reopen", ticket, "--as", MAYA).out]
    counter.done("set", ticket, "assignee=me", "--as", MAYA)
    found.append(counter.done("reopen", ticket, "--as", MAYA).out)
    counter.done("set", ticket, "status=waiting", "--as", MAYA)
    version = counter.shown(ticket)["version"]
    found += [counter.done("reopen", ticket, *who).out for who in (("--as", MAYA), ("--email", ANN))]

    assert found == [
        f"{ticket} is not closed: it is open.\n",
        f"{ticket} is not closed: it is in progress.\n",
        f"{ticket} is not closed: it waits for the customer.\n",
        f"{ticket} is not closed: it waits for your answer. Reply to it.\n",
    ]
    assert counter.shown(ticket)["version"] == version
    assert counter.done("reopen", ticket, "--as", MAYA, "--json").json["status"] == "waiting"


def test_what_is_resolved_or_closed_is_reopened(counter: Counter) -> None:
    ticket = counter.ticket()
    counter.done("set", ticket, "status=resolved", "--as", MAYA)

    assert counter.done("reopen", ticket, "--as", MAYA).out == f"{ticket} is in progress again.\n"
    counter.done("confirm", ticket, "--email", ANN)
    assert counter.done("reopen", ticket, "--email", ANN).out.endswith(" again.\n")
    counter.done("confirm", ticket, "--email", ANN)
    assert counter.done("reopen", ticket, "--as", MAYA).out == f"{ticket} is open again; nobody has it.\n"


def test_reopening_a_ticket_closed_long_ago_prints_the_new_one(counter: Counter) -> None:
    ticket = counter.ticket()
    counter.done("confirm", ticket, "--email", ANN)
    counter.done("settings", "set", "ticket.reopen_within=0s", "--as", "olga@desk.example")

    new = counter.done("reopen", ticket, "--email", ANN, "-q").out.strip()
    again = counter.done("reply", ticket, "--email", ANN, stdin="Still broken")

    assert new != ticket
    assert counter.shown(new)["status"] == "open"
    assert again.out.startswith(f"{ticket} was closed too long ago, so your answer opened ")


def test_a_customer_does_not_choose_the_status(counter: Counter) -> None:
    ticket = counter.ticket()

    answer = counter.say("reply", ticket, "--status", "resolved", "--email", ANN, stdin="x")

    assert answer.status == 5
    assert counter.say("set", ticket, "priority=high", "--as", "carl@acme.example").status == 3
