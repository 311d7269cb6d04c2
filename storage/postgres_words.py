"""The index of words on PostgreSQL: a tsvector for each entry, written by our own tokeniser and never by PostgreSQL's.

Subject and body lie in it one after the other with a gap between, so that no phrase crosses it. What is known beside
the text stands in it as words that nobody can type: `=k0` for the kind, `=p7` for a person on the customer's side.

A tsvector counts no further than place 16383 and keeps 256 places of a word. So a very long message says of itself
that it is one, and where a phrase is looked for, its text decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from storage.engine import Indexed
from storage.words import context, spaced

LONG = "long"
_LAST_PLACE, _PLACES_AT_MOST = 16_383, 255
_AT_ONCE = 2000

TABLE = "CREATE TABLE entry_words (entry_id BIGINT NOT NULL PRIMARY KEY, words TSVECTOR NOT NULL)"
INDEX = "CREATE INDEX entry_words_words ON entry_words USING gin (words)"

_ADD = "INSERT INTO entry_words (entry_id, words) VALUES (%s, %s::tsvector)"
_DROP = "DELETE FROM entry_words WHERE entry_id = ANY(%s)"
# The numbers first, in a step of their own: joined at once, PostgreSQL may walk through all entries.
_HITS = f"""
WITH found AS MATERIALIZED (
 SELECT entry_id, words @@ '''={LONG}'''::tsquery AS is_long FROM entry_words
 WHERE words @@ %(asked)s::tsquery AND entry_id < %(before)s ORDER BY entry_id DESC LIMIT %(limit)s)
SELECT entries.id, entries.ticket_id, CASE WHEN is_long THEN tickets.subject END, CASE WHEN is_long THEN body END
FROM found JOIN entries ON entries.id = entry_id JOIN tickets ON tickets.id = entries.ticket_id
ORDER BY entries.id DESC
"""  # noqa: S608
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
_NEWEST_OF_ALL = 2**62


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
        self, connection: Connection, phrases: Sequence[str], facts: Sequence[str], limit: int
    ) -> Iterator[tuple[int, int]]:
        asked, before, left = query(phrases, facts), _NEWEST_OF_ALL, limit
        while left:
            values = {"asked": asked, "before": before, "limit": left}
            rows = connection.exec_driver_sql(_HITS, values).all()
            for entry, ticket, subject, body in rows:
                if body is None or all(_holds(subject, body, phrase) for phrase in phrases):
                    yield entry, ticket
                    left -= 1
                before = entry
            if not any(row[3] is not None for row in rows):
                return

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


def query(phrases: Sequence[str], facts: Sequence[str]) -> str:
    """As a tsquery. Every word is quoted, so nothing typed is syntax."""
    near = " & ".join(f"({' <-> '.join(_quoted(phrase))})" for phrase in phrases)
    known = "".join(f" & '={fact}'" for fact in facts)
    if not any(" " in phrase for phrase in phrases):
        return near + known
    anywhere = " & ".join(word for phrase in phrases for word in _quoted(phrase))
    return f"({near} | '={LONG}' & {anywhere}){known}"


def _quoted(phrase: str) -> list[str]:
    return [f"'{word}'" for word in phrase.split()]


def _holds(subject: str, body: str, phrase: str) -> bool:
    return any(f" {phrase} " in f" {spaced(text)} " for text in (subject, body))


def _indexed(entry: int, kind: int, subject: str, body: str, people: Sequence[int] | None) -> Indexed:
    ctx = context(kind, people or ())
    return {"entry": entry, "subject": spaced(subject), "body": spaced(body), "ctx": ctx}
