"""What the schema has on PostgreSQL alone: stored columns, triggers that count and tell, the index of words."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, MetaData, insert, inspect

from storage import schema
from storage.opened import Found
from storage.postgres_words import INDEX, TABLE
from storage.settings import REVISION
from storage.words import VERSION as WORDS_VERSION

CHANNEL = "ttydesk"
"""What a commit with news notifies; it is a channel of one database."""
MAKING = 0x747479
"""The advisory lock of whoever makes or upgrades the tables."""

_COUNT = """
INSERT INTO counters (category_id, lane, tickets)
SELECT category_id, coalesce(lane, 4), {sign}count(*) FROM {rows} GROUP BY 1, 2 ORDER BY 1, 2
ON CONFLICT (category_id, lane) DO UPDATE SET tickets = counters.tickets + excluded.tickets;
"""
_MOVE = """
INSERT INTO counters (category_id, lane, tickets)
SELECT category_id, lane, sum(n) FROM (VALUES (OLD.category_id, coalesce(OLD.lane, 4::smallint), -1),
 (NEW.category_id, coalesce(NEW.lane, 4::smallint), 1)) AS moved(category_id, lane, n) GROUP BY 1, 2 ORDER BY 1, 2
ON CONFLICT (category_id, lane) DO UPDATE SET tickets = counters.tickets + excluded.tickets;
"""


def _function(name: str, work: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {work} RETURN NULL; END $$"


# Always in the order of the rows' key, so that two who move tickets at the same time do not wait for each other.
EXTRAS = (
    _function("count_tickets_in", _COUNT.format(sign="", rows="came")),
    _function("count_tickets_out", _COUNT.format(sign="-", rows="went")),
    _function("count_ticket_again", _MOVE),
    (
        "CREATE TRIGGER tickets_counted_in AFTER INSERT ON tickets REFERENCING NEW TABLE AS came"
        " FOR EACH STATEMENT EXECUTE FUNCTION count_tickets_in()"
    ),
    (
        "CREATE TRIGGER tickets_counted_out AFTER DELETE ON tickets REFERENCING OLD TABLE AS went"
        " FOR EACH STATEMENT EXECUTE FUNCTION count_tickets_out()"
    ),
    (
        "CREATE TRIGGER tickets_counted_again AFTER UPDATE ON tickets FOR EACH ROW"
        " WHEN (OLD.category_id <> NEW.category_id OR OLD.lane IS DISTINCT FROM NEW.lane)"
        " EXECUTE FUNCTION count_ticket_again()"
    ),
    # The number of the transaction: those of commits that come late are lower than what was told already.
    "ALTER TABLE changes ADD COLUMN xid BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)",
    "CREATE INDEX changes_xid ON changes (xid, seq)",
    _function("tell_changes", f"PERFORM pg_notify('{CHANNEL}', '');"),
    "CREATE TRIGGER changes_told AFTER INSERT ON changes FOR EACH STATEMENT EXECUTE FUNCTION tell_changes()",
    (
        "CREATE TRIGGER settings_told AFTER INSERT OR UPDATE ON settings FOR EACH STATEMENT"
        " EXECUTE FUNCTION tell_changes()"
    ),
    # Every reply moves a ticket in its indexes: room beside it, and cleaning before much has gathered.
    "ALTER TABLE tickets SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02)",
    # PostgreSQL keeps no order behind `assignee_id IS NULL` in an index of all assignees.
    (
        "CREATE INDEX tickets_lane_nobody_due ON tickets (lane, due, priority, updated_desc, id)"
        " WHERE lane IS NOT NULL AND assignee_id IS NULL"
    ),
    (
        "CREATE INDEX tickets_lane_nobody_priority ON tickets (lane, priority, due, updated_desc, id)"
        " WHERE lane IS NOT NULL AND assignee_id IS NULL"
    ),
    (
        "CREATE INDEX tickets_lane_nobody_updated ON tickets (lane, updated_desc, id)"
        " WHERE lane IS NOT NULL AND assignee_id IS NULL"
    ),
    TABLE,
    INDEX,
)

_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
_FOUND = """
SELECT id, pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
 coalesce((SELECT text FROM settings WHERE key = %s), '') FROM desk
"""


@cache
def tables() -> MetaData:
    """The tables of storage/schema.py as PostgreSQL takes them: columns that are worked out are stored, and the
    conditions of indexes are the same. A copy, because the other tables belong to SQLite as well."""
    copied = MetaData()
    for table in schema.metadata.sorted_tables:
        copy = table.to_metadata(copied)
        for column in copy.columns:
            if column.computed is not None:
                column.computed.persisted = True
        for key in copy.foreign_key_constraints:
            if key.column_keys == ["follows"]:  # what it points to is unique by an index, which comes after the table
                key.use_alter, key.name = True, "tickets_follows"
        for index in copy.indexes:
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]
    return copied


def make(connection: Connection, desk_id: str, at: int) -> None:
    """Make all of it inside the transaction of this connection, unless another process did since we looked."""
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (MAKING,))
    if inspect(connection).has_table(schema.desk.name):
        return
    tables().create_all(connection)
    for statement in EXTRAS:
        connection.exec_driver_sql(statement)
    connection.execute(insert(schema.versions), {"version_num": schema.VERSION})
    connection.execute(insert(schema.desk), {"id": desk_id, "made_at": at, "words_version": WORDS_VERSION})


def look(connection: Any) -> Found:
    """What lies in a database, by a bare connection. Others' tables beside no desk are somebody else's database."""
    names = {name for (name,) in connection.execute(_TABLES)}
    if not names:
        return Found(None)
    if not names >= {schema.versions.name, schema.desk.name}:
        return Found("")
    (version,) = connection.execute(f"SELECT max(version_num) FROM {schema.versions.name}").fetchone()  # noqa: S608
    if version != schema.VERSION:
        return Found(version or "")
    return Found(version, *connection.execute(_FOUND, (REVISION,)).fetchone())
