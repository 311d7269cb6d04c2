"""What time does to tickets: it tells of deadlines, warns before closing, and closes."""

from __future__ import annotations

import pytest

from core import waking
from core.auditing import AuditQuery, audit
from core.deadlines import NEVER
from core.errors import Refused, SignInNeeded
from core.letters import NO_DOMAIN
from core.people import Role
from core.setting_up import change_settings
from core.staffing import disable_person, set_role
from core.tickets import DueState, Priority, Status
from core.waking import Round, wake
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA
from tests.core.desks import Desks
from tests.core.times import at

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status
HIGH = Priority.HIGH
NOTHING = Round(0, 0, 0, more=False)


def test_the_owner_is_told_once_when_it_is_due_soon_and_once_when_it_is_late(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(BOB).takes(ticket)
    desk.posted()

    assert desk.time_passes("Mon 12:11") == NOTHING
    assert desk.time_passes("Mon 12:12").told == 1
    assert desk.told() == {("due_soon", "bob")}
    assert desk.time_passes("Mon 12:59") == NOTHING
    assert desk.time_passes("Mon 13:00").told == 1
    assert desk.told() == {("late", "bob")}
    assert desk.time_passes("day 90 09:00") == NOTHING


def test_every_agent_is_told_of_a_ticket_that_nobody_has(desk: Desks) -> None:
    desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.posted()

    desk.time_passes("Mon 12:30")

    assert desk.told() == {("due_soon", "bob"), ("due_soon", "maya"), ("due_soon", "olga")}


@pytest.mark.parametrize("leaves", ["is disabled", "works here no more"])
def test_every_agent_is_told_when_the_owner_left(desk: Desks, leaves: str) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(BOB).takes(ticket)
    if leaves == "is disabled":
        desk.of(OLGA).does(disable_person, BOB.email)
    else:
        desk.of(OLGA).does(set_role, BOB.email, Role.CUSTOMER)
    desk.posted()

    desk.time_passes("Mon 12:30")

    assert desk.told() == {("due_soon", "maya"), ("due_soon", "olga")}


def test_a_desk_that_slept_past_both_tells_that_it_is_late(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(BOB).takes(ticket)
    desk.posted()

    assert desk.time_passes("Tue 09:00").told == 1
    assert desk.told() == {("late", "bob")}


def test_many_tickets_due_at_once_are_told_of_one_by_one(desk: Desks) -> None:
    tickets = [desk.of(ANN).opened(priority=HIGH) for _ in range(3)]
    for ticket in tickets:
        desk.of(BOB).takes(ticket)
    desk.posted()

    assert desk.time_passes("Mon 13:30").told == 3
    letters = desk.posted()
    assert [letter.to for letter in letters] == [BOB.email] * 3
    assert len({letter.message_id for letter in letters}) == 3
    assert all(letter.message_id.endswith(f"@{NO_DOMAIN}>") for letter in letters)


def test_taking_a_late_ticket_tells_its_new_owner_nothing_again(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.time_passes("Mon 14:00")
    desk.of(BOB).takes(ticket, at="Mon 14:01")

    assert desk.time_passes("Mon 15:00") == NOTHING


def test_an_answer_ends_the_waiting_and_a_new_question_begins_another(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.time_passes("Mon 14:00")
    desk.of(BOB).replies(ticket, at="Mon 15:00")
    assert desk.time_passes("Tue 08:00") == NOTHING

    desk.of(ANN).replies(ticket, "It still burns.", at="Tue 09:00")
    desk.posted()
    assert desk.time_passes("Tue 12:30").told == 1
    assert desk.told() == {("due_soon", "bob")}


def test_nothing_is_due_while_the_desk_waits_for_the_customer(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    waiting = desk.of(BOB).replies(ticket, then=WAITING, at="Mon 10:00")

    assert waiting.due_state(at("Fri 09:00")) is DueState.PAUSED
    assert desk.time_passes("day 300 09:00") == NOTHING
    assert desk.of(BOB).sees(ticket).status is WAITING


# Closing


def test_a_resolved_ticket_is_closed_after_four_days_and_its_people_are_warned_one_day_before(desk: Desks) -> None:
    ticket = desk.copies(desk.of(ANN).opened(at="Mon 09:00"), CARL)
    desk.of(BOB).replies(ticket, then=RESOLVED, at="Mon 10:00")
    desk.posted()

    assert desk.time_passes("Thu 09:59") == NOTHING
    assert desk.time_passes("Thu 10:00").warned == 1
    assert desk.told() == {("closing_soon", "ann"), ("closing_soon", "carl")}
    assert desk.time_passes("Fri 09:59") == NOTHING
    assert desk.time_passes("Fri 10:00").closed == 1
    assert desk.told() == {("status", "ann"), ("status", "carl")}
    closed = desk.of(ANN).sees(ticket)
    assert (closed.status, closed.settled_at) == (CLOSED, at("Fri 10:00"))
    assert desk.of(ANN).hears(ticket)[-1] == "status resolved to closed"
    assert desk.time_passes("day 300 09:00") == NOTHING


def test_an_answer_of_the_customer_stops_the_closing(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    desk.of(BOB).replies(ticket, then=RESOLVED, at="Mon 10:00")
    desk.time_passes("Thu 10:00")
    desk.of(ANN).replies(ticket, "It burns again.", at="Fri 09:00")

    assert desk.time_passes("Fri 10:00") == NOTHING
    assert desk.of(ANN).sees(ticket).status is IN_PROGRESS


def test_resolving_again_warns_again(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    desk.of(BOB).replies(ticket, then=RESOLVED, at="Mon 10:00")
    desk.time_passes("Thu 10:00")
    desk.of(ANN).reopens(ticket, at="Fri 09:00")
    desk.of(BOB).replies(ticket, then=RESOLVED, at="Fri 10:00")

    assert desk.time_passes("day 8 10:00").warned == 1
    assert desk.time_passes("day 9 10:00").closed == 1


# Settings that change


def test_a_longer_promise_is_kept_track_of_and_nobody_is_told_too_early(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(BOB).takes(ticket)
    desk.of(OLGA).does(change_settings, {"target.high": "10h"})
    desk.posted()

    assert desk.time_passes("Mon 13:30") == NOTHING
    assert desk.of(BOB).sees(ticket).due == at("Mon 19:00")
    assert desk.time_passes("Mon 17:00").told == 1
    assert desk.told() == {("due_soon", "bob")}


def test_a_promise_that_is_already_near_when_it_changes_is_told_as_what_it_is_and_once(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(BOB).takes(ticket)
    desk.of(OLGA).does(change_settings, {"target.high": "5h"})
    desk.posted()

    assert desk.time_passes("Mon 13:30").told == 1
    assert desk.told() == {("due_soon", "bob")}
    assert desk.time_passes("Mon 13:31") == NOTHING
    assert desk.time_passes("Mon 14:00").told == 1
    assert desk.told() == {("late", "bob")}


def test_a_shorter_promise_reaches_the_tickets_that_are_open_already(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(BOB).takes(ticket)
    desk.of(OLGA).does(change_settings, {"target.high": "2h"})
    desk.posted()

    assert desk.time_passes("Mon 09:01") == NOTHING
    assert desk.of(BOB).sees(ticket).due == at("Mon 11:00")
    assert desk.time_passes("Mon 11:00").told == 1
    assert desk.told() == {("late", "bob")}


def test_a_new_name_of_the_desk_changes_no_deadline(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    before = desk.of(BOB).sees(ticket)
    desk.of(OLGA).does(change_settings, {"desk.name": "Acme Help"})

    assert desk.of(BOB).sees(ticket) == before


# Rounds


def test_a_round_does_some_and_says_that_there_is_more(desk: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "AT_ONCE", 2)
    for _ in range(3):
        desk.of(ANN).opened(priority=HIGH)
    desk.now = at("Tue 09:00")

    first, second, third = (desk.itself().does(wake) for _ in range(3))

    assert (first.told, first.more, second.told, second.more) == (2, True, 1, False)
    assert third == NOTHING


def test_what_time_did_is_seen_in_the_figures_of_the_ticket(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    desk.time_passes("Tue 09:00")
    late = desk.of(BOB).sees(ticket)

    assert (late.notices, late.wake_at, late.updated_at) == (2, NEVER, ticket.updated_at)
    assert desk.of(ANN).sees(ticket).version == ticket.version


def test_only_the_desk_and_its_staff_may_do_what_time_does(desk: Desks) -> None:
    assert desk.of(MAYA).does(wake) == NOTHING
    with pytest.raises(Refused):
        desk.of(ANN).does(wake)
    with pytest.raises(SignInNeeded):
        desk.guest().does(wake)


# What the audit says of it


def test_a_clock_that_was_only_looked_at_is_no_deed(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(OLGA).does(change_settings, {"target.high": "8h"})
    desk.time_passes("Mon 09:01")

    done = desk.of(OLGA).asks(audit, AuditQuery(reference=ticket.reference))
    assert [deed.what for deed in done] == ["message sent", "ticket opened"]
    assert desk.of(BOB).sees(ticket).due == at("Mon 17:00")


def test_what_people_were_told_of_and_what_was_closed_stands_in_the_audit_once(desk: Desks) -> None:
    late = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.time_passes("Mon 12:12")
    desk.time_passes("Mon 13:00")
    desk.of(BOB).replies(late, then=RESOLVED, at="Mon 14:00")
    desk.time_passes("day 10 09:00")
    desk.time_passes("day 20 09:00")

    done = desk.of(OLGA).asks(audit, AuditQuery(reference=late.reference))
    assert [(deed.what, deed.detail) for deed in done if deed.who == "the desk"] == [
        ("ticket changed", "status resolved to closed"),
        ("told of closing", ""),
        ("told that it is late", ""),
        ("told that it is due soon", ""),
    ]
