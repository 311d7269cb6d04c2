"""What an operator watches: how fast each queue is answered, what came in, who carries what, how the desk is."""

from __future__ import annotations

import itertools

import pytest

from core.calendars import DAY, HOUR, MINUTE, midnights
from core.errors import Refused, SignInNeeded
from core.figures import Watch
from core.setting_up import change_settings
from core.tickets import Priority, Status
from core.watching import watch
from tests.core.cast import ANN, BOB, CARL, OLGA
from tests.core.desks import Desks
from tests.core.times import at, in_zone


def watched(desk: Desks, when: str) -> Watch:
    desk.now = at(when)
    return desk.of(OLGA).asks(watch, desk.now)


def test_only_staff_watch(desk: Desks) -> None:
    assert desk.of(BOB).asks(watch, desk.now).all.figures.open == 0
    with pytest.raises(Refused, match="watch the queues"):
        desk.of(ANN).asks(watch, desk.now)
    with pytest.raises(SignInNeeded):
        desk.guest().asks(watch, desk.now)


def test_the_usual_wait_is_the_median_of_the_first_answers_and_the_share_in_time_counts_late_ones(desk: Desks) -> None:
    ann, bob = desk.of(ANN), desk.of(BOB)
    for waits in ("09:10", "09:30", "14:00"):
        bob.replies(ann.opened(at="Mon 09:00", priority=Priority.HIGH), at=f"Mon {waits}")
    ann.opened(at="Mon 09:00", priority=Priority.HIGH)

    (general,) = watched(desk, "Mon 15:00").queues

    assert general.first_answer == 30 * MINUTE
    assert general.in_time == pytest.approx(2 / 3)
    assert watched(desk, "Mon 15:00").all.first_answer == 30 * MINUTE


def test_only_the_first_answer_counts_and_only_for_seven_days(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    desk.of(BOB).replies(ticket, at="Mon 10:00")
    desk.of(ANN).replies(ticket, "It burns again.", at="Mon 11:00")
    desk.of(BOB).replies(ticket, at="Tue 11:00")

    assert watched(desk, "Tue 12:00").all.first_answer == HOUR
    assert watched(desk, "day 8 10:30").all.first_answer is None
    assert watched(desk, "day 8 10:30").all.in_time is None


def test_what_came_in_and_what_was_answered_is_told_for_each_of_fourteen_days(desk: Desks) -> None:
    ann, bob = desk.of(ANN), desk.of(BOB)
    first = ann.opened(at="Mon 00:00")
    ann.opened(at="Mon 23:59")
    bob.replies(first, at="Tue 08:00")
    ann.opened(at="day 14 09:00")

    traffic = watched(desk, "day 14 10:00").all.traffic

    assert traffic.came_in == (2, *[0] * 12, 1)
    assert traffic.answered == (0, 1, *[0] * 12)
    assert watched(desk, "day 15 10:00").all.traffic.came_in == (*[0] * 12, 1, 0)
    assert watched(desk, "day 14 10:00").queues[0].came_in_today == 1


def test_each_queue_has_its_own_days_and_all_of_them_are_their_sum(desk: Desks) -> None:
    desk.of(OLGA).does(change_settings, {"desk.categories": "General, Billing"})
    desk.of(ANN).opened(at="Mon 09:00")
    for _ in range(2):
        desk.of(ANN).opened(category="Billing")

    seen = watched(desk, "Mon 12:00")

    assert [(one.figures.category, one.came_in_today) for one in seen.queues] == [("General", 1), ("Billing", 2)]
    assert (seen.all.figures.category, seen.all.came_in_today, seen.all.figures.open) == ("All", 3, 3)


def test_a_day_begins_at_midnight_where_the_desk_is(desk: Desks) -> None:
    desk.of(OLGA).does(change_settings, {"desk.hours": "mon-sun 00:00-24:00; zone Pacific/Auckland"})
    desk.of(ANN).opened(at="Mon 10:59")
    desk.of(ANN).opened(at="Mon 11:01")

    assert watched(desk, "Mon 12:00").all.traffic.came_in[-2:] == (1, 1)


def test_the_days_on_which_the_clock_is_changed_are_an_hour_shorter_and_longer() -> None:
    spring = midnights(in_zone("2026-03-30 12:00", "Europe/Berlin"), 3, "Europe/Berlin")
    autumn = midnights(in_zone("2026-10-26 12:00", "Europe/Berlin"), 3, "Europe/Berlin")

    assert [(after - before) / HOUR for before, after in itertools.pairwise(spring)] == [24, 23, 24]
    assert [(after - before) / HOUR for before, after in itertools.pairwise(autumn)] == [24, 25, 24]
    assert len(midnights(at("Mon 00:00"), 14, "UTC")) == 15
    assert midnights(at("Mon 00:00"), 14, "UTC")[-2:] == (at("Mon 00:00"), at("Mon 00:00") + DAY)


def test_whoever_carries_most_stands_first_then_who_has_nothing_then_nobody(desk: Desks) -> None:
    ann, bob = desk.of(ANN), desk.of(BOB)
    bob.takes(ann.opened(at="Mon 09:00", priority=Priority.URGENT))
    bob.takes(ann.opened())
    desk.of(OLGA).takes(desk.of(CARL).opened())
    ann.opened()
    bob.replies(bob.takes(ann.opened()), then=Status.WAITING)

    loads = watched(desk, "Mon 11:00").loads

    told = [(one.person.first_name if one.person else "nobody", one.active, one.late) for one in loads]
    assert told == [("Bob", 2, 1), ("Olga", 1, 0), ("Maya", 0, 0), ("nobody", 1, 0)]


def test_the_health_of_the_desk_is_told_in_figures(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(ANN).attaches(ticket, "client.log")
    desk.of(BOB).replies(ticket)

    health = watched(desk, "Mon 11:00").health

    assert health.database > 50_000
    assert health.room
    assert health.files == 1
    assert health.letters == len(desk.posted()) > 0
