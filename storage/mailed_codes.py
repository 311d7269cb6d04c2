"""One-time codes that were asked for: for whom, where, what they hash to and how often one was tried."""

from __future__ import annotations

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, true, update

from core.mailed_codes import CodePlace, MailedCode
from core.people import Person
from core.references import Reference
from storage.numbers import Numbers
from storage.schema import mailed_codes, participants, people

_c = mailed_codes.c
_NO_TICKET = 0
_THERE = and_(_c.email_norm == bindparam("email"), _c.source == bindparam("place"), _c.ticket_id == bindparam("ticket"))
_MAKE_ROOM = delete(mailed_codes).where(or_(_THERE, _c.until <= bindparam("now")))
_KEEP = update(mailed_codes).where(_c.message_id == bindparam("letter"))
_WAITS = select(_c.id).where(_c.message_id == bindparam("letter"), _c.until > bindparam("now"))
_NEWEST = select(func.max(_c.id)).where(_THERE).scalar_subquery()
"""Two who ask in the same moment both leave one: the last one holds."""
_TRY = (
    update(mailed_codes)
    .where(_c.id == _NEWEST, _c.until > bindparam("now"), _c.tries < bindparam("at_most"))
    .values(tries=_c.tries + 1)
    .returning(_c.id, _c.hash)
)
_USE = delete(mailed_codes).where(_c.id == bindparam("number"), _c.hash == bindparam("fits"))
_VERIFY = update(people).where(people.c.id == bindparam("who")).values(verified=true())
_PROVE_ALL = update(participants).where(participants.c.person_id == bindparam("who")).values(proved=true())
_PROVE = _PROVE_ALL.where(participants.c.ticket_id == bindparam("which"))


class MailedCodesRoom:
    def __init__(self, connection: Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def await_code(self, place: CodePlace, message_id: str, until: int, now: int) -> None:
        there = self._there(place)
        self._connection.execute(_MAKE_ROOM, {**there, "now": now})
        values = {
            "email_norm": place.email,
            "source": place.source,
            "ticket_id": there["ticket"],
            "message_id": message_id,
            "hash": None,
            "until": until,
            "tries": 0,
        }
        self._connection.execute(insert(mailed_codes), values)

    def keep_code(self, message_id: str, hash: str, until: int) -> None:
        self._connection.execute(_KEEP.values(hash=hash, until=until), {"letter": message_id})

    def waits_for_code(self, message_id: str, now: int) -> bool:
        return self._connection.execute(_WAITS, {"letter": message_id, "now": now}).first() is not None

    def try_code(self, place: CodePlace, now: int, at_most: int) -> MailedCode | None:
        row = self._connection.execute(_TRY, {**self._there(place), "now": now, "at_most": at_most}).first()
        return None if row is None else MailedCode(row.id, row.hash)

    def use_code(self, code: MailedCode) -> bool:
        return self._connection.execute(_USE, {"number": code.number, "fits": code.hash}).rowcount == 1

    def prove(self, person: Person, reference: Reference | None) -> None:
        self._connection.execute(_VERIFY, {"who": person.id})
        if reference is None:
            self._connection.execute(_PROVE_ALL, {"who": person.id})
        else:
            self._connection.execute(_PROVE, {"who": person.id, "which": self._numbers.of(reference)})

    def _there(self, place: CodePlace) -> dict[str, object]:
        ticket = _NO_TICKET if place.reference is None else self._numbers.of(place.reference)
        return {"email": place.email, "place": place.source, "ticket": ticket}
