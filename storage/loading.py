"""Tickets as they come out of the database, and who may have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, select

from core.deadlines import Clock
from core.errors import NotUnderstood
from core.people import Actor, Person, normal_email
from core.permission import no_such_ticket
from core.references import Reference, is_whole
from core.tickets import Priority, Status, Ticket
from storage.codes import SOURCES
from storage.numbers import NUMBER, Numbers
from storage.people import person_columns, read_person
from storage.schema import categories, participants, people, tags, tickets

_LAST_LETTER = "~"

_t = tickets.c
_requester = people.alias("requester")
_owner = people.alias("owner")
_PROVED = (
    select(participants.c.proved)
    .where(participants.c.ticket_id == _t.id, participants.c.person_id == _t.requester_id)
    .scalar_subquery()
    .label("proved")
)
TICKET = (
    select(
        tickets,
        categories.c.name.label("category"),
        _PROVED,
        *person_columns(_requester, "from_"),
        *person_columns(_owner, "owner_"),
    )
    .join(categories, categories.c.id == _t.category_id)
    .join(_requester, _requester.c.id == _t.requester_id)
    .join(_owner, _owner.c.id == _t.assignee_id, isouter=True)
)
_WHOLE = TICKET.where(_t.reference == bindparam("which"))
BEGINNING = TICKET.where(_t.reference >= bindparam("first"), _t.reference < bindparam("last")).limit(2)
OWN = _WHOLE.where(exists().where(participants.c.ticket_id == _t.id, participants.c.person_id == bindparam("person")))
_PERSON = select(*person_columns()).where(people.c.email_norm == bindparam("email"))
_TAKES_PART = select(
    exists().where(participants.c.ticket_id == bindparam("ticket"), participants.c.person_id == bindparam("person"))
)
_OTHERS = (
    select(participants.c.ticket_id, *person_columns())
    .join(people, people.c.id == participants.c.person_id)
    .where(participants.c.ticket_id.in_(bindparam("tickets", expanding=True)), participants.c.place > 0)
    .order_by(participants.c.ticket_id, participants.c.place)
)
_TAGS = (
    select(tags.c.ticket_id, tags.c.name)
    .where(tags.c.ticket_id.in_(bindparam("tickets", expanding=True)))
    .order_by(tags.c.ticket_id, tags.c.place)
)
# In one order, so that two who take several tickets do not wait for each other.
_LOCK = (
    select(_t.id).where(_t.id.in_(bindparam("tickets", expanding=True))).order_by(_t.id).with_for_update(key_share=True)
)


class LoadingRoom:
    def __init__(self, connection: Connection, numbers: Numbers, *, locks: bool) -> None:
        self._connection = connection
        self._numbers = numbers
        self._locks = locks

    def ticket(self, reference: Reference, *, seen_by: Actor) -> Ticket:
        if seen_by.sees_all:
            found = self._any(reference)
        elif seen_by.person is not None and seen_by.only in (None, reference):
            found = self._read(OWN, {"which": reference, "person": seen_by.person.id})
        else:
            found = ()
        if not found:
            raise no_such_ticket()
        return found[0]

    def ticket_of_pair(self, reference: Reference, email: str) -> tuple[Ticket, Person] | None:
        """Three questions whatever the answers, so that a wrong pair and an unknown ID take the same time."""
        person = self._connection.execute(_PERSON, {"email": normal_email(email)}).first()
        number = self._connection.execute(NUMBER, {"which": reference}).scalar()
        pair = {"person": person.person_id if person else 0, "ticket": number or 0}
        if not self._connection.execute(_TAKES_PART, pair).scalar() or person is None:
            return None
        return self.all_of(_WHOLE, {"which": reference})[0], read_person(person)

    def all_of(self, statement: Select[Any], asked: Mapping[str, object]) -> tuple[Ticket, ...]:
        """Every ticket of a statement made from TICKET, in its order."""
        return self._read(statement, asked)

    def _any(self, reference: Reference) -> tuple[Ticket, ...]:
        if is_whole(reference):
            return self._read(_WHOLE, {"which": reference})
        found = self._read(BEGINNING, {"first": reference, "last": reference + _LAST_LETTER})
        if len(found) > 1:
            raise NotUnderstood(f"Several tickets begin with {reference}. Type more of the ID.", field="id")
        return found

    def _read(self, statement: Select[Any], asked: Mapping[str, object]) -> tuple[Ticket, ...]:
        rows = self._connection.execute(statement, asked).all()
        if rows and self._locks:
            self._connection.execute(_LOCK, {"tickets": [row.id for row in rows]})
            rows = self._connection.execute(statement, asked).all()  # as they are now that nobody else moves them
        if not rows:
            return ()
        for row in rows:
            self._numbers.learn(row.reference, row.id)
        others, named = self._others(rows), tags_of(self._connection, [row.id for row in rows])
        return tuple(_ticket(row, tuple(others[row.id]), tuple(named[row.id])) for row in rows)

    def _others(self, rows: Sequence[Any]) -> Mapping[int, list[Person]]:
        found: defaultdict[int, list[Person]] = defaultdict(list)
        for row in self._connection.execute(_OTHERS, {"tickets": [row.id for row in rows]}):
            found[row.ticket_id].append(read_person(row))
        return found


def tags_of(connection: Connection, numbers: Sequence[int]) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in connection.execute(_TAGS, {"tickets": numbers}).all():
        found[row.ticket_id].append(row.name)
    return found


def _ticket(row: Any, others: tuple[Person, ...], named: tuple[str, ...]) -> Ticket:
    return Ticket(
        reference=Reference(row.reference),
        subject=row.subject,
        category=row.category,
        priority=Priority(row.priority),
        status=Status(row.status),
        requester=read_person(row, "from_"),
        created_at=row.created_at,
        updated_at=row.updated_at,
        public_at=row.public_at,
        source=SOURCES[row.source],
        version=row.version,
        public_version=row.public_version,
        proved=bool(row.proved),
        participants=others,
        assignee=None if row.owner_id is None else read_person(row, "owner_"),
        tags=named,
        respond=_clock(row.respond_started, row.respond_paused_at, row.respond_paused_total),
        resolve=_clock(row.resolve_started, row.resolve_paused_at, row.resolve_paused_total),
        respond_by=row.respond_by,
        resolve_by=row.resolve_by,
        due=row.due,
        soon_at=row.soon_at,
        wake_at=row.wake_at,
        notices=row.notices,
        settled_at=row.settled_at,
        answered_at=row.answered_at,
        answered_in_time=row.answered_in_time,
        reopens=row.reopens,
        follows=None if row.follows is None else Reference(row.follows),
    )


def _clock(started: int | None, paused_at: int | None, paused_total: int) -> Clock | None:
    return None if started is None else Clock(started, paused_at, paused_total)
