"""Getting the bytes of an attachment: into a file that was not there, or on standard output."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from core.entries import Attachment, read_file_name
from core.errors import NotUnderstood, Refused
from core.safe_text import safe_name
from core.store import Files
from tui.cli.door import Door


async def print_bytes(door: Door, files: Files, attachment: Attachment, *, force: bool) -> None:
    """The bytes as they are. A terminal obeys bytes, so it gets them only where that is meant."""
    if door.terminal and not force:
        raise NotUnderstood("These are the bytes as somebody sent them: name a file, or pipe them on (or add --force).")
    door.out.flush()
    await files.copy(attachment.sha256, door.bytes_out)
    door.bytes_out.flush()


async def save(files: Files, attachment: Attachment, typed: str | None, *, force: bool) -> Path:
    """The whole file or nothing: it is written beside its place, and put there when it is complete. Raises Refused."""
    target = _target(attachment, typed)
    if target.exists() and not force:
        raise _there_already(target)
    try:
        handle, beside = tempfile.mkstemp(prefix=".ttydesk-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as into:
                await files.copy(attachment.sha256, into)
            await asyncio.to_thread(_put, Path(beside), target, force=force)
        finally:
            await asyncio.to_thread(Path(beside).unlink, missing_ok=True)
    except FileExistsError:
        raise _there_already(target) from None
    except OSError as error:
        why = (error.strerror or "it can not be written").lower()
        raise Refused(f"{safe_name(str(target))} was not saved: {why}. Name another file.", field="file") from None
    return target


def _target(attachment: Attachment, typed: str | None) -> Path:
    """The path that was named, inside it where it is a folder; else a harmless form of the file's own name, here."""
    own = Path(read_file_name(attachment.name))
    if typed is None:
        return own
    path = Path(typed)
    return path / own if path.is_dir() else path


def _put(beside: Path, target: Path, *, force: bool) -> None:
    if not force:
        target.touch(exist_ok=False)  # claims the name: nothing is overwritten that came in between
    beside.replace(target)


def _there_already(target: Path) -> Refused:
    sentence = f"{safe_name(str(target))} is there already. Name another file, or add --force to overwrite it."
    return Refused(sentence, field="file")
