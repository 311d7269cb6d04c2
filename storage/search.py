"""The index of words over messages and notes is kept in the transaction of what it finds."""

from __future__ import annotations

from sqlalchemy import Connection, text

from core.tickets import Ticket
from storage.engine import Indexed, WordIndex
from storage.entry_codes import EntryCode
from storage.words import context, spaced

_OF_TICKET = text("SELECT id, kind, body FROM entries WHERE ticket_id = :ticket AND kind IN (0, 1)")


class SearchRoom:
    def __init__(self, connection: Connection, index: WordIndex) -> None:
        self._connection = connection
        self._index = index

    def add(self, entry: int, code: EntryCode, ticket: Ticket, body: str) -> None:
        self._index.add(self._connection, [_row(entry, code, ticket, body)])

    def follow(self, number: int, before: Ticket, after: Ticket) -> None:
        """Index the messages of a ticket again when its subject or its people changed."""
        if (before.subject, side(before)) == (after.subject, side(after)):
            return
        said = self._connection.execute(_OF_TICKET, {"ticket": number}).all()
        for change, ticket in ((self._index.drop, before), (self._index.add, after)):
            if said:
                change(self._connection, [_row(row.id, EntryCode(row.kind), ticket, row.body) for row in said])


def side(ticket: Ticket) -> list[int]:
    return list(dict.fromkeys([ticket.requester.id, *(person.id for person in ticket.participants)]))


def _row(entry: int, code: EntryCode, ticket: Ticket, body: str) -> Indexed:
    return {
        "entry": entry,
        "subject": spaced(ticket.subject),
        "body": spaced(body),
        "ctx": context(code, side(ticket)),
    }
