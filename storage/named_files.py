"""The files that rows of a desk name: attachments, and letters as they came in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, String, func, literal, select, union, union_all

from storage.schema import attachments, incoming

_LETTER: ColumnElement[str] = literal("letter ", String) + func.substr(incoming.c.fingerprint, 1, 8)
_ATTACHED = select(attachments.c.sha256, attachments.c.name.label("name"), attachments.c.id.label("place"))
_CAME_IN = select(incoming.c.sha256, _LETTER.label("name"), literal(2**62, BigInteger).label("place")).where(
    incoming.c.sha256.is_not(None)
)
_NAMES = union_all(_CAME_IN, _ATTACHED).subquery()

NAMED = select(_NAMES.c.sha256, _NAMES.c.name)
"""Every file, as often as it is named, with what people call it."""
_ALL = union(
    _ATTACHED.with_only_columns(attachments.c.sha256), _CAME_IN.with_only_columns(incoming.c.sha256)
).subquery()
_OF_TICKETS = select(attachments.c.sha256).distinct().order_by(attachments.c.sha256)


def digests(*, letters: bool) -> Select[Any]:
    """Each once; of `letters` as they came only where they are meant too: no export carries them."""
    return select(_ALL.c.sha256).order_by(_ALL.c.sha256) if letters else _OF_TICKETS


def name_of(digest: str) -> Select[Any]:
    """What people call it: where it is attached, as it is called there."""
    return select(_NAMES.c.name).where(_NAMES.c.sha256 == digest).order_by(_NAMES.c.place).limit(1)
