"""The lines around the list of the Inbox: where one is and how much is there; at small sizes the place in it."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.line import Line


class OneLiner(Widget):
    """A line of words that is drawn again only when it reads differently."""

    can_focus = False

    def __init__(self, *, left: int = 2, right: int = 2, id: str | None = None) -> None:
        """`left` and `right` are the margins."""
        super().__init__(id=id)
        self._margins = (left, right)
        self._left = Line()
        self._right = Line()

    def show(self, left: Line, right: Line | None = None) -> None:
        right = right or Line()
        if (left.pieces, right.pieces) != (self._left.pieces, self._right.pieces):
            self._left, self._right = left, right
            self.refresh()

    @property
    def words(self) -> str:
        return f"{self._left.plain} {self._right.plain}".strip()

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        line = Line()
        if y == 0:
            left, right = self._margins
            line = Line().gap(left).join(self._left.cropped(width - left - right, glyphs_of(self.app).cut))
            line = line.at_right(self._right, width - right) if self._right.cells else line
        return line.strip(ink_of(self.app), width)
