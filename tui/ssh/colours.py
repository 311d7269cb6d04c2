"""How many colours a terminal at the other end gets.

Every app draws in full colour, for Rich keeps what it has drawn once for all apps of a process. What a terminal can not
show is replaced on its way out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from rich.color import Color, ColorSystem

_FULL = re.compile(r"([34])8;2;(\d{1,3});(\d{1,3});(\d{1,3})")
_SHOWS_ALL = ("direct", "kitty", "alacritty", "foot", "ghostty", "wezterm")


class Depth(Enum):
    """What a terminal can show."""

    ALL = "all colours"
    MANY = "256 colours"
    FEW = "16 colours"


def depth_of(environment: Mapping[str, str]) -> Depth:
    """What COLORTERM and TERM say; without a word 256, which nearly every terminal has."""
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Depth.ALL
    kind = environment.get("TERM", "")
    if any(name in kind for name in _SHOWS_ALL):
        return Depth.ALL
    return Depth.FEW if kind in ("linux", "ansi", "cygwin", "console") else Depth.MANY


def has_no_colours(environment: Mapping[str, str]) -> bool:
    """Whether the terminal asks for none, or is of a kind that never had any."""
    return "NO_COLOR" in environment or environment.get("TERM", "").startswith("vt")


def shown_in(depth: Depth, frame: str) -> str:
    """A frame in the colours that a terminal of this depth has."""
    if depth is Depth.ALL:
        return frame
    nearest = _nearest_of_256 if depth is Depth.MANY else _nearest_of_16
    return _FULL.sub(lambda found: nearest(*found.groups()), frame)


@lru_cache(65536)
def _nearest_of_256(ground: str, red: str, green: str, blue: str) -> str:
    return f"{ground}8;5;{_nearest(red, green, blue, ColorSystem.EIGHT_BIT)}"


@lru_cache(65536)
def _nearest_of_16(ground: str, red: str, green: str, blue: str) -> str:
    number = _nearest(red, green, blue, ColorSystem.STANDARD)
    first = int(ground) * 10 if number < 8 else int(ground) * 10 + 60 - 8
    return str(first + number)


def _nearest(red: str, green: str, blue: str, system: ColorSystem) -> int:
    return Color.from_rgb(*(min(int(part), 255) for part in (red, green, blue))).downgrade(system).number or 0
