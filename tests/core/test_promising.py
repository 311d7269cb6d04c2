"""What an answer time becomes: by when a ticket is answered under settings that are only being typed."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from core.calendars import DAY, HOUR
from core.deadlines import Target
from core.hours import read_hours
from core.promising import friday_evening, promised
from core.settings import DeskSettings
from core.tickets import Priority
from tests.core.times import at

OFFICE = DeskSettings(calendar=read_hours("mon-fri 09:00-17:00"))


def test_each_priority_has_its_hour_and_the_most_urgent_comes_first() -> None:
    found = promised(DeskSettings(), at("Mon 09:00"))

    assert [one.priority for one in found] == list(Priority)
    assert [one.answer - at("Mon 09:00") for one in found] == [HOUR, 4 * HOUR, DAY, 2 * DAY]
    assert {one.solution for one in found} == {None}


def test_only_working_hours_count() -> None:
    urgent, high, *_ = promised(OFFICE, at("Fri 18:00"))

    assert urgent.answer == at("Mon 10:00", week=1)
    assert high.answer == at("Mon 13:00", week=1)


def test_a_promised_solution_is_told_too() -> None:
    settings = DeskSettings(calendar=OFFICE.calendar, urgent=Target(HOUR, 3 * HOUR))

    assert promised(settings, at("Mon 09:00"))[0].solution == at("Mon 12:00")


def test_friday_evening_is_the_next_one() -> None:
    assert friday_evening(at("Mon 09:00"), UTC) == at("Fri 18:00")
    assert friday_evening(at("Fri 17:59"), UTC) == at("Fri 18:00")
    assert friday_evening(at("Fri 18:00"), UTC) == at("Fri 18:00", week=1)
    assert friday_evening(at("Sat 09:00"), UTC) == at("Fri 18:00", week=1)


def test_it_is_evening_where_the_desk_stands() -> None:
    assert friday_evening(at("Mon 09:00"), ZoneInfo("Europe/Berlin")) == at("Fri 18:00") - HOUR
