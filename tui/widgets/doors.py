"""The ways in: a few choices of two lines each, with the key that takes each at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.keys import MOVE, key_of
from tui.widgets.line import Line

HIGH = 3
"""Lines of one door: what it is, what it takes, a blank."""


@dataclass(frozen=True, slots=True)
class Door:
    """`id` is what `Doors.Chosen` names; the screen binds a key to `binding`, which is shown."""

    id: str
    binding: str
    name: str
    takes: str


class Doors(Widget, can_focus=True):
    """Arrows or j and k, then enter; or the key of a door; or a click."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "move", id="doors.next", tooltip="next, previous", group=MOVE),
        Binding("k,up", "move(-1)", "move", id="doors.previous", tooltip="next, previous", group=MOVE),
        Binding("enter", "choose", "choose", id="doors.choose", group=MOVE),
    ]

    at: reactive[int] = reactive(0)

    class Chosen(Message):
        """A door was taken by enter or a click."""

        def __init__(self, door: Door) -> None:
            super().__init__()
            self.door = door

    def __init__(self, doors: Sequence[Door], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.doors = tuple(doors)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def action_move(self, by: int) -> None:
        self.at = min(max(self.at + by, 0), len(self.doors) - 1)

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self.doors[self.at]))

    def on_click(self, event: events.Click) -> None:
        place, line = divmod(event.y, HIGH)
        if line < HIGH - 1 and place < len(self.doors):
            self.at = place
            self.action_choose()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.doors) * HIGH - 1

    def render_line(self, y: int) -> Strip:
        place, line = divmod(y, HIGH)
        width, ink = self.size.width, ink_of(self.app)
        if line == HIGH - 1:
            return Line().strip(ink, width)
        door, chosen = self.doors[place], place == self.at
        ground = ("raised" if self.has_focus else "idle") if chosen else "bg"
        words, key = Line().gap(2), key_of(self, door.binding)
        if line == 0:
            words.add(key, "accent", bold=True).gap(2).add(door.name, bold=True)
        else:
            words.gap(len(key) + 2).upto(door.takes, width - 7, "muted", mark=glyphs_of(self.app).cut)
        focused = self.has_focus
        bar = ink.bar(glyphs_of(self.app).bar, ground, focused=focused) if chosen else Line(" ").strip(ink, 1)
        return Strip.join([bar, words.strip(ink, max(width - 1, 0), ground)])
