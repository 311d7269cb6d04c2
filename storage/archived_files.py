"""Files out of an archive: each is kept under what it hashes to; when the rest fails they are taken away again."""

from __future__ import annotations

from collections.abc import Iterator

from storage.archive import ArchiveReader, Line
from storage.files import BlobFiles

_ANY_SIZE = 2**62


class FilesTaken:
    """`there` are the digests of the files that came, `missing` of those that were lost when it was written."""

    def __init__(self, files: BlobFiles, lines: ArchiveReader) -> None:
        self.there: set[str] = set()
        self.missing: set[str] = set()
        self._files = files
        self._lines = lines
        self._before = set(files.digests())
        self._kept: set[str] = set()
        self._named: Line | None = None

    def take(self, line: Line, following: Iterator[Line]) -> None:
        """A file that begins with this line; its pieces come until the line with its name."""
        if line.missing:  # it may still lie where the desk is put back
            (self.there if line.file in self._before else self.missing).add(line.file)
            return
        digest = self._files.keep_now(self._pieces(line, following), _ANY_SIZE).sha256
        self._kept.add(digest)
        if self._named is None:
            self._lines.broken("it is neither a row nor of a file")
        self._name(self._named, digest)

    @property
    def place(self) -> str:
        """Where they are kept."""
        return self._files.room.place

    def drop_all(self) -> None:
        """But for those that were there before."""
        self._drop(self._kept - self._before)

    def _pieces(self, first: Line, following: Iterator[Line]) -> Iterator[bytes]:
        line: Line | None = first
        while line is not None and line.piece is not None:
            yield line.piece
            line = next(following, None)
        self._named = line if line is not None and line.file else None

    def _name(self, named: Line, digest: str) -> None:
        if named.missing:  # these bytes were not those of the file any more
            self.missing.add(named.file)
            self._drop({digest} - self.there - self._before)
        elif named.file != digest:
            self._lines.broken("the pieces before it are not the file that it names")
        else:
            self.there.add(digest)

    def _drop(self, digests: set[str]) -> None:
        for digest in digests:
            self._files.room.drop(digest)
