"""What a message is made of: standard input or an editor, and the files that go with it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from core.desk import Desk
from core.entries import Attachment, read_file_name
from core.errors import NotUnderstood, Refused
from core.long_messages import FILE_NAME, FILE_TYPE, divide
from core.safe_text import safe_name
from core.tickets import FILE_AT_MOST, FILES_AT_MOST
from tui.cli.door import Door
from tui.local_files import kept, local_file, type_of
from tui.words import size

STDIN = "-"
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to be sent: its bytes are stored, its row is not."""

    body: str
    attachments: tuple[Attachment, ...]


@asynccontextmanager
async def message(
    door: Door, desk: Desk, below: Callable[[], Awaitable[str]], attached: Sequence[str] = ()
) -> AsyncIterator[Message]:
    """Standard input when it is piped, else the editor with `below` under a line.

    A text from the editor that could not be sent stays in its file, and a line says where.
    """
    paths = [await asyncio.to_thread(local_file, path) for path in _few(attached)]
    if door.piped:
        typed = (await read_all(door, "The message")).decode("utf-8", "replace")
        files = [await kept(desk.files, path) for path in paths]
        yield await _ready(desk, typed, files)
        return
    if door.edit is None:
        raise NotUnderstood("Send the message on standard input.")
    draft = door.edit(await below())
    try:
        files = [await kept(desk.files, path) for path in paths]
        yield await _ready(desk, draft.text, files)
    except BaseException:
        if draft.text.strip():
            print(f"Your text is kept in {safe_name(draft.keep())}.", file=door.err)
        raise
    draft.discard()


async def _ready(desk: Desk, typed: str, files: list[Attachment]) -> Message:
    divided = divide(typed)
    if divided.whole is not None:
        blob = await desk.files.put(io.BytesIO(divided.whole), at_most=FILE_AT_MOST)
        files = [Attachment(FILE_NAME, blob.size, FILE_TYPE, blob.sha256), *files]
    return Message(divided.body, tuple(files))


def _few(attached: Sequence[str]) -> Sequence[str]:
    if len(attached) > FILES_AT_MOST:
        raise Refused(f"A message carries at most {FILES_AT_MOST} files. Pack them into one archive.", field="files")
    return attached


async def read_all(door: Door, what: str) -> bytes:
    """All of standard input, up to the size of a file. Raises Refused."""
    parts: list[bytes] = []
    length = 0
    while part := await door.read(CHUNK):
        length += len(part)
        if length > FILE_AT_MOST:
            raise _too_much(what)
        parts.append(part)
    return b"".join(parts)


async def read_some(door: Door, at_most: int) -> bytes:
    """The beginning of standard input, or all of it."""
    given = b""
    while len(given) < at_most and (part := await door.read(at_most - len(given))):
        given += part
    return given


async def uploaded(door: Door, desk: Desk, path: str, name: str | None) -> Attachment:
    """The bytes of a file, or of standard input, stored with the desk under the name they shall have."""
    if path != STDIN:
        file = await asyncio.to_thread(local_file, path)
        stored = await kept(desk.files, file)
        return stored if name is None else _named(stored.size, stored.sha256, name)
    if name is None:
        raise NotUnderstood("Standard input has no name: add --name trace.log.", field="name")
    given = await read_all(door, safe_name(read_file_name(name)))
    blob = await desk.files.put(io.BytesIO(given), at_most=FILE_AT_MOST)
    return _named(blob.size, blob.sha256, name)


def _named(length: int, sha256: str, typed: str) -> Attachment:
    name = read_file_name(typed)
    return Attachment(name, length, type_of(name), sha256)


def _too_much(what: str) -> Refused:
    limit = size(FILE_AT_MOST)
    sentence = f"{what} has more than {limit}, which is the limit. Compress it, or send the part around the error."
    return Refused(sentence, field="files")
