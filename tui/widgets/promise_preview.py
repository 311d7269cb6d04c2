"""By when tickets are answered, as a table: one that comes now, one that comes on Friday evening."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from core.promising import Promised, friday_evening, promised
from core.settings import DeskSettings
from tui.widgets.line import Line
from tui.words import date

NAME, WHEN = 10, 17


def preview(settings: DeskSettings, now: int) -> list[Line]:
    """Counts through the calendar, which takes its time for a desk that is hardly ever open: not on the event loop."""
    calendar = settings.calendar
    zone = None if calendar.never_closes else ZoneInfo(calendar.zone)
    evening = friday_evening(now, zone)
    head = Line("answered", "muted").to(NAME).cell("comes now", WHEN, "muted").add("comes Fri 18:00", "muted")
    rows = [head]
    for soon, later in zip(promised(settings, now), promised(settings, evening), strict=True):
        rows += _rows(soon, later, now, zone)
    return [*rows, *_where(settings)]


def _rows(soon: Promised, later: Promised, now: int, zone: tzinfo | None) -> list[Line]:
    line = Line(soon.priority.word).to(NAME)
    line.cell(day_and_hour(soon.answer, now, zone), WHEN).add(day_and_hour(later.answer, now, zone))
    if soon.solution is None or later.solution is None:
        return [line]
    solved = Line("  solved", "muted").to(NAME).cell(day_and_hour(soon.solution, now, zone), WHEN, "muted")
    return [line, solved.add(day_and_hour(later.solution, now, zone), "muted")]


def _where(settings: DeskSettings) -> list[Line]:
    """On whose clocks this is, where the desk has hours: a forgotten zone is seen at once."""
    if settings.calendar.never_closes:
        return []
    line = Line(f"Times are those of {settings.calendar.zone}.", "muted")
    return [
        line,
        *([Line("Another place: “; zone Europe/Berlin”.", "muted")] if settings.calendar.zone == "UTC" else []),
    ]


def day_and_hour(at: int, now: int, zone: tzinfo | None) -> str:
    """`today 13:12`, `Mon 10:30` within a week, `Mon 1 Dec 10:30`, with its year where that is another one."""
    then, today = (datetime.fromtimestamp(instant / 1000, zone).astimezone(zone) for instant in (at, now))
    if then.date() == today.date():
        return f"today {then:%H:%M}"
    day = date(at, now, zone)
    is_near = then.date() < today.date() + timedelta(days=7) and then.year == today.year
    return f"{day.split()[0]} {then:%H:%M}" if is_near else f"{day} {then:%H:%M}"
