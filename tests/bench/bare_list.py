"""The least that a list in Textual can be: one widget of the line API with a cursor. What scrolling is measured
against."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

ROWS = 100_000
PLAIN, CHOSEN = Style(), Style(reverse=True)


class BareList(ScrollView, can_focus=True):
    DEFAULT_CSS = "BareList { scrollbar-size: 0 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move(1)"),
        Binding("k", "move(-1)"),
        Binding("pagedown", "page(1)"),
        Binding("pageup", "page(-1)"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.cursor = 0

    def on_mount(self) -> None:
        self.virtual_size = Size(0, ROWS)

    def render_line(self, y: int) -> Strip:
        place = self.scroll_offset.y + y
        words = f"  {place:>9}  VPN refuses my certificate since this morning  Ann Okafor  in progress  urgent"
        style = CHOSEN if place == self.cursor else PLAIN
        return Strip([Segment(words, style)]).adjust_cell_length(self.size.width, style)

    def action_move(self, by: int) -> None:
        left, self.cursor = self.cursor, max(self.cursor + by, 0)
        for place in (left, self.cursor):
            self.refresh(Region(0, place - self.scroll_offset.y, self.size.width, 1))
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False)

    def action_page(self, by: int) -> None:
        self.cursor = max(self.cursor + by * (self.size.height - 1), 0)
        self.scroll_to(y=self.cursor, animate=False)
        self.refresh()


class Bare(App[None]):
    CSS = "Bare { scrollbar-size: 0 0; }"

    def compose(self) -> ComposeResult:
        yield BareList()


if __name__ == "__main__":
    Bare().run()
