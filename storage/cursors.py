"""Cursors: the place of a row in its list, written so that nobody has to know what is in it."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import NotUnderstood
from core.listing import Cursor
from core.references import Reference

_FIGURES = {"due": 3, "priority": 3, "newest": 1, "mine": 2, "mine_newest": 1, "created": 0, "public": 1}
_FIGURES |= {"public_due": 3, "public_priority": 3}
_FIGURES |= {"hits": 3, "hits_due": 5, "hits_priority": 5, "hits_updated": 3, "hits_created": 3}
_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Place:
    """The figures that a row is sorted by, and its reference: the last word where all are equal."""

    figures: tuple[int, ...]
    reference: Reference


def written(order: str, figures: Sequence[int], reference: str) -> Cursor:
    packed = " ".join([order, reference, *map(str, figures)])
    return Cursor(urlsafe_b64encode(packed.encode()).decode().rstrip("="))


def read_cursor(cursor: Cursor, order: str) -> Place:
    """Raises NotUnderstood for what is no cursor, or one of a list in another order."""
    try:
        name, reference, *figures = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split(" ")
        place = Place(tuple(map(int, figures)), Reference(reference))
    except ValueError:  # of base64, of ASCII, of a figure, of the number of words
        raise _no_cursor() from None
    if _FIGURES.get(name) != len(figures) or any(abs(figure) > _LARGEST for figure in place.figures):
        raise _no_cursor()
    if name != order:
        raise NotUnderstood("That cursor belongs to another list. Begin this one without a cursor.", field="after")
    return place


def _no_cursor() -> NotUnderstood:
    return NotUnderstood("That is not a cursor: take the one that the list gave, unchanged.", field="after")
