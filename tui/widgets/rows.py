"""The list of the desk, with its keys, marks and mouse: a million rows scroll through it in constant memory.

Others make it a list of tickets or people by saying what identifies a row and how it is drawn (row_view.py); how rows
come in is in paged_rows.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.keys import MARK, MOVE
from tui.widgets.paged_rows import PagedRows
from tui.widgets.row_view import Empty
from tui.widgets.window import Direction

__all__ = ["Direction", "Empty", "Rows"]

R = TypeVar("R")
WHEEL = 3
MARKED_AT_ONCE = 500
"""What `X` marks of a list that is longer."""
TYPED_TOGETHER = 1.0  # seconds between letters of one word


class Rows(PagedRows[R]):
    """A list to move in, to mark in and to open from."""

    CAN_MARK: ClassVar[bool] = False
    TYPE_AHEAD: ClassVar[bool] = False
    """Whether typed letters look for a row: only for lists whose letters are not keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="rows.open", group=MOVE),
        Binding("j,down", "move(1)", "move", id="rows.next", tooltip="next, previous", show=False, group=MOVE),
        Binding("k,up", "move(-1)", "move", id="rows.previous", tooltip="next, previous", show=False, group=MOVE),
        Binding(
            "pagedown", "page(1)", "page", id="rows.page_down", tooltip="a screen down, up", show=False, group=MOVE
        ),
        Binding("pageup", "page(-1)", "page", id="rows.page_up", tooltip="a screen down, up", show=False, group=MOVE),
        Binding("home", "first", "ends", id="rows.first", tooltip="first, last", show=False, group=MOVE),
        Binding("end", "last", "ends", id="rows.last", tooltip="first, last", show=False, group=MOVE),
        Binding("x", "mark", "mark", id="rows.mark", group=MARK),
        Binding(
            "v",
            "mark_range",
            "range",
            id="rows.range",
            tooltip="mark a range: press, move, press",
            show=False,
            group=MARK,
        ),
        Binding("X", "mark_all", "all", id="rows.all", tooltip="mark all", show=False, group=MARK),
        Binding("escape", "unmark", "unmark", id="rows.unmark", group=MARK),
    ]

    @dataclass
    class Opened(Message):
        """A row was chosen, by `enter` or a double click; on a panel one click does."""

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
    class AllWanted(Message):
        """All rows are to be marked, and not all are here: answer with `mark_these(wanted, ...)`."""

        rows: Rows[Any]
        limit: int
        turn: int

        @property
        def control(self) -> Rows[Any]:
            return self.rows

    @dataclass
    class HeadClicked(Message):
        """Somebody clicked on the head of a column."""

        rows: Rows[Any]
        head: str

        @property
        def control(self) -> Rows[Any]:
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._typed = ("", 0.0)
        self._clicked: str | None = None
        self._marks_awaited = False

    def words_of(self, row: R) -> str:
        """What type-ahead looks in."""
        return self.key_of(row)

    @property
    def is_awaiting(self) -> bool:
        return self._marks_awaited or super().is_awaiting

    @property
    def chosen(self) -> tuple[str, ...]:
        """The marked rows, an open range among them, else the one under the cursor."""
        return self.marked or ((self.cursor,) if self.cursor else ())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "unmark":
            return bool(self.marked) or self.marks.range_from is not None
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
        if self.in_range():
            self.close_range()
            return
        self.marks.toggle(self.cursor)
        self._redraw_place(self.place)
        self._tell_marks()
        self.action_move(1)

    def action_mark_range(self) -> None:
        if self.cursor is None:
            return
        if self.in_range():
            self.close_range()
            return
        self.marks.range_from = self.cursor
        self.redraw()
        self._tell_marks()

    def close_range(self) -> None:
        """The open range stays as it is shown now, wherever the cursor goes."""
        if self.marks.range_from is not None:
            self.marks.close_range(self.in_range())
            self.redraw()
            self._tell_marks()

    def action_mark_all(self) -> None:
        """All rows, of a long list the first ones; nothing happens to them before their number is confirmed."""
        self.marks.range_from = None
        if self.window.before or self.window.after:
            self._marks_awaited = True
            self.post_message(self.AllWanted(self, MARKED_AT_ONCE, self._turn))
        else:
            self._mark(self.window.keys())

    def mark_these(self, wanted: AllWanted, keys: Iterable[str]) -> None:
        """The answer to `wanted`; nothing where they can not be had."""
        self._marks_awaited = False
        self._came.set()
        if wanted.turn == self._turn:
            self._mark(keys)

    def drop_marks(self, keys: Iterable[str]) -> None:
        """These rows have left the list: nothing is done to what is not there."""
        self.marks.drop(keys)
        self.redraw()
        self._tell_marks()

    def _mark(self, keys: Iterable[str]) -> None:
        self.marks.add(keys)
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
        if event.y < int(self.HEADS):
            self._click_heads(event.x)
            return
        if place >= len(self.window):
            return
        key, before = self.window.key(place), self._clicked
        self._clicked = key if event.chain == 1 else None
        if event.chain > 1 and key != before:  # the first click was on something else, say a panel that lay above
            return
        self._go(place)
        if event.chain == 2 or self.IN_PANEL:
            self.action_open()

    def _click_heads(self, x: int) -> None:
        """Where it tells of new rows, a click shows them."""
        if self.arrived:
            self.action_first()
        elif head := self.head_at(x - self.margin, self.size.width - self.margin):
            self.post_message(self.HeadClicked(self, head))

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

    def _go(self, place: int) -> None:
        super()._go(place)
        if self.marks.range_from is not None:
            self._tell_marks()

    def _wheel(self, by: int) -> None:
        """What is seen moves, the cursor stays on its row."""
        self._scroll(self._top + by)
        self._ask_ahead()

    def _end(self, direction: Direction, has_more: bool, place: int) -> None:
        if has_more:
            self.close_range()
            self.cursor = None
            self._ask(direction)
        else:
            self._go(place)

    def _tell_marks(self) -> None:
        self.post_message(self.Marked(self, len(self.marked)))
        self.refresh_bindings()
