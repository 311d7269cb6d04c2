"""The clocks of a ticket: what was promised, what has passed, what is left.

A clock keeps when it started and how long it was paused, in working time, never a countdown: so a change of priority
or of the calendar keeps what has passed, and a clock that resumes has what was left when it paused.
"""

from __future__ import annotations

from typing import NamedTuple

from core.calendars import DAY, HOUR, Calendar

NEVER = 9_000_000_000_000
"""The instant that sorts behind every deadline: none is running. Lists need a figure where others would keep NULL."""

SOON = 0.2
"""A deadline is due soon in the last fifth of what was promised."""


class Target(NamedTuple):
    """What is promised for a priority, in milliseconds of working time; `resolve` is None where nothing is promised."""

    respond: int
    resolve: int | None = None


# The response targets that the desk was ordered with.
URGENT, HIGH, MEDIUM, LOW = Target(1 * HOUR), Target(4 * HOUR), Target(1 * DAY), Target(2 * DAY)


class Clock(NamedTuple):
    """Runs from `started`; `paused_total` is the working time of past pauses, `paused_at` begins the present."""

    started: int
    paused_at: int | None = None
    paused_total: int = 0

    def paused(self, at: int) -> Clock:
        return self if self.paused_at is not None else self._replace(paused_at=at)

    def resumed(self, at: int, calendar: Calendar) -> Clock:
        if self.paused_at is None:
            return self
        pause = calendar.between(self.paused_at, at)
        return Clock(self.started, None, self.paused_total + pause)

    def due(self, target: int, calendar: Calendar) -> int | None:
        """When the promise ends; None while the clock is paused."""
        return None if self.paused_at is not None else calendar.after(self.started, target + self.paused_total)

    def soon(self, target: int, calendar: Calendar) -> int:
        """When the last fifth of the promise begins."""
        return calendar.after(self.started, int(target * (1 - SOON)) + self.paused_total)
