"""Tickets that hold words: the newest hits of the index in windows, the best of each window first, window after window.

A window ends after some hundred hits, or after many that do not have the fields that are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from core.query_terms import By, Search
from storage.cursors import Place
from storage.engine import Walk, WordIndex
from storage.entry_codes import FINDABLE, EntryCode
from storage.narrowing import Asking, Condition
from storage.ranking import LETTERS_RANKED, Message, score
from storage.rows import padded
from storage.schema import entries, tickets
from storage.words import Phrase, holds, phrases

HITS = 200
HITS_NARROWED = 100
"""So many are ranked at once; fewer where fields have to hold as well, as each of them takes longer to come by."""
WALKED_AT_MOST = 3_000
"""Hits that one window looks at: a rare field among common words ends there, and the reader says whether to go on."""
NEWEST = 10**18 - 1
_LOWEST = -NEWEST
"""Beyond every figure, and short enough for a cursor."""
_WINDOWS_BACK = 50
_SOME = 500

_t, _e = tickets.c, entries.c
_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_MESSAGES = (
    select(_e.id, _e.ticket_id, _t.subject, func.substr(_e.body, 1, LETTERS_RANKED).label("body"), _e.created_at)
    .join(tickets, _t.id == _e.ticket_id)
    .where(_e.id.in_(_NUMBERS))
)
_SAID = (
    select(_e.ticket_id, _t.subject, _e.body)
    .join(tickets, _t.id == _e.ticket_id)
    .where(_e.ticket_id.in_(_NUMBERS), _e.id >= bindparam("since"), _e.kind.in_(bindparam("kinds", expanding=True)))
)
_KEYS: dict[By, dict[bool, tuple[Any, ...]]] = {
    By.UPDATED: {True: (_t.updated_at,), False: (_t.public_at,)},
    By.CREATED: dict.fromkeys((True, False), (_t.created_at,)),
    By.DUE: {True: (_t.due, _t.priority, -_t.updated_at), False: (_t.due, _t.priority, -_t.public_at)},
    By.PRIORITY: {True: (_t.priority, _t.due, -_t.updated_at), False: (_t.priority, _t.due, -_t.public_at)},
}
"""What a window is sorted by, by whether all may be seen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a query and what else has to hold; `person` finds only what their side of a ticket saw."""

    search: Search
    person: int | None
    asking: Asking
    conditions: Sequence[Condition]

    @property
    def name(self) -> str:
        """Of the order, for cursors."""
        return "hits" if self.search.order is None else f"hits_{self.search.order.by.value}"

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return phrases(self.search.words)

    @property
    def unwanted(self) -> tuple[Phrase, ...]:
        return phrases(self.search.unwanted)

    def walk(self, before: int, walked: int) -> Walk:
        facts = () if self.person is None else (f"k{int(EntryCode.MESSAGE)}", f"p{self.person}")
        return Walk(self.phrases, self.unwanted, facts, before, walked)


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A ticket at its place in the window: what it is sorted by, with the entry that was hit at the end."""

    key: tuple[int, ...]
    ticket: int


@dataclass(frozen=True, slots=True)
class Window:
    """Hits before the entry `begins`; `older` is where the next window begins. `tired`: it looked at all it may."""

    begins: int
    hits: Sequence[Hit]
    older: int | None
    tired: bool


@dataclass(frozen=True, slots=True)
class PageKeys:
    """A stretch of the list. Keys are those of rows; `older`, what a cursor holds to go on where this one gave up."""

    keys: Sequence[tuple[int, ...]]
    before: bool
    after: bool
    older: tuple[int, ...] | None = None


