"""A copy that an older program made: it becomes a desk of its version in a file aside, is upgraded there, and written
down again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, MetaData, Table, insert

from core.copies import Kind
from storage.archive import ArchiveReader, Head, tables_of
from storage.archived_files import FilesTaken
from storage.archived_rows import RowsTaken
from storage.archiving import Told, write_archive
from storage.migrating import migrate
from storage.opened import files_in
from storage.opening import open_store
from storage.place import PRIVATE_FILE
from storage.schema import VERSION, desk
from storage.sqlite_engine import SqliteEngine
from storage.taking_lines import take_lines
from storage.words import VERSION as WORDS_VERSION


@contextmanager
def written_again(head: Head, lines: ArchiveReader, told: Told) -> Iterator[ArchiveReader]:
    """The same desk in lines of this version, the first of which is read already. Raises NotUnderstood for a broken
    source."""
    with tempfile.TemporaryDirectory(prefix="ttydesk-") as folder, tempfile.TemporaryFile() as newer:
        path = Path(folder) / "desk.db"
        path.touch(mode=PRIVATE_FILE)
        engine = SqliteEngine(path)
        migrate(engine, head.tables)
        _fill(engine, head, lines, told)
        migrate(engine, VERSION)
        _write(path, head, newer, told)
        newer.seek(0)
        read = ArchiveReader(newer)
        read.head()
        yield read


def _fill(engine: SqliteEngine, head: Head, lines: ArchiveReader, told: Told) -> None:
    files = FilesTaken(files_in(engine.path.with_suffix(".files"), head.desk), lines)
    connections = engine.connections(1, writes=True)
    try:
        with connections.connect() as connection, connection.begin():
            take_lines(lines, RowsTaken(connection, engine, lines, tables_then(connection, head.kind)), files, told)
            made = {"id": head.desk, "made_at": head.founded, "words_version": WORDS_VERSION}
            connection.execute(insert(desk), made)
    finally:
        connections.dispose()


def tables_then(connection: Connection, kind: Kind) -> list[Table]:
    """As they were: of those that are carried, the ones that were there then, with the columns that they had."""
    names = [str(table.name) for table in tables_of(kind)]
    there = MetaData()
    there.reflect(connection, only=lambda name, _: name in names)
    return [there.tables[name] for name in names if name in there.tables]


def _write(path: Path, head: Head, into: BinaryIO, told: Told) -> None:
    opened = open_store(f"sqlite:///{path}")
    try:
        write_archive(opened, into, head.kind, head.program, head.made_at, told)
    finally:
        opened.close_now()
