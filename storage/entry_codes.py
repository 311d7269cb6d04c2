"""What an entry of a conversation is and who may see it, as the figure that stands for both in the database."""

from __future__ import annotations

from enum import IntEnum

from core.entries import Entry, Kind, PublicEntry


class EntryCode(IntEnum):
    """What an entry is and who may see it, in one figure, so that no query can ask for one without the other."""

    MESSAGE = 0
    NOTE = 1
    PUBLIC_EVENT = 2
    INTERNAL_EVENT = 3

    @property
    def kind(self) -> Kind:
        return (Kind.PUBLIC, Kind.INTERNAL, Kind.EVENT, Kind.EVENT)[self]

    @property
    def is_public(self) -> bool:
        return self in PUBLIC


PUBLIC = (EntryCode.MESSAGE, EntryCode.PUBLIC_EVENT)
FINDABLE = (EntryCode.MESSAGE, EntryCode.NOTE)


def entry_code(entry: Entry) -> EntryCode:
    if entry.kind is Kind.EVENT:
        return EntryCode.PUBLIC_EVENT if isinstance(entry, PublicEntry) else EntryCode.INTERNAL_EVENT
    return EntryCode.MESSAGE if entry.kind is Kind.PUBLIC else EntryCode.NOTE
