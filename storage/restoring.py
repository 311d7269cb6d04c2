"""Making a desk of what storage/archiving.py wrote down, on any engine: whole and counted, or not at all.

What follows from other rows (counters, places in lists, the index of words) is made anew, not carried.
"""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, func, select, update

from core.copies import Copied
from storage import schema
from storage.archive import ArchiveReader, Head, tables_of
from storage.archived_files import FilesTaken
from storage.archived_rows import RowsTaken
from storage.archiving import Told, names_of
from storage.bucket import Bucket
from storage.empty_desk import EmptyDesk
from storage.mending import make_anew
from storage.named_files import digests
from storage.older_copies import written_again
from storage.place import is_of_a_server
from storage.schema import desk
from storage.sqlite_restoring import empty_desk_in_a_file
from storage.taking_lines import take_lines


def restore(url: str, data: Path | Bucket | None, source: BinaryIO, *, replace: bool, told: Told) -> Copied:
    """Make the desk that `source` tells of at `url`. Raises NotUnderstood for a broken source, Refused where somebody
    is at home already, unless they are to be replaced; then nothing was changed."""
    lines = ArchiveReader(source)
    head = lines.head()
    empty: EmptyDesk | None = None
    files: FilesTaken | None = None
    try:
        with _empty_desk(url, data, replace=replace) as empty, _of_this_version(head, lines, told) as newer:
            files = FilesTaken(empty.files(head.desk), newer)
            return _take(empty, head, newer, files, told)
    except BaseException:
        if files is not None and empty is not None and not empty.in_doubt:
            files.drop_all()
        raise


def _empty_desk(url: str, data: Path | Bucket | None, *, replace: bool) -> AbstractContextManager[EmptyDesk]:
    if is_of_a_server(url):
        from storage.postgres_restoring import empty_desk_on_server  # a desk in a file needs no driver of PostgreSQL

        return empty_desk_on_server(url, data, replace=replace)
    return empty_desk_in_a_file(url, data, replace=replace)


def _of_this_version(head: Head, lines: ArchiveReader, told: Told) -> AbstractContextManager[ArchiveReader]:
    if head.tables == schema.VERSION:
        return nullcontext(lines)
    return written_again(head, lines, told)


def _take(empty: EmptyDesk, head: Head, lines: ArchiveReader, files: FilesTaken, told: Told) -> Copied:
    connection = empty.connection
    rows = RowsTaken(connection, empty.engine, lines, tables_of(head.kind))
    take_lines(lines, rows, files, told)
    _compare(connection, rows.counted, files, lines)
    connection.execute(update(desk).values(id=head.desk, made_at=head.founded))
    make_anew(connection, empty.engine.words)
    connection.exec_driver_sql("ANALYZE")
    missing = names_of(connection, files.missing)
    return Copied(head.kind, head.desk, head.made_at, dict(rows.counted), len(files.there), missing, files.place)


def _compare(connection: Connection, counted: Counter[str], files: FilesTaken, lines: ArchiveReader) -> None:
    """The database has as many rows as came, and each attachment has its bytes."""
    for name, count in counted.items():
        there = connection.execute(select(func.count()).select_from(schema.metadata.tables[name])).scalar_one()
        if there != count:
            lines.broken(f"{count:,} rows of {name} came, and {there:,} are there")
    named = set(connection.execute(digests(letters=True)).scalars())
    if astray := files.missing - named:
        lines.broken(f"{len(astray):,} files are said to be missing that no ticket has, like {min(astray)}")
    if lost := named - files.there - set(files.missing):
        lines.broken(f"the bytes of {len(lost):,} files are not there, like {min(lost)}")
