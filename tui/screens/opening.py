"""What stands on the screen while the desk opens: the frame that every screen has, so that nothing jumps."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from tui.widgets.hint_line import HintLine
from tui.widgets.top_bar import TopBar


class OpeningScreen(Screen[None]):
    """Painted before the database is open; the app puts somebody's home in its place."""

    def compose(self) -> ComposeResult:
        yield TopBar("ttydesk", "")
        yield HintLine()
