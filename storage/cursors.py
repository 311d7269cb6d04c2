"""Cursors: the place of a row in its list, written so that nobody has to know what is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.errors import NotUnderstood
from core.listing import Cursor
from core.references import Reference

_FIGURES = {"due": 3, "priority": 3, "newest": 1, "mine": 2, "mine_newest": 1, "created": 0, "public": 1}
_FIGURES |= {"public_due": 3, "public_priority": 3}
_FIGURES |= {"hits": 3, "hits_due": 5, "hits_priority": 5, "hits_updated": 3, "hits_created": 3}
_FORMS = {order: f"{order}.%s{'.%d' * figures}" for order, figures in _FIGURES.items()}
_WRITTEN = re.compile(r"[a-z_]+\.[0-9A-Z]{1,40}(\.-?[0-9]{1,18}){0,5}")


class Place(NamedTuple):
    """The figures that a row is sorted by, and its reference: the last word where all are equal."""

    figures: tuple[int, ...]
    reference: Reference


def written(order: str, figures: Sequence[int], reference: str) -> Cursor:
    return Cursor(_FORMS[order] % (reference, *figures))


def read_cursor(cursor: Cursor, order: str) -> Place:
    """Raises NotUnderstood for what is no cursor, or one of a list in another order."""
    if not _WRITTEN.fullmatch(cursor):
        raise _no_cursor()
    name, reference, *figures = cursor.split(".")
    if _FIGURES.get(name) != len(figures):
        raise _no_cursor()
    if name != order:
        raise NotUnderstood("That cursor belongs to another list. Begin this one without a cursor.", field="after")
    return Place(tuple(map(int, figures)), Reference(reference))


def _no_cursor() -> NotUnderstood:
    return NotUnderstood("That is not a cursor: take the one that the list gave, unchanged.", field="after")
