"""The list of the desk: a million rows scroll through it in constant memory, and a live update never moves the cursor.

Others make it a list of tickets or people by saying what identifies a row and how it is drawn (see row_view.py). It
asks for rows with `RowsWanted`; the screen fetches them in a worker and answers with `put_page`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.keys import MARK, MOVE
from tui.widgets.row_view import IN_MEMORY, Empty, RowView
from tui.widgets.window import Direction, Window

__all__ = ["Direction", "Empty", "Rows"]

R = TypeVar("R")
PAGE = 100
NEAR_THE_END = 40
"""When fewer rows than this are left above or below, the next page is asked for."""
WHEEL = 3
TYPED_TOGETHER = 1.0  # seconds between letters of one word


class Rows(RowView[R]):
    """A list with a cursor, marks and pages."""

    CAN_MARK: ClassVar[bool] = False
    TYPE_AHEAD: ClassVar[bool] = False
    """Whether typed letters look for a row: only for lists whose letters are not keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="rows.open", group=MOVE),
        Binding("j,down", "move(1)", "move", id="rows.next", tooltip="next, previous", show=False, group=MOVE),
        Binding("k,up", "move(-1)", "move", id="rows.previous", tooltip="next, previous", show=False, group=MOVE),
        Binding("pagedown", "page(1)", "page", tooltip="a screen down, up", show=False, group=MOVE),
        Binding("pageup", "page(-1)", "page", tooltip="a screen down, up", show=False, group=MOVE),
        Binding("home", "first", "ends", tooltip="first, last", show=False, group=MOVE),
        Binding("end", "last", "ends", tooltip="first, last", show=False, group=MOVE),
        Binding("x", "mark", "mark", id="rows.mark", group=MARK),
        Binding("v", "mark_range", "range", id="rows.range", tooltip="mark a range", show=False, group=MARK),
        Binding("X", "mark_all", "all", id="rows.all", tooltip="mark all", show=False, group=MARK),
        Binding("escape", "unmark", "unmark", id="rows.unmark", group=MARK),
    ]

    @dataclass
    class Highlighted(Message):
        """Another row is selected; None when the list is empty."""

        rows: Rows[Any]
        key: str | None
        row: Any

        @property
        def control(self) -> Rows[Any]:
            return self.rows

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Rows.Highlighted) and message.rows is self.rows

    @dataclass
    class Opened(Message):
        """A row was chosen, by `enter` or a double click."""

        rows: Rows[Any]
        key: str
        row: Any

        @property
        def control(self) -> Rows[Any]:
            return self.rows

    @dataclass
    class Marked(Message):
        """Rows were marked or unmarked; now so many are."""

        rows: Rows[Any]
        count: int

        @property
        def control(self) -> Rows[Any]:
            return self.rows

    @dataclass
    class RowsWanted(Message):
        """Answer with `put_page(wanted, ...)`, or with `no_page(wanted)` when they can not be had now.

        `cursor` is the place of the row to start behind (backwards: before), as `cursor_of` gave it; None: from the
        end of the list.
        """

        rows: Rows[Any]
        direction: Direction
        cursor: Any
        limit: int
        turn: int

        @property
        def control(self) -> Rows[Any]:
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
        self._typed = ("", 0.0)

    # What a list of something may say of itself

    def cursor_of(self, row: R) -> Any:
        """The place of a row, for the store to go on from."""
        return self.key_of(row)

    def words_of(self, row: R) -> str:
        """What type-ahead looks in."""
        return self.key_of(row)

    # What a screen asks of it

    @property
    def selected(self) -> R | None:
        """The row under the cursor."""
        return None if self.place is None else self.window.rows[self.place]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The marked rows, else the one under the cursor."""
        return self.marks.keys() or ((self.cursor,) if self.cursor else ())

    @property
    def span(self) -> tuple[int, int] | None:
        """The places of the first and last row seen, counted from 1; None where nobody knows them."""
        if self.window.offset is None or not self.window.rows:
            return None
        first = self.window.offset + self._top
        return first + 1, first + len(self.visible_rows())

    def start_over(self, cursor: str | None = None) -> None:
        """Another list: forget the rows and ask for the first; the cursor goes to `cursor` if it is among them."""
        self._turn += 1
        self._asked.clear()
        self._position, self._is_stale = -1, False
        self.window = Window(self.key_of, IN_MEMORY)
        self.marks.clear()
        self.is_loaded, self.total, self._top, self.arrived = False, None, 0, 0
        self.cursor = cursor
        self._ask(Direction.FIRST)
        self.redraw()

    def refresh_rows(self) -> None:
        """Something changed: ask for the rows around what is seen, as they are now."""
        self._ask(Direction.AGAIN if self.window.rows else Direction.FIRST)

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
        if position >= self._position:
            self._position = position
            self.total = total if total is not None else self.total
            self._take(wanted.direction, rows, before, after)
        if self._is_stale:
            self._is_stale = False
            self.refresh_rows()
        self._ask_ahead()

    def no_page(self, wanted: RowsWanted) -> None:
        """The rows can not be had now; they are asked for again when the cursor moves."""
        if wanted.turn == self._turn:
            self._asked.discard(wanted.direction)

    def show(self, rows: Sequence[R]) -> None:
        """A short list, whole. The cursor stays on its row."""
        self.total = len(rows)
        self._take(Direction.AGAIN if self.is_loaded else Direction.FIRST, rows, before=False, after=False)

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
        was_empty = not self.window.rows
        if direction in (Direction.BEFORE, Direction.AFTER):
            self._top = max(
                self._top + self.window.put(direction, rows, before=before, after=after, total=self.total), 0
            )
        else:
            self._replace(direction, rows, before, after)
        self.is_loaded = True
        self.redraw()
        if was_empty != (not self.window.rows):
            self.refresh_bindings()

    def _replace(self, direction: Direction, rows: Sequence[R], before: bool, after: bool) -> None:
        """Another window. Read again, the cursor keeps its row and its line, or takes a neighbour of one that went."""
        old, line, was = self.window.keys(), (self.place or 0) - self._top, self.cursor
        self.window.put(direction, rows, before=before, after=after, total=self.total)
        if direction is Direction.AGAIN:
            self.window.offset = self._offset_again if before else 0
            self.cursor = self._nearest(old)
            self.marks.drop(key for key in old if self.window.place(key) is None)
        elif self.place is None or direction is Direction.LAST:
            self.cursor = self.window.key(-1 if direction is Direction.LAST else 0) if rows else None
        self._top = 0
        self._scroll((self.place or 0) - (line if direction is Direction.AGAIN else 0))
        self._keep_in_view(self.place or 0)
        if direction is Direction.AGAIN:
            self._tell_arrived(set(old))
        if self.cursor != was or not self.is_loaded:
            self._tell_cursor()

    def _nearest(self, old: list[str]) -> str | None:
        """The row of the cursor, else the next one after it that is still there, else the last one before it."""
        if not self.window.rows:
            return None
        at = old.index(self.cursor) if self.cursor in old else 0
        still = (key for key in [*old[at:], *reversed(old[:at])] if self.window.place(key) is not None)
        return next(still, self.window.key(min(at, len(self.window) - 1)))

    def _ask(self, direction: Direction) -> None:
        if direction in self._asked:
            self._is_stale = direction is Direction.AGAIN
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

    # Keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "unmark":
            return bool(self.marks) or self.marks.range_from is not None
        if action in ("mark", "mark_range", "mark_all"):
            return self.CAN_MARK and bool(self.window.rows)
        return action != "open" or bool(self.window.rows)

    def action_move(self, by: int) -> None:
        self._go(self._top if self.place is None else self.place + by)

    def action_page(self, by: int) -> None:
        step = by * max(self.body_height - 1, 1)
        place = self._top if self.place is None else self.place
        self._scroll(self._top + step)
        self._go(place + step)

    def action_first(self) -> None:
        self._end(Direction.FIRST, has_more=self.window.before, place=0)

    def action_last(self) -> None:
        self._end(Direction.LAST, has_more=self.window.after, place=len(self.window) - 1)

    def action_open(self) -> None:
        if self.place is not None and self.cursor is not None:
            self.post_message(self.Opened(self, self.cursor, self.window.rows[self.place]))

    def action_mark(self) -> None:
        if self.cursor is None:
            return
        if self.marks.range_from is not None:
            self.action_mark_range()
            return
        self.marks.toggle(self.cursor)
        self._redraw_place(self.place)
        self._tell_marks()
        self.action_move(1)

    def action_mark_range(self) -> None:
        if self.cursor is None:
            return
        if self.marks.range_from is None:
            self.marks.range_from = self.cursor
        else:
            self.marks.close_range(self.window.keys(), self.cursor)
        self.redraw()
        self._tell_marks()

    def action_mark_all(self) -> None:
        """All rows in memory; the message says how many, and nothing happens before that figure is confirmed."""
        self.marks.range_from = None
        self.marks.add(self.window.keys())
        self.redraw()
        self._tell_marks()

    def action_unmark(self) -> None:
        self.marks.clear()
        self.redraw()
        self._tell_marks()

    def on_resize(self) -> None:
        self._strips.clear()
        self._keep_in_view(self.place or 0)
        self._scroll(self._top)
        self._ask_ahead()

    def on_click(self, event: events.Click) -> None:
        place = self._top + event.y - int(self.HEADS)
        if event.y < int(self.HEADS) or place >= len(self.window):
            return
        self._go(place)
        if event.chain == 2:
            self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._wheel(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._wheel(-WHEEL)

    def on_key(self, event: events.Key) -> None:
        if not self.TYPE_AHEAD or not event.is_printable or event.character is None:
            return
        event.stop()
        event.prevent_default()
        typed, at = self._typed
        now = monotonic()
        typed = (typed if now - at < TYPED_TOGETHER else "") + event.character.casefold()
        self._typed = (typed, now)
        for place, row in enumerate(self.window.rows):
            if self.words_of(row).casefold().startswith(typed):
                self._go(place)
                return

    def _wheel(self, by: int) -> None:
        """What is seen moves, the cursor stays on its row."""
        self._scroll(self._top + by)
        self._ask_ahead()

    def _end(self, direction: Direction, has_more: bool, place: int) -> None:
        if has_more:
            self.cursor = None
            self._ask(direction)
        else:
            self._go(place)

    def _go(self, place: int) -> None:
        """Move the cursor: two lines are drawn again, unless the list has to move."""
        if not self.window.rows:
            return
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

    def _tell_cursor(self) -> None:
        self.post_message(self.Highlighted(self, self.cursor, self.selected))

    def _tell_marks(self) -> None:
        self.post_message(self.Marked(self, len(self.marks)))
        self.refresh_bindings()
