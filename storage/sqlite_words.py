"""The index of words on SQLite: a table of FTS5 without the text itself, its rows named by the entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

from storage.engine import Indexed
from storage.sqlite_schema import WORDS
from storage.words import words

_ADD = text("INSERT INTO entry_words (rowid, subject, body, ctx) VALUES (:entry, :subject, :body, :ctx)")
_DROP = text(
    "INSERT INTO entry_words (entry_words, rowid, subject, body, ctx) VALUES ('delete', :entry, :subject, :body, :ctx)"
)
_FILL = "INSERT INTO entry_words (rowid, subject, body, ctx) VALUES (?, ?, ?, ?)"
_HITS = text(
    "SELECT entries.id, entries.ticket_id FROM"
    " (SELECT rowid AS hit FROM entry_words WHERE entry_words MATCH :asked ORDER BY rowid DESC LIMIT :limit)"
    " CROSS JOIN entries ON entries.id = hit ORDER BY hit DESC"
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
        self, connection: Connection, phrases: Sequence[str], facts: Sequence[str], limit: int
    ) -> Iterator[tuple[int, int]]:
        yield from connection.execute(_HITS, {"asked": match(phrases, facts), "limit": limit})

    def make_anew(self, connection: Connection) -> None:
        for statement in ("DROP TABLE entry_words", WORDS):
            connection.exec_driver_sql(statement)

    def gone(self, connection: Connection) -> int:
        return int(connection.exec_driver_sql(_GONE).scalar_one())

    def wrong(self, connection: Connection) -> int:
        return sum(not _fits(*row) for row in connection.exec_driver_sql(_FINDABLE))


def match(phrases: Sequence[str], facts: Sequence[str]) -> str:
    """As FTS5 is asked. Every phrase is quoted, so nothing typed is syntax."""
    asked = " AND ".join(f'"{phrase}"' for phrase in phrases)
    return " AND ".join([f"{{subject body}} : ({asked})", *(f'ctx : "{fact}"' for fact in facts)])


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
