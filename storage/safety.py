"""What makes a second try harmless and many tries useless: idempotency keys and counted tries."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from core.calendars import DAY
from core.errors import Refused
from core.people import Actor
from core.references import Reference
from storage.schema import changes, idempotency, tries

_ANSWER = select(idempotency.c.fingerprint, idempotency.c.reference).where(
    idempotency.c.owner == bindparam("who"), idempotency.c.key == bindparam("which")
)
_SINCE = select(func.count()).where(
    tries.c.what == bindparam("of"), tries.c.source == bindparam("who"), tries.c.at > bindparam("since")
)
_OLD = delete(tries).where(
    tries.c.what == bindparam("of"), tries.c.source == bindparam("who"), tries.c.at < bindparam("before")
)


_NEWEST = select(func.max(changes.c.seq)).scalar_subquery()
_PRUNE = (
    delete(changes).where(changes.c.at < bindparam("before"), changes.c.seq < _NEWEST),
    delete(idempotency).where(idempotency.c.at < bindparam("before")),
)


class SafetyRoom:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def answered(self, key: str, actor: Actor, fingerprint: str) -> Reference | None:
        if not key:
            return None
        row = self._connection.execute(_ANSWER, {"who": _owner(actor), "which": key}).first()
        if row is None:
            return None
        if row.fingerprint != fingerprint:
            raise Refused("This key was used for something else before. Take a fresh one.", field="key")
        return Reference(row.reference)

    def remember_answer(self, key: str, actor: Actor, fingerprint: str, reference: Reference, at: int) -> None:
        if not key:
            return
        values = {"owner": _owner(actor), "key": key, "fingerprint": fingerprint, "reference": reference, "at": at}
        self._connection.execute(insert(idempotency), values)

    def count_tries(self, what: str, source: str, since: int) -> int:
        asked = {"of": what, "who": source, "since": since}
        return int(self._connection.execute(_SINCE, asked).scalar_one())

    def add_try(self, what: str, source: str, at: int) -> None:
        """Count one, and forget those of the same source that nobody asks for any more."""
        self._connection.execute(_OLD, {"of": what, "who": source, "before": at - DAY})
        self._connection.execute(insert(tries), {"what": what, "source": source, "at": at})

    def prune(self, before: int) -> None:
        for statement in _PRUNE:
            self._connection.execute(statement, {"before": before})


def _owner(actor: Actor) -> str:
    """Keys are each one's own: two people may choose the same word."""
    if actor.person is not None:
        return f"person {actor.person.id}"
    return "desk" if actor.is_desk else f"guest {actor.source}"
