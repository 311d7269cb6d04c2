"""Rows of lists: what a list shows of tickets, as the one who asks may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, FromClause, Select, bindparam, func, null, select

from core.listing import Row
from core.people import Actor, Person
from core.references import Reference
from core.tickets import Priority, Status
from storage.cursors import written
from storage.people import person_columns, person_of
from storage.position import Position
from storage.schema import categories, people, read_marks, tags, tickets

Key = tuple[int, ...]
"""The figures that a list is sorted by, and the number of the ticket at the end."""

_AT_ONCE = 500
_SIZES = (10, 60, _AT_ONCE)

_PRIORITIES = tuple(Priority)
_STATUSES = tuple(Status)

_t = tickets.c
_requester = people.alias("requester")
_owner = people.alias("owner")
# Subqueries rather than joins: for a join SQLite reads all marks of this person first, and each tag is a row more.
_MARK = (
    select(read_marks.c.entry_id)
    .where(read_marks.c.person_id == bindparam("me"), read_marks.c.ticket_id == _t.id)
    .scalar_subquery()
)
_IN_ORDER = select(tags.c.name).where(tags.c.ticket_id == _t.id).order_by(tags.c.place).correlate(tickets).subquery()
_TAGS = select(func.aggregate_strings(_IN_ORDER.c.name, "\n")).scalar_subquery()

_COLUMNS = (
    *(_t.reference, _t.subject, categories.c.name, _t.priority, _t.status, _t.created_at, _t.respond_by),
    *(_t.due, _t.soon_at, _MARK),
)
_PEOPLE = (*person_columns(_requester, "from_"), *person_columns(_owner, "owner_"))
_SHOWN = {
    True: (*_COLUMNS, _t.updated_at, _t.version, _t.last_message, _TAGS, *_PEOPLE),
    False: (*_COLUMNS, _t.public_at, _t.public_version, _t.last_public, null(), *_PEOPLE),
}
"""By whether all may be seen; else what counts is what the customer's side sees."""
_REQUESTER = len(_COLUMNS) + 4
_OWNER, _POSITION, _KEY = _REQUESTER + 7, _REQUESTER + 14, _REQUESTER + 15
"""Where the columns of these begin."""


def showing(keys: FromClause, *, whole: bool) -> Select[Any]:
    """The statement that reads the rows of some keys, of which the last column is the number of a ticket."""
    *_, number = keys.c
    return select(*_SHOWN[whole], Position(), *keys.c).select_from(
        keys.join(tickets, _t.id == number)
        .join(categories, categories.c.id == _t.category_id)
        .join(_requester, _requester.c.id == _t.requester_id)
        .join(_owner, _owner.c.id == _t.assignee_id, isouter=True)
    )


@cache
def _naming(size: int, *, whole: bool) -> Select[Any]:
    """Rows by so many numbers, each a parameter of its own: a list of them would be written out anew each time."""
    named = select(_t.id).where(_t.id.in_([bindparam(name) for name in _names(size)]))
    return showing(named.subquery("named"), whole=whole)


@cache
def _names(size: int) -> tuple[str, ...]:
    return tuple(f"number_{nth}" for nth in range(size))


class Found(NamedTuple):
    """Rows with their keys; `position` dates them, None where there are none."""

    placed: list[tuple[Key, Row]]
    position: int | None


class RowsRoom:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, keys: Sequence[Key], order: str, actor: Actor) -> tuple[Row, ...]:
        """In the order of the keys, each with its cursor in the order that is named."""
        return tuple(
            row
            for first in range(0, len(keys), _AT_ONCE)
            for row in self._some(keys[first : first + _AT_ONCE], order, actor)
        )

    def found(self, statement: Select[Any], asked: Mapping[str, object], order: str, actor: Actor) -> Found:
        """What a statement made by `showing` finds, in the order of its keys."""
        making = _Making(order, actor.sees_all)
        rows = self._connection.execute(statement, asked).all()
        placed = sorted([(row[_KEY:], row) for row in rows], key=itemgetter(0))
        return Found([(key, making.row(row, key)) for key, row in placed], rows[0][_POSITION] if rows else None)

    def _some(self, keys: Sequence[Key], order: str, actor: Actor) -> Sequence[Row]:
        whole, numbers = actor.sees_all, padded([key[-1] for key in keys])
        asked = dict(zip(_names(len(numbers)), numbers, strict=True), me=actor.person.id if actor.person else 0)
        rows = self._connection.execute(_naming(len(numbers), whole=whole), asked).all()
        found, making = {row[-1]: row for row in rows}, _Making(order, whole)
        return [making.row(found[key[-1]], key) for key in keys]


class _Making:
    """Rows of one page from what was selected for them. The same few people come again and again."""

    def __init__(self, order: str, whole: bool) -> None:
        self._order = order
        self._whole = whole
        self._requesters: dict[int, Person] = {}
        self._owners: dict[int, Person] = {}

    def row(self, row: Sequence[Any], key: Key) -> Row:
        reference, subject, category, priority, status, created_at, respond_by, due, soon_at, mark, *rest = row[
            :_REQUESTER
        ]
        updated_at, version, last, tags = rest
        return Row(
            Reference(reference),
            subject,
            category,
            _PRIORITIES[priority],
            _STATUSES[status],
            self._requesters.get(row[_REQUESTER]) or self._requester(row[_REQUESTER:_OWNER]),
            None if row[_OWNER] is None else self._owners.get(row[_OWNER]) or self._owner(row[_OWNER:_POSITION]),
            tuple(tags.split("\n")) if tags else (),
            created_at,
            updated_at,
            respond_by,
            due,
            soon_at,
            version,
            last > (mark or 0),
            written(self._order, key[:-1], reference),
        )

    def _requester(self, fields: Sequence[Any]) -> Person:
        person = person_of(*fields)
        self._requesters[person.id] = person = person if self._whole else replace(person, undeliverable="")
        return person

    def _owner(self, fields: Sequence[Any]) -> Person:
        """To the customer's side a name without an address."""
        person = person_of(*fields)
        self._owners[person.id] = person = person if self._whole else replace(person, email="", undeliverable="")
        return person


def padded(numbers: Sequence[int]) -> list[int]:
    """The numbers, the last one again as often as a few fixed sizes ask for: so that statements are prepared once."""
    size = next((size for size in _SIZES if size >= len(numbers)), len(numbers))
    return list(numbers) + [numbers[-1]] * (size - len(numbers))
