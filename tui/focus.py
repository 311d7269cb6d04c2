"""Where the focus goes when somebody comes back from another window of their terminal."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual.app import App, ScreenStackError


def focus_what_came(app: App[Any]) -> None:
    """Textual gives no focus while another window has it, so a screen that came meanwhile would hear no keys."""
    with suppress(ScreenStackError):  # nothing has come yet
        screen = app.screen
        wanted = app.AUTO_FOCUS if screen.AUTO_FOCUS is None else screen.AUTO_FOCUS
        found = screen.query(wanted or "*")
        if screen.focused is None and (first := next((one for one in found if one.focusable), None)):
            screen.set_focus(first)
