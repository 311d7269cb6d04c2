"""Texts that are far larger than anybody expects, for tests and for `make bench`."""

from __future__ import annotations

from core.tickets import BODY_AT_MOST
from tests.tui.office import HOSTILE
from tui.widgets.text_box import LINE_AT_MOST, LINES_AT_MOST

LARGE = {
    "10 MB": "what happened was this " * 455_903,
    "200,000 lines": "a line\n" * 200_000,
    "a table of 5,000 rows": "| row | column | another column |\n" * 5_000,
    "a line of a million characters": "x" * 1_000_000,
    "60,000 wide characters": "漢" * 60_000,
    "nothing but line ends": "\r\n" * 30_000,
}
"""More than a message has room for."""
JUST_FITS = {
    "lines": "ab\n" * (LINES_AT_MOST - 1),
    "a line": "some words " * (LINE_AT_MOST // 11),
    "a wide line": "漢" * (LINE_AT_MOST // 3),
    "lines of words": ("some words " * 150 + "\n") * (BODY_AT_MOST // 1651),
}
"""What can still be written in."""
AS_LONG_AS_IT_GETS = {
    "line ends": "x" + "\n" * (BODY_AT_MOST - 2) + "y",
    "one line": "x" * BODY_AT_MOST,
    "words": ("some words " * 6_000)[: BODY_AT_MOST - 10],
    "wide": "漢" * (BODY_AT_MOST // 3),
    "quotes": ("> > > q\n" * 8_192)[:BODY_AT_MOST],
    "a table": ("| a | b |\n" * 6_000),
    "marks on one letter": "e" + "\u0301" * 32_000,
    "what means harm": HOSTILE * 700,
}
"""What can still be kept."""
