"""What the schema has on SQLite alone: the triggers that keep the counters, and the index of words."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, inspect

from storage import schema, sqlite_driver
from storage.opened import Found
from storage.settings import REVISION
from storage.words import VERSION as WORDS_VERSION

_COUNT_IN = (
    "INSERT INTO counters (category_id, lane, tickets) VALUES (NEW.category_id, coalesce(NEW.lane, 4), 1)"
    " ON CONFLICT (category_id, lane) DO UPDATE SET tickets = tickets + 1;"
)
_COUNT_OUT = (
    "UPDATE counters SET tickets = tickets - 1 WHERE category_id = OLD.category_id AND lane = coalesce(OLD.lane, 4);"
)
_AGAIN = f"{_COUNT_OUT} {_COUNT_IN}"
_PLACE = "category_id, status, snoozed_until, merged_into"
_MOVED = "OLD.category_id <> NEW.category_id OR coalesce(OLD.lane, 4) <> coalesce(NEW.lane, 4)"

WORDS = "CREATE VIRTUAL TABLE entry_words USING fts5(subject, body, ctx, content='', tokenize='ascii', prefix='2 3')"
"""Rows are named by the entry. Text arrives cut into words (storage/words.py), so SQLite only splits at blanks.

`ctx` holds what never changes by itself: the kind of the entry and the people on the customer's side.
"""

EXTRAS = (
    f"CREATE TRIGGER tickets_counted_in AFTER INSERT ON tickets BEGIN {_COUNT_IN} END",
    f"CREATE TRIGGER tickets_counted_out AFTER DELETE ON tickets BEGIN {_COUNT_OUT} END",
    f"CREATE TRIGGER tickets_counted_again AFTER UPDATE OF {_PLACE} ON tickets WHEN {_MOVED} BEGIN {_AGAIN} END",
    WORDS,
)


_DESK = (
    "SELECT id, (SELECT coalesce(max(seq), 0) FROM changes), coalesce((SELECT text FROM settings WHERE key = ?), '')"
    " FROM desk"
)


def make(connection: Connection, desk_id: str, at: int) -> None:
    """Make all of it inside the transaction of this connection, unless another process did since we looked."""
    if inspect(connection).has_table(schema.desk.name):
        return
    schema.metadata.create_all(connection)
    for statement in EXTRAS:
        connection.exec_driver_sql(statement)
    connection.execute(insert(schema.versions), {"version_num": schema.VERSION})
    connection.execute(insert(schema.desk), {"id": desk_id, "made_at": at, "words_version": WORDS_VERSION})


def look(path: Path) -> Found:
    connection = sqlite_driver.connect(path)
    try:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not names:
            return Found(None)
        if not names >= {schema.versions.name, schema.desk.name}:
            return Found("")
        (version,) = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()
        if version != schema.VERSION:
            return Found(version or "")
        return Found(version, *connection.execute(_DESK, (REVISION,)).fetchone())
    finally:
        connection.close()
