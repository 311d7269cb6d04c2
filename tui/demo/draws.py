"""Chance that repeats: the same keys give the same draws on every machine and every Python.

It is splitmix64, by Sebastiano Vigna, in the public domain: a counter and a good mixer, nothing to carry along.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


def mixed(number: int) -> int:
    """64 bits that look random, the same for the same number."""
    number = (number + _GOLDEN) & _MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)


class Draw:
    """A row of draws, begun anew for each thing that is made."""

    __slots__ = ("_state",)

    def __init__(self, *keys: int) -> None:
        self._state = 0
        for key in keys:
            self._state = mixed(self._state ^ key)

    def below(self, end: int) -> int:
        self._state = (self._state + _GOLDEN) & _MASK
        return mixed(self._state) % end

    def between(self, first: int, last: int) -> int:
        return first + self.below(last - first + 1)

    def early(self, first: int, last: int) -> int:
        """Between the two, and more often near the first: as long waits are rarer than short ones."""
        return first + (last - first) * self.below(1000) * self.below(1000) // 1_000_000

    def happens(self, percent: int) -> bool:
        return self.below(100) < percent

    def one_of(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]
