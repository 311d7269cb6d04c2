"""The small figures that stand for words in the database. They never change: a new word takes the next figure."""

from __future__ import annotations

from enum import IntEnum

from core.entries import Entry, Kind, PublicEntry
from core.people import Via

VIAS = (Via.TUI, Via.SSH, Via.CLI, Via.MAIL)
VIA_CODES = {via: code for code, via in enumerate(VIAS)}
SOURCES = tuple(via.value for via in VIAS)
SOURCE_CODES = {source: code for code, source in enumerate(SOURCES)}


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


class Lane(IntEnum):
    """What a ticket waits for. The generated column `lane` is NULL for a closed one; only counters know CLOSED."""

    ACTIVE = 0
    WAITING = 1
    RESOLVED = 2
    SNOOZED = 3
    CLOSED = 4


class ChangeCode(IntEnum):
    """What a change row tells of: `watch` prints the word."""

    OPENED = 0
    MESSAGE = 1
    NOTE = 2
    CHANGED = 3
    CLOCK = 4
