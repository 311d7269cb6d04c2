"""What stands on the screen while the desk opens: the frame that every screen has, so that nothing jumps."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from tui.timers import SureTimers
from tui.widgets.hint_line import HintLine
from tui.widgets.top_bar import TopBar


class OpeningScreen(Screen[None], SureTimers):
    """Painted before the database is open; the app puts somebody's home in its place.

    Whoever types ahead loses nothing: `typed` holds the keys until there is a screen to take them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[events.Key] = []

    def compose(self) -> ComposeResult:
        yield TopBar("ttydesk", "")
        yield HintLine()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.typed.append(events.Key(event.key, event.character))
