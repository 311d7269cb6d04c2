"""How long screens wait before they do something by themselves, in seconds."""

from __future__ import annotations

PREVIEW_AFTER = 0.15
"""The cursor rests so long before its ticket is read, and fingers before what they typed is shown in its effect. It is
longer than from one to the next of eight keys a second, so that who walks through a list draws rows alone."""
COUNTS_AFTER = 0.25
"""Figures are counted again so long after a change: a burst of changes is counted once."""
FOUND_AT_MOST_EVERY = 5.0
"""What saved searches find is counted no more often: that may take a walk each."""
FIGURES_AT_MOST_EVERY = 1.0
"""Figures of the whole desk are counted no more often, whatever changes."""
SLOW = 0.3
"""Waiting longer than this is a word in the hint line."""
AGAIN_AFTER = 2.0
"""A desk that was busy or away is asked again."""
REWRITE_AT_MOST_EVERY = 60.0
"""Words for times are written anew."""
FRAME_FIRST = 0.03
"""The desk is opened so long after the first frame: what is imported for it would hold that up on its way out."""
ROWS_WITHIN = 0.15
"""A home screen is painted with its first rows when they come so soon, else before them."""
