"""The top bar: the name of the desk, where one is, and who one is."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from core.safe_text import safe_name
from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.line import Line


class TopBar(Widget):
    """`Acme Support  Inbox · Next · 1 of 23` at the left, `Maya Lind · agent` at the right."""

    DEFAULT_CSS = "TopBar { dock: top; height: 1; width: 100%; }"
    can_focus = False

    desk: reactive[str] = reactive("")
    place: reactive[str] = reactive("")
    person: reactive[str] = reactive("")

    def __init__(self, desk: str, place: str, person: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(TopBar.desk, desk)
        self.set_reactive(TopBar.place, place)
        self.set_reactive(TopBar.person, person)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        width = self.size.width
        who = Line(self.person, "muted")
        room = width - who.cells - 4
        mark = glyphs_of(self.app).cut
        left = Line().gap(2).upto(safe_name(self.desk), max(room - 2, 8), bold=True, mark=mark)
        if room - left.cells >= 4:
            left.gap(2)
            left.upto(self._place_in(room - left.cells), room - left.cells, "muted", mark=mark)
        return left.at_right(who.gap(2), width).strip(ink_of(self.app), width, "surface")

    def _place_in(self, room: int) -> str:
        """Where one is; where it is narrow the figures are worth more than the way there."""
        place = self.place
        while Line(place).cells > room and " · " in place:
            place = place.partition(" · ")[2]
        return place
