"""The audit: rows that are only ever added."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, or_, select

from core.auditing import AuditQuery, Deed
from core.people import Actor, normal_email
from core.references import Reference
from storage.codes import VIA_CODES, VIAS
from storage.schema import audit, people, tickets

_FOREVER = 2**62

_DEEDS = (
    select(audit, tickets.c.reference)
    .join(tickets, tickets.c.id == audit.c.ticket_id, isouter=True)
    .where(audit.c.at <= bindparam("before"))
    .limit(bindparam("limit"))
)
_OF_TICKET = _DEEDS.where(
    audit.c.ticket_id == select(tickets.c.id).where(tickets.c.reference == bindparam("which")).scalar_subquery()
)
_OLDER, _NEWER = audit.c.id < bindparam("start"), audit.c.id > bindparam("start")
_CALLED_SO_AT_MOST = 20
"""People whose name or address holds what is looked for: as many are looked for by both, the first ones by name."""
_HOLDS = {"escape": "\\"}
_CALLED_SO = (
    select(people.c.name, people.c.email)
    .where(or_(*(column.like(bindparam("who"), **_HOLDS) for column in (people.c.name_norm, people.c.email_norm))))
    .order_by(people.c.name_norm, people.c.id)
    .limit(_CALLED_SO_AT_MOST)
)


class AuditRoom:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, actor: Actor, at: int, what: str, detail: str = "") -> None:
        self.record_of(None, actor, at, what, detail)

    def record_of(self, ticket: int | None, actor: Actor, at: int, what: str, detail: str = "") -> None:
        who = name_of(actor)
        values = {
            "at": at,
            "person_id": actor.person.id if actor.person else None,
            "who": who,
            "who_norm": normal_email(who),
            "asserted": actor.asserted or actor.only is not None,
            "via": VIA_CODES[actor.via],
            "what": what,
            "ticket_id": ticket,
            "detail": detail,
        }
        self._connection.execute(insert(audit), values)

    def deeds(self, query: AuditQuery) -> tuple[Deed, ...]:
        statement = _DEEDS if query.reference is None else _OF_TICKET
        statement = statement.order_by(audit.c.id if query.backwards else audit.c.id.desc())
        asked: dict[str, object] = {"before": _FOREVER if query.before is None else query.before, "limit": query.limit}
        if query.start is not None:
            statement = statement.where(_NEWER if query.backwards else _OLDER)
            asked["start"] = query.start
        if query.reference is not None:
            asked["which"] = query.reference
        if query.who.strip():
            statement = statement.where(self._of_somebody(query.who))
        deeds = tuple(_deed(row) for row in self._connection.execute(statement, asked))
        return deeds[::-1] if query.backwards else deeds

    def _of_somebody(self, typed: str) -> ColumnElement[bool]:
        """What they did, and what was done to them: that is told by name in one deed and by address in another."""
        who = f"%{_literal(normal_email(typed))}%"
        found = self._connection.execute(_CALLED_SO, {"who": who})
        names = {typed.strip(), *(name for row in found for name in (row.name, row.email))}
        told = (audit.c.detail.like(f"%{_literal(name)}%", **_HOLDS) for name in sorted(names))
        return or_(audit.c.who_norm.like(who, **_HOLDS), func.lower(audit.c.detail).like(who, **_HOLDS), *told)


def _deed(row: Row[Any]) -> Deed:
    reference = None if row.reference is None else Reference(row.reference)
    return Deed(row.at, row.who, row.asserted, VIAS[row.via], row.what, reference, row.detail, row.id)


def name_of(actor: Actor) -> str:
    """Who it was, as they are called now; who came by ID and e-mail alone is `asserted` beside it."""
    if actor.person is not None:
        return f"{actor.person.name} <{actor.person.email}>"
    return "the desk" if actor.is_desk else "guest"


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
