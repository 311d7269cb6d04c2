"""A file on its way: one that comes, whole or not at all, and one that goes."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from core.entries import Attachment
from core.errors import Refused, TryLater
from core.references import Reference
from core.safe_text import safe_name
from core.store import Blob, Files
from core.tickets import FILE_AT_MOST
from tui.words import size

GAPS_AT_MOST = 1000
NOT_WHOLE = "Only a part of it came, so nothing was attached. Send it again."
DISK_FULL = "The disk of the server is full. Nothing was kept: try again later."


class Incoming:
    """The bytes of a file that somebody sends, kept aside in a file without a name, so that a crash leaves nothing.

    `typed` is what they call it, `name` what may be kept. Pieces may come in any order, but none may be missing.
    """

    def __init__(self, reference: Reference, name: str, typed: str) -> None:
        self.reference = reference
        self.name = name
        self.typed = typed
        self.is_spoiled = False
        """Something went wrong that the other side has heard of: what it closes now is not what it meant."""
        self._end = 0
        self._ahead: dict[int, int] = {}
        self._aside = _aside()

    @property
    def size(self) -> int:
        return max([self._end, *self._ahead.values()])

    def expect(self, length: int) -> None:
        """Raises Refused for more than a file may have."""
        if length > FILE_AT_MOST:
            raise Refused(
                f"{safe_name(self.name)} has more than {size(FILE_AT_MOST)}, which is the limit. "
                "Compress it, or send the part around the error."
            )

    async def write(self, offset: int, data: bytes) -> None:
        self.expect(offset + len(data))
        self._note(offset, offset + len(data))
        with _room_for_it():
            await asyncio.to_thread(_put, self._aside, offset, data)

    def _note(self, begin: int, end: int) -> None:
        if begin > self._end:
            self._ahead[begin] = max(end, self._ahead.get(begin, 0))
            if len(self._ahead) > GAPS_AT_MOST:
                raise Refused(NOT_WHOLE)
            return
        self._end = max(self._end, end)
        while reached := [at for at in self._ahead if at <= self._end]:
            self._end = max(self._end, *(self._ahead.pop(at) for at in reached))

    async def stored(self, files: Files) -> Blob:
        """With the desk, before the row that names it. Raises Refused where a part is missing."""
        if self._ahead:
            raise Refused(NOT_WHOLE)
        with _room_for_it():
            await asyncio.to_thread(self._aside.seek, 0)
        return await files.put(self._aside, at_most=FILE_AT_MOST)

    def close(self) -> None:
        self._aside.close()


class Outgoing:
    """The bytes of an attachment. They were looked at before the first of them goes: what has changed never leaves."""

    def __init__(self, file: Attachment, aside: BinaryIO) -> None:
        self.file = file
        self._aside = aside

    @classmethod
    async def of(cls, files: Files, file: Attachment) -> Outgoing:
        aside = _aside()
        try:
            with _room_for_it():
                await files.copy(file.sha256, aside)
        except BaseException:
            aside.close()
            raise
        return cls(file, aside)

    async def read(self, offset: int, length: int) -> bytes:
        return await asyncio.to_thread(_get, self._aside, offset, length)

    def close(self) -> None:
        self._aside.close()


def _aside() -> BinaryIO:
    with _room_for_it():
        return cast("BinaryIO", tempfile.TemporaryFile())


@contextmanager
def _room_for_it() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise TryLater(DISK_FULL) from None


def _put(file: BinaryIO, offset: int, data: bytes) -> None:
    file.seek(offset)
    file.write(data)


def _get(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)
