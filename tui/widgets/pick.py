"""What can be picked from a short list (tui/widgets/pick_list.py); screens say so long before there is one."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Pick(NamedTuple, Generic[T]):
    """What can be picked: `key` picks it at once, `glyph` is the name of a glyph, `detail` stands muted beside."""

    value: T
    label: str
    key: str = ""
    glyph: str = ""
    detail: str = ""
    hue: str = "text"
