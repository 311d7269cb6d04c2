"""How a list is drawn: only the lines that are seen, each from the strip it was drawn with last."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import Glyphs, glyphs_of
from tui.themes import ink_of
from tui.widgets.line import Line
from tui.widgets.marks import Marks
from tui.widgets.window import Window
from tui.widgets.wrapping import wrapped

R = TypeVar("R")
IN_MEMORY = 500


class Empty(NamedTuple):
    """What stands in an empty list: one bold sentence, one that says what to do, one muted."""

    bold: str
    then: str = ""
    muted: str = ""


class RowView(Widget, Generic[R], can_focus=True):
    """The lines of a list. It has a first visible row of its own instead of Textual's scrolling, which would have to
    know how high the whole list is, and repaint it all when rows are added above."""

    known_as = "the list"
    HEADS: ClassVar[bool] = True
    """Whether the first line holds the column heads."""
    IN_PANEL: ClassVar[bool] = False
    """Whether it lies on a panel: then no bar, mark or unread stands before the text."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.window: Window[R] = Window(self.key_of, IN_MEMORY)
        self.marks = Marks()
        self.cursor: str | None = None
        """The identity of the selected row."""
        self.empty = Empty("")
        self.missing = Empty("")
        """What stands there while nobody knows whether it is empty, because the rows could not be had."""
        self.is_loaded = False
        self.arrived = 0
        """How many rows came in above what is seen, since the list was last at its top."""
        self._top = 0
        self._strips: dict[tuple[object, ...], Strip] = {}

    # What a list of something says of itself

    @abstractmethod
    def key_of(self, row: R) -> str:
        """What identifies a row."""

    @abstractmethod
    def render_row(self, row: R, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:
        """The row from its fifth cell on. The list colours it for its ground and cuts it at `width`."""

    def render_heads(self, width: int) -> Line:  # noqa: ARG002
        """The column heads, from the fifth cell on."""
        return Line()

    def head_at(self, x: int, width: int) -> str:  # noqa: ARG002
        """The name of the column head in this cell, counted as they are drawn; "" where there is none."""
        return ""

    def is_unread(self, row: R) -> bool:  # noqa: ARG002
        return False

    # What is seen

    @property
    def glyphs(self) -> Glyphs:
        return glyphs_of(self.app)

    @property
    def body_height(self) -> int:
        return max(self.size.height - int(self.HEADS), 0)

    @property
    def place(self) -> int | None:
        """Where the cursor stands in the window."""
        return self.window.place(self.cursor)

    @property
    def margin(self) -> int:
        """Bar, mark, unread and a blank stand before the text of a row."""
        return 1 if self.IN_PANEL else 4

    @property
    def ground(self) -> str:
        return "surface" if self.IN_PANEL else "bg"

    @property
    def marked(self) -> tuple[str, ...]:
        """All that is shown as marked: single rows, and the range as far as it reaches now."""
        return tuple(dict.fromkeys((*self.marks.keys(), *self.in_range())))

    def in_range(self) -> list[str]:
        """The rows between where a range began and the cursor."""
        return [self.window.key(place) for place in self._range()]

    def visible_rows(self) -> list[R]:
        return self.window.rows[self._top : self._top + self.body_height]

    def cannot_show(self, why: str) -> None:
        """The rows can not be had now; where none are shown, it is said why."""
        if not self.is_loaded:
            self.missing = Empty("Nothing can be shown now.", why)
            self.redraw()

    def rewrite_words(self) -> None:
        """Time has passed: draw again the visible rows that read differently now."""
        for place in range(self._top, self._top + len(self.visible_rows())):
            old = self._row_strip(place)
            self._forget(self.window.key(place))
            if self._row_strip(place) != old:
                self._redraw_place(place)

    def redraw(self) -> None:
        """Forget what was drawn and draw all of it."""
        self._strips.clear()
        self.refresh()

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.redraw())

    def on_focus(self) -> None:
        self._redraw_place(self.place)
        self._redraw_arrived()

    def on_blur(self) -> None:
        self._redraw_place(self.place)
        self._redraw_arrived()

    def render_line(self, y: int) -> Strip:
        width, ink = self.size.width, ink_of(self.app)
        if not self.window.rows:
            return self._empty_line(y).strip(ink, width, self.ground)
        if self.HEADS and y == 0:
            return Line().gap(self.margin).join(self._first_line(width - self.margin)).strip(ink, width, self.ground)
        place = self._top + y - int(self.HEADS)
        return self._row_strip(place) if place < len(self.window) else Line().strip(ink, width, self.ground)

    def _first_line(self, width: int) -> Line:
        if not self.arrived:
            return self.render_heads(width)
        line = Line(f"{self.arrived} new above", "accent")
        return line.gap(3).add("home", bold=True).gap(1).add("shows them", "muted") if self.has_focus else line

    def _empty_line(self, y: int) -> Line:
        """Slightly above the middle; a sentence goes on in the next line where it is narrow."""
        room, told = max(self.size.width - 2, 1), self.empty if self.is_loaded else self.missing
        said = [Line(part, bold=True) for part in wrapped(told.bold, room)] + [Line()]
        said += [Line(part) for part in wrapped(told.then, room)]
        said += [Line(part, "muted") for part in wrapped(told.muted, room)]
        place = y - max(self.size.height // 2 - 4, 0)
        if not 0 <= place < len(said):
            return Line()
        return Line().gap((self.size.width - said[place].cells) // 2).join(said[place])

    def _row_strip(self, place: int) -> Strip:
        key = self.window.key(place)
        selected, marked = key == self.cursor, self._is_marked(place)
        drawing = (key, selected, selected and self.has_focus, marked, self.size.width)
        if (strip := self._strips.get(drawing)) is None:
            if len(self._strips) > 2 * IN_MEMORY:
                self._strips.clear()
            strip = self._strips[drawing] = self._draw_row(self.window.rows[place], selected, marked)
        return strip

    def _draw_row(self, row: R, selected: bool, marked: bool) -> Strip:
        width, ink, glyphs, focused = self.size.width, ink_of(self.app), self.glyphs, self.has_focus
        is_bright = focused or self.IN_PANEL
        ground = self.ground if not selected else "raised" if is_bright else "idle"
        text = self.render_row(row, width - self.margin, selected=selected, focused=focused, marked=marked)
        if self.IN_PANEL:
            return Line().gap(1).join(text).strip(ink, width, ground)
        line = Line().add(glyphs.marked if marked else " ", "accent")
        line.add(glyphs.unread if self.is_unread(row) else " ", "accent").gap(1).join(text)
        bar = ink.bar(glyphs.bar, ground, focused=focused) if selected else Line(" ").strip(ink, 1, ground)
        return Strip.join([bar, line.strip(ink, max(width - 1, 0), ground)])

    def _is_marked(self, place: int) -> bool:
        return self.window.key(place) in self.marks or place in self._range()

    def _range(self) -> range:
        began, cursor = self.window.place(self.marks.range_from), self.place
        if began is None or cursor is None:
            return range(0)
        return range(min(began, cursor), max(began, cursor) + 1)

    # Drawing again what has changed, and no more

    def _line_of(self, place: int) -> int:
        return place - self._top + int(self.HEADS)

    def _redraw_place(self, place: int | None) -> None:
        if place is not None and self._top <= place < self._top + self.body_height:
            self.refresh(Region(0, self._line_of(place), self.size.width, 1))

    def _redraw_arrived(self) -> None:
        """The key to what is new above is told only while the list has the focus."""
        if self.arrived and self.HEADS:
            self.refresh(Region(0, 0, self.size.width, 1))

    def _forget(self, key: str) -> None:
        for drawing in [drawing for drawing in self._strips if drawing[0] == key]:
            del self._strips[drawing]

    def _scroll(self, top: int) -> bool:
        """Put a row first, as far as there are rows; whether that changed anything."""
        top = max(min(top, len(self.window) - self.body_height), 0)
        if top == self._top:
            return False
        self._top = top
        if top == 0:
            self.arrived = 0
        self.refresh()
        return True

    def _tell_arrived(self, known: set[str]) -> None:
        """Count the rows above what is seen that were not there before."""
        above = [self.window.key(place) for place in range(self._top)]
        self.arrived = self.arrived + sum(key not in known for key in above) if above else 0

    def _keep_in_view(self, place: int) -> bool:
        """Bring a row in view. At an edge the list moves on by a third of its height, so that few moves repaint it.

        Before it has its height there is no view: it would begin a row too far down, and jump back."""
        if not self.body_height:
            return False
        step = max(self.body_height // 3, 1)
        if place < self._top:
            return self._scroll(min(place, self._top - step))
        if place >= self._top + self.body_height:
            return self._scroll(max(place - self.body_height + 1, self._top + step))
        return False
