"""The index of words on SQLite: a table of FTS5 without the text itself, its rows named by the entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, bindparam, column, select, text

from storage.engine import Indexed, Walk, Walked
from storage.schema import entries, tickets
from storage.sqlite_schema import WORDS
from storage.words import Phrase, words

_ADD = text("INSERT INTO entry_words (rowid, subject, body, ctx) VALUES (:entry, :subject, :body, :ctx)")
_DROP = text(
    "INSERT INTO entry_words (entry_words, rowid, subject, body, ctx) VALUES ('delete', :entry, :subject, :body, :ctx)"
)
_FILL = "INSERT INTO entry_words (rowid, subject, body, ctx) VALUES (?, ?, ?, ?)"
_WALK = text(
    "SELECT rowid AS hit FROM entry_words WHERE entry_words MATCH :asked AND rowid < :before"
    " ORDER BY rowid DESC LIMIT :walked"
)
_WALKED = _WALK.columns(column("hit", BigInteger)).subquery("walked")
_HITS = (
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
_GONE = "SELECT count(*) FROM entry_words_docsize WHERE id NOT IN (SELECT id FROM entries WHERE kind IN (0, 1))"
_FINDABLE = """
SELECT entries.body, tickets.subject, entry_words_docsize.sz FROM entries
JOIN tickets ON tickets.id = entries.ticket_id LEFT JOIN entry_words_docsize ON entry_words_docsize.id = entries.id
WHERE entries.kind IN (0, 1)
"""


class SqliteWords:
    """Is a storage.engine.WordIndex."""

    def add(self, connection: Connection, rows: Sequence[Indexed]) -> None:
        connection.execute(_ADD, rows)

    def drop(self, connection: Connection, rows: Sequence[Indexed]) -> None:
        connection.execute(_DROP, rows)

    def fill(self, connection: Connection, rows: Sequence[Indexed]) -> None:
        values = [(row["entry"], row["subject"], row["body"], row["ctx"]) for row in rows]
        connection.exec_driver_sql(_FILL, values)

    def hits(
        self, connection: Connection, walk: Walk, conditions: Sequence[ColumnElement[bool]], enough: int
    ) -> Walked:
        asked = {"asked": match(walk.wanted, walk.unwanted, walk.facts), "before": walk.before}
        found = connection.execute(hits_where(conditions), {**asked, "walked": walk.walked, "limit": enough})
        hits = [(entry, ticket) for entry, ticket in found]
        if len(hits) >= enough or not conditions:
            return Walked(hits)
        return Walked(hits, connection.execute(_END, {**asked, "walked": walk.walked - 1}).scalar())

    def make_anew(self, connection: Connection) -> None:
        for statement in ("DROP TABLE entry_words", WORDS):
            connection.exec_driver_sql(statement)

    def gone(self, connection: Connection) -> int:
        return int(connection.exec_driver_sql(_GONE).scalar_one())

    def wrong(self, connection: Connection) -> int:
        return sum(not _fits(*row) for row in connection.exec_driver_sql(_FINDABLE))


def hits_where(conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The statement for hits in tickets for which all of these hold."""
    return _HITS.join(tickets, tickets.c.id == entries.c.ticket_id).where(*conditions) if conditions else _HITS


def match(wanted: Sequence[Phrase], unwanted: Sequence[Phrase] = (), facts: Sequence[str] = ()) -> str:
    """As FTS5 is asked. Every phrase is quoted, so nothing typed is syntax."""
    asked = " AND ".join(map(_quoted, wanted))
    found = " AND ".join([f"{{subject body}} : ({asked})", *(f'ctx : "{fact}"' for fact in facts)])
    return f"({found}) NOT {{subject body}} : ({' OR '.join(map(_quoted, unwanted))})" if unwanted else found


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"{" *" if phrase.beginning else ""}'


def _fits(body: str, subject: str, sizes: bytes | None) -> bool:
    """Whether the index holds as many words of a message and its subject as they have."""
    return sizes is not None and [*_figures(sizes)][:2] == [len(words(subject)), len(words(body))]


def _figures(packed: bytes) -> Iterator[int]:
    """SQLite's variable-length figures: seven bits a byte, the highest bit says that more follow."""
    figure = 0
    for byte in packed:
        figure = figure << 7 | byte & 0x7F
        if byte < 0x80:
            yield figure
            figure = 0
