"""A part of the screen that is drawn from lines, as wide and as high as the styles let it be."""

from __future__ import annotations

from abc import abstractmethod

from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import Glyphs, glyphs_of
from tui.themes import ink_of
from tui.widgets.line import Line

MARGIN = 4
"""Where text begins: under the first column of the lists."""


class Drawing(Widget):
    """Draws again only when its lines read differently."""

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []

    @abstractmethod
    def drawn(self, width: int, height: int, glyphs: Glyphs) -> list[Line]:
        """What stands there."""

    @property
    def words(self) -> str:
        return "\n".join(line.plain for line in self._lines)

    def draw(self) -> None:
        """Call it when what is shown may have changed."""
        if not self.size:
            return  # it is not shown; it will be drawn when it gets its size
        lines = self.drawn(max(self.size.width - MARGIN, 0), self.size.height, glyphs_of(self.app))
        if [line.pieces for line in lines] != [line.pieces for line in self._lines]:
            self._lines = lines
            self.refresh()

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def on_resize(self) -> None:
        self.draw()

    def render_line(self, y: int) -> Strip:
        line = Line().gap(MARGIN).join(self._lines[y]) if y < len(self._lines) else Line()
        return line.strip(ink_of(self.app), self.size.width)
