"""SQLite as the database of a desk: one file, one writer at a time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from core.errors import Refused, TryLater
from storage import sqlite_driver
from storage.engine import RESTORE, SLOW, WordIndex
from storage.sqlite_upkeep import look_after


class SqliteEngine:
    """Is a storage.engine.DeskEngine."""

    writers = 1
    readers = 2
    searchers = 1
    locks_rows = False

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def words(self) -> WordIndex:
        from storage.sqlite_words import SqliteWords  # no list needs it

        return SqliteWords()

    def connections(self, count: int, *, writes: bool, patient: bool = False) -> Engine:
        del patient  # nothing here ends a statement but who waits for it
        return sqlite_driver.engine(self.path, writes=writes, connections=count)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """With the rollback journal a long read holds up who writes: there a copy is read, made in a moment."""
        if sqlite_driver.JOURNAL == "wal":
            with _reading(self.path) as connection:
                yield connection
            return
        with tempfile.TemporaryDirectory(prefix=f".{self.path.name}.", dir=self.path.parent) as folder:
            copied = Path(folder) / self.path.name
            try:
                sqlite_driver.copy(self.path, copied)
            except sqlite_driver.Error as error:
                raise sqlite_driver.not_copied(error) from error
            with _reading(copied) as connection:
                yield connection

    def look_after(self) -> None:
        look_after(self.path)

    def moment(self, connection: Connection) -> AbstractContextManager[object]:
        return connection.begin()

    def interrupt(self, driver: Any) -> None:
        driver.interrupt()

    def is_race(self, error: DBAPIError, tries: int) -> bool:
        del tries
        return sqlite_driver.is_busy(error)

    def answer(self, error: DBAPIError) -> Exception:
        if sqlite_driver.is_interrupted(error):
            return TryLater(SLOW)
        sentence = sqlite_driver.says(error.orig)
        if sentence is None:
            return error
        return TryLater(sentence) if sqlite_driver.may_pass(error) else Refused(sentence)

    def receipt(self, connection: Connection) -> None:
        del connection

    def size_and_room(self, connection: Connection) -> tuple[int, int | None]:
        size, path = sqlite_driver.size_and_path(connection)
        return size, shutil.disk_usage(path).free

    def put(self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Handed to the driver as they are: SQLAlchemy's look at each value would take most of the time."""
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  names of ours
        connection.exec_driver_sql(sql, [tuple(row) for row in rows])

    def damage(self, connection: Connection) -> Iterator[str]:
        answers = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
        if answers != ["ok"]:
            yield f"The database file is damaged ({'; '.join(answers)}). {RESTORE}"
            return
        for table in sorted({row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}):
            yield f"Rows of {table} belong to rows that are gone. {RESTORE}"


@contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    """One connection in one transaction."""
    connections = sqlite_driver.engine(path, writes=False, connections=1)
    try:
        with connections.connect() as connection, connection.begin():
            yield connection
    finally:
        connections.dispose()
