"""Who works here, by command: ending access and giving it back, tickets handed back, who signed in when."""

from __future__ import annotations

from tests.tui.cli.counter import ANN, BOB, MAYA, OLGA, Counter


def state_of(counter: Counter, email: str) -> list[str]:
    (row,) = counter.done("people", "list", email, "--as", OLGA).rows
    return row[2:]


def test_whoever_is_disabled_is_listed_as_such_and_comes_back(counter: Counter) -> None:
    counter.done("people", "disable", BOB, "--as", OLGA)
    assert state_of(counter, BOB) == ["agent", "disabled", ""]
    assert counter.say("list", "--as", BOB).status == 5

    back = counter.done("people", "enable", BOB, "--as", OLGA)

    assert back.out == f"Bob Stone <{BOB}> has access again, as agent.\n"
    assert state_of(counter, BOB) == ["agent", "", ""]
    assert counter.done("list", "--as", BOB).out == ""
    assert counter.done("people", "enable", BOB, "--json", "--as", OLGA).json["active"] is True
    assert counter.say("people", "enable", "zoe@desk.example", "--as", OLGA).status == 3
    assert counter.say("people", "enable", BOB, "--as", MAYA).status == 5


def test_the_tickets_of_whoever_leaves_are_told_and_handed_back(counter: Counter) -> None:
    tickets = [counter.ticket(), counter.ticket()]
    for ticket in tickets:
        counter.done("set", ticket, "assignee=me", "--as", BOB)

    left = counter.done("people", "disable", BOB, "--as", OLGA).out
    assert left.splitlines()[1:] == ["2 tickets are still theirs: --hand-back gives them to nobody."]
    handed = counter.done("people", "disable", BOB, "--hand-back", "--as", OLGA).out

    assert handed.splitlines()[1:] == ["2 tickets were handed back to nobody."]
    assert [counter.shown(ticket)["assignee"] for ticket in tickets] == [None, None]
    again = counter.done("people", "disable", BOB, "--hand-back", "--json", "--as", OLGA).json
    assert (again["handed_back"], again["tickets_held"], again["active"]) == (0, 0, False)


def test_an_address_that_a_guest_typed_becomes_staff_only_by_being_added(counter: Counter) -> None:
    counter.ticket()
    assert state_of(counter, ANN) == ["customer", "not verified", ""]

    for said in (["people", "role", ANN, "agent"], ["people", "password", ANN, "--password"]):
        answer = counter.say(*said, "--as", OLGA)
        assert answer.status == 5
        assert "`ttydesk people add`" in answer.err

    counter.done("people", "add", f"Ann Okafor <{ANN}>", "--role", "agent", "--as", OLGA)
    assert state_of(counter, ANN) == ["agent", "", ""]


def test_it_is_listed_when_somebody_signed_in_last(counter: Counter) -> None:
    given = counter.done("people", "password", MAYA, "--password", "-q", "--as", OLGA).out.strip()
    own = "four words do well"
    assert counter.say("queues", answers=[MAYA, given, own, own, "n"]).status == 0

    member, *_ = counter.done("people", "list", MAYA, "--json", "--as", OLGA).objects
    assert member["signed_in_at"].endswith("Z")
    assert state_of(counter, MAYA)[2].startswith(member["signed_in_at"][:4])
    (bob,) = counter.done("people", "list", BOB, "--json", "--as", OLGA).objects
    assert bob["signed_in_at"] is None
