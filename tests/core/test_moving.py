"""What follows when a ticket changes: its owner, its clocks, its deadlines, and when time has to look at it again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.calendars import DAY, HOUR, MINUTE
from core.deadlines import NEVER, Clock, Target
from core.errors import Refused
from core.hours import read_hours
from core.moving import assigned, customer_spoke, moved, staff_answered, timed, woken
from core.settings import DeskSettings
from core.tickets import DueState, Priority, Status, Ticket
from tests.core.cast import ANN, BOB, MAYA, PLAIN, a_ticket, ann, bob, maya, the_desk
from tests.core.times import at

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status
MON_9 = at("Mon 09:00")
OFFICE = DeskSettings(calendar=read_hours("mon-fri 09:00-12:00 13:00-17:00"))


def answered(ticket: Ticket, then: Status | None, when: int, settings: DeskSettings = PLAIN) -> Ticket:
    return staff_answered(ticket, bob, then, when, settings)


@pytest.mark.parametrize(
    ("priority", "promised"),
    [(Priority.LOW, 48), (Priority.MEDIUM, 24), (Priority.HIGH, 4), (Priority.URGENT, 1)],
)
def test_a_new_ticket_promises_an_answer_in_the_time_of_its_priority(priority: Priority, promised: int) -> None:
    ticket = a_ticket(opened=MON_9, priority=priority)

    assert ticket.respond_by == ticket.due == MON_9 + promised * HOUR
    assert ticket.soon_at == ticket.wake_at == MON_9 + promised * HOUR * 4 // 5


def test_a_promise_is_counted_in_the_hours_of_the_desk() -> None:
    ticket = a_ticket(opened=at("Fri 15:00"), priority=Priority.HIGH, settings=OFFICE)

    assert ticket.respond_by == at("Mon 11:00", week=1)
    assert ticket.soon_at == at("Mon 10:12", week=1)


def test_taking_a_ticket_starts_work_and_giving_it_back_opens_it_again() -> None:
    taken = assigned(a_ticket(opened=MON_9), BOB, MON_9 + HOUR, PLAIN)
    given_back = assigned(taken, None, MON_9 + 2 * HOUR, PLAIN)

    assert (taken.status, taken.assignee) == (IN_PROGRESS, BOB)
    assert (given_back.status, given_back.assignee) == (OPEN, None)
    assert a_ticket(opened=MON_9).respond_by == taken.respond_by == given_back.respond_by


def test_giving_a_ticket_to_whoever_has_it_changes_nothing() -> None:
    ticket = a_ticket(IN_PROGRESS, assignee=BOB)

    assert assigned(ticket, BOB, HOUR, PLAIN) == ticket


@pytest.mark.parametrize("status", [WAITING, RESOLVED])
def test_a_sleeping_ticket_gets_an_owner_and_sleeps_on(status: Status) -> None:
    ticket = assigned(a_ticket(status, assignee=BOB), MAYA, HOUR, PLAIN)

    assert (ticket.status, ticket.assignee) == (status, MAYA)


def test_open_means_that_nobody_has_it() -> None:
    for status in (IN_PROGRESS, WAITING, RESOLVED, CLOSED):
        assert moved(a_ticket(status, assignee=BOB), OPEN, bob, HOUR, PLAIN).assignee is None


@pytest.mark.parametrize("to", [IN_PROGRESS, RESOLVED])
def test_work_and_solution_are_somebodys_so_whoever_says_so_takes_it(to: Status) -> None:
    assert moved(a_ticket(OPEN), to, bob, HOUR, PLAIN).assignee == BOB
    assert moved(a_ticket(IN_PROGRESS, assignee=MAYA), RESOLVED, bob, HOUR, PLAIN).assignee == MAYA


def test_setting_the_status_that_a_ticket_has_changes_nothing() -> None:
    for status in Status:
        ticket = a_ticket(status, assignee=None if status is OPEN else BOB)
        assert moved(ticket, status, ann, HOUR, PLAIN) == ticket


def test_a_refused_move_says_so() -> None:
    with pytest.raises(Refused, match="A ticket that is open can not become waiting: it can become closed"):
        moved(a_ticket(OPEN), WAITING, ann, HOUR, PLAIN)


def test_an_agent_who_asked_for_themself_says_that_it_is_solved_like_any_customer() -> None:
    mine = a_ticket(OPEN, requester=BOB)

    assert moved(mine, CLOSED, bob, HOUR, PLAIN).status is CLOSED
    with pytest.raises(Refused):
        moved(mine, CLOSED, maya, HOUR, PLAIN)


# The answer clock


def test_an_answer_meets_the_promise_and_takes_what_nobody_has() -> None:
    ticket = answered(a_ticket(opened=MON_9), None, MON_9 + HOUR)

    assert (ticket.status, ticket.assignee, ticket.respond_by, ticket.due) == (IN_PROGRESS, BOB, None, NEVER)
    assert (ticket.answered_at, ticket.answered_in_time) == (MON_9 + HOUR, True)


@pytest.mark.parametrize("then", [IN_PROGRESS, WAITING, RESOLVED])
def test_an_answer_makes_its_author_the_owner_whatever_status_it_sets(then: Status) -> None:
    assert answered(a_ticket(OPEN), then, HOUR).assignee == BOB
    assert answered(a_ticket(IN_PROGRESS, assignee=MAYA), then, HOUR).assignee == MAYA


def test_an_answer_can_not_leave_a_ticket_open_for_it_is_somebodys_now() -> None:
    with pytest.raises(Refused, match="in progress, waiting or resolved"):
        answered(a_ticket(OPEN), OPEN, HOUR)


def test_a_second_answer_leaves_the_first_one_in_the_figures() -> None:
    late = answered(a_ticket(opened=MON_9), None, MON_9 + 25 * HOUR)
    again = answered(customer_spoke(late, MON_9 + 26 * HOUR, PLAIN), None, MON_9 + 27 * HOUR)

    assert (again.answered_at, again.answered_in_time) == (MON_9 + 25 * HOUR, False)


@pytest.mark.parametrize("status", [WAITING, RESOLVED, CLOSED])
def test_an_answer_without_a_status_leaves_a_sleeping_ticket_asleep(status: Status) -> None:
    ticket = answered(a_ticket(status, assignee=BOB), None, HOUR)

    assert (ticket.status, ticket.due) == (status, NEVER)


def test_the_promise_counts_from_the_oldest_message_without_an_answer() -> None:
    ticket = a_ticket(opened=MON_9, priority=Priority.HIGH)
    asked_again = customer_spoke(ticket, MON_9 + 2 * HOUR, PLAIN)
    thanked = customer_spoke(answered(asked_again, None, MON_9 + 3 * HOUR), MON_9 + 5 * HOUR, PLAIN)

    assert asked_again.respond_by == MON_9 + 4 * HOUR
    assert thanked.respond_by == MON_9 + 9 * HOUR


def test_a_customers_message_wakes_what_slept_for_whoever_had_it() -> None:
    for status in (WAITING, RESOLVED):
        woke = customer_spoke(a_ticket(status, assignee=BOB), HOUR, PLAIN)
        assert (woke.status, woke.assignee) == (IN_PROGRESS, BOB)
        assert customer_spoke(a_ticket(status), HOUR, PLAIN).status is OPEN


def test_a_closed_ticket_comes_back_to_nobody() -> None:
    for came_back in (
        customer_spoke(a_ticket(CLOSED, assignee=BOB), HOUR, PLAIN),
        woken(a_ticket(CLOSED, assignee=BOB), HOUR, PLAIN),
    ):
        assert (came_back.status, came_back.assignee, came_back.reopens) == (OPEN, None, 1)
        assert came_back.settled_at is None


# Pauses


def test_a_paused_clock_resumes_with_what_was_left() -> None:
    ticket = a_ticket(opened=MON_9, priority=Priority.HIGH)
    waiting = moved(ticket, WAITING, bob, MON_9 + 3 * HOUR, PLAIN)
    woke = customer_spoke(waiting, MON_9 + 9 * DAY, PLAIN)

    assert (waiting.respond_by, waiting.due, waiting.wake_at) == (None, NEVER, NEVER)
    assert woke.respond_by == MON_9 + 9 * DAY + HOUR


def test_several_pauses_add_up() -> None:
    ticket = a_ticket(opened=MON_9, priority=Priority.HIGH)
    for hour in (1, 3, 5):
        waiting = moved(ticket, WAITING, bob, MON_9 + hour * HOUR, PLAIN)
        ticket = customer_spoke(waiting, MON_9 + (hour + 1) * HOUR, PLAIN)

    assert ticket.respond_by == MON_9 + 7 * HOUR


def test_resolving_what_waits_goes_on_pausing() -> None:
    ticket = moved(a_ticket(opened=MON_9, priority=Priority.HIGH), WAITING, bob, MON_9 + HOUR, PLAIN)
    resolved = moved(ticket, RESOLVED, bob, MON_9 + 5 * HOUR, PLAIN)

    assert woken(resolved, MON_9 + 6 * HOUR, PLAIN).respond_by == MON_9 + 9 * HOUR


def test_a_pause_outside_of_working_hours_costs_nothing() -> None:
    ticket = a_ticket(opened=at("Mon 16:00"), priority=Priority.HIGH, settings=OFFICE)
    waiting = moved(ticket, WAITING, bob, at("Mon 17:00"), OFFICE)
    woke = customer_spoke(waiting, at("Tue 07:00"), OFFICE)

    assert ticket.respond_by == woke.respond_by == at("Tue 12:00")


def test_a_change_of_priority_keeps_what_has_passed_and_what_was_paused() -> None:
    ticket = a_ticket(opened=MON_9)
    waiting = moved(ticket, WAITING, bob, MON_9 + 2 * HOUR, PLAIN)
    woke = customer_spoke(waiting, MON_9 + 12 * HOUR, PLAIN)
    hurried = timed(replace(woke, priority=Priority.HIGH), PLAIN)

    assert woke.respond_by == MON_9 + 34 * HOUR
    assert hurried.respond_by == MON_9 + 14 * HOUR


def test_a_change_of_priority_while_paused_shows_when_the_clock_runs_again() -> None:
    waiting = moved(a_ticket(opened=MON_9), WAITING, bob, MON_9 + HOUR, PLAIN)
    hurried = timed(replace(waiting, priority=Priority.HIGH), PLAIN)

    assert hurried.respond_by is None
    assert customer_spoke(hurried, MON_9 + DAY, PLAIN).respond_by == MON_9 + DAY + 3 * HOUR


def test_a_promised_solution_counts_from_the_opening_and_pauses_too() -> None:
    promised = DeskSettings(high=Target(4 * HOUR, 8 * HOUR))
    ticket = answered(
        a_ticket(opened=MON_9, priority=Priority.HIGH, settings=promised), WAITING, MON_9 + HOUR, promised
    )
    woke = customer_spoke(ticket, MON_9 + 11 * HOUR, promised)
    answered_again = answered(woke, None, MON_9 + 12 * HOUR, promised)

    assert (woke.respond_by, woke.resolve_by, woke.due) == (MON_9 + 15 * HOUR, MON_9 + 18 * HOUR, MON_9 + 15 * HOUR)
    assert (answered_again.respond_by, answered_again.due) == (None, MON_9 + 18 * HOUR)
    assert answered_again.soon_at == MON_9 + 10 * HOUR + 8 * HOUR * 4 // 5


# What time does


def test_the_desk_looks_when_a_deadline_nears_and_when_it_has_passed_and_then_no_more() -> None:
    ticket = a_ticket(opened=MON_9, priority=Priority.URGENT)
    told, late = (timed(replace(ticket, notices=count), PLAIN) for count in (1, 2))

    assert [one.wake_at for one in (ticket, told, late)] == [MON_9 + 48 * MINUTE, MON_9 + HOUR, NEVER]


def test_taking_a_late_ticket_tells_nobody_a_second_time() -> None:
    late = timed(replace(a_ticket(opened=MON_9), notices=2), PLAIN)
    taken = assigned(late, BOB, MON_9 + 2 * DAY, PLAIN)
    given_back = moved(taken, OPEN, bob, MON_9 + 2 * DAY, PLAIN)

    assert (taken.notices, taken.wake_at) == (given_back.notices, given_back.wake_at) == (2, NEVER)


def test_a_new_deadline_is_told_anew() -> None:
    late = timed(replace(a_ticket(opened=MON_9, priority=Priority.HIGH), notices=2), PLAIN)
    relaxed = timed(replace(late, priority=Priority.LOW), PLAIN)

    assert (relaxed.notices, relaxed.wake_at) == (0, relaxed.soon_at)


def test_a_resolved_ticket_closes_after_four_days_and_is_warned_of_it_a_day_before() -> None:
    resolved = moved(a_ticket(opened=MON_9), RESOLVED, bob, MON_9 + HOUR, PLAIN)
    warned = timed(replace(resolved, notices=1), PLAIN)

    assert resolved.settled_at == MON_9 + HOUR
    assert resolved.wake_at == MON_9 + HOUR + 3 * DAY
    assert warned.wake_at == MON_9 + HOUR + 4 * DAY
    closed = moved(warned, CLOSED, the_desk, warned.wake_at, PLAIN)
    assert (closed.status, closed.settled_at, closed.wake_at) == (CLOSED, MON_9 + HOUR + 4 * DAY, NEVER)


def test_a_change_of_a_resolved_ticket_does_not_warn_twice() -> None:
    warned = timed(replace(a_ticket(RESOLVED, assignee=BOB), notices=1), PLAIN)

    assert timed(replace(warned, priority=Priority.URGENT), PLAIN).notices == 1
    assert answered(warned, None, HOUR).notices == 1
    assert moved(warned, IN_PROGRESS, bob, HOUR, PLAIN).notices == 0


def test_a_desk_that_closes_at_once_warns_at_once() -> None:
    hasty = DeskSettings(close_after=2 * HOUR)

    assert moved(a_ticket(opened=0), RESOLVED, bob, HOUR, hasty).wake_at == HOUR


def test_every_return_is_counted() -> None:
    ticket = moved(a_ticket(RESOLVED, assignee=BOB), CLOSED, ann, HOUR, PLAIN)
    back = moved(ticket, OPEN, ann, HOUR, PLAIN)
    again = woken(moved(back, RESOLVED, bob, HOUR, PLAIN), HOUR, PLAIN)

    assert (ticket.reopens, back.reopens, again.reopens) == (0, 1, 2)


def test_what_waits_has_no_deadline_and_says_so() -> None:
    waiting = moved(a_ticket(opened=MON_9), WAITING, bob, MON_9 + 30 * HOUR, PLAIN)

    assert waiting.due_state(MON_9 + 99 * HOUR) is DueState.PAUSED
    assert a_ticket(requester=ANN).due_state(0) is DueState.ON_TRACK


def test_a_clock_that_runs_is_not_resumed_and_one_that_stands_is_not_paused() -> None:
    running, standing = Clock(5), Clock(5, paused_at=7)

    assert running.resumed(9, PLAIN.calendar) == running
    assert standing.paused(9) == standing
