"""The file that holds a copy of a desk: whole or not there at all, and never over anything else than such a file."""

from __future__ import annotations

import errno
import gzip
import io
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from core.copies import Copied, Kind
from core.errors import DeskError, NotUnderstood, Refused, TryLater
from core.safe_text import safe_name
from storage.archive import ArchiveReader
from storage.archiving import Told, write_archive
from storage.files_in_folder import force_names
from storage.opened import OpenedStore
from storage.place import PRIVATE_FILE

T = TypeVar("T")

PACKS = 4
"""How hard gzip tries, from 1 to 9; more takes much longer and saves little."""
GATHERS = 256 * 1024


def write_file(opened: OpenedStore, path: Path, kind: Kind, program: str, at: int, told: Told) -> Copied:
    """Written beside its place, read once more to its end, then put there. A backup is packed. Raises Refused."""
    return put_file(path, kind, lambda out: write_archive(opened, out, kind, program, at, told))


def put_file(path: Path, kind: Kind, write: Callable[[BinaryIO], T]) -> T:
    """The same of any lines that `write` gives. Raises Refused."""
    _refuse_what_is_there(path)
    with _beside(path) as unfinished:
        with unfinished.open("wb") as file:
            with _packed(file) if kind is Kind.BACKUP else nullcontext(file) as out:
                written = write(out)
            file.flush()
            os.fsync(file.fileno())
        _look_through(unfinished, path)
    return written


def _packed(file: BinaryIO) -> BinaryIO:
    """Lines gather before they are packed, which costs much for each piece."""
    packed: Any = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=PACKS, mtime=0)
    return io.BufferedWriter(packed, GATHERS)  # it closes what packs, which leaves the file open


@contextmanager
def read_file(path: Path) -> Iterator[BinaryIO]:
    """Raises Refused."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise Refused(f"{_shown(path)} can not be read: {_why(error)}.", field="file") from None
    with file:
        yield file


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file for its owner alone that takes the name when all went well, and is gone when it did not."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
        yield unfinished
        unfinished.replace(path)
        force_names(path.parent)
    except OSError as error:
        raise _can_not_write(path, error) from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _look_through(unfinished: Path, path: Path) -> None:
    """What the disk gives back is what was written."""
    try:
        with unfinished.open("rb") as file:
            lines = ArchiveReader(file)
            lines.head()
            for _ in lines:
                pass
    except NotUnderstood as error:
        raise Refused(f"{_shown(path)} was not written: the disk gives back something else. Look after it.") from error


def _refuse_what_is_there(path: Path) -> None:
    """The name of an earlier copy may be used again; that of anything else is a slip."""
    if path.is_dir():
        raise Refused(f"{_shown(path)} is a folder. Name a file in it.", field="file")
    if not path.exists() or not path.stat().st_size:
        return
    try:
        with read_file(path) as file:
            ArchiveReader(file).head()
    except DeskError:
        raise Refused(
            f"{_shown(path)} is there already and no copy of a desk. Name another file.", field="file"
        ) from None


def _can_not_write(path: Path, error: OSError) -> DeskError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TryLater(f"The disk is full. {_shown(path)} was not written: make room, then try again.")
    return Refused(f"{_shown(path)} can not be written: {_why(error)}.", field="file")


def _why(error: OSError) -> str:
    return (error.strerror or "it failed").lower()


def _shown(path: Path) -> str:
    return safe_name(str(path))
