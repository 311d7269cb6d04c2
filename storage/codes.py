"""The small figures that stand for words in the database. They never change: a new word takes the next figure."""

from __future__ import annotations

from enum import IntEnum

from core.people import Via

VIAS = (Via.TUI, Via.SSH, Via.CLI, Via.MAIL)
VIA_CODES = {via: code for code, via in enumerate(VIAS)}
SOURCES = tuple(via.value for via in VIAS)
SOURCE_CODES = {source: code for code, source in enumerate(SOURCES)}


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
