"""The queues as an operator watches them: figures at the right, what is late and due soon by sign too."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from core.figures import Queue
from tui.glyphs import Glyphs
from tui.widgets.drawing import Drawing
from tui.widgets.line import Line
from tui.widgets.queue_columns import columns_width, queue_heads, queue_line
from tui.widgets.rows import Rows


class QueueList(Rows[Queue]):
    """One row for each category; `enter` opens it in the Inbox."""

    TYPE_AHEAD: ClassVar[bool] = False

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now

    def key_of(self, row: Queue) -> str:
        return row.figures.category

    def render_heads(self, width: int) -> Line:
        return queue_heads(width)

    def render_row(self, row: Queue, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        return queue_line(row, self._now(), width, self.glyphs)


class QueueTotals(Drawing):
    """A rule, and all queues together under the columns of the list."""

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self._all: Queue | None = None

    def show(self, together: Queue) -> None:
        self._all = together
        self.draw()

    def drawn(self, width: int, height: int, glyphs: Glyphs) -> list[Line]:  # noqa: ARG002
        if self._all is None:
            return []
        rule = Line(glyphs.rule * columns_width(width), "faint")
        return [rule, queue_line(self._all, self._now(), width, glyphs, all_bold=True)]
