"""At which sizes the agent's screens fold (LOOKS section 6). Styles know them by the classes."""

from __future__ import annotations

from typing import Any

from textual.geometry import Size
from textual.screen import Screen

STRIP = 70
"""From this width on there is room for a strip of views, and for the details of a ticket beside what is said in it."""
PANEL = 100
"""From this width on there is room for a panel beside the list or the conversation."""
WIDE = 150
"""From this width on the preview stands beside the list."""

HEADS_FROM = 22
"""Lines from which a list has column heads."""

WIDTHS = [(0, "-one"), (STRIP, "-strip"), (PANEL, "-panel"), (WIDE, "-wide")]
HEIGHTS = [(0, "-tiny"), (HEADS_FROM, "-low"), (30, "-high")]

HOME = 2
"""Screens on the stack while a home screen is on top: Textual keeps a blank one below."""


def fold(screen: Screen[Any], size: Size) -> None:
    """Give a screen the classes of its size before it is laid out: Textual would do that a second time for them."""
    for folds, cells in ((screen.HORIZONTAL_BREAKPOINTS, size.width), (screen.VERTICAL_BREAKPOINTS, size.height)):
        fitting = [name for least, name in sorted(folds or ()) if cells >= least]
        screen.add_class(*fitting[-1:], update=False)
