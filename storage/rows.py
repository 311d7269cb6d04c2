"""Rows of lists: what a list shows of tickets whose numbers are known, as the one who asks may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select

from core.listing import Row
from core.people import Actor, Person, Role
from core.references import Reference
from core.tickets import Priority, Status
from storage.cursors import written
from storage.loading import sees_all, tags_of
from storage.people import person_columns
from storage.schema import categories, people, read_marks, tickets

Key = tuple[int, ...]
"""The figures that a list is sorted by, and the number of the ticket at the end."""

_AT_ONCE = 500
_SIZES = (10, 60, _AT_ONCE)

_PRIORITIES = tuple(Priority)
_STATUSES = tuple(Status)
_ROLES = tuple(Role)

_t = tickets.c
_requester = people.alias("requester")
_owner = people.alias("owner")
# A subquery rather than a join: for a join SQLite reads all marks of this person first.
_MARK = (
    select(read_marks.c.entry_id)
    .where(read_marks.c.person_id == bindparam("me"), read_marks.c.ticket_id == _t.id)
    .scalar_subquery()
)

_COLUMNS = (
    *(_t.id, _t.reference, _t.subject, categories.c.name, _t.priority, _t.status, _t.created_at, _t.respond_by),
    *(_t.due, _t.soon_at, _MARK),
    *person_columns(_requester, "from_"),
    *person_columns(_owner, "owner_"),
)
_SHOWN = {
    True: select(*_COLUMNS, _t.updated_at, _t.version, _t.last_message),
    False: select(*_COLUMNS, _t.public_at, _t.public_version, _t.last_public),
}
"""By whether all may be seen; else what counts is what the customer's side sees."""
_ROWS = {
    whole: shown.join(categories, categories.c.id == _t.category_id)
    .join(_requester, _requester.c.id == _t.requester_id)
    .join(_owner, _owner.c.id == _t.assignee_id, isouter=True)
    .where(_t.id.in_(bindparam("numbers", expanding=True)))
    for whole, shown in _SHOWN.items()
}


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

    def _some(self, keys: Sequence[Key], order: str, actor: Actor) -> Sequence[Row]:
        whole, met = sees_all(actor), _Met(sees_all(actor))
        numbers = padded([key[-1] for key in keys])
        tags = tags_of(self._connection, numbers) if whole else {}
        figures = {key[-1]: key[:-1] for key in keys}
        asked = {"numbers": numbers, "me": actor.person.id if actor.person else 0}
        found: dict[int, Row] = {}
        for row in self._connection.execute(_ROWS[whole], asked).all():
            number, reference, subject, category, priority, status, created_at, respond_by, due, soon_at, mark = row[
                :11
            ]
            updated_at, version, last = row[23:]
            found[number] = Row(
                Reference(reference),
                subject,
                category,
                _PRIORITIES[priority],
                _STATUSES[status],
                met.requester(row[11:17]),
                met.owner(row[17:23]),
                tuple(tags.get(number, ())),
                created_at,
                updated_at,
                respond_by,
                due,
                soon_at,
                version,
                last > (mark or 0),
                written(order, figures[number], reference),
            )
        return [found[key[-1]] for key in keys]


class _Met:
    """The people of one page: the same few come again and again."""

    def __init__(self, whole: bool) -> None:
        self._whole = whole
        self._known: dict[int, Person] = {}
        self._owners: dict[int, Person] = {}

    def requester(self, fields: Sequence[Any]) -> Person:
        number = fields[0]
        if (person := self._known.get(number)) is None:
            person = self._known[number] = _person(*fields)
        return person

    def owner(self, fields: Sequence[Any]) -> Person | None:
        """To the customer's side a name without an address."""
        if fields[0] is None:
            return None
        if (person := self._owners.get(fields[0])) is None:
            person = _person(*fields)
            person = self._owners[fields[0]] = person if self._whole else replace(person, email="")
        return person


def _person(number: int, email: str, name: str, role: int, verified: bool, active: bool) -> Person:
    return Person(number, email, name, _ROLES[role], verified, active)


def padded(numbers: Sequence[int]) -> list[int]:
    """The numbers, the last one again as often as a few fixed sizes ask for: so that statements are prepared once."""
    size = next((size for size in _SIZES if size >= len(numbers)), len(numbers))
    return list(numbers) + [numbers[-1]] * (size - len(numbers))
