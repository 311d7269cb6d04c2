"""What a ticket is: which party may move it where, and what people may type for its properties."""

from __future__ import annotations

import pytest

from core.deadlines import NEVER
from core.errors import NotUnderstood, Refused
from core.people import Actor, Via
from core.references import Reference
from core.tickets import (
    MOVES,
    DueState,
    Party,
    Priority,
    Status,
    due_state,
    moves_from,
    permit_move,
    read_priority,
    read_status,
    read_subject,
    read_tag,
)
from tests.core.cast import ANN, BOB, CARL, a_ticket, ann, bob, carl, guest, the_desk

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status

# Who may move a ticket from the status of the row to that of the column: customer, agent, desk.
# Rows and columns are open, in progress, waiting, resolved, closed; "=" is the status that it has.
ORDERED = {
    OPEN: ("=", "a", "a", "a", "c"),
    IN_PROGRESS: ("a", "=", "a", "a", "c"),
    WAITING: ("ad", "ad", "=", "a", "c"),
    RESOLVED: ("cad", "cad", "", "=", "cad"),
    CLOSED: ("cad", "", "", "", "="),
}
LETTERS = {Party.CUSTOMER: "c", Party.AGENT: "a", Party.DESK: "d"}
CELLS = [(before, after, party) for before in Status for after in Status for party in Party]


def _ordered(before: Status, after: Status, party: Party) -> bool:
    cell = ORDERED[before][after]
    return cell == "=" or LETTERS[party] in cell


@pytest.mark.parametrize(("before", "after", "party"), CELLS, ids=lambda value: value.name.lower())
def test_a_ticket_moves_where_the_order_says_and_nowhere_else(before: Status, after: Status, party: Party) -> None:
    if _ordered(before, after, party):
        permit_move(a_ticket(before), after, party)
        return
    with pytest.raises(Refused) as refused:
        permit_move(a_ticket(before), after, party)

    assert refused.value.field == "status"
    for allowed in Status:
        if allowed is not before and _ordered(before, allowed, party):
            said = "reopened" if before is CLOSED else allowed.word
            assert said in refused.value.sentence


def test_the_table_holds_nothing_that_was_not_ordered() -> None:
    assert {(before, after) for before, after in MOVES} == {
        (before, after) for before in Status for after in Status if ORDERED[before][after] not in ("", "=")
    }


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("status", Status)
def test_the_moves_that_are_offered_are_those_that_are_allowed(status: Status, party: Party) -> None:
    offered = moves_from(status, party)

    assert list(offered) == [to for to in Status if to is not status and _ordered(status, to, party)]


def test_a_refusal_says_what_the_ticket_can_become() -> None:
    with pytest.raises(Refused) as refused:
        permit_move(a_ticket(OPEN), CLOSED, Party.AGENT)

    assert refused.value.sentence == (
        "A ticket that is open can not become closed: it can become in progress or waiting or resolved."
    )


def test_staff_are_agents_and_its_people_are_customers_of_a_ticket() -> None:
    ticket = a_ticket(requester=ANN, participants=(CARL,))

    assert [ticket.party(actor) for actor in (ann, carl, bob, the_desk)] == [
        Party.CUSTOMER,
        Party.CUSTOMER,
        Party.AGENT,
        Party.DESK,
    ]
    assert not ticket.is_customer_side(guest)


def test_an_agent_who_asks_for_themself_speaks_as_the_customer_of_that_ticket() -> None:
    assert a_ticket(requester=BOB).is_customer_side(bob)
    assert not a_ticket(requester=ANN, participants=(BOB,)).is_customer_side(bob)


def test_an_agent_who_came_by_the_id_and_the_address_is_a_customer_there() -> None:
    by_pair = Actor(Via.TUI, BOB, only=Reference("K7M2Q9XR4T"))
    ticket = a_ticket(requester=ANN, participants=(BOB,))

    assert ticket.is_customer_side(by_pair)
    assert ticket.party(by_pair) is Party.CUSTOMER


@pytest.mark.parametrize(
    ("status", "due", "now", "state"),
    [
        (OPEN, 100, 79, DueState.ON_TRACK),
        (OPEN, 100, 80, DueState.DUE_SOON),
        (IN_PROGRESS, 100, 99, DueState.DUE_SOON),
        (IN_PROGRESS, 100, 100, DueState.LATE),
        (IN_PROGRESS, NEVER, 100, DueState.NONE),
        (WAITING, NEVER, 100, DueState.PAUSED),
        (RESOLVED, NEVER, 100, DueState.PAUSED),
        (CLOSED, NEVER, 100, DueState.NONE),
    ],
)
def test_a_ticket_stands_against_its_deadline(status: Status, due: int, now: int, state: DueState) -> None:
    assert due_state(status, due, min(due, 80), now) is state


def test_a_customer_reads_that_the_desk_waits_for_them() -> None:
    assert WAITING.customer_word == "waiting for you"
    assert IN_PROGRESS.customer_word == IN_PROGRESS.word == "in progress"
    assert all(status.meaning for status in Status)
    assert all(priority.meaning for priority in Priority)


@pytest.mark.parametrize("typed", ["in_progress", "in progress", "In-Progress", " IN PROGRESS "])
def test_a_status_is_read_as_people_write_it(typed: str) -> None:
    assert read_status(typed) is IN_PROGRESS


def test_every_status_and_priority_reads_back_from_its_word() -> None:
    assert [read_status(status.code) for status in Status] == list(Status)
    assert [read_priority(priority.word.upper()) for priority in Priority] == list(Priority)


@pytest.mark.parametrize("typed", ["", "done", "openn", "0"])
def test_a_word_that_is_no_status_or_priority_is_answered_with_those_there_are(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="open, in_progress, waiting, resolved or closed"):
        read_status(typed)
    with pytest.raises(NotUnderstood, match="low, medium, high or urgent"):
        read_priority(typed)


def test_a_subject_is_one_line() -> None:
    assert read_subject("  VPN\n refuses\tmy\u2028certificate ") == "VPN refuses my certificate"
    assert read_subject("x" * 200) == "x" * 200


@pytest.mark.parametrize(("typed", "says"), [(" \n", "Say in a few words"), ("x" * 201, "at most 200 .* not 201")])
def test_a_subject_that_is_empty_or_too_long_is_refused(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says) as refused:
        read_subject(typed)
    assert refused.value.field == "subject"


@pytest.mark.parametrize(("typed", "tag"), [("vpn", "vpn"), (" #VPN ", "vpn"), ("e-mail", "e-mail"), ("ÜBER", "über")])
def test_a_tag_is_one_lower_case_word(typed: str, tag: str) -> None:
    assert read_tag(typed) == tag


@pytest.mark.parametrize("typed", ["", "#", "two words", "a,b", "a+b", "a#b", "x" * 41])
def test_what_is_no_tag_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="one word of at most 40 characters") as refused:
        read_tag(typed)
    assert refused.value.field == "tag"
