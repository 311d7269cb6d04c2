"""The queues as an operator watches them: figures at the right, what is late and due soon by sign too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from core.listing import QueueFigures
from tui.glyphs import Glyphs, glyphs_of
from tui.themes import ink_of
from tui.widgets.line import Line
from tui.widgets.rows import Rows
from tui.words import age

WIDE = 76
"""Cells from which there is room for every column and a blank between them."""
LEFT = 4
COLUMNS = (("active", 8), ("unassigned", 12), ("waiting", 9), ("late", 8), ("due soon", 10), ("oldest", 8))
FEW = (("active", 7), ("unassigned", 11), ("late", 6), ("oldest", 7))
NAME_AT_MOST = 24


def queue_columns(width: int) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Cells of the name, and the figures there is room for."""
    chosen = COLUMNS if width >= WIDE else FEW
    return max(min(width - sum(cells for _, cells in chosen) - 2, NAME_AT_MOST), 6), chosen


def queue_heads(width: int) -> Line:
    name, chosen = queue_columns(width)
    line = Line().cell("queue", name, "muted")
    for head, cells in chosen:
        line.cell(head, cells, "muted", right=True)
    return line


def queue_line(figures: QueueFigures, now: int, width: int, glyphs: Glyphs, *, all_bold: bool = False) -> Line:
    name, chosen = queue_columns(width)
    line = Line().cell(figures.category, name, bold=True, mark=glyphs.cut)
    late = f"{glyphs.late} {figures.late}" if figures.late else "0"
    soon = f"{glyphs.soon} {figures.due_soon}" if figures.due_soon else "0"
    shown = {
        "active": (str(figures.open), "text", all_bold),
        "unassigned": (str(figures.unassigned), "text", all_bold),
        "waiting": (str(figures.waiting), "text" if all_bold else "muted", all_bold),
        "late": (late, "late" if figures.late else "muted", bool(figures.late) or all_bold),
        "due soon": (soon, "soon" if figures.due_soon else "muted", all_bold),
        "oldest": ("" if figures.oldest_at is None else age(figures.oldest_at, now), "muted", all_bold),
    }
    for head, cells in chosen:
        text, token, bold = shown[head]
        line.cell(text, cells, token, bold=bold, right=True)
    return line


def all_queues(queues: Sequence[QueueFigures]) -> QueueFigures:
    """The last line: all of them together."""
    ages = [one.oldest_at for one in queues if one.oldest_at is not None]
    return QueueFigures(
        "All",
        sum(one.open for one in queues),
        sum(one.unassigned for one in queues),
        sum(one.waiting for one in queues),
        sum(one.late for one in queues),
        sum(one.due_soon for one in queues),
        min(ages, default=None),
    )


class QueueList(Rows[QueueFigures]):
    """One row for each category; `enter` opens it in the Inbox."""

    TYPE_AHEAD: ClassVar[bool] = False

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now

    def key_of(self, row: QueueFigures) -> str:
        return row.category

    def render_heads(self, width: int) -> Line:
        return queue_heads(width)

    def render_row(self, row: QueueFigures, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        return queue_line(row, self._now(), width, self.glyphs)


class QueueTotals(Widget):
    """A rule, and all queues together under the columns of the list."""

    can_focus = False

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self._all: QueueFigures | None = None

    def show(self, queues: Sequence[QueueFigures]) -> None:
        new = all_queues(queues)
        if new != self._all:
            self._all = new
            self.refresh()

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def render_line(self, y: int) -> Strip:
        width, glyphs = self.size.width, glyphs_of(self.app)
        line = Line()
        if self._all is not None and y == 0:
            name, chosen = queue_columns(width - LEFT)
            line.gap(LEFT).add(glyphs.rule * (name + sum(cells for _, cells in chosen)), "faint")
        elif self._all is not None and y == 1:
            line.gap(LEFT).join(queue_line(self._all, self._now(), width - LEFT, glyphs, all_bold=True))
        return line.strip(ink_of(self.app), width)
