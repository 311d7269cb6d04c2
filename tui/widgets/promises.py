"""What the desk promises for each priority, on Welcome."""

from __future__ import annotations

from core.settings import DeskSettings
from core.tickets import Priority
from tui.promised import answered_within_short
from tui.widgets.line import Line

MOST_URGENT_LAST = tuple(reversed(Priority))


def promises_lines(settings: DeskSettings) -> list[Line]:
    """`First answer: urgent 1 h  high 4 h  medium 24 h  low 48 h`; that they are working hours stands above them."""
    if settings.calendar.never_closes:
        return [_promises(settings, Line("First answer:", "muted").gap(1))]
    return [Line("First answer, in working hours:", "muted"), _promises(settings, Line())]


def _promises(settings: DeskSettings, line: Line) -> Line:
    for place, priority in enumerate(Priority):
        line.gap(2 if place else 0).add(priority.word, "muted").gap(1)
        line.add(answered_within_short(settings, priority))
    return line
