"""The sample desk looks like a company's: who is there, how much there is to do, and the same everywhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice, pairwise

import pytest

from core.calendars import DAY, HOUR, MINUTE
from core.errors import NotUnderstood
from core.people import Role, normal_email, read_email, read_name
from core.references import shown
from core.settings import DeskSettings, read_setting
from core.tickets import DueState, Status
from tests.tui.demo.samples import NOON, desk_of, owned_by, tickets_of, unread_by
from tui.demo import sample_desk
from tui.demo.references import reference_of
from tui.demo.shifting import SampleTicket
from tui.demo.terms import SETTINGS

COUNTS = (1, 2, 36, 50, 120, 499, 500, 2000)


def test_the_people_are_six_agents_an_operator_and_two_hundred_customers() -> None:
    people = [newcomer.person for newcomer in desk_of(500).people]
    assert Counter(person.role for person in people) == {Role.CUSTOMER: 200, Role.AGENT: 6, Role.OPERATOR: 1}
    assert [person.id for person in people] == list(range(1, 208))
    assert len({normal_email(person.email) for person in people}) == 207
    assert len({person.name for person in people}) == 207
    assert all(read_email(one.email) == one.email and read_name(one.name) == one.name for one in people)


@pytest.mark.parametrize("count", COUNTS)
def test_however_small_the_desk_operator_agent_and_customer_are_there(count: int) -> None:
    desk = desk_of(count)
    assert (desk.operator.email, desk.operator.role) == ("operator@demo.example", Role.OPERATOR)
    assert (desk.agent.email, desk.agent.role) == ("agent@demo.example", Role.AGENT)
    assert (desk.customer.email, desk.customer.role) == ("customer@demo.example", Role.CUSTOMER)
    known = [newcomer.person for newcomer in desk.people]
    assert {desk.operator, desk.agent, desk.customer} <= set(known)


@pytest.mark.parametrize("count", COUNTS)
def test_it_has_as_many_tickets_as_were_asked_for_each_with_its_own_id(count: int) -> None:
    tickets = tickets_of(count)
    assert len(tickets) == len(desk_of(count)) == count
    assert len({one.ticket.reference for one in tickets}) == count


@pytest.mark.parametrize("count", COUNTS)
def test_tickets_come_in_the_order_in_which_they_were_opened_within_ninety_days(count: int) -> None:
    opened = [one.ticket.created_at for one in tickets_of(count)]
    assert opened == sorted(opened)
    assert opened[0] >= NOON - 90 * DAY
    assert opened[-1] <= NOON


@pytest.mark.parametrize("count", COUNTS)
def test_nothing_has_happened_after_now_and_nothing_was_left_to_happen_before(count: int) -> None:
    for one in tickets_of(count):
        assert one.ticket.created_at + one.entries[-1].after <= NOON
        assert one.ticket.updated_at <= NOON < one.ticket.wake_at


def test_a_desk_of_five_hundred_has_the_figures_of_a_busy_day() -> None:
    tickets = [one.ticket for one in tickets_of(500)]
    lanes = Counter(ticket.status for ticket in tickets)
    assert lanes[Status.OPEN] + lanes[Status.IN_PROGRESS] == 86
    assert (lanes[Status.WAITING], lanes[Status.RESOLVED], lanes[Status.CLOSED]) == (14, 22, 378)
    due = Counter(ticket.due_state(NOON) for ticket in tickets)
    assert (due[DueState.LATE], due[DueState.DUE_SOON]) == (3, 2)
    active = [ticket for ticket in tickets if ticket.status.is_active]
    assert Counter(ticket.category for ticket in active) == {
        "Accounts": 31,
        "Network": 24,
        "Hardware": 17,
        "Billing": 9,
        "Other": 5,
    }


def test_most_first_answers_were_in_time_and_now_and_then_a_ticket_came_back() -> None:
    tickets = [one.ticket for one in tickets_of(2000)]
    answered = [ticket for ticket in tickets if ticket.answered_at is not None]
    in_time = sum(ticket.answered_in_time is True for ticket in answered)
    assert 0.9 < in_time / len(answered) < 1
    assert 0.02 < sum(ticket.reopens > 0 for ticket in tickets) / len(tickets) < 0.15


def test_more_comes_in_on_working_days_and_by_day() -> None:
    opened = [one.ticket.created_at for one in tickets_of(2000) if one.ticket.status is Status.CLOSED]
    days = Counter((at // DAY + 3) % 7 for at in opened)
    assert max(days[5], days[6]) < min(days[day] for day in range(5)) / 2
    assert sum(7 * HOUR <= at % DAY < 19 * HOUR for at in opened) > len(opened) * 0.9


def test_working_hours_follow_the_clock_on_the_wall() -> None:
    east = 9 * HOUR
    opened = [one.ticket for one in sample_desk(600, now=NOON, utc_offset=east).tickets()]
    closed = [ticket.created_at + east for ticket in opened if ticket.status is Status.CLOSED]
    assert sum(7 * HOUR <= at % DAY < 19 * HOUR for at in closed) > len(closed) * 0.9


def _next_of(count: int) -> list[SampleTicket]:
    """Maya's and nobody's, by deadline: what she sees first."""
    active = [one for one in tickets_of(count) if one.ticket.status.is_active]
    hers = [one for one in active if one.ticket.assignee in (None, desk_of(count).agent)]
    return sorted(hers, key=lambda one: (one.ticket.due, one.ticket.priority))


def test_the_first_page_is_the_one_of_the_pictures() -> None:
    rows = [
        (one.ticket.subject, one.ticket.requester.name, unread_by(desk_of(500).agent, one)) for one in _next_of(500)
    ]
    assert len(rows) == 23
    assert rows[:9] == [
        ("VPN refuses my certificate since this morning", "Ann Okafor", True),
        ("Payroll export stops at employee 412", "Tomas Reyes", False),
        ("Labels in ward 3 print without the barcode", "Aisha Rahman", False),
        ("Card terminal offline at the front desk", "Erik Dahl", True),
        ("Shared mailbox vanished after the move", "Lucía Fernández", False),
        ("Two-factor code never arrives", "Wen Zhao", True),
        ("Scanner saves to the wrong folder", "Bob Miller", False),
        ("Teams call has no sound on the conference phone", "Noor Haddad", False),
        ("New starter on Monday: laptop, badge, account", "Helen Marsh", True),
    ]


def test_the_first_ticket_is_anns_and_thirty_five_minutes_late() -> None:
    first = _next_of(500)[0]
    ticket = first.ticket
    assert shown(ticket.reference) == "K7M2Q-9XR4T"
    assert (NOON - ticket.due) // MINUTE == 35
    assert ticket.tags == ("vpn", "clinic")
    assert [person.name for person in ticket.participants] == ["Ben Ito", "IT at Harbour Clinic"]
    events = [change.words for entry in first.entries for change in entry.changes]
    assert events == [
        "status open to in progress",
        "priority high to urgent",
        "owner Maya Lind",
        "tag vpn",
        "tag clinic",
    ]
    assert [file.name for file in first.entries[-1].attachments] == ["vpn-client.log", "screen.png"]


@pytest.mark.parametrize("count", [36, 50, 500, 2000])
def test_the_customer_has_a_dozen_tickets_in_every_status_and_something_new(count: int) -> None:
    hers = owned_by(desk_of(count).customer, count)
    assert len(hers) >= 12
    assert {one.ticket.status for one in hers} == set(Status)
    assert any(unread_by(desk_of(count).customer, one) for one in hers)


def test_some_tickets_are_unread_to_each_of_the_three_but_most_are_not() -> None:
    desk = desk_of(500)
    for person in (desk.operator, desk.agent):
        assert 1 <= sum(unread_by(person, one) for one in tickets_of(500)) <= 40


@pytest.mark.parametrize("count", [50, 500])
def test_the_same_number_gives_the_same_tickets_and_only_times_follow_the_clock(count: int) -> None:
    later = sample_desk(count, now=NOON + 1_234_567_890, utc_offset=-5 * HOUR)
    assert tuple(sample_desk(count, now=NOON).tickets()) == tickets_of(count)
    assert {_timeless(one) for one in later.tickets()} == {_timeless(one) for one in tickets_of(count)}


def _timeless(one: SampleTicket) -> object:
    ticket = one.ticket
    gone = dict.fromkeys(("created_at", "updated_at", "public_at", "due", "soon_at", "wake_at"), 0)
    unset = dict.fromkeys(("respond", "resolve", "respond_by", "resolve_by", "settled_at", "answered_at"))
    return replace(ticket, **gone, **unset), one.entries, one.read  # type: ignore[arg-type]


def test_settings_are_as_an_operator_would_have_set_them() -> None:
    desk = desk_of(500)
    assert {key: read_setting(DeskSettings, key, text) for key, text in desk.settings.items()} == desk.settings
    assert SETTINGS.name == desk.name == "Acme Support"
    assert desk.categories == ("Network", "Accounts", "Hardware", "Billing", "Other")


def test_ids_are_unique_in_the_largest_desk_and_fit_those_that_were_chosen_by_hand() -> None:
    drawn = {reference_of(number) for number in range(0, 1_000_000, 7)}
    assert len(drawn) == len(range(0, 1_000_000, 7))
    by_hand = {one.ticket.reference for one in tickets_of(36)}
    assert len(by_hand | drawn) >= len(drawn)


def test_a_desk_of_a_million_begins_at_once_and_goes_on() -> None:
    desk = sample_desk(1_000_000, now=NOON)
    assert len(desk) == 1_000_000
    first = list(islice(desk.tickets(), 3000))
    assert len({one.ticket.reference for one in first}) == 3000
    assert all(before.ticket.created_at <= after.ticket.created_at for before, after in pairwise(first))


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_a_desk_without_tickets_or_with_too_many_is_refused(count: int) -> None:
    with pytest.raises(NotUnderstood, match="1 to 1,000,000"):
        sample_desk(count, now=NOON)
