"""The ticket ID: 10 random Crockford base-32 characters, `K7M2Q-9XR4T` on the screen and `K7M2Q9XR4T` in the desk."""

from __future__ import annotations

from typing import NewType

from core.errors import NotUnderstood

Reference = NewType("Reference", str)
"""Upper-case letters and digits without the dash: 10 of them, or 4 and more where staff typed a beginning."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
SHORTEST_BEGINNING = 4

_AS_MEANT = str.maketrans("OIL", "011", "- #")


def read_reference(typed: str) -> Reference:
    """The reference meant by what someone typed: any case, with or without the dash, O as 0, I and L as 1.

    Raises NotUnderstood when it can not be the ID of a ticket or the beginning of one.
    """
    meant = typed.strip().upper().translate(_AS_MEANT)
    if not SHORTEST_BEGINNING <= len(meant) <= LENGTH or any(letter not in ALPHABET for letter in meant):
        raise NotUnderstood("That is not a ticket ID: it has 10 letters and digits, like K7M2Q-9XR4T.", field="id")
    return Reference(meant)


def is_whole(reference: Reference) -> bool:
    return len(reference) == LENGTH


def shown(reference: Reference) -> str:
    """The reference as people read and say it."""
    return f"{reference[:5]}-{reference[5:]}" if is_whole(reference) else reference
