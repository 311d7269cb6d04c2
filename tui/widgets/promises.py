"""What the desk promises for each priority, in one line: on Welcome."""

from __future__ import annotations

from core.settings import DeskSettings
from core.tickets import Priority
from tui.promised import within_short
from tui.widgets.line import Line

MOST_URGENT_LAST = tuple(reversed(Priority))


def promises_line(settings: DeskSettings) -> Line:
    """`First answer: urgent 1 h  high 4 h  medium 24 h  low 48 h`."""
    line = Line("First answer:", "muted").gap(1)
    for place, priority in enumerate(Priority):
        line.gap(2 if place else 0).add(priority.word, "muted").gap(1)
        line.add(within_short(settings.target(priority).respond))
    return line
