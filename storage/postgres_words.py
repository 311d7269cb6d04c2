"""The index of words on PostgreSQL: a tsvector for each entry, written by our own tokeniser and never by PostgreSQL's.

Subject and body lie in it one after the other with a gap between, so that no phrase crosses it. What is known beside
the text stands in it as words that nobody can type: `=k0` for the kind, `=p7` for a person on the customer's side.

A tsvector counts no further than place 16383 and keeps 256 places of a word. So a very long message says of itself
that it is one, and where a phrase is looked for, its text decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Select, any_, bindparam, select

from storage.engine import Indexed, Walk, Walked
from storage.postgres_walking import LONG, Hits, messages
from storage.schema import entries, tickets
from storage.words import context, holds, spaced

_LAST_PLACE, _PLACES_AT_MOST = 16_383, 255
_AT_ONCE = 2000

TABLE = "CREATE TABLE entry_words (entry_id BIGINT NOT NULL PRIMARY KEY, words TSVECTOR NOT NULL)"
INDEX = "CREATE INDEX entry_words_words ON entry_words USING gin (words)"

_ADD = "INSERT INTO entry_words (entry_id, words) VALUES (%s, %s::tsvector)"
_DROP = "DELETE FROM entry_words WHERE entry_id = ANY(%s)"
_NUMBERS = entries.c.id == any_(bindparam("numbers", type_=ARRAY(BigInteger)))
_TOLD = select(entries.c.id, tickets.c.id).join(tickets, tickets.c.id == entries.c.ticket_id)
_TOLD = _TOLD.where(_NUMBERS).order_by(entries.c.id.desc())
_SAID_THERE = select(entries.c.id, tickets.c.subject, entries.c.body).select_from(entries)
_SAID_THERE = _SAID_THERE.join(tickets, tickets.c.id == entries.c.ticket_id).where(_NUMBERS)
# As NOT IN, PostgreSQL would walk through all entries once for each message.
_GONE = (
    "SELECT count(*) FROM entry_words"
    " WHERE NOT EXISTS (SELECT FROM entries WHERE entries.id = entry_id AND kind IN (0, 1))"
)
_SAID = """
SELECT entries.id, entries.kind, subject, body,
 (SELECT array_agg(person_id ORDER BY place) FROM participants WHERE participants.ticket_id = tickets.id)
FROM entries JOIN tickets ON tickets.id = entries.ticket_id
WHERE entries.kind IN (0, 1) AND entries.id > %s ORDER BY entries.id LIMIT %s
"""
_WRONG = """
SELECT count(*) FROM unnest(%s::bigint[], %s::text[]) AS said(entry, vector)
LEFT JOIN entry_words ON entry_id = entry WHERE words IS DISTINCT FROM vector::tsvector
"""


class PostgresWords:
    """Is a storage.engine.WordIndex."""

    def add(self, connection: Connection, rows: Sequence[Indexed]) -> None:
        connection.exec_driver_sql(_ADD, [(row["entry"], vector(row)) for row in rows])

    def drop(self, connection: Connection, rows: Sequence[Indexed]) -> None:
        connection.exec_driver_sql(_DROP, ([row["entry"] for row in rows],))

    def fill(self, connection: Connection, rows: Sequence[Indexed]) -> None:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy("COPY entry_words (entry_id, words) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row["entry"], vector(row)))

    def hits(
        self, connection: Connection, walk: Walk, conditions: Sequence[ColumnElement[bool]], enough: int
    ) -> Walked:
        hits: list[tuple[int, int]] = []
        left, statement = walk.walked, told(conditions)
        for some in messages(connection, walk, enough):
            numbers = self._holding(connection, walk, some)[:left]
            found = connection.execute(statement, {"numbers": numbers}).all() if numbers else ()
            hits += [(entry, ticket) for entry, ticket in found]
            left -= len(numbers)
            if len(hits) >= enough:
                return Walked(hits[:enough])
            if not left:
                return Walked(hits, numbers[-1] if conditions else None)
        return Walked(hits)

    def _holding(self, connection: Connection, walk: Walk, some: Hits) -> list[int]:
        """Long messages only where their text has what is wanted."""
        long = [entry for entry, is_long in some if is_long]
        said = connection.execute(_SAID_THERE, {"numbers": long}).all() if long else ()
        without = {entry for entry, subject, body in said if not holds(walk.wanted, walk.unwanted, subject, body)}
        return [entry for entry, _ in some if entry not in without]

    def make_anew(self, connection: Connection) -> None:
        connection.exec_driver_sql("TRUNCATE entry_words")

    def gone(self, connection: Connection) -> int:
        return int(connection.exec_driver_sql(_GONE).scalar_one())

    def wrong(self, connection: Connection) -> int:
        """Compared word by word, a few thousand messages at a time."""
        last = wrong = 0
        while said := connection.exec_driver_sql(_SAID, (last, _AT_ONCE)).all():
            vectors = [vector(_indexed(*row)) for row in said]
            values = ([row[0] for row in said], vectors)
            wrong += int(connection.exec_driver_sql(_WRONG, values).scalar_one())
            last = said[-1][0]
        return wrong


def vector(row: Indexed) -> str:
    """A message as PostgreSQL reads a tsvector. Words are letters and digits only, so quotes are all they need."""
    places: dict[str, list[int]] = {}
    subject, body = row["subject"].split(), row["body"].split()
    for first, some in ((1, subject), (len(subject) + 2, body)):
        for place, word in enumerate(some, first):
            places.setdefault(word, []).append(place)
    is_long = len(subject) + 1 + len(body) > _LAST_PLACE or any(len(some) > _PLACES_AT_MOST for some in places.values())
    facts = [*row["ctx"].split(), *([LONG] if is_long else [])]
    written = [f"'{word}':{','.join(map(str, some[:_PLACES_AT_MOST]))}" for word, some in places.items()]
    return " ".join(written + [f"'={fact}'" for fact in facts])


def told(conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Of the messages with these numbers those in tickets for which all of these hold, the newest first."""
    return _TOLD.where(*conditions)


def _indexed(entry: int, kind: int, subject: str, body: str, people: Sequence[int] | None) -> Indexed:
    ctx = context(kind, people or ())
    return {"entry": entry, "subject": spaced(subject), "body": spaced(body), "ctx": ctx}
