"""The index of words over messages and notes: kept in the transaction of what it finds, asked for the newest hits.

What depends on SQLite's full-text index is in this file, in storage/words.py and in storage/sqlite_schema.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, bindparam, column, select, text

from core.query_terms import Search
from core.tickets import Ticket
from storage.codes import EntryCode
from storage.schema import entries, tickets
from storage.words import context, match, spaced

ADD = text("INSERT INTO entry_words (rowid, subject, body, ctx) VALUES (:entry, :subject, :body, :ctx)")
_DROP = text(
    "INSERT INTO entry_words (entry_words, rowid, subject, body, ctx) VALUES ('delete', :entry, :subject, :body, :ctx)"
)
_WALK = text(
    "SELECT rowid AS hit FROM entry_words WHERE entry_words MATCH :asked AND rowid < :before"
    " ORDER BY rowid DESC LIMIT :walked"
)
_WALKED = _WALK.columns(column("hit", BigInteger)).subquery("walked")
HITS = (
    select(_WALKED.c.hit, entries.c.ticket_id)
    .join(entries, entries.c.id == _WALKED.c.hit)
    .order_by(_WALKED.c.hit.desc())
    .limit(bindparam("limit"))
)
"""The index is walked as far as the first hits that fit: the inner rows come one by one, and in the order that the
outer ones are wanted."""
_END = text(
    "SELECT rowid FROM entry_words WHERE entry_words MATCH :asked AND rowid < :before"
    " ORDER BY rowid DESC LIMIT 1 OFFSET :walked"
)
_OF_TICKET = text("SELECT id, kind, body FROM entries WHERE ticket_id = :ticket AND kind IN (0, 1)")


def hits_where(conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The statement for hits in tickets for which all of these hold."""
    return HITS.join(tickets, tickets.c.id == entries.c.ticket_id).where(*conditions) if conditions else HITS


@dataclass(frozen=True, slots=True)
class Walk:
    """Through the hits before an entry, the newest first, `walked` of them at most. `asked`: None where there is no
    word to look for."""

    asked: str | None
    before: int
    walked: int

    @classmethod
    def of(cls, search: Search, person: int | None, before: int, walked: int) -> Walk:
        """`person` finds only what their side of a ticket saw."""
        facts = () if person is None else (f"k{int(EntryCode.MESSAGE)}", f"p{person}")
        return cls(match(search.words, search.unwanted, facts), before, walked)

    @property
    def values(self) -> dict[str, object]:
        return {"asked": self.asked, "before": self.before, "walked": self.walked}


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

    def hits(self, walk: Walk, conditions: Sequence[ColumnElement[bool]], limit: int) -> list[tuple[int, int]]:
        """The newest entries that hold the words, in tickets for which the conditions hold, each with its ticket.

        The index gives them newest first, without visiting the others.
        """
        if walk.asked is None:
            return []
        found = self._connection.execute(hits_where(conditions), {**walk.values, "limit": limit})
        return [(entry, ticket) for entry, ticket in found]

    def end(self, walk: Walk) -> int | None:
        """The last entry that a walk looks at, or None where the index ends before."""
        if walk.asked is None:
            return None
        found = self._connection.execute(_END, walk.values | {"walked": walk.walked - 1}).scalar()
        return None if found is None else int(found)


def side(ticket: Ticket) -> list[int]:
    return list(dict.fromkeys([ticket.requester.id, *(person.id for person in ticket.participants)]))


def _row(entry: int, code: EntryCode, ticket: Ticket, body: str) -> dict[str, object]:
    return {
        "entry": entry,
        "subject": spaced(ticket.subject),
        "body": spaced(body),
        "ctx": context(code, side(ticket)),
    }
