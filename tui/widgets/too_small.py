"""What stands there instead of a screen where the window is too small for one."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widgets import Static

from tui.widgets.line import Line

NARROWEST, LOWEST = 40, 10


class TooSmall(Static):
    """Lies over the screen, which keeps its focus and what is typed."""

    def __init__(self) -> None:
        super().__init__(Line("Make the window larger, 60x20 is enough.").content())


def cover_if_too_small(screen: Screen[Any]) -> None:
    """Call it when a screen gets another size."""
    covers = screen.query(TooSmall)
    is_small = screen.size.width < NARROWEST or screen.size.height < LOWEST
    screen.set_class(is_small, "-too-small")  # nothing scrolls: the cover would go along
    screen.scroll_home(animate=False, force=True)
    if is_small and not covers:
        screen.mount(TooSmall())
    elif not is_small:
        covers.remove()
