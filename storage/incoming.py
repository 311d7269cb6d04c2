"""Letters that came in: each once, whichever way and however often it comes, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from core.entries import Entry
from core.incoming import Arrived, Incoming, Stage, Way
from core.references import Reference
from core.store import Blob
from storage.numbers import Numbers, added
from storage.schema import incoming, tickets

_WAITS = text(f"stage = {int(Stage.WAITS)}")
_HELD = text(f"stage = {int(Stage.HELD)}")
_ENDED = text("sha256 IS NOT NULL AND ended_at IS NOT NULL")
"""The conditions of partial indexes: a bound value would not be the same condition."""
_AFTER_EVERY_LETTER = "~"
_NAMED_AT_MOST = 2
COUNTED_AT_MOST = 1001
_WAYS = (Way.PIPE, Way.LMTP, Way.IMAP)

_i = incoming.c
_LETTER = select(incoming, tickets.c.reference).outerjoin(tickets, tickets.c.id == _i.ticket_id)
_BY_NUMBER = _LETTER.where(_i.id == bindparam("number"))
_LOCK = select(_i.id).where(_i.id == bindparam("number")).with_for_update()
_BEGINNING = (
    _LETTER.where(_i.fingerprint >= bindparam("first"), _i.fingerprint < bindparam("last"))
    .order_by(_i.fingerprint)
    .limit(_NAMED_AT_MOST)
)
NEWEST_HELD = _LETTER.where(_HELD).order_by(_i.id.desc()).limit(bindparam("limit"))
OLDEST_HELD = _LETTER.where(_HELD).order_by(_i.id).limit(bindparam("limit"))
NEXT = select(_i.id).where(_WAITS, _i.not_before <= bindparam("now")).order_by(_i.not_before, _i.id).limit(1)
LAST_CAME = select(_i.came_at).order_by(_i.id.desc()).limit(1)
_KNOWN = select(_i.id).where(_i.fingerprint == bindparam("which"))
FILED_AS = (
    select(_i.id, _i.message_id, tickets.c.reference)
    .join(tickets, tickets.c.id == _i.ticket_id)
    .where(_i.message_id.in_(bindparam("ids", expanding=True)), _i.stage == int(Stage.FILED))
)
_PUT_OFF = update(incoming).where(_i.id == bindparam("number"), _WAITS, _i.not_before <= bindparam("now"))
_CHANGE = update(incoming).where(_i.id == bindparam("number"))
FORGET = update(incoming).where(_ENDED, _i.ended_at < bindparam("before")).values(sha256=None)


def _counted(condition: Any) -> Any:
    """How many letters there are of a kind, so far and no further."""
    return select(func.count()).select_from(select(_i.id).where(condition).limit(COUNTED_AT_MOST).subquery("found"))


WAITING, HELD = _counted(_WAITS), _counted(_HELD)


class IncomingRoom:
    def __init__(self, connection: Connection, numbers: Numbers, *, locks: bool) -> None:
        self._connection = connection
        self._numbers = numbers
        self._locks = locks

    def keep_incoming(self, arrived: Arrived, at: int) -> bool:
        if self._connection.execute(_KNOWN, {"which": arrived.fingerprint}).first() is not None:
            return False
        added(self._connection, insert(incoming), _values(arrived, at))
        return True

    def renew_incoming(self, number: int, arrived: Arrived, at: int) -> None:
        values = _values(arrived, at)
        del values["came_at"]
        self._connection.execute(_CHANGE.values(**values, ticket_id=None), {"number": number})

    def next_incoming(self, now: int) -> int | None:
        number: int | None = self._connection.execute(NEXT, {"now": now}).scalar()
        return number

    def incoming(self, number: int) -> Incoming:
        if self._locks:
            self._connection.execute(_LOCK, {"number": number})
        return _read(self._connection.execute(_BY_NUMBER, {"number": number}).one())

    def incoming_named(self, beginning: str) -> tuple[Incoming, ...]:
        asked = {"first": beginning, "last": beginning + _AFTER_EVERY_LETTER}
        return tuple(_read(row) for row in self._connection.execute(_BEGINNING, asked).all())

    def held_incoming(self, limit: int, *, oldest: bool = False) -> tuple[Incoming, ...]:
        statement = OLDEST_HELD if oldest else NEWEST_HELD
        return tuple(_read(row) for row in self._connection.execute(statement, {"limit": limit}).all())

    def count_incoming(self) -> tuple[int, int, int | None]:
        waiting, held = (self._connection.execute(one).scalar_one() for one in (WAITING, HELD))
        return waiting, held, self._connection.execute(LAST_CAME).scalar()

    def put_off_incoming(self, number: int, now: int, until: int, tries: int) -> bool:
        put_off = _PUT_OFF.values(not_before=until, tries=tries)
        return self._connection.execute(put_off, {"number": number, "now": now}).rowcount == 1

    def change_incoming(self, letter: Incoming, message_id: str | None = None, entry: Entry | None = None) -> None:
        values: dict[str, object] = {
            "stage": int(letter.stage),
            "author": letter.author,
            "subject": letter.subject,
            "why": letter.why,
            "ticket_id": None if letter.reference is None else self._numbers.of(letter.reference),
            "ended_at": letter.ended_at,
        }
        if message_id is not None:
            values["message_id"] = message_id or None
        if entry is not None:
            values["entry_id"] = entry.id
        self._connection.execute(_CHANGE.values(**values), {"number": letter.number})

    def tickets_of_letters(self, message_ids: Sequence[str]) -> Mapping[str, Reference]:
        rows = self._connection.execute(FILED_AS, {"ids": list(message_ids)}).all()
        newest_first = sorted(rows, key=lambda row: -row.id)  # of two letters with one Message-ID the older one holds
        return {row.message_id: Reference(row.reference) for row in newest_first}

    def forget_letters(self, before: int) -> None:
        self._connection.execute(FORGET, {"before": before})


def _values(arrived: Arrived, at: int) -> dict[str, object]:
    return {
        "fingerprint": arrived.fingerprint,
        "sha256": arrived.raw.sha256,
        "size": arrived.raw.size,
        "way": _WAYS.index(arrived.way),
        "sender": arrived.sender,
        "recipient": arrived.recipient,
        "author": "",
        "subject": "",
        "came_at": at,
        "not_before": at,
        "tries": 0,
        "stage": int(Stage.WAITS),
        "why": "",
    }


def _read(row: Any) -> Incoming:
    raw = Blob(row.sha256 or "", row.size)
    arrived = Arrived(row.fingerprint, raw, _WAYS[row.way], row.sender, row.recipient)
    return Incoming(
        row.id,
        arrived,
        row.came_at,
        Stage(row.stage),
        row.tries,
        row.author,
        row.subject,
        row.why,
        None if row.reference is None else Reference(row.reference),
        row.ended_at,
    )
