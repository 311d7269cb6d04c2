"""How a ticket ends and comes back."""

from __future__ import annotations

import pytest

from core.deadlines import NEVER
from core.errors import Conflict, NotFound, Refused
from core.settling import Settling, reopen_if_settled
from core.tickets import Priority, Status
from tests.core.cast import ANN, BOB, CARL, MAYA
from tests.core.desks import Desks
from tests.core.times import at

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status
HIGH = Priority.HIGH


def test_a_customer_confirms_that_it_is_solved(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).replies(ticket, then=RESOLVED)
    desk.posted()

    closed = desk.of(ANN).confirms(ticket, at="Mon 12:00")

    assert (closed.status, closed.settled_at, closed.due) == (CLOSED, at("Mon 12:00"), NEVER)
    assert desk.told() == {("status", "bob")}
    assert desk.of(ANN).hears(ticket)[-1] == "status resolved to closed"


@pytest.mark.parametrize("then", [None, WAITING])
def test_a_customer_may_say_so_at_any_time(desk: Desks, then: Status | None) -> None:
    ticket = desk.of(ANN).opened()
    if then is not None:
        desk.of(BOB).replies(ticket, then=then)

    assert desk.of(ANN).confirms(ticket).status is CLOSED


def test_confirming_twice_is_no_harm(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).takes(ticket)
    closed = desk.of(ANN).confirms(ticket)
    seen = desk.of(BOB).sees(ticket)
    desk.posted()

    assert desk.of(ANN).confirms(ticket) == closed
    assert desk.of(BOB).sees(ticket) == seen
    assert desk.told() == set()


def test_staff_close_only_what_is_resolved(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    with pytest.raises(Refused, match="A ticket that is open can not become closed"):
        desk.of(BOB).confirms(ticket)

    desk.of(BOB).replies(ticket, then=RESOLVED)
    assert desk.of(MAYA).confirms(ticket).status is CLOSED


def test_an_agent_says_of_his_own_ticket_that_it_is_solved_like_anybody(desk: Desks) -> None:
    ticket = desk.of(BOB).opened()

    assert desk.of(BOB).confirms(ticket).status is CLOSED
    assert desk.of(BOB).reopens(ticket).status is OPEN


def test_a_customer_does_not_confirm_past_an_answer_that_she_has_not_seen(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    seen = desk.of(ANN).sees(ticket)
    desk.of(BOB).replies(ticket, "Please send the log.", then=WAITING)

    with pytest.raises(Conflict) as conflict:
        desk.of(ANN).confirms(ticket, version=seen.version)
    assert conflict.value.ticket.status is WAITING
    assert BOB.email not in repr(conflict.value.ticket)
    assert BOB.email not in repr(conflict.value.entries)


def test_what_she_can_not_see_does_not_stop_a_customer(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    seen = desk.of(ANN).sees(ticket)
    desk.of(BOB).notes(ticket)

    assert desk.of(ANN).confirms(ticket, version=seen.version).status is CLOSED


def test_only_its_people_end_a_ticket(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    for stranger in (desk.of(CARL), desk.guest()):
        with pytest.raises(NotFound):
            stranger.confirms(ticket)
        with pytest.raises(NotFound):
            stranger.reopens(ticket)


# Back again


def test_a_customer_reopens_what_is_not_solved_and_waits_for_an_answer_from_now_on(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(BOB).replies(ticket, then=RESOLVED, at="Mon 10:00")
    desk.posted()

    back = desk.of(ANN).reopens(ticket, at="Tue 10:00")

    assert (back.status, back.reopens, back.respond_by) == (IN_PROGRESS, 1, at("Tue 14:00"))
    assert desk.told() == {("status", "bob")}


def test_an_agent_who_takes_up_work_again_owes_no_answer(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).replies(ticket, then=RESOLVED)

    back = desk.of(MAYA).reopens(ticket)

    assert (back.status, back.assignee, back.respond_by) == (IN_PROGRESS, desk.known(BOB.email), None)


def test_an_agent_reopens_what_was_closed_at_any_time(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    desk.of(BOB).takes(ticket)
    desk.of(ANN).confirms(ticket)

    back = desk.of(BOB).reopens(ticket, at="day 300 09:00")

    assert (back.reference, back.status, back.assignee, back.reopens) == (ticket.reference, OPEN, None, 1)


def test_a_customer_reopens_what_was_closed_within_thirty_days(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    desk.of(ANN).confirms(ticket, at="Mon 12:00")

    back = desk.of(ANN).reopens(ticket, at="day 31 12:00")
    assert (back.reference, back.status) == (ticket.reference, OPEN)


def test_what_came_back_and_nobody_has_is_told_to_everybody_who_works_here(desk: Desks) -> None:
    everybody = {("status", "bob"), ("status", "maya"), ("status", "olga")}
    closed = desk.of(ANN).opened()
    desk.of(BOB).replies(closed, then=RESOLVED)
    desk.of(ANN).confirms(closed)
    desk.posted()

    desk.of(ANN).reopens(closed)
    assert desk.told() == everybody

    desk.of(BOB).takes(closed)
    desk.of(BOB).replies(closed, then=RESOLVED)
    desk.of(ANN).confirms(closed)
    desk.posted()
    desk.of(ANN).replies(closed, "It is back.")
    assert desk.told() == {("customer_wrote", name) for _, name in everybody}


def test_later_a_new_ticket_goes_on_from_the_old_one(desk: Desks) -> None:
    ticket = desk.of(ANN).opened("VPN", priority=HIGH, at="Mon 09:00")
    desk.of(ANN).confirms(ticket, at="Mon 12:00")

    new = desk.of(ANN).reopens(ticket, at="day 31 12:01")

    assert (new.follows, new.subject, new.priority, new.status) == (ticket.reference, "VPN", HIGH, OPEN)
    assert desk.of(ANN).sees(ticket).status is CLOSED
    shown = f"{ticket.reference[:5]}-{ticket.reference[5:]}"
    assert desk.of(ANN).reads(new) == [f"This goes on from {shown}, which was closed."]
    assert desk.of(ANN).hears(new) == [f"follows {shown}"]


def test_reopening_what_is_at_work_is_no_harm_and_what_waits_for_an_answer_needs_one(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    assert desk.of(ANN).reopens(ticket) == desk.of(ANN).sees(ticket)

    desk.of(BOB).replies(ticket, then=WAITING)
    with pytest.raises(Refused, match="waits for an answer: reply to it"):
        desk.of(ANN).reopens(ticket)


def test_a_command_hears_whether_anything_was_reopened(desk: Desks) -> None:
    ann, ticket = desk.of(ANN), desk.of(ANN).opened()
    asked = Settling(ticket.reference)

    assert ann.does(reopen_if_settled, asked) == (ann.sees(ticket), False)
    desk.of(BOB).replies(ticket, then=WAITING)
    assert ann.does(reopen_if_settled, asked) == (ann.sees(ticket), False)
    ann.confirms(ticket)
    assert ann.does(reopen_if_settled, asked) == (ann.sees(ticket), True)
    assert ann.sees(ticket).status is OPEN


def test_who_came_by_an_id_and_an_address_ends_and_reopens_it_too(desk: Desks) -> None:
    ticket = desk.guest().opened(name="Gus", email="gus@home.example")
    gus = desk.by_pair(ticket, "gus@home.example")

    assert gus.confirms(ticket).status is CLOSED
    assert gus.reopens(ticket).status is OPEN