class HitsRoom:
    def __init__(self, connection: Connection, index: WordIndex) -> None:
        self._connection = connection
        self._index = index

    def page(self, asked: Asked, start: Place | None, *, backwards: bool, limit: int) -> PageKeys:
        begins, place = (NEWEST, None) if start is None else (start.figures[0], start.figures[1:])
        if backwards:
            return self._back(asked, begins, place, limit)
        keys: list[tuple[int, ...]] = []
        while True:
            window = self._window(asked, begins)
            keys += [(begins, *hit.key, hit.ticket) for hit in window.hits if place is None or hit.key > place]
            if len(keys) > limit or window.older is None or window.tired:
                break
            begins, place = window.older, None
        if len(keys) > limit or window.older is None:
            return PageKeys(keys[:limit], start is not None, len(keys) > limit)
        return PageKeys(keys, start is not None, after=False, older=_beginning(window.older, asked))

    def holding(self, asked: Asked, numbers: Sequence[int]) -> set[int]:
        """Those of these tickets that hold the words."""
        return self._said_since(asked, numbers, 0)

    def _back(self, asked: Asked, begins: int, place: tuple[int, ...] | None, limit: int) -> PageKeys:
        window = self._window(asked, begins)
        keys = [(begins, *hit.key, hit.ticket) for hit in window.hits if place is None or hit.key < place]
        after = place is not None or (window.older is not None and not window.tired)
        while len(keys) < limit and begins < NEWEST and (newer := self._newer(asked, begins)) is not None:
            begins = newer.begins
            keys[:0] = [(begins, *hit.key, hit.ticket) for hit in newer.hits]
        return PageKeys(keys[-limit:], len(keys) > limit or begins < NEWEST, after)

    def _newer(self, asked: Asked, begins: int) -> Window | None:
        """The window before this one: found from the top, as windows only know what follows them."""
        window = self._window(asked, NEWEST)
        for _ in range(_WINDOWS_BACK):
            if window.older is None or window.older <= begins:
                return window
            window = self._window(asked, window.older)
        return None

    def _window(self, asked: Asked, begins: int) -> Window:
        enough, walked = (HITS_NARROWED, WALKED_AT_MOST) if asked.conditions else (HITS, HITS)
        walk = asked.walk(begins, walked)
        if not walk.wanted:
            return Window(begins, (), None, tired=False)
        looked = self._index.hits(self._connection, walk, asked.conditions, enough)
        found = looked.hits
        older = found[-1][0] if len(found) >= enough else looked.end
        newest: dict[int, int] = {}
        for entry, ticket in found:
            newest.setdefault(ticket, entry)
        if begins < NEWEST and newest:  # what a newer window shows already
            for ticket in self._said_since(asked, list(newest), begins):
                del newest[ticket]
        return Window(begins, self._sorted(asked, newest, found), older, tired=looked.end is not None)

    def _sorted(self, asked: Asked, newest: dict[int, int], found: Sequence[tuple[int, int]]) -> Sequence[Hit]:
        if asked.search.order is None:
            wanted = [(entry, ticket) for entry, ticket in found if ticket in newest]
            return sorted(self._best(asked, wanted))
        sign = -1 if asked.search.order.turned else 1
        columns = _KEYS[asked.search.order.by][asked.person is None]
        statement = select(_t.id, *columns).where(_t.id.in_(_NUMBERS))
        rows = [
            row for some in _in_parts(list(newest)) for row in self._connection.execute(statement, {"numbers": some})
        ]
        keys = {number: tuple(sign * figure for figure in figures) for number, *figures in rows}
        return sorted(Hit((*keys[ticket], -entry), ticket) for ticket, entry in newest.items())

    def _best(self, asked: Asked, found: Sequence[tuple[int, int]]) -> Iterable[Hit]:
        """The best message of each ticket."""
        rows = [
            row
            for some in _in_parts([entry for entry, _ in found])
            for row in self._connection.execute(_MESSAGES, {"numbers": some})
        ]
        newest = max((row.created_at for row in rows), default=0)
        phrases, best = asked.phrases, dict[int, tuple[int, int]]()
        for row in rows:
            points = score(phrases, Message(row.id, row.subject, row.body, row.created_at), newest)
            best[row.ticket_id] = min(best.get(row.ticket_id, (0, 0)), (-points, -row.id))
        return [Hit(key, ticket) for ticket, key in best.items()]

    def _said_since(self, asked: Asked, numbers: Sequence[int], since: int) -> set[int]:
        """Those of the tickets with a message from this entry on that holds the words."""
        kinds = [int(code) for code in FINDABLE if asked.person is None or code is EntryCode.MESSAGE]
        wanted, unwanted = asked.phrases, asked.unwanted
        how = {"kinds": kinds, "since": since}
        return {
            row.ticket_id
            for some in _in_parts(numbers)
            for row in self._connection.execute(_SAID, {**how, "numbers": some})
            if wanted and holds(wanted, unwanted, row.subject, row.body)
        }


def _beginning(older: int, asked: Asked) -> tuple[int, ...]:
    """A place before everything in a window."""
    figures = 1 if asked.search.order is None else len(_KEYS[asked.search.order.by][True])
    return (older, *[_LOWEST] * (figures + 1))


def _in_parts(numbers: Sequence[int]) -> Iterable[list[int]]:
    return (padded(numbers[first : first + _SOME]) for first in range(0, len(numbers), _SOME))
