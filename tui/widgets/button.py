"""The one button of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.keys import MOVE
from tui.widgets.line import Line


class Button(Widget, can_focus=True):
    """Filled with the accent. With the focus a sign stands before its words: colour alone would not tell."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "press", id="button.press", group=MOVE)]

    @dataclass
    class Pressed(Message):
        button: Button

        @property
        def control(self) -> Button:
            return self.button

    def __init__(self, label: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.label = label
        self.styles.width = Line(label).cells + 2

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        sign = glyphs_of(self.app).prompt if self.has_focus else " "
        return Line(f"{sign}{self.label} ", "on", bold=True).strip(ink_of(self.app), self.size.width, "accent")

    def action_press(self) -> None:
        self.post_message(self.Pressed(self))

    def on_click(self) -> None:
        self.action_press()
