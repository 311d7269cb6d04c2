"""The lines of an archive, each handed to those it is of: rows or the bytes of a file."""

from __future__ import annotations

from collections.abc import Iterator

from storage.archive import ArchiveReader, Line
from storage.archived_files import FilesTaken
from storage.archived_rows import RowsTaken
from storage.archiving import TELLS_EVERY, Told


def take_lines(lines: ArchiveReader, rows: RowsTaken, files: FilesTaken, told: Told) -> None:
    """All of them, each to those it is of."""
    coming = _told(lines, told)
    for line in coming:
        if line.table:
            rows.take(line)
        else:
            files.take(line, coming)
    rows.end()


def _told(lines: ArchiveReader, told: Told) -> Iterator[Line]:
    for line in lines:
        yield line
        if lines.number % TELLS_EVERY == 0:
            told(lines.number)
    told(lines.number)
