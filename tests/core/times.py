"""Times as people say them. The tests begin on Monday the 5th of January 2026, in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.calendars import DAY, MINUTE

MONDAY = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp()) * 1000
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def at(said: str, *, week: int = 0) -> int:
    """`Mon 09:00` of the first week or a later one, or `day 35 09:00` with Monday as day 1; as epoch milliseconds."""
    *day, clock = said.split()
    days = _DAYS.index(day[0]) if len(day) == 1 else int(day[1]) - 1
    hour, minute = clock.split(":")
    return MONDAY + (days + 7 * week) * DAY + (int(hour) * 60 + int(minute)) * MINUTE


def in_zone(said: str, zone: str, *, fold: int = 0) -> int:
    """`2026-03-29 01:30` on the clocks of a time zone; `fold=1` is the second time where that hour comes twice."""
    local = datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return int(local.timestamp()) * 1000


def day(said: str) -> date:
    return date.fromisoformat(said)
