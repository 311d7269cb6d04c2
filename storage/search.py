"""The index of words over messages and notes: kept in the transaction of what it finds, asked for the newest hits.

What depends on SQLite's full-text index is in this file, in storage/words.py and in storage/sqlite_schema.py.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from core.query_terms import Search
from core.tickets import Ticket
from storage.codes import EntryCode
from storage.words import context, match, spaced

ADD = text("INSERT INTO entry_words (rowid, subject, body, ctx) VALUES (:entry, :subject, :body, :ctx)")
_DROP = text(
    "INSERT INTO entry_words (entry_words, rowid, subject, body, ctx) VALUES ('delete', :entry, :subject, :body, :ctx)"
)
_HITS = text(
    "SELECT entries.id, entries.ticket_id FROM"
    " (SELECT rowid AS hit FROM entry_words WHERE entry_words MATCH :asked AND rowid < :before"
    " ORDER BY rowid DESC LIMIT :limit)"
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

    def hits(self, search: Search, person: int | None, before: int, limit: int) -> list[tuple[int, int]]:
        """The newest entries before one that hold the words, each with its ticket, newest first.

        The index gives them without visiting the others. `person` finds only what their side of a ticket saw.
        """
        facts = () if person is None else (f"k{int(EntryCode.MESSAGE)}", f"p{person}")
        asked = match(search.words, search.unwanted, facts)
        if asked is None:
            return []
        found = self._connection.execute(_HITS, {"asked": asked, "before": before, "limit": limit})
        return [(entry, ticket) for entry, ticket in found]


def side(ticket: Ticket) -> list[int]:
    return list(dict.fromkeys([ticket.requester.id, *(person.id for person in ticket.participants)]))


def _row(entry: int, code: EntryCode, ticket: Ticket, body: str) -> dict[str, object]:
    return {
        "entry": entry,
        "subject": spaced(ticket.subject),
        "body": spaced(body),
        "ctx": context(code, side(ticket)),
    }
