"""The IDs of the sample tickets: each number has its own, and they look as random as real ones."""

from __future__ import annotations

from core.references import ALPHABET, Reference

_BITS = 50
_MASK = (1 << _BITS) - 1
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)


def reference_of(number: int) -> Reference:
    """Every step can be undone, so no two numbers below 2**50 share an ID and nobody has to look for twins."""
    bits = ((number + 1) * 0x2C1B3C6D5A4F1) & _MASK
    bits = ((bits ^ (bits >> 23)) * 0x297A2D39D5E17) & _MASK
    bits ^= bits >> 27
    pairs = _PAIRS
    return Reference(
        pairs[bits >> 40]
        + pairs[bits >> 30 & 1023]
        + pairs[bits >> 20 & 1023]
        + pairs[bits >> 10 & 1023]
        + pairs[bits & 1023]
    )
