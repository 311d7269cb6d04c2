"""PostgreSQL as the database of a desk: many may write at a time, from many machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property, partial
from typing import Any

import psycopg
from sqlalchemy import URL, Connection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from core.errors import TryLater
from storage import postgres_driver, postgres_refusals
from storage.engine import SLOW, Receipt, WordIndex
from storage.postgres_asking import one_moment

_TRIES_OF_TWICE = 5
"""A use case looks before it makes a row: if it is still there twice after so many looks, the program is wrong."""

# It was never counted, or has twice the size that it had.
_NOT_COUNTED = (
    "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
    " AND pg_relation_size(oid) / current_setting('block_size')::int > greatest(2 * relpages, 10)"
)
_NUMBERED = (
    "people",
    "categories",
    "tickets",
    "entries",
    "attachments",
    "audit",
    "outbox",
    "changes",
    "signing_keys",
    "incoming",
)


class PostgresEngine:
    """Is a storage.engine.DeskEngine."""

    writers = 8
    readers = 8
    searchers = 2
    locks_rows = True

    def __init__(self, address: URL) -> None:
        self.address = address

    @cached_property
    def words(self) -> WordIndex:
        from storage.postgres_words import PostgresWords  # no list needs it

        return PostgresWords()

    def connections(self, count: int, *, writes: bool, patient: bool = False) -> Engine:
        return postgres_driver.engine(self.address, count, writes=writes, patient=patient)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        connections = self.connections(1, writes=False, patient=True)
        try:
            with connections.connect() as connection, connection.begin():
                yield connection
        finally:
            connections.dispose()

    def look_after(self) -> None:
        """The server does it by itself, unless it was told not to."""
        try:
            with postgres_driver.connect(self.address, patient=True) as connection:
                for (table,) in connection.execute(_NOT_COUNTED).fetchall():
                    connection.execute(f"ANALYZE {table}")
        except psycopg.Error as error:
            raise postgres_refusals.answer(error, self.address) or error from error

    def moment(self, connection: Connection) -> AbstractContextManager[object]:
        return one_moment(connection)

    def interrupt(self, driver: Any) -> None:
        driver.cancel_safe(timeout=2.0)

    def is_race(self, error: DBAPIError, tries: int) -> bool:
        state = postgres_refusals.state_of(error.orig)
        if state in postgres_driver.TWICE:
            return tries < _TRIES_OF_TWICE
        return state in postgres_driver.RACES or postgres_driver.is_lost(error)

    def answer(self, error: DBAPIError) -> Exception:
        if postgres_refusals.state_of(error.orig) == postgres_driver.INTERRUPTED:
            return TryLater(SLOW)
        return (error.orig and postgres_refusals.answer(error.orig, self.address)) or error

    def receipt(self, connection: Connection) -> Receipt | None:
        number = connection.exec_driver_sql("SELECT pg_current_xact_id_if_assigned()::text").scalar()
        return None if number is None else partial(_was_kept, number)

    def size_and_room(self, connection: Connection) -> tuple[int, int | None]:
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()), None

    def put(self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if table in _NUMBERED and "id" in columns:
            self._number_on(connection, table)

    def _number_on(self, connection: Connection, table: str) -> None:
        """Rows came with their numbers: the next ones go on from there."""
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) > 0"  # noqa: S608
        )

    def damage(self, connection: Connection) -> Iterator[str]:
        """The server watches over its own files; what it was told not to watch any more is told here."""
        loose = (
            "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint"
            " WHERE connamespace = current_schema()::regnamespace AND NOT convalidated ORDER BY 1, 2"
        )
        for table, rule in connection.exec_driver_sql(loose):
            yield f"A rule of {table} is not looked after. In psql: ALTER TABLE {table} VALIDATE CONSTRAINT {rule};"
        broken = (
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE relnamespace = current_schema()::regnamespace AND NOT indisvalid ORDER BY 1"
        )
        for (index,) in connection.exec_driver_sql(broken):
            yield f"The index {index} is not whole. In psql: REINDEX INDEX {index};"


def _was_kept(number: str, connection: Connection) -> bool | None:
    said = connection.exec_driver_sql("SELECT pg_xact_status(%s::xid8)", (number,)).scalar()
    return None if said == "in progress" else said == "committed"
