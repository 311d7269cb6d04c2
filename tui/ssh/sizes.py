"""The sizes that terminals get: each is a whole new picture, and a program may ask for hundreds in a second."""

from __future__ import annotations

import asyncio
from typing import Protocol

REST = 0.2
"""Seconds from one new size to the next, of all windows of one place together."""


class Resizable(Protocol):
    """A window."""

    def resize(self, columns: int, lines: int) -> None: ...


class Sizes:
    """Each window gets the newest that was asked for, and the windows of a place take turns."""

    def __init__(self, rest: float = REST) -> None:
        self._rest = rest
        self._asked: dict[str, dict[Resizable, tuple[int, int]]] = {}
        """By place; a place is here until it has rested from its last one."""

    def ask(self, place: str, window: Resizable, columns: int, lines: int) -> None:
        rests = place in self._asked
        self._asked.setdefault(place, {})[window] = columns, lines
        if not rests:
            self._give(place)

    def _give(self, place: str) -> None:
        asked = self._asked[place]
        if not asked:
            del self._asked[place]
            return
        window = next(iter(asked))
        size = asked.pop(window)
        asyncio.get_running_loop().call_later(self._rest, self._give, place)
        window.resize(*size)
