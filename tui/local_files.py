"""Files of this machine: those that somebody attaches, and those of a ticket that somebody saves here."""

from __future__ import annotations

import asyncio
import mimetypes
import os
import re
import shlex
import stat
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from core.entries import Attachment, read_file_name, unused_name
from core.errors import DeskError, NotFound, NotUnderstood, Refused
from core.long_messages import FILE_NAME, FILE_TYPE, divide
from core.safe_text import safe_name
from core.store import Files
from core.tickets import FILE_AT_MOST
from tui.words import size

FIELD = "files"
PASTED = "pasted.txt"
"""The name of what was pasted and is too long for a message."""
UNKNOWN_TYPE = "application/octet-stream"
NAMES_TRIED = 1000
_LINE_ENDS = re.compile("\r\n?")
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('<>:"|?*', "_"))  # Windows refuses them


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file that can be attached: where it is, the name that it gets in the ticket, how many bytes it has."""

    path: Path
    name: str
    size: int


def local_file(typed: str) -> LocalFile:
    """The file meant by a path as people type, paste or drop it.

    Touches the disk, so call it in a thread. Raises NotFound, NotUnderstood and Refused about the field `files`.
    """
    path = _meant(typed)
    length = _length_of(path, "Choose a file in it, or pack it first.")
    name = read_file_name(path.name)
    if length > FILE_AT_MOST:
        raise too_large(name, length)
    return LocalFile(path, name, length)


def beginning_of(typed: str, length: int) -> bytes:
    """The first bytes of a file that is read here and goes nowhere. In a thread; raises as `local_file` does."""
    path = _meant(typed)
    _length_of(path, "Name a file in it.")
    with path.open("rb") as file:
        return file.read(length)


def _length_of(path: Path, in_a_folder: str) -> int:
    """How many bytes a file has that can be read; `in_a_folder` says what to do where it is a folder."""
    shown = safe_name(path.name or str(path))
    try:
        found = path.stat()
    except (OSError, ValueError):
        raise NotFound(f"There is no file {safe_name(str(path))}. Check the path.", field=FIELD) from None
    if stat.S_ISDIR(found.st_mode):
        raise NotUnderstood(f"{shown} is a folder. {in_a_folder}", field=FIELD)
    if not stat.S_ISREG(found.st_mode):
        raise NotUnderstood(f"{shown} is a device or a pipe. Name a file, or send it on standard input.", field=FIELD)
    if not os.access(path, os.R_OK):
        raise Refused(f"{shown} can not be read. Allow yourself to read it, then try again.", field=FIELD)
    return found.st_size


def too_large(name: str, count: int) -> Refused:
    limit, has = size(FILE_AT_MOST), size(count)
    if has == limit:  # a little over: say how little
        has = f"{ceil(count / 1024 / 1024 * 10) / 10} MB"
    sentence = f"{safe_name(name)} has {has} and the limit is {limit}."
    return Refused(f"{sentence} Compress it, or send the part around the error.", field=FIELD)


def begun_again(typed: str) -> str:
    """What counts of a path that was typed behind another one: from the last `~/` or `/` that follows a slash, as
    editors take it."""
    return typed[max(typed.rfind("//"), typed.rfind("/~/")) + 1 :]


def _meant(typed: str) -> Path:
    """The path as it stands where that exists; else without the blanks around it, the quotes, backslashes or `file://`
    of a paste."""
    text = typed.strip()
    if not text:
        raise NotUnderstood("Type the path of a file, like ~/vpn-client.log.", field=FIELD)
    plain = _at_home(text)
    for path in (_at_home(typed), plain):
        if _exists(path):
            return path
    if text.startswith("file://"):
        return Path(unquote(urlsplit(text).path))
    try:
        words = shlex.split(text)
    except ValueError:
        return plain
    return _at_home(words[0]) if len(words) == 1 else plain


def _at_home(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~somebody whom this machine does not know
        return Path(text)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


async def kept(files: Files, file: LocalFile) -> Attachment:
    """Store the bytes of a file with the desk; the row comes after, in the transaction that sends the message."""
    try:
        source = await asyncio.to_thread(file.path.open, "rb")
    except OSError:
        raise NotFound(f"{safe_name(file.name)} is no longer there. Attach it again.", field=FIELD) from None
    with source:
        blob = await files.put(source, at_most=FILE_AT_MOST)
    return Attachment(file.name, blob.size, type_of(file.name), blob.sha256)


async def kept_text(files: Files, text: str) -> Attachment:
    """Store what was pasted as a file. Raises Refused where it is longer than a file may be."""
    content = await asyncio.to_thread(lambda: _LINE_ENDS.sub("\n", text).encode("utf-8", "replace"))
    if len(content) > FILE_AT_MOST:
        raise too_large("What was pasted", len(content))
    blob = await files.put(BytesIO(content), at_most=FILE_AT_MOST)
    return Attachment(PASTED, blob.size, FILE_TYPE, blob.sha256)


async def fitting(files: Files, body: str, attachments: tuple[Attachment, ...]) -> tuple[str, tuple[Attachment, ...]]:
    """A message as a conversation holds it; all of one that is too long goes along as a file."""
    divided = divide(body)
    if divided.whole is None:
        return body, attachments
    blob = await files.put(BytesIO(divided.whole), at_most=FILE_AT_MOST)
    return divided.body, (*attachments, Attachment(FILE_NAME, blob.size, FILE_TYPE, blob.sha256))


def type_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or UNKNOWN_TYPE


async def saved_in(files: Files, attachment: Attachment, typed: str) -> Path:
    """Save an attachment in a folder, under a name that nothing there has yet; what fails leaves nothing behind."""
    folder = await asyncio.to_thread(_folder, typed)
    name = read_file_name(attachment.name).translate(_NOT_IN_NAMES)
    target, into = await asyncio.to_thread(_fresh, folder, name)
    try:
        with into:
            await files.copy(attachment.sha256, into)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise _not_saved(folder, error) from None
    except (DeskError, asyncio.CancelledError):
        target.unlink(missing_ok=True)
        raise
    return target


def _folder(typed: str) -> Path:
    """As it stands where there is one; else without the blanks around it."""
    folder = _at_home(typed)
    return folder if _exists(folder) else _at_home(typed.strip() or ".")


def _fresh(folder: Path, name: str) -> tuple[Path, BinaryIO]:
    """A new file: asked of the system itself, so that nothing is overwritten between looking and writing."""
    taken: set[str] = set()
    try:
        while len(taken) < NAMES_TRIED:
            free = unused_name(name, frozenset(taken))
            try:
                return folder / free, (folder / free).open("xb")
            except FileExistsError:
                taken.add(free)
    except (OSError, ValueError) as error:
        raise _not_saved(folder, error) from None
    raise Refused(f"{safe_name(str(folder))} is full of files named {safe_name(name)}. Name another folder.")


def _not_saved(folder: Path, error: Exception) -> Refused:
    why = error.strerror if isinstance(error, OSError) and error.strerror else "that is not a folder"
    return Refused(
        f"Nothing was saved in {safe_name(str(folder))}: {why.lower()}. Name another folder.", field="folder"
    )
