"""Times as programs read them, as people read them, and the words of a deadline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.listing import Row
from core.tickets import DueState, Ticket
from tui.words import deadline

_START = datetime(1970, 1, 1, tzinfo=UTC)


def rfc3339(at: int) -> str:
    return _at(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day_and_time(at: int) -> str:
    """Where the reader is; written so that lines can be sorted."""
    return f"{_at(at).astimezone():%Y-%m-%d %H:%M}"


def to_the_second(at: int) -> str:
    return f"{_at(at).astimezone():%Y-%m-%d %H:%M:%S}"


def due_words(of: Ticket | Row, now: int) -> str:
    """`late 35m`, `2h left`, `paused`; nothing without a deadline."""
    state = of.due_state(now)
    return "" if state is DueState.NONE else deadline(of.due, now, paused=state is DueState.PAUSED)


def _at(at: int) -> datetime:
    return _START + timedelta(milliseconds=at)
