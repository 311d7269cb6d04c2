"""At which sizes the agent's screens fold (LOOKS section 6). Styles know them by the classes."""

from __future__ import annotations

PANEL = 100
"""From this width on there is room for a panel beside the list or the conversation."""
WIDE = 150
"""From this width on the preview stands beside the list."""

HEADS_FROM = 22
"""Lines from which a list has column heads."""

WIDTHS = [(0, "-one"), (70, "-strip"), (PANEL, "-panel"), (WIDE, "-wide")]
HEIGHTS = [(0, "-tiny"), (HEADS_FROM, "-low"), (30, "-high")]

HOME = 2
"""Screens on the stack while a home screen is on top: Textual keeps a blank one below."""
