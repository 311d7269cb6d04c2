"""Tickets as numbered choices; their ID is the word that can be typed instead."""

from __future__ import annotations

from collections.abc import Sequence

from core.listing import Row
from core.references import shown
from tui.plain.talk import Choice
from tui.plain.ticket_words import row_words
from tui.plain.visitor import Visitor


def row_choices(visitor: Visitor, rows: Sequence[Row]) -> list[Choice[Row]]:
    now = visitor.desk.now()
    return [Choice(shown(row.reference), row_words(row, visitor.actor, now), row) for row in rows]
