"""A time of the day that comes again, also on the days on which the clocks are put forward and back."""

from __future__ import annotations

import pytest

from core.daily import read_daily, show_daily
from core.errors import NotUnderstood
from tests.core.times import at, in_zone

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("08:00", "08:00"),
        (" 8:05 ", "08:05"),
        ("Mon-Fri 08:00", "mon-fri 08:00"),
        ("fri 23:59", "fri 23:59"),
        ("mon-sun 00:00", "00:00"),
        ("OFF", "off"),
    ],
)
def test_it_is_read_as_people_write_it(typed: str, shown: str) -> None:
    assert show_daily(read_daily(typed)) == shown


@pytest.mark.parametrize("typed", ["", "8", "24:00", "08:60", "soon", "08:00 mon", "fri-mon 08:00", "mon 08:00 09:00"])
def test_anything_else_is_answered_with_how_it_looks(typed: str) -> None:
    with pytest.raises(NotUnderstood, match=r"It looks like 08:00|is not a day|runs backwards"):
        read_daily(typed)


def test_it_comes_on_its_days_and_at_its_minute_once() -> None:
    daily = read_daily("mon-fri 08:00")
    assert daily is not None
    assert daily.after(at("Mon 07:59"), "UTC") == at("Mon 08:00")
    assert daily.after(at("Mon 08:00"), "UTC") == at("Tue 08:00")
    assert daily.after(at("Fri 08:00"), "UTC") == at("Mon 08:00", week=1)
    assert daily.until(at("Mon 08:00"), "UTC") == at("Mon 08:00")
    assert daily.until(at("Mon 07:59", week=1), "UTC") == at("Fri 08:00")


@pytest.mark.parametrize(
    ("days", "comes"),
    [
        (("2026-03-28", "2026-03-29", "2026-03-30"), ("02:30", "03:00", "02:30")),
        (("2026-10-24", "2026-10-25", "2026-10-26"), ("02:30", "02:30", "02:30")),
    ],
)
def test_once_a_day_also_when_the_clocks_are_put_forward_or_back(days: tuple[str, ...], comes: tuple[str, ...]) -> None:
    daily = read_daily("02:30")
    assert daily is not None
    instant = in_zone(f"{days[0]} 00:00", BERLIN)
    for day, time in zip(days, comes, strict=True):
        instant = daily.after(instant, BERLIN)
        assert instant == in_zone(f"{day} {time}", BERLIN)
        assert daily.until(instant, BERLIN) == instant
