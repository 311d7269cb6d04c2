"""When the desk works: hours of each weekday, a time zone, holidays. Promises are counted on it.

All instants are epoch milliseconds, all amounts are milliseconds of working time. Hours are wall-clock times, so a day
on which the clock is put forward or back has as many working hours as really pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MINUTES_A_DAY = 24 * 60

Span = tuple[int, int]
"""From and until, in minutes after midnight; until may be 1440."""

WHOLE_DAY: tuple[Span, ...] = ((0, MINUTES_A_DAY),)


class Calendar(NamedTuple):
    """Working spans from Monday to Sunday, several a day, ascending and apart from each other."""

    week: tuple[tuple[Span, ...], ...] = (WHOLE_DAY,) * 7
    zone: str = "UTC"
    holidays: frozenset[date] = frozenset()

    @property
    def never_closes(self) -> bool:
        return not self.holidays and all(day == WHOLE_DAY for day in self.week)

    def after(self, start: int, amount: int) -> int:
        """The instant at which `amount` of working time has passed since `start`."""
        if self.never_closes:
            return start + amount
        left = amount
        for opens, closes in self._spans_from(start):
            begins = max(opens, start)
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        raise AssertionError("a calendar always has working hours ahead")

    def between(self, start: int, end: int) -> int:
        """How much working time lies between two instants; 0 when `end` comes first."""
        if self.never_closes or end <= start:
            return max(0, end - start)
        worked = 0
        for opens, closes in self._spans_from(start):
            if opens >= end:
                break
            worked += min(closes, end) - max(opens, start)
        return worked

    def is_open(self, instant: int) -> bool:
        return self.never_closes or next(self._spans_from(instant))[0] <= instant

    def _spans_from(self, start: int) -> Iterator[tuple[int, int]]:
        """Working spans that end after `start`, as instants, without end."""
        zone = ZoneInfo(self.zone)
        day = datetime.fromtimestamp(start / 1000, zone).date() - timedelta(days=1)
        while True:
            if day not in self.holidays:
                for opens, closes in self.week[day.weekday()]:
                    begins, ends = instant_at(day, opens, zone), instant_at(day, closes, zone)
                    if ends > max(begins, start):
                        yield begins, ends
            day += timedelta(days=1)


ALWAYS = Calendar()


def midnights(now: int, days: int, zone: str) -> tuple[int, ...]:
    """The instants at which the last so many days began there, today's among them, and the one at which it will end."""
    place = ZoneInfo(zone)
    today = datetime.fromtimestamp(now / 1000, place).date()
    return tuple(instant_at(today - timedelta(days=back), 0, place) for back in range(days - 1, -2, -1))


def instant_at(day: date, minute: int, zone: ZoneInfo) -> int:
    """A wall-clock time as an instant; one that the clock skips counts as the moment of the jump."""
    if minute == MINUTES_A_DAY:
        day, minute = day + timedelta(days=1), 0
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        instant = _jump(local.replace(fold=1).astimezone(UTC), instant, zone)
    return int(instant.timestamp()) * 1000


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first minute between two instants at which the zone has the later offset."""
    while after - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
        if middle.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset():
            after = middle
        else:
            before = middle
    return after
