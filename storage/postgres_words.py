"""The index of words on PostgreSQL: a tsvector for each entry, written by our own tokeniser and never by PostgreSQL's.

Subject and body lie in it one after the other with a gap between, so that no phrase crosses it. What is known beside
the text stands in it as words that nobody can type: `=k0` for the kind, `=p7` for a person on the customer's side.

A tsvector counts no further than place 16383 and keeps 256 places of a word. So a very long message says of itself
that it is one, and where a phrase is looked for, its text decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    column,
    select,
    text,
    true,
)

from storage.engine import Indexed, Walk, Walked
from storage.schema import entries, tickets
from storage.words import Phrase, context, holds, spaced

LONG = "long"
_LAST_PLACE, _PLACES_AT_MOST = 16_383, 255
_AT_ONCE = 2000

TABLE = "CREATE TABLE entry_words (entry_id BIGINT NOT NULL PRIMARY KEY, words TSVECTOR NOT NULL)"
INDEX = "CREATE INDEX entry_words_words ON entry_words USING gin (words)"

_ADD = "INSERT INTO entry_words (entry_id, words) VALUES (%s, %s::tsvector)"
_DROP = "DELETE FROM entry_words WHERE entry_id = ANY(%s)"
# What is asked stands in the statement itself: how PostgreSQL looks for a word depends on how many messages hold it.
_STEP = text(
    "SELECT entry_id, CAST(:near AS boolean) AND words @@ CAST(:long AS tsquery) AS is_long FROM entry_words"
    " WHERE words @@ CAST(:asked AS tsquery) AND entry_id < :before ORDER BY entry_id DESC LIMIT :step"
).bindparams(
    bindparam("asked", type_=Text, literal_execute=True), bindparam("step", type_=BigInteger, literal_execute=True)
)
# The numbers first, in a step of their own: joined at once, PostgreSQL may walk through all entries.
_WALKED = (
    _STEP.columns(column("entry_id", BigInteger), column("is_long", Boolean)).cte("walked").prefix_with("MATERIALIZED")
)
_GROWS = 8
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
        left, entry = walk.walked, walk.before
        for entry, ticket, fits, subject, body in _steps(connection, walk, hits_where(conditions), enough):
            if body is None or holds(walk.wanted, walk.unwanted, subject, body):
                hits += [(entry, ticket)] if fits else []
                left -= 1
            if len(hits) == enough or not left:
                break
        return Walked(hits, entry if conditions and not left and len(hits) < enough else None)

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


def hits_where(conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The statement for a step of a walk: each entry with its ticket, whether all of these hold for that, and what is
    said there, where the index does not know it well enough."""
    fits = and_(true(), *conditions)
    said = [case((_WALKED.c.is_long, told)) for told in (tickets.c.subject, entries.c.body)]
    statement = select(_WALKED.c.entry_id, tickets.c.id, fits, *said).select_from(_WALKED)
    statement = statement.join(entries, entries.c.id == _WALKED.c.entry_id)
    return statement.join(tickets, tickets.c.id == entries.c.ticket_id).order_by(_WALKED.c.entry_id.desc())


def _steps(connection: Connection, walk: Walk, statement: Select[Any], step: int) -> Iterator[Sequence[Any]]:
    """The rows of a walk, as many at once as may be enough; then more, for few of them seem to fit."""
    near = any(len(phrase.words) > 1 for phrase in (*walk.wanted, *walk.unwanted))
    asked = {"asked": query(walk.wanted, walk.unwanted, walk.facts), "near": near, "long": f"'={LONG}'"}
    before = walk.before
    while True:
        rows = connection.execute(statement, {**asked, "before": before, "step": step}).all()
        yield from rows
        if len(rows) < step:
            return
        before, step = rows[-1].entry_id, min(step * _GROWS, walk.walked)


def query(wanted: Sequence[Phrase], unwanted: Sequence[Phrase] = (), facts: Sequence[str] = ()) -> str:
    """As a tsquery. Every word is quoted, so nothing typed is syntax."""
    parts = [*map(_wanted, wanted), *map(_unwanted, unwanted), *(f"'={fact}'" for fact in facts)]
    return " & ".join(parts)


def _wanted(phrase: Phrase) -> str:
    words = _quoted(phrase)
    near = f"({' <-> '.join(words)})"
    return near if len(words) == 1 else f"({near} | '={LONG}' & {' & '.join(words)})"


def _unwanted(phrase: Phrase) -> str:
    words = _quoted(phrase)
    near = f"!({' <-> '.join(words)})"
    return near if len(words) == 1 else f"({near} | '={LONG}')"


def _quoted(phrase: Phrase) -> list[str]:
    words = [f"'{word}'" for word in phrase.words]
    return [*words[:-1], f"{words[-1]}:*"] if phrase.beginning else words


def _indexed(entry: int, kind: int, subject: str, body: str, people: Sequence[int] | None) -> Indexed:
    ctx = context(kind, people or ())
    return {"entry": entry, "subject": spaced(subject), "body": spaced(body), "ctx": ctx}
