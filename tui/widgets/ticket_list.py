"""The agent's list of tickets: its rows lead with the deadline and leave out what the view says already."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.message import Message

from core.deadlines import NEVER
from core.listing import Row
from core.people import Person
from tui.widgets.line import Line
from tui.widgets.rows import Rows
from tui.widgets.ticket_columns import Columns, columns, head_at, heads, ticket_line
from tui.words import next_change


class TicketList(Rows[Row]):
    """`now` tells the time; `repeated` names the columns that this view does without, `sorted_by` the one that it is
    sorted by where that is not the view's own order."""

    CAN_MARK: ClassVar[bool] = True

    class Resized(Message):
        """Another part of it is seen."""

    def __init__(self, now: Callable[[], int], me: Person | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.repeated: frozenset[str] = frozenset()
        self.sorted_by = ""
        self._now = now
        self._me = me

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    def key_of(self, row: Row) -> str:
        return str(row.reference)

    def cursor_of(self, row: Row) -> object:
        return row.cursor

    def is_unread(self, row: Row) -> bool:
        return row.unread

    def words_of(self, row: Row) -> str:
        return row.subject

    def render_heads(self, width: int) -> Line:
        return heads(self._columns(width), self.sorted_by, self.glyphs.sorted)

    def head_at(self, x: int, width: int) -> str:
        return head_at(self._columns(width), x, self.sorted_by)

    def render_row(self, row: Row, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        return ticket_line(row, self._columns(width), self._now(), self._me, self.glyphs)

    def show_heads(self, shown: bool) -> None:
        """Low screens do without column heads."""
        if shown != self.HEADS:
            vars(self)["HEADS"] = shown  # for this list alone, in place of what holds for its class
            self.redraw()

    def _columns(self, width: int) -> Columns:
        return columns(width + 4, self.repeated, self.sorted_by)

    def next_rewrite(self) -> int:
        """When the first of the visible deadlines will read differently: the moment for the one timer."""
        now = self._now()
        return min((next_change(row.due, now) for row in self.visible_rows() if row.due != NEVER), default=NEVER)
