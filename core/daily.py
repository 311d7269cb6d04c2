"""A time of the day that comes again: `08:00`, `mon-fri 08:00`, `mon 17:30`; or off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.calendars import instant_at
from core.errors import NotUnderstood
from core.hours import day_words, read_days

OFF = "off"
LOOKS_LIKE = "It looks like 08:00, or mon-fri 08:00; off is none."
_TIME = re.compile(r"(\d{1,2}):(\d\d)\Z")
_WEEK = range(7)


@dataclass(frozen=True, slots=True)
class Daily:
    """`minute` after midnight on these days, Monday being 0, by the clocks of the place where it is asked for.

    A time that the clocks skip comes as they are put forward; one that they show twice comes once."""

    minute: int
    days: range = _WEEK

    def after(self, instant: int, zone: str) -> int:
        """The first time after an instant."""
        place = ZoneInfo(zone)
        day = _day_of(instant, place)
        while (at := self._on(day, place)) is None or at <= instant:
            day += timedelta(days=1)
        return at

    def until(self, instant: int, zone: str) -> int:
        """The last time up to an instant."""
        place = ZoneInfo(zone)
        day = _day_of(instant, place)
        while (at := self._on(day, place)) is None or at > instant:
            day -= timedelta(days=1)
        return at

    def _on(self, day: date, place: ZoneInfo) -> int | None:
        return instant_at(day, self.minute, place) if day.weekday() in self.days else None


def _day_of(instant: int, place: ZoneInfo) -> date:
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(place).date()


def read_daily(typed: str) -> Daily | None:
    """Raises NotUnderstood."""
    words = typed.lower().split()
    if words == [OFF]:
        return None
    found = _TIME.match(words[-1]) if 1 <= len(words) <= 2 else None
    if found is None or int(found[1]) >= 24 or int(found[2]) >= 60:
        raise NotUnderstood(LOOKS_LIKE)
    return Daily(int(found[1]) * 60 + int(found[2]), _WEEK if len(words) == 1 else read_days(words[0]))


def show_daily(daily: Daily | None) -> str:
    if daily is None:
        return OFF
    time = f"{daily.minute // 60:02}:{daily.minute % 60:02}"
    return time if daily.days == _WEEK else f"{day_words(daily.days)} {time}"
