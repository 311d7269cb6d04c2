"""The tickets of a digest, in lines that a telephone shows whole."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from core.calendars import DAY
from core.deadlines import NEVER
from core.listing import Row
from core.overview import COUNTED_AT_MOST, Overview, Part
from core.references import shown
from core.safe_text import safe_line
from core.tickets import DueState
from mail.wording import Block

SUBJECT_AT_MOST = 70
A_WEEK = 6 * DAY


def ticket_blocks(overview: Overview, zone: str) -> tuple[Block, ...]:
    """A block for each part that has tickets, theirs first."""
    place = ZoneInfo(zone)
    parts = (
        (_heading("Yours", overview.mine), overview.mine.rows),
        (_heading("Nobody's", overview.nobodys), overview.nobodys.rows),
        ("Your colleagues', late or due soon", overview.colleagues),
    )
    return tuple(
        Block(heading, tickets=tuple(_lines(row, overview, place) for row in rows)) for heading, rows in parts if rows
    )


def figure(tickets: int) -> str:
    return "1000+" if tickets >= COUNTED_AT_MOST else str(tickets)


def _heading(name: str, part: Part) -> str:
    all_named = len(part.rows) >= part.tickets
    return f"{name}: {figure(part.tickets)}" if all_named else f"{name}: {len(part.rows)} of {figure(part.tickets)}"


def _lines(row: Row, overview: Overview, place: ZoneInfo) -> tuple[str, str]:
    """`K7M2Q-9XR4T  late since Fri 16:20`, and its subject."""
    subject = safe_line(row.subject)
    cut = subject if len(subject) <= SUBJECT_AT_MOST else f"{subject[: SUBJECT_AT_MOST - 1].rstrip()}…"
    owner = f"{safe_line(row.assignee.first_name)}: " if row in overview.colleagues and row.assignee else ""
    return f"{shown(row.reference)}  {_when(row, overview, place)}", f"{owner}{cut}"


def _when(row: Row, overview: Overview, place: ZoneInfo) -> str:
    """By its deadline; where none runs, how old it is."""
    if row.due_state(overview.at) is DueState.LATE:
        return f"late since {_moment(row.due, overview.at, place)}"
    if row.due < NEVER:
        return f"due {_moment(row.due, overview.at, place)}"
    return f"from {_moment(row.created_at, overview.at, place)}"


def _moment(instant: int, now: int, place: ZoneInfo) -> str:
    """`09:40` today, `Fri 16:20` in the days around it, else `20 Nov 2026`."""
    then, today = (datetime.fromtimestamp(one / 1000, place) for one in (instant, now))
    if then.date() == today.date():
        return f"{then:%H:%M}"
    if abs(instant - now) < A_WEEK:
        return f"{then:%a} {then:%H:%M}"
    return f"{then.day} {then:%b} {then.year}"
