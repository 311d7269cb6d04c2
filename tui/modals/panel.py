"""What all panels share: surface with an accent bar at the left, over a screen that turns faint and keeps its place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.containers import Vertical
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.themes import CONTRAST, ink_of
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import EVERYWHERE
from tui.widgets.line import Line
from tui.widgets.too_small import cover_if_too_small

T = TypeVar("T")


_LOUD, _QUIET = (Color.parse(hue).rich_color for hue in (CONTRAST.raised, CONTRAST.idle))


class Faint(BackgroundScreen):
    """The screen below: every word in one quiet colour on the ground that it had, unless that is a bright bar."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        faint = color.rich_color
        for text, style, control in segments:
            ground = style.bgcolor if style else None
            quiet = Style(color=faint, bgcolor=_QUIET if ground == _LOUD else ground)
            yield Segment(text, None if control else quiet, control)


class Panel(ModalScreen[T], Generic[T]):
    """A question over the screen. Its answer is typed; `esc` always closes it, which answers None."""

    CSS_PATH: ClassVar = str(Path(__file__).parents[2] / "styles" / "modals.tcss")  # panels live in several folders
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "close", id="panel.close", group=EVERYWHERE)]

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel"):
            if self.heading:
                yield Static(Line(self.heading, "accent", bold=True).content(), classes="panel-title")
            yield from self.compose_panel()
        yield HintLine()

    @on(events.Resize)
    def ask_for_room(self) -> None:
        cover_if_too_small(self)

    def compose_panel(self) -> ComposeResult:
        """What stands on the panel, under its title."""
        yield from ()

    def render(self) -> RenderableType:
        below = super().render()
        if not isinstance(below, BackgroundScreen):
            return below
        return Faint(below.screen, Color.parse(ink_of(self.app).palette.faint))

    def action_close(self) -> None:
        self.dismiss(None)
