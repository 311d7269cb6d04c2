"""The index of words over messages and notes: kept in the transaction of what it finds, asked for the newest hits."""

from __future__ import annotations

from sqlalchemy import Connection, text

from core.tickets import Ticket
from storage.codes import EntryCode
from storage.words import context, match, spaced

NEWEST_HITS = 500
"""A search looks at so many of the newest hits; the index gives them without visiting the others."""

ADD = text("INSERT INTO entry_words (rowid, subject, body, ctx) VALUES (:entry, :subject, :body, :ctx)")
_DROP = text(
    "INSERT INTO entry_words (entry_words, rowid, subject, body, ctx) VALUES ('delete', :entry, :subject, :body, :ctx)"
)
_HITS = text(
    "SELECT entries.id, entries.ticket_id FROM"
    " (SELECT rowid AS hit FROM entry_words WHERE entry_words MATCH :asked ORDER BY rowid DESC LIMIT :limit)"
    " CROSS JOIN entries ON entries.id = hit ORDER BY hit DESC"
)
_OF_TICKET = text("SELECT id, kind, body FROM entries WHERE ticket_id = :ticket AND kind IN (0, 1)")


class SearchRoom:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: int, code: EntryCode, ticket: Ticket, body: str) -> None:
        self._connection.execute(ADD, _row(entry, code, ticket, body))

    def follow(self, number: int, before: Ticket, after: Ticket) -> None:
        """Index the messages of a ticket again when its subject or its people changed."""
        if (before.subject, side(before)) == (after.subject, side(after)):
            return
        said = self._connection.execute(_OF_TICKET, {"ticket": number}).all()
        for statement, ticket in ((_DROP, before), (ADD, after)):
            if said:
                rows = [_row(row.id, EntryCode(row.kind), ticket, row.body) for row in said]
                self._connection.execute(statement, rows)

    def hits(self, typed: str, person: int | None) -> list[tuple[int, int]]:
        """The newest hit of each ticket, as entry and ticket, newest first; `person` finds only what their side saw."""
        facts = () if person is None else (f"k{int(EntryCode.MESSAGE)}", f"p{person}")
        asked = match(typed, facts)
        if asked is None:
            return []
        newest: dict[int, int] = {}
        for entry, ticket in self._connection.execute(_HITS, {"asked": asked, "limit": NEWEST_HITS}):
            newest.setdefault(ticket, entry)
        return [(entry, ticket) for ticket, entry in newest.items()]


def side(ticket: Ticket) -> list[int]:
    return list(dict.fromkeys([ticket.requester.id, *(person.id for person in ticket.participants)]))


def _row(entry: int, code: EntryCode, ticket: Ticket, body: str) -> dict[str, object]:
    return {
        "entry": entry,
        "subject": spaced(ticket.subject),
        "body": spaced(body),
        "ctx": context(code, side(ticket)),
    }
