"""How well a message fits the words that were looked for: one formula for every engine, over a few hundred messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.calendars import DAY
from storage.words import Phrase, framed

LETTERS_RANKED = 2_000
"""So much of a message counts; a log in it says nothing about what it is about."""
IN_SUBJECT = 4.0
FRESH = 2.0
FRESH_FOR = 30 * DAY
USUAL_WORDS = 60
_GROWTH, _LENGTH = 1.2, 0.75  # the usual weights of BM25


@dataclass(frozen=True, slots=True)
class Message:
    """What is ranked: an entry with the subject of its ticket."""

    entry: int
    subject: str
    body: str
    at: int


def score(phrases: Sequence[Phrase], message: Message, newest: int) -> int:
    """Thousandths, so that it can stand in a cursor. `newest`: when the newest of all that are ranked was written."""
    subject, body = framed(message.subject), framed(message.body)
    length = 1 - _LENGTH + _LENGTH * body.count(" ") / USUAL_WORDS
    points = FRESH / (1 + max(newest - message.at, 0) / FRESH_FOR)
    for phrase in phrases:
        times = phrase.times(body)
        points += IN_SUBJECT * bool(phrase.times(subject)) / len(phrases)
        points += times * (_GROWTH + 1) / (times + _GROWTH * length) / len(phrases)
    return round(points * 1000)
