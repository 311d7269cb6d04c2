"""The bytes of attachments: files under DATA/<desk id>/, named by what they hash to; a crash leaves no half of one.

A file is there for good before the row that names it: written aside, forced to the disk, moved to its name.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from core.errors import NotFound, Refused, TryLater
from core.store import Blob
from storage.place import make_folder

PIECE = 256 * 1024
UNFINISHED = "unfinished"
SPARED = 24 * 3600
"""Seconds that the bytes of a message that was refused, or never sent, lie where they are."""
_NAME = re.compile(r"[0-9a-f]{64}\Z")


class BlobFiles:
    """Is a core.store.Files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, source: BinaryIO, *, at_most: int) -> Blob:
        return await asyncio.to_thread(self.put_now, source, at_most)

    async def copy(self, sha256: str, into: BinaryIO) -> None:
        await asyncio.to_thread(self._copy, sha256, into)

    def put_now(self, source: BinaryIO, at_most: int) -> Blob:
        """As `put`, in this thread."""
        try:
            return self._kept(source, at_most)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise TryLater("The disk is full. Nothing was kept: make room, then try again.") from None
            raise

    def path_of(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def digests(self) -> Iterator[str]:
        """Every blob that is there."""
        for file in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if _NAME.match(file.name):
                yield file.name

    def spare(self, named: Collection[str]) -> list[str]:
        """Blobs that no row names although they are older than a day; younger ones may wait for their row."""
        old = time.time() - SPARED
        return [
            digest for digest in self.digests() if digest not in named and self.path_of(digest).stat().st_mtime < old
        ]

    def drop(self, digests: Iterable[str]) -> None:
        for digest in digests:
            self.path_of(digest).unlink(missing_ok=True)

    def _kept(self, source: BinaryIO, at_most: int) -> Blob:
        aside = self.folder / UNFINISHED
        make_folder(aside)
        handle, name = tempfile.mkstemp(dir=aside)  # for its owner alone
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                blob = _written(source, file, at_most)
                file.flush()
                os.fsync(file.fileno())
            self._name(unfinished, self.path_of(blob.sha256))
        finally:
            unfinished.unlink(missing_ok=True)
        return blob

    def _name(self, unfinished: Path, path: Path) -> None:
        make_folder(path.parent)
        unfinished.replace(path)
        for folder in (path.parent, self.folder):
            _force(folder)

    def _copy(self, digest: str, into: BinaryIO) -> None:
        missing = NotFound("The file is missing from the desk's folder of attachments. Tell an operator.", field="name")
        if not _NAME.match(digest):
            raise missing
        try:
            with self.path_of(digest).open("rb") as file:
                while piece := file.read(PIECE):
                    into.write(piece)
        except FileNotFoundError:
            raise missing from None


def _written(source: BinaryIO, file: BinaryIO, at_most: int) -> Blob:
    digest, size = sha256(), 0
    while piece := source.read(PIECE):
        size += len(piece)
        if size > at_most:
            raise Refused(f"A file has at most {_megabytes(at_most)}. Pack it, or send a part.", field="files")
        digest.update(piece)
        file.write(piece)
    return Blob(digest.hexdigest(), size)


def _megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB" if size >= 1024 * 1024 else f"{size} bytes"


def _force(folder: Path) -> None:
    """Make a new name in a folder survive a power cut; Windows has no way to ask for it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
