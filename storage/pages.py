"""Pages of tickets: first the numbers from an index, then what a row shows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from core.errors import NotFound
from core.listing import PAGE_AT_MOST, Cursor, Page, Query, Row
from core.people import Actor
from core.references import Reference
from core.tickets import Ticket
from storage.cursors import Place, read_cursor
from storage.finding import FindingRoom
from storage.loading import sees_all
from storage.numbers import Numbers
from storage.rows import Key, RowsRoom, padded
from storage.schema import OF_ONE, changes, tickets
from storage.settings import SettingsRoom
from storage.views import BY_NEWEST, Stream, among, keyset, place_values, streams

_t = tickets.c
_OF_REQUESTER = (OF_ONE, _t.requester_id == bindparam("person"), _t.id != bindparam("but"))
OTHERS = select(_t.updated_desc, _t.id).where(*_OF_REQUESTER).order_by(_t.updated_desc, _t.id).limit(bindparam("limit"))
OTHERS_TOTAL = select(func.count()).where(*_OF_REQUESTER)
_POSITION = select(func.coalesce(func.max(changes.c.seq), 0))


class PagesRoom:
    def __init__(
        self, connection: Connection, numbers: Numbers, finding: FindingRoom, settings: SettingsRoom, rows: RowsRoom
    ) -> None:
        self._connection = connection
        self._numbers = numbers
        self._finding = finding
        self._settings = settings
        self._rows = rows

    def position(self) -> int:
        return int(self._connection.execute(_POSITION).scalar_one())

    def page(
        self,
        query: Query,
        actor: Actor,
        now: int,
        *,
        start: Cursor | None = None,
        backwards: bool = False,
        limit: int = 50,
    ) -> Page:
        limit = max(1, min(limit, PAGE_AT_MOST))
        if not _has_lists(actor):
            return Page((), before=False, after=False, position=self.position())
        if query.search:
            position = self.position()
            return self._finding.page(query, actor, now, position, start, backwards=backwards, limit=limit)
        wanted = streams(query, staff=sees_all(actor))
        order = wanted[0].order
        asked = self._asked(query, actor, now)
        place = None if start is None else self._key(read_cursor(start, order.name))
        keys = self._read(wanted, asked, place, backwards=backwards, limit=limit + 1)
        beyond, keys = len(keys) > limit, keys[:limit]
        behind = place is not None and self._is_any(wanted, asked, keys[0] if keys else place, backwards=not backwards)
        if backwards:
            keys.reverse()
        rows = self._rows.rows(keys, order.name, actor)
        before, after = (beyond, behind) if backwards else (behind, beyond)
        return Page(rows, before=before, after=after, position=self.position())

    def listed(self, query: Query, actor: Actor, now: int, references: frozenset[Reference]) -> frozenset[Reference]:
        known = {number: reference for reference in references for number in self._number(reference)}
        if not known or not _has_lists(actor):
            return frozenset()
        if query.search:
            found = self._finding.among(query, actor, now, list(known))
        else:
            asked = self._asked(query, actor, now) | {"numbers": padded(list(known))}
            category = query.category is not None
            statements = [among(one, in_category=category) for one in streams(query, staff=sees_all(actor))]
            found = {number for one in statements for number in self._connection.execute(one, asked).scalars()}
        return frozenset(reference for number, reference in known.items() if number in found)

    def other_tickets(self, ticket: Ticket, actor: Actor, limit: int) -> tuple[tuple[Row, ...], int]:
        asked = {"person": ticket.requester.id, "but": self._numbers.of(ticket.reference)}
        total = self._connection.execute(OTHERS_TOTAL, asked).scalar_one()
        keys = [tuple(row) for row in self._connection.execute(OTHERS, {**asked, "limit": limit})]
        return self._rows.rows(keys, BY_NEWEST.name, actor), total

    def _asked(self, query: Query, actor: Actor, now: int) -> dict[str, Any]:
        """The values that any stream may ask for; a statement takes those that it names."""
        asked = {"me": actor.person.id if actor.person else 0, "now": now, "proved": True, "closed": False}
        if query.category is not None:
            asked["category"] = self._settings.category_numbers().get(query.category, 0)
        return asked

    def _read(
        self, wanted: Sequence[Stream], asked: Mapping[str, Any], place: Key | None, *, backwards: bool, limit: int
    ) -> list[Key]:
        """Keys from a place on, of all streams together, in the order in which they are read."""
        values = {**asked, "limit": limit, **({} if place is None else place_values(place))}
        category = "category" in asked
        read: list[list[Key]] = []
        for stream in wanted:
            statement = keyset(stream, started=place is not None, backwards=backwards, in_category=category)
            read.append([tuple(row) for row in self._connection.execute(statement, values).all()])
        return read[0] if len(read) == 1 else list(islice(merge(*read, reverse=backwards), limit))

    def _is_any(self, wanted: Sequence[Stream], asked: Mapping[str, Any], place: Key, *, backwards: bool) -> bool:
        return bool(self._read(wanted, asked, place, backwards=backwards, limit=1))

    def _key(self, place: Place) -> Key:
        """A reference that is not there stands before all others, so that a cursor tells nobody which IDs exist."""
        try:
            return (*place.figures, self._numbers.of(place.reference))
        except NotFound:
            return (*place.figures, 0)

    def _number(self, reference: Reference) -> Sequence[int]:
        """None or one."""
        try:
            return (self._numbers.of(reference),)
        except NotFound:
            return ()


def _has_lists(actor: Actor) -> bool:
    """Guests have no tickets of their own, and whoever came by ID and e-mail has that one ticket only."""
    return sees_all(actor) or (actor.person is not None and actor.only is None)
