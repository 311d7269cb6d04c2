"""Writing a whole desk down while people work on it: the rows of one moment, then the files that they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from core.copies import Copied, Kind
from core.errors import NotFound
from storage import schema
from storage.archive import FORMAT, ArchiveWriter, Head, columns_of, tables_of
from storage.files import BlobFiles, Changed
from storage.named_files import digests, name_of
from storage.opened import OpenedStore
from storage.schema import desk, incoming

AT_ONCE = 1000
"""Rows that are fetched at a time."""
TELLS_EVERY = 10_000

Told = Callable[[int], None]
"""Hears now and then how many lines there are."""


def write_archive(opened: OpenedStore, out: BinaryIO, kind: Kind, program: str, at: int, told: Told) -> Copied:
    """All that the desk keeps. Files are never written over, so those that the rows name are there afterwards too."""
    engine = opened.store.engine
    try:
        with engine.snapshot() as connection:
            return _write(connection, opened.files, ArchiveWriter(out), _head(connection, kind, program, at), told)
    except DBAPIError as error:
        raise engine.answer(error) from error


def _head(connection: Connection, kind: Kind, program: str, at: int) -> Head:
    row = connection.execute(select(desk)).one()
    return Head(kind.value, FORMAT, schema.VERSION, program, row.id, row.made_at, at)


def _write(connection: Connection, files: BlobFiles, lines: ArchiveWriter, head: Head, told: Told) -> Copied:
    lines.head(head)
    for table in tables_of(head.kind):
        for row in _rows(connection, table):
            lines.row(table.name, row)
            if lines.lines % TELLS_EVERY == 0:
                told(lines.lines)
    missing = tuple(
        digest
        for digest in connection.execute(
            digests(letters=head.kind is Kind.BACKUP), execution_options={"yield_per": AT_ONCE}
        ).scalars()
        if not _write_file(files, digest, lines)
    )
    lines.end()
    told(lines.lines)
    counted = dict(lines.counted)
    return Copied(head.kind, head.desk, head.made_at, counted, counted.pop("files", 0), names_of(connection, missing))


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, object]]:
    names = columns_of(table)
    statement = select(*(table.c[name] for name in names)).order_by(*table.primary_key.columns)
    for row in connection.execute(statement, execution_options={"yield_per": AT_ONCE}):
        yield dict(zip(names, row, strict=True))


def _write_file(files: BlobFiles, digest: str, lines: ArchiveWriter) -> bool:
    """Whether its bytes are there, and are those that were sent."""
    try:
        for piece in files.pieces(digest):
            lines.piece(piece)
    except (NotFound, Changed):
        lines.file(digest, missing=True)
        return False
    lines.file(digest, missing=False)
    return True


def write_rows(connection: Connection, tables: Iterable[Table], out: BinaryIO, head: Head) -> None:
    """These tables alone: of the files only their names, for whoever puts them back where the files still are."""
    lines = ArchiveWriter(out)
    lines.head(head)
    tables = list(tables)
    for table in tables:
        for row in _rows(connection, table):
            lines.row(table.name, row)
    letters = any(table.name == incoming.name for table in tables)
    for digest in connection.execute(digests(letters=letters)).scalars():
        lines.file(digest, missing=True)
    lines.end()


def names_of(connection: Connection, files: Iterable[str]) -> tuple[str, ...]:
    """What people called these files."""
    return tuple(connection.execute(name_of(one)).scalar_one() for one in sorted(files))
