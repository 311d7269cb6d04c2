"""Soft state: drafts and read marks. It writes no change rows."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from core.people import Person
from core.store import DraftPlace
from core.tickets import Ticket
from storage.numbers import Numbers
from storage.schema import drafts, entries, read_marks

_MARK = select(read_marks.c.entry_id).where(
    read_marks.c.person_id == bindparam("person"), read_marks.c.ticket_id == bindparam("ticket")
)
_MARK_UP_TO = text(
    "INSERT INTO read_marks (person_id, ticket_id, entry_id) VALUES (:person, :ticket, :entry)"
    " ON CONFLICT (person_id, ticket_id) DO UPDATE SET entry_id = excluded.entry_id"
    " WHERE read_marks.entry_id < excluded.entry_id"
)
_LAST_ENTRY = select(func.coalesce(func.max(entries.c.id), 0)).where(entries.c.ticket_id == bindparam("ticket"))

_THERE = (
    drafts.c.owner == bindparam("of"),
    drafts.c.kind == bindparam("what"),
    drafts.c.reference == bindparam("where"),
)
_DRAFT = select(drafts.c.text).where(*_THERE)
_KEEP = update(drafts).where(*_THERE)
_DROP = delete(drafts).where(*_THERE)


class SoftRoom:
    def __init__(self, connection: Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def read_mark(self, ticket: Ticket, person: Person) -> int:
        where = {"person": person.id, "ticket": self._numbers.of(ticket.reference)}
        return int(self._connection.execute(_MARK, where).scalar() or 0)

    def mark_read(self, ticket: Ticket, person: Person, entry: int) -> None:
        """A mark never goes back, and never further than the ticket has entries."""
        number = self._numbers.of(ticket.reference)
        last = self._connection.execute(_LAST_ENTRY, {"ticket": number}).scalar_one()
        self.set_mark(number, person, min(entry, last))

    def set_mark(self, number: int, person: Person, entry: int) -> None:
        self._connection.execute(_MARK_UP_TO, {"person": person.id, "ticket": number, "entry": entry})

    def draft(self, place: DraftPlace) -> str | None:
        text = self._connection.execute(_DRAFT, _where(place)).scalar()
        return None if text is None else str(text)

    def keep_draft(self, place: DraftPlace, text: str | None, at: int) -> None:
        if text is None:
            self._connection.execute(_DROP, _where(place))
        elif not self._connection.execute(_KEEP, {**_where(place), "text": text, "at": at}).rowcount:
            owner, kind, reference = _where(place).values()
            values = {"owner": owner, "kind": kind, "reference": reference, "text": text, "at": at}
            self._connection.execute(insert(drafts), values)


def _where(place: DraftPlace) -> dict[str, str]:
    return {"of": place.owner, "what": place.kind, "where": place.reference or ""}
