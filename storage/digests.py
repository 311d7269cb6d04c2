"""When somebody's next digest is due: a column of the person, so that one row of an index says whether any is."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, text, update

from core.digests import DueDigest
from core.people import Person
from storage.people import person_columns, read_person
from storage.schema import people

_HAS_ONE = text("digest_at IS NOT NULL")
"""The condition of a partial index."""
_WITH_ONE = select(*person_columns(), people.c.digest_at).where(_HAS_ONE).order_by(people.c.digest_at, people.c.id)
DUE = _WITH_ONE.where(people.c.digest_at <= bindparam("now")).limit(bindparam("limit"))
_PLAN = update(people).where(people.c.id == bindparam("person"))
_MOVE = _PLAN.where(people.c.digest_at == bindparam("was_due"))


class DigestsRoom:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan_digest(self, person: Person, at: int | None) -> None:
        self._connection.execute(_PLAN.values(digest_at=at), {"person": person.id})

    def who_has_digests(self) -> tuple[Person, ...]:
        return tuple(read_person(row) for row in self._connection.execute(_WITH_ONE))

    def due_digests(self, now: int, limit: int) -> tuple[DueDigest, ...]:
        rows = self._connection.execute(DUE, {"now": now, "limit": limit})
        return tuple(DueDigest(read_person(row), row.digest_at) for row in rows)

    def move_digest(self, due: DueDigest, following: int | None) -> bool:
        asked = {"person": due.person.id, "was_due": due.at}
        return self._connection.execute(_MOVE.values(digest_at=following), asked).rowcount == 1
