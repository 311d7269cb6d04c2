"""Working time: hours, holidays and time zones, also where the clock is put forward or back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from core.calendars import ALWAYS, DAY, HOUR, MINUTE, WHOLE_DAY, Calendar, Span
from core.hours import read_hours
from tests.core.times import at, day, in_zone

OFFICE = read_hours("mon-fri 09:00-12:00 13:00-17:00")
BERLIN, NEW_YORK, LORD_HOWE, CASABLANCA = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
)

CHANGES = [
    (BERLIN, "2026-03-29"),
    (BERLIN, "2026-10-25"),
    (NEW_YORK, "2026-03-08"),
    (NEW_YORK, "2026-11-01"),
    (LORD_HOWE, "2026-04-05"),
    (LORD_HOWE, "2026-10-04"),
    (CASABLANCA, "2026-02-15"),
    (CASABLANCA, "2026-03-22"),
]
"""A night in which the clock of a zone is put forward or back."""


# Plain hours


def test_a_desk_that_never_closes_counts_every_moment() -> None:
    assert ALWAYS.after(5, 7) == 12
    assert ALWAYS.between(5, 12) == 7
    assert ALWAYS.is_open(5)


def test_nothing_has_passed_before_the_beginning() -> None:
    assert ALWAYS.between(12, 5) == OFFICE.between(at("Tue 10:00"), at("Mon 10:00")) == 0


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("Mon 09:00", 1, "Mon 10:00"),
        ("Mon 11:30", 1, "Mon 13:30"),
        ("Mon 09:00", 3, "Mon 12:00"),
        ("Mon 12:30", 1, "Mon 14:00"),
        ("Mon 16:00", 2, "Tue 10:00"),
        ("Fri 16:00", 2, "day 8 10:00"),
        ("Sat 10:00", 7, "day 8 17:00"),
        ("Mon 05:00", 35, "Fri 17:00"),
        ("Mon 09:00", 36, "day 8 10:00"),
    ],
)
def test_a_promise_is_counted_in_working_hours(start: str, hours: int, end: str) -> None:
    assert OFFICE.after(at(start), hours * HOUR) == at(end)
    assert OFFICE.between(at(start), at(end)) == hours * HOUR


def test_no_time_at_all_ends_when_the_desk_opens_next() -> None:
    assert OFFICE.after(at("Sat 10:00"), 0) == at("day 8 09:00")
    assert OFFICE.after(at("Tue 10:00"), 0) == at("Tue 10:00")


def test_a_desk_is_open_from_its_first_moment_to_before_its_last() -> None:
    assert [OFFICE.is_open(at(when)) for when in ("Mon 08:59", "Mon 09:00", "Mon 11:59", "Mon 12:00", "Sun 10:00")] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_a_holiday_is_no_working_day() -> None:
    calendar = Calendar(OFFICE.week, holidays=frozenset({day("2026-01-06")}))

    assert calendar.after(at("Mon 16:00"), 2 * HOUR) == at("Wed 10:00")


def test_a_desk_that_never_closes_but_for_holidays() -> None:
    calendar = Calendar(holidays=frozenset({day("2026-01-06"), day("2026-01-07")}))

    assert not calendar.never_closes
    assert calendar.after(at("Mon 23:00"), 2 * HOUR) == at("Thu 01:00")
    assert calendar.between(at("Mon 00:00"), at("Sun 00:00")) == 4 * DAY


def test_a_span_that_ends_at_midnight_goes_on_in_one_that_begins_there() -> None:
    nights = read_hours("mon 20:00-24:00; tue 00:00-02:00")

    assert nights.after(at("Mon 23:00"), 2 * HOUR) == at("Tue 01:00")
    assert nights.after(at("Mon 23:00"), 1 * HOUR) == at("day 2 00:00")


def test_the_hours_are_those_of_the_zone() -> None:
    tokyo = read_hours("mon-fri 09:00-17:00; zone Asia/Tokyo")

    assert tokyo.after(at("Mon 07:00"), 2 * HOUR) == in_zone("2026-01-06 10:00", "Asia/Tokyo")


# The clock is put forward and back


@pytest.mark.parametrize(
    ("zone", "night", "hours"),
    [
        (BERLIN, "2026-03-29", 23),
        (BERLIN, "2026-10-25", 25),
        (NEW_YORK, "2026-03-08", 23),
        (NEW_YORK, "2026-11-01", 25),
        (LORD_HOWE, "2026-04-05", 24.5),
        (LORD_HOWE, "2026-10-04", 23.5),
        (CASABLANCA, "2026-02-15", 25),
        (CASABLANCA, "2026-03-22", 23),
    ],
)
def test_a_whole_day_has_the_hours_that_really_pass(zone: str, night: str, hours: float) -> None:
    only_sundays = Calendar(((),) * 6 + (WHOLE_DAY,), zone)
    before, after = (in_zone(f"{day(night) + timedelta(days=days)} 12:00", zone) for days in (-1, 1))

    assert only_sundays.between(before, after) == hours * HOUR


@pytest.mark.parametrize(
    ("hours", "zone", "night", "worked"),
    [
        ("sun 01:30-02:30", BERLIN, "2026-03-29", 30),
        ("sun 02:15-02:45", BERLIN, "2026-03-29", 0),
        ("sun 02:30-03:30", BERLIN, "2026-03-29", 30),
        ("sun 01:30-03:30", BERLIN, "2026-03-29", 60),
        ("sun 01:30-03:30", BERLIN, "2026-10-25", 180),
        ("sun 02:00-03:00", BERLIN, "2026-10-25", 120),
        ("sun 02:15-02:45", BERLIN, "2026-10-25", 30),
        ("sun 01:00-02:30 02:30-04:00", BERLIN, "2026-10-25", 240),
        ("sun 02:15-03:00", LORD_HOWE, "2026-10-04", 30),
        ("sun 01:00-02:00", LORD_HOWE, "2026-04-05", 90),
        ("sun 01:00-02:00", NEW_YORK, "2026-11-01", 120),
        ("sun 02:00-03:00", NEW_YORK, "2026-03-08", 0),
        ("sun 02:00-04:00", CASABLANCA, "2026-02-15", 180),
        ("sun 02:00-04:00", CASABLANCA, "2026-03-22", 60),
    ],
)
def test_a_span_across_a_skipped_or_repeated_hour(hours: str, zone: str, night: str, worked: int) -> None:
    calendar = read_hours(f"wed 09:00-10:00; {hours}; zone {zone}")
    before, after = (in_zone(f"{day(night) + timedelta(days=days)} 12:00", zone) for days in (-1, 1))

    assert calendar.between(before, after) == worked * MINUTE


def test_a_day_that_a_zone_skipped_has_no_working_hours() -> None:
    samoa = read_hours("mon-sun 00:00-24:00; zone Pacific/Apia; off 2000-01-01")
    start, end = in_zone("2011-12-29 00:00", "Pacific/Apia"), in_zone("2012-01-01 00:00", "Pacific/Apia")

    assert samoa.between(start, end) == end - start == 2 * DAY


# What holds for every calendar


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    ends = draw(st.lists(st.integers(0, 96), max_size=6, unique=True).map(sorted))
    return tuple((ends[place] * 15, ends[place + 1] * 15) for place in range(0, len(ends) - 1, 2))


@st.composite
def calendars_and_instants(draw: st.DrawFn) -> tuple[Calendar, int, int]:
    """A calendar, an instant within days of a night in which its clock is changed, and a length of working time."""
    zone, night = draw(st.sampled_from(CHANGES))
    week = draw(st.tuples(*[days()] * 7).filter(any))
    holidays = draw(st.frozensets(st.integers(-9, 9).map(lambda off: day(night) + timedelta(days=off)), max_size=3))
    start = in_zone(f"{night} 12:00", zone) + draw(st.integers(-5 * DAY, 3 * DAY))
    return Calendar(week, zone, holidays), start, draw(st.integers(0, 40 * HOUR))


@given(calendars_and_instants())
@effort(max_examples=40)
def test_after_and_between_are_each_others_inverse(case: tuple[Calendar, int, int]) -> None:
    calendar, start, amount = case
    end = calendar.after(start, amount)

    assert calendar.between(start, end) == amount
    assert amount == 0 or calendar.between(start, end - 1) == amount - 1
    assert amount > 0 or calendar.is_open(end)


@given(calendars_and_instants(), st.integers(0, 9 * DAY), st.integers(0, 9 * DAY))
@effort(max_examples=30)
def test_working_time_adds_up(case: tuple[Calendar, int, int], one: int, other: int) -> None:
    calendar, start, _ = case
    middle, end = start + one, start + one + other

    assert calendar.between(start, middle) + calendar.between(middle, end) == calendar.between(start, end)
    assert calendar.between(start, middle) <= one


@given(calendars_and_instants(), st.integers(0, 9 * DAY), st.integers(0, 9 * HOUR))
@effort(max_examples=30)
def test_what_begins_later_or_takes_longer_ends_no_earlier(
    case: tuple[Calendar, int, int], later: int, longer: int
) -> None:
    calendar, start, amount = case

    assert calendar.after(start, amount) <= calendar.after(start + later, amount)
    assert calendar.after(start, amount) <= calendar.after(start, amount + longer)


@given(calendars_and_instants())
@effort(max_examples=15)
def test_working_time_is_what_a_clock_on_the_wall_would_count(case: tuple[Calendar, int, int]) -> None:
    calendar, start, _ = case
    begin = start - start % MINUTE
    end = begin + 2 * DAY

    assert calendar.between(begin, end) == _watched(calendar, begin, end)


def _watched(calendar: Calendar, begin: int, end: int) -> int:
    """Look at the clock every minute: a time has come when the clock shows it, or a later one, for the first time."""
    zone, working, worked = ZoneInfo(calendar.zone), False, 0
    latest = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
    for minute in range(begin - DAY, end, MINUTE):
        shown = datetime.fromtimestamp(minute / 1000, UTC).astimezone(zone).replace(tzinfo=None)
        if shown > latest:
            latest = shown
            working = _works(calendar, shown.date(), shown.hour * 60 + shown.minute)
        worked += MINUTE * (working and minute >= begin)
    return worked


def _works(calendar: Calendar, today: date, minute: int) -> bool:
    spans = calendar.week[today.weekday()]
    return today not in calendar.holidays and any(opens <= minute < closes for opens, closes in spans)


# Far promises


def test_a_promise_of_a_whole_year_is_counted_to_its_end() -> None:
    assert OFFICE.after(at("Mon 09:00"), 52 * 35 * HOUR) == at("Fri 17:00", week=51)
    assert ALWAYS.after(0, 365 * DAY) == 365 * DAY


def test_a_year_of_working_time_at_an_hour_a_week_is_far_away_but_there() -> None:
    sundays = read_hours("sun 10:00-11:00; zone Europe/Berlin")
    end = sundays.after(at("Mon 09:00"), 365 * DAY)

    assert datetime.fromtimestamp(end / 1000, ZoneInfo(BERLIN)).strftime("%a %H:%M") == "Sun 11:00"
    assert sundays.between(at("Mon 09:00"), end) == 365 * DAY


def test_counting_costs_by_the_days_that_are_counted_and_not_by_their_milliseconds() -> None:
    week = _calls(lambda: OFFICE.after(at("Mon 09:00"), 35 * HOUR))
    year = _calls(lambda: OFFICE.after(at("Mon 09:00"), 52 * 35 * HOUR))
    zoned = _calls(lambda: read_hours("mon-fri 09:00-17:00; zone Europe/Berlin").after(at("Mon 09:00"), 40 * HOUR))

    assert year < 60 * week
    assert zoned < 3 * week


def test_a_desk_that_never_closes_counts_at_once() -> None:
    assert _calls(lambda: ALWAYS.after(0, 365 * DAY)) < 30


def _calls(work: Callable[[], object]) -> int:
    """How many functions are called, ours and the standard library's: a cost that is the same on every machine."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
