"""Lengths of time as people write them: `90s`, `4h`, `1h30m`, `2d`, `1w`."""

from __future__ import annotations

import re

from core.calendars import DAY, HOUR, MINUTE
from core.errors import NotUnderstood

_UNITS = {"w": 7 * DAY, "d": DAY, "h": HOUR, "m": MINUTE, "s": 1000}
_DURATION = re.compile(r"(?:\d{1,6}[wdhms])+\Z")
LONGEST = 3650 * DAY
"""Ten years. What is longer is a slip of the finger, and instants have to stay such that every calendar knows them."""


def read_duration(typed: str) -> int:
    """Milliseconds. Raises NotUnderstood."""
    text = typed.replace(" ", "").lower()
    if not _DURATION.match(text):
        raise NotUnderstood("A length of time looks like 90s, 30m, 4h, 2d or 1h30m.")
    length = sum(int(figure) * _UNITS[unit] for figure, unit in re.findall(r"(\d+)([wdhms])", text))
    if length > LONGEST:
        raise NotUnderstood(f"A length of time is at most {duration_words(LONGEST)}.")
    return length


def duration_words(length: int) -> str:
    """The shortest way to write a length of time, such that `read_duration` gives it back (to the second)."""
    parts = []
    for unit, size in _UNITS.items():
        if unit != "w" and length >= size:
            parts.append(f"{length // size}{unit}")
            length %= size
    return "".join(parts) or "0s"
