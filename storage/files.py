"""The bytes of attachments, named by what they hash to: what holds wherever they are kept.

They are in their room, whole and for good, before the row that names them. The rooms are a folder
(storage/files_in_folder.py) and a bucket of an S3-compatible store (storage/files_in_bucket.py).
"""

from __future__ import annotations

import asyncio
import errno
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from hashlib import sha256
from typing import BinaryIO, NamedTuple, Protocol

from core.errors import NotFound, Refused, TryLater
from core.store import Blob

PIECE = 256 * 1024
SPARED = 24 * 3600
"""Seconds that the bytes of a message that was refused, or never sent, lie where they are."""
_NAME = re.compile(r"[0-9a-f]{64}\Z")
_DESK = re.compile(r"[0-9a-f]{32}\Z")


class Kept(NamedTuple):
    """Bytes that are there: how many, and since when (seconds; putting the same again makes it now)."""

    sha256: str
    size: int
    at: float


class Room(Protocol):
    """Where bytes are kept, for one desk. Raises TryLater where it can not be reached, Refused where it says no."""

    @property
    def place(self) -> str:
        """As people name it."""
        ...

    def keep(self, pieces: Iterable[bytes], at_most: int) -> Blob:
        """All of it durably, or nothing."""
        ...

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Raises NotFound, with the first piece, when the bytes are not there."""
        ...

    def look(self, digest: str) -> Kept | None: ...
    def all(self) -> Iterator[Kept]: ...
    def drop(self, digest: str) -> None: ...
    def unfinished(self) -> str:
        """Where rests of uploads lie that broke off; empty where there are none."""
        ...


class Changed(Refused):
    """The bytes are not those that were sent."""


class BlobFiles:
    """Is a core.store.Files. What ends with `_now` works in this thread."""

    def __init__(self, open_room: Callable[[], Room]) -> None:
        self._open_room = open_room

    @cached_property
    def room(self) -> Room:
        """Opened for the first file that somebody wants: a desk without one in sight does not wait for it."""
        return self._open_room()

    async def put(self, source: BinaryIO, *, at_most: int) -> Blob:
        return await asyncio.to_thread(self.put_now, source, at_most)

    async def copy(self, sha256: str, into: BinaryIO) -> None:
        await asyncio.to_thread(self.copy_now, sha256, into)

    def put_now(self, source: BinaryIO, at_most: int) -> Blob:
        return self.keep_now(pieces_of(source), at_most)

    def keep_now(self, pieces: Iterable[bytes], at_most: int) -> Blob:
        try:
            return self.room.keep(pieces, at_most)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise TryLater("The disk is full. Nothing was kept: make room, then try again.") from None
            raise

    def copy_now(self, digest: str, into: BinaryIO) -> None:
        into.writelines(self.pieces(digest))

    def pieces(self, digest: str) -> Iterator[bytes]:
        """The bytes, one piece after the other. Raises NotFound; at the end Changed, when they are others."""
        if not is_digest(digest):
            raise missing()
        return unchanged(self.room.pieces(digest), digest)

    def is_whole(self, digest: str) -> bool:
        """Reads all of it."""
        try:
            for _ in self.pieces(digest):
                pass
        except (Changed, NotFound):
            return False
        return True

    def digests(self) -> Iterator[str]:
        """Every blob that is there."""
        return (kept.sha256 for kept in self.room.all())

    def spare(self, named: Collection[str]) -> list[str]:
        """Blobs that no row names although they are older than a day; younger ones may wait for their row."""
        return [kept.sha256 for kept in self.room.all() if kept.sha256 not in named and _is_old(kept)]

    def drop_spare(self, named: Collection[str]) -> None:
        for digest in self.spare(named):
            if (now := self.room.look(digest)) is not None and _is_old(now):  # nobody has put it again meanwhile
                self.room.drop(digest)


def _is_old(kept: Kept) -> bool:
    return kept.at < time.time() - SPARED


def is_desk_id(name: str) -> bool:
    """Whether a desk is named so. Its files lie under that name, so nothing else may become a part of a path."""
    return _DESK.match(name) is not None


def is_digest(name: str) -> bool:
    return _NAME.match(name) is not None


def missing() -> NotFound:
    return NotFound("The file is missing where the desk keeps its attachments. Tell an operator.", field="name")


def pieces_of(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


def unchanged(pieces: Iterable[bytes], digest: str) -> Iterator[bytes]:
    summed = sha256()
    for piece in pieces:
        summed.update(piece)
        yield piece
    if summed.hexdigest() != digest:
        raise Changed("The bytes of this file are no longer those that were sent. Tell an operator.", field="name")


def written(pieces: Iterable[bytes], file: BinaryIO, at_most: int) -> Blob:
    """Write it all, and say what it is. Raises Refused when there are more than `at_most` bytes."""
    digest, size = sha256(), 0
    for piece in pieces:
        size += len(piece)
        if size > at_most:
            raise Refused(f"A file has at most {_megabytes(at_most)}. Pack it, or send a part.", field="files")
        digest.update(piece)
        file.write(piece)
    return Blob(digest.hexdigest(), size)


def _megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB" if size >= 1024 * 1024 else f"{size} bytes"
