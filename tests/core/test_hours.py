"""Working hours as one line of text, read and shown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import ALWAYS, WHOLE_DAY, Calendar, Span
from core.errors import DeskError, NotUnderstood
from core.hours import LEAST_A_WEEK, read_hours, show_hours
from tests.core.answers import answer_of
from tests.core.times import day

NINE_TO_FIVE: tuple[Span, ...] = ((540, 1020),)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    ends = draw(st.lists(st.integers(0, 1440), max_size=8, unique=True).map(sorted))
    return tuple((ends[place], ends[place + 1]) for place in range(0, len(ends) - 1, 2))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = draw(st.tuples(*[st.just(()) | st.just(WHOLE_DAY) | st.just(NINE_TO_FIVE) | spans()] * 7))
    zone = draw(st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe"]))
    return Calendar(week, zone, draw(st.frozensets(st.dates(), max_size=5)))


def _long_enough(calendar: Calendar) -> bool:
    return sum(closes - opens for spans in calendar.week for opens, closes in spans) >= LEAST_A_WEEK


@given(calendars().filter(_long_enough))
def test_hours_read_back_as_they_are_shown(calendar: Calendar) -> None:
    assert read_hours(show_hours(calendar)) == calendar


@given(st.text(alphabet="monfrisatoffzone 0123456789:-;,UTC/24x7\u2028\x00", max_size=60))
def test_whatever_is_typed_is_read_or_answered_with_a_sentence(typed: str) -> None:
    calendar = answer_of(read_hours, typed)

    if isinstance(calendar, DeskError):
        assert calendar.sentence.endswith(".")
    else:
        assert read_hours(show_hours(calendar)) == calendar


def test_a_week_is_read_as_people_write_it() -> None:
    calendar = read_hours(
        "MON-FRI 13:00-17:00 9:00-12:00; sat 10:00-12:00 ;zone Europe/Berlin; off 2026-12-25,2026-12-26"
    )

    assert calendar.week == (((540, 720), (780, 1020)),) * 5 + (((600, 720),), ())
    assert calendar.zone == "Europe/Berlin"
    assert calendar.holidays == {day("2026-12-25"), day("2026-12-26")}


@pytest.mark.parametrize("typed", ["24x7", " Always "])
def test_a_desk_that_never_closes(typed: str) -> None:
    assert read_hours(typed) == ALWAYS
    assert show_hours(ALWAYS) == "24x7"


def test_days_alike_are_shown_together() -> None:
    assert show_hours(read_hours("mon 09:00-17:00; tue 09:00-17:00; thu 00:00-24:00")) == (
        "mon-tue 09:00-17:00; thu 00:00-24:00"
    )


def test_a_day_named_later_has_hours_of_its_own() -> None:
    assert show_hours(read_hours("mon-fri 09:00-17:00; fri 09:00-12:00")) == "mon-thu 09:00-17:00; fri 09:00-12:00"


def test_holidays_may_be_named_one_after_the_other() -> None:
    calendar = read_hours("mon 09:00-17:00; off 2026-12-25; off 2026-12-26")

    assert calendar.holidays == frozenset({date(2026, 12, 25), date(2026, 12, 26)})


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "name at least one day"),
        ("zone Europe/Berlin", "name at least one day"),
        ("monday 09:00-17:00", "“monday” is not a day: days are mon, tue"),
        ("09:00-17:00", "“09:00-17:00” is not a day"),
        ("fri-mon 09:00-17:00", "runs backwards: name the earlier day first"),
        ("mon", "stand apart"),
        ("mon 09:00-12:00 11:00-17:00", "stand apart"),
        ("mon 09:00", "“09:00” is not a span of hours"),
        ("mon 17:00-09:00", "“17:00-09:00” is not a span"),
        ("mon 09:00-09:60", "not a span"),
        ("mon 09:00-24:01", "not a span of hours: it looks like 09:00-17:00, up to 24:00"),
        ("mon 24:00-24:00", "not a span"),
        ("mon 09:00-09:59", "at least an hour a week"),
        ("mon 09:00-17:00; zone", "is not a time zone"),
        ("mon 09:00-17:00; zone Berlin", "“Berlin” is not a time zone: they look like Europe/Berlin"),
        ("mon 09:00-17:00; zone ../../etc/passwd", "is not a time zone"),
        ("mon 09:00-17:00; zone /etc/localtime", "is not a time zone"),
        ("mon 09:00-17:00; zone Europe", "is not a time zone"),
        ("mon 09:00-17:00; zone \x00", "is not a time zone"),
        ("mon 09:00-17:00; off tomorrow", "“tomorrow” is not a date: they look like 2026-12-25"),
        ("mon 09:00-17:00; off 2026-02-30", "“2026-02-30” is not a date"),
    ],
)
def test_what_makes_no_sense_is_named(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_hours(typed)
    assert says in refused.value.sentence
