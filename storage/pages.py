"""Pages of tickets: their keys from an index, and what a row shows of them, in one statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, bindparam, func, select

from core.errors import NotFound
from core.listing import PAGE_AT_MOST, Cursor, Page, Query, Row
from core.people import Actor
from core.references import Reference
from core.tickets import Ticket
from storage.cursors import Place, read_cursor
from storage.numbers import Numbers
from storage.position import Position
from storage.rows import Found, Key, RowsRoom, padded, showing
from storage.schema import OF_ONE, tickets
from storage.settings import SettingsRoom
from storage.views import BY_NEWEST, Stream, among, keys, place_values, streams

if TYPE_CHECKING:
    from storage.finding import FindingRoom

_t = tickets.c
_POSITION = select(Position())
_OF_REQUESTER = (OF_ONE, _t.requester_id == bindparam("person"), _t.id != bindparam("but"))
OTHERS = select(_t.updated_desc, _t.id).where(*_OF_REQUESTER).order_by(_t.updated_desc, _t.id).limit(bindparam("limit"))
_OTHERS = {whole: showing(OTHERS.subquery("found"), whole=whole) for whole in (True, False)}
OTHERS_TOTAL = select(func.count()).where(*_OF_REQUESTER)


@cache
def _page(wanted: tuple[Stream, ...], *, whole: bool, started: bool, backwards: bool, in_category: bool) -> Select[Any]:
    return showing(keys(wanted, started=started, backwards=backwards, in_category=in_category), whole=whole)


@cache
def _any(wanted: tuple[Stream, ...], *, backwards: bool, in_category: bool) -> Select[Any]:
    return select(keys(wanted, started=True, backwards=backwards, in_category=in_category))


class PagesRoom:
    def __init__(
        self,
        connection: Connection,
        numbers: Numbers,
        finding: Callable[[], FindingRoom],
        settings: SettingsRoom,
        rows: RowsRoom,
    ) -> None:
        """`finding` is the room of searches, for lists that are one."""
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
            return self._finding().page(query, actor, now, self.position(), start, backwards=backwards, limit=limit)
        wanted = streams(query, staff=actor.sees_all)
        order = wanted[0].order
        asked = self._asked(query, actor, now)
        place = None if start is None else self._key(read_cursor(start, order.name))
        placed, position = self._read(wanted, asked, place, actor, backwards=backwards, limit=limit + 1)
        beyond = len(placed) > limit
        if beyond:
            placed.pop(0 if backwards else -1)
        edge = placed[-1 if backwards else 0][0] if placed else place
        behind = edge is not None and place is not None and self._is_any(wanted, asked, edge, backwards=not backwards)
        before, after = (beyond, behind) if backwards else (behind, beyond)
        position = self.position() if position is None else position
        return Page(tuple([row for _, row in placed]), before=before, after=after, position=position)

    def listed(self, query: Query, actor: Actor, now: int, references: frozenset[Reference]) -> frozenset[Reference]:
        known = {number: reference for reference in references for number in self._number(reference)}
        if not known or not _has_lists(actor):
            return frozenset()
        if query.search:
            found = self._finding().among(query, actor, now, list(known))
        else:
            asked = self._asked(query, actor, now) | {"numbers": padded(list(known))}
            category = query.category is not None
            statements = [among(one, in_category=category) for one in streams(query, staff=actor.sees_all)]
            found = {number for one in statements for number in self._connection.execute(one, asked).scalars()}
        return frozenset(reference for number, reference in known.items() if number in found)

    def other_tickets(self, ticket: Ticket, actor: Actor, limit: int) -> tuple[tuple[Row, ...], int]:
        asked = self._asked(Query(), actor, 0)
        asked |= {"person": ticket.requester.id, "but": self._numbers.of(ticket.reference), "limit": limit}
        total = self._connection.execute(OTHERS_TOTAL, asked).scalar_one()
        found = self._rows.found(_OTHERS[actor.sees_all], asked, BY_NEWEST.name, actor)
        return tuple(row for _, row in found.placed), total

    def _asked(self, query: Query, actor: Actor, now: int) -> dict[str, Any]:
        """The values that any stream may ask for; a statement takes those that it names."""
        asked = {"me": actor.person.id if actor.person else 0, "now": now, "proved": True, "closed": False}
        if query.category is not None:
            asked["category"] = self._settings.category_numbers().get(query.category, 0)
        return asked

    def _read(
        self,
        wanted: tuple[Stream, ...],
        asked: Mapping[str, Any],
        place: Key | None,
        actor: Actor,
        *,
        backwards: bool,
        limit: int,
    ) -> Found:
        """The rows next to a place, or at an end, in their order and with their keys."""
        values = {**asked, "limit": limit, **({} if place is None else place_values(place))}
        statement = _page(
            wanted,
            whole=actor.sees_all,
            started=place is not None,
            backwards=backwards,
            in_category="category" in asked,
        )
        return self._rows.found(statement, values, wanted[0].order.name, actor)

    def _is_any(self, wanted: tuple[Stream, ...], asked: Mapping[str, Any], place: Key, *, backwards: bool) -> bool:
        statement = _any(wanted, backwards=backwards, in_category="category" in asked)
        return self._connection.execute(statement, {**asked, "limit": 1, **place_values(place)}).first() is not None

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
    return actor.sees_all or (actor.person is not None and actor.only is None)
