"""Where the focus goes when somebody comes back from another window of their terminal."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual.app import App, ScreenStackError


def focus_what_came(app: App[Any]) -> None:
    """Textual gives no focus while another window has it, so a screen that came meanwhile would hear no keys.

    A screen whose AUTO_FOCUS is empty hears them itself.
    """
    with suppress(ScreenStackError):  # nothing has come yet
        screen = app.screen
        wanted = app.AUTO_FOCUS if screen.AUTO_FOCUS is None else screen.AUTO_FOCUS
        if wanted and screen.focused is None:
            there = screen.focus_chain
            screen.set_focus(next((one for one in screen.query(wanted) if one in there), None))
