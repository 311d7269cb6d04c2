"""A list that is read page by page: only some hundred rows are in memory, and an update never moves the cursor.

It asks for rows with `RowsWanted`; the screen fetches them in a worker and answers with `put_page`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from textual.message import Message

from tui.widgets.row_view import IN_MEMORY, Empty, RowView
from tui.widgets.window import Direction, Window

R = TypeVar("R")
PAGE = 100
NEAR_THE_END = 40
"""When fewer rows than this are left above or below, the next page is asked for."""


class PagedRows(RowView[R]):
    """Rows with a cursor, as far as they have been read."""

    @dataclass
    class Highlighted(Message):
        """Another row is selected; None when the list is empty."""

        rows: PagedRows[Any]
        key: str | None
        row: Any

        @property
        def control(self) -> PagedRows[Any]:
            return self.rows

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, PagedRows.Highlighted) and message.rows is self.rows

    @dataclass
    class MarksGone(Message):
        """These marked rows are no longer in the list, and so not marked any more."""

        rows: PagedRows[Any]
        keys: tuple[str, ...]

        @property
        def control(self) -> PagedRows[Any]:
            return self.rows

    @dataclass
    class RowsWanted(Message):
        """Answer with `put_page(wanted, ...)`, or with `no_page(wanted, why)` when they can not be had now.

        `cursor` is the place of the row to start behind (backwards: before), as `cursor_of` gave it; None: from the
        end of the list.
        """

        rows: PagedRows[Any]
        direction: Direction
        cursor: Any
        limit: int
        turn: int

        @property
        def control(self) -> PagedRows[Any]:
            return self.rows

        @property
        def backwards(self) -> bool:
            return self.direction in (Direction.BEFORE, Direction.LAST)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.total: int | None = None
        """How long the whole list is, where that is known; it may be capped."""
        self._turn = 0
        self._position = -1
        self._asked: set[Direction] = set()
        self._is_stale = False
        self._offset_again: int | None = None
        self._came = asyncio.Event()
        self._owed = 0  # how many rows the cursor has to go further once they are there

    def cursor_of(self, row: R) -> Any:
        """The place of a row, for the store to go on from."""
        return self.key_of(row)

    # What a screen asks of it

    @property
    def is_awaiting(self) -> bool:
        """Whether the cursor gets to where it was sent only when rows come that were asked for."""
        return bool(self._owed) or not self._asked.isdisjoint((Direction.FIRST, Direction.LAST))

    @property
    def selected(self) -> R | None:
        """The row under the cursor."""
        return None if self.place is None else self.window.rows[self.place]

    @property
    def span(self) -> tuple[int, int] | None:
        """The places of the first and last row seen, counted from 1; None where nobody knows them."""
        if self.window.offset is None or not self.window.rows:
            return None
        first = self.window.offset + self._top
        return first + 1, first + len(self.visible_rows())

    async def settled(self) -> None:
        """Wait until the cursor is where it was sent."""
        while self.is_awaiting:
            self._came.clear()
            await self._came.wait()

    def start_over(self, cursor: str | None = None, *, keep_marks: bool = False) -> None:
        """Another list: forget the rows and ask for the first; the cursor goes to `cursor` if it is among them.

        `keep_marks`: the same rows in another order.
        """
        self._turn += 1
        self._asked.clear()
        self._position, self._is_stale, self._owed = -1, False, 0
        self.window = Window(self.key_of, IN_MEMORY)
        if not keep_marks:
            self.marks.clear()
        self.is_loaded, self.total, self._top, self.arrived = False, None, 0, 0
        self.missing = Empty("")
        self.cursor = cursor
        self._ask(Direction.FIRST)
        self.redraw()

    def refresh_rows(self) -> None:
        """Something changed: ask for the rows around what is seen, as they are now."""
        direction = Direction.AGAIN if self.window.rows else Direction.FIRST
        self._is_stale = self._is_stale or direction in self._asked
        self._ask(direction)

    def look_on(self, cursor: Any) -> None:
        """Ask for rows behind a place at which the list seemed to end."""
        direction = Direction.AFTER if self.window.rows else Direction.FIRST
        if direction not in self._asked:
            self._asked.add(direction)
            self.post_message(self.RowsWanted(self, direction, cursor, PAGE, self._turn))

    def put_page(
        self,
        wanted: RowsWanted,
        rows: Sequence[R],
        *,
        before: bool,
        after: bool,
        total: int | None = None,
        position: int = 0,
    ) -> None:
        """The answer to `wanted`. `before`, `after`: whether there are more rows there. `total` None: not known now.

        An answer to a list that is no longer shown, or from before the last one (`position`), is dropped.
        """
        if wanted.turn != self._turn:
            return
        self._asked.discard(wanted.direction)
        self._came.set()
        if position >= self._position:
            self._position = position
            self.total = total if total is not None else self.total
            self._take(wanted.direction, rows, before, after)
        if self._is_stale:
            self._is_stale = False
            self.refresh_rows()
        self._ask_ahead()

    def no_page(self, wanted: RowsWanted, why: str) -> None:
        """The rows can not be had now, as a sentence says; they are asked for again when the cursor moves."""
        if wanted.turn == self._turn:
            self._asked.discard(wanted.direction)
            self._owed = 0
            self._came.set()
            self.cannot_show(why)

    def show(self, rows: Sequence[R]) -> None:
        """A short list, whole. The cursor stays on its row.

        What stands above and was not there before is what one looked for, or looks for no more: no arrivals.
        """
        self.total = len(rows)
        self._take(Direction.AGAIN if self.is_loaded else Direction.FIRST, rows, before=False, after=False)
        self.arrived = 0

    def put_row(self, row: R) -> None:
        """One row of the window as it is now, say after a change of one's own."""
        place = self.window.place(self.key_of(row))
        if place is not None:
            self.window.rows[place] = row
            self._forget(self.key_of(row))
            self._redraw_place(place)

    def select(self, key: str) -> bool:
        """Put the cursor on a row of the window; whether it is there."""
        place = self.window.place(key)
        if place is not None:
            self._go(place)
        return place is not None

    # Taking pages in

    def _take(self, direction: Direction, rows: Sequence[R], before: bool, after: bool) -> None:
        was_empty, in_range = not self.window.rows, self.in_range()
        if direction in (Direction.BEFORE, Direction.AFTER):
            self._top = max(
                self._top + self.window.put(direction, rows, before=before, after=after, total=self.total), 0
            )
        else:
            self._replace(direction, rows, before, after)
        self.is_loaded = True
        self._keep_range(in_range)
        self.redraw()
        self._go_on(direction)
        if was_empty != (not self.window.rows):
            self.refresh_bindings()

    def _replace(self, direction: Direction, rows: Sequence[R], before: bool, after: bool) -> None:
        """Another window. Read again, the cursor keeps its row and its line, or takes a neighbour of one that went."""
        old, line, was = self.window.keys(), (self.place or 0) - self._top, self.cursor
        self.window.put(direction, rows, before=before, after=after, total=self.total)
        if direction is Direction.AGAIN:
            self.window.offset = self._offset_again if before else 0
            self.cursor = self._nearest(old)
            if not before and not after:  # of a list that is here whole, what is not here is gone
                self._drop_gone_marks()
        elif self.place is None or direction is Direction.LAST:
            self.cursor = self.window.key(-1 if direction is Direction.LAST else 0) if rows else None
        self._top = 0
        self._scroll((self.place or 0) - (line if direction is Direction.AGAIN else 0))
        self._keep_in_view(self.place or 0)
        if direction is Direction.AGAIN:
            self._tell_arrived(set(old))
        if self.cursor != was or not self.is_loaded:
            self._tell_cursor()

    def _drop_gone_marks(self) -> None:
        marked = self.marks.keys()
        gone = [key for key in marked if self.window.place(key) is None]
        if gone:
            self.marks.drop(gone)
            self.post_message(self.MarksGone(self, tuple(gone)))

    def _keep_range(self, was: list[str]) -> None:
        """An open range of which rows leave the window: they stay marked, and it goes on from the last one here."""
        began = self.marks.range_from
        if began is None or not was or self.window.place(began) is not None:
            return
        here = [key for key in was if self.window.place(key) is not None]
        self.marks.add(key for key in was if self.window.place(key) is None)
        self.marks.range_from = None if not here else here[0] if was[0] == began else here[-1]

    def _go_on(self, direction: Direction) -> None:
        """The cursor was sent further than there were rows."""
        owed, self._owed = self._owed, 0
        if owed and self.place is not None and direction in (Direction.BEFORE, Direction.AFTER):
            self._go(self.place + owed)

    def _nearest(self, old: list[str]) -> str | None:
        """The row of the cursor, else the next one after it that is still there, else the last one before it."""
        if not self.window.rows:
            return None
        at = old.index(self.cursor) if self.cursor in old else 0
        still = (key for key in [*old[at:], *reversed(old[:at])] if self.window.place(key) is not None)
        return next(still, self.window.key(min(at, len(self.window) - 1)))

    def _ask(self, direction: Direction) -> None:
        if direction in self._asked:
            return
        self._asked.add(direction)
        cursor, limit = self._start_of(direction)
        self.post_message(self.RowsWanted(self, direction, cursor, limit, self._turn))

    def _start_of(self, direction: Direction) -> tuple[Any, int]:
        """Where to start reading, and how many rows."""
        rows = self.window.rows
        if direction is Direction.AFTER:
            return self.cursor_of(rows[-1]), PAGE
        if direction is Direction.BEFORE:
            return self.cursor_of(rows[0]), PAGE
        if direction is not Direction.AGAIN:
            return None, PAGE
        return self._seen_and_near()

    def _seen_and_near(self) -> tuple[Any, int]:
        """What is seen, the cursor, and some rows around: enough to read after a change."""
        place = self._top if self.place is None else self.place
        near = NEAR_THE_END + PAGE // 5  # so that the answer does not have to be followed by more pages
        first = min(self._top, place) - near
        last = max(self._top + self.body_height, place) + near
        if first <= 0 and not self.window.before:
            return None, max(last, PAGE)
        first = max(first, 0)
        offset = self.window.offset
        self._offset_again = None if offset is None else offset + first + 1
        return self.cursor_of(self.window.rows[first]), max(last - first, PAGE)

    def _ask_ahead(self) -> None:
        if not self.window.rows:
            return
        if self.window.after and len(self.window) - self._top - self.body_height < NEAR_THE_END:
            self._ask(Direction.AFTER)
        if self.window.before and self._top < NEAR_THE_END:
            self._ask(Direction.BEFORE)

    # The cursor

    def _go(self, place: int) -> None:
        """Move the cursor: two lines are drawn again, unless the list has to move."""
        if not self.window.rows:
            return
        self._owed = self._beyond(place)
        place = max(min(place, len(self.window) - 1), 0)
        left, self.cursor = self.place, self.window.key(place)
        if left != place:
            self._redraw_place(left)
            self._redraw_place(place)
            self._tell_cursor()
        if self.marks.range_from is not None:
            self.redraw()
        self._keep_in_view(place)
        self._ask_ahead()

    def _beyond(self, place: int) -> int:
        """By how many rows a place lies outside the window where there are more of them."""
        last = len(self.window) - 1
        if place > last and self.window.after:
            return place - last
        return place if place < 0 and self.window.before else 0

    def _tell_cursor(self) -> None:
        self.post_message(self.Highlighted(self, self.cursor, self.selected))
