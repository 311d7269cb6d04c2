"""Attachments in a folder: files under DATA/<desk id>/. A file is written aside, forced to the disk, and then moved to
its name, so a crash leaves no half of one there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.store import Blob
from storage.files import PIECE, Kept, is_digest, missing, written
from storage.place import make_folder

UNFINISHED = "unfinished"


class FolderRoom:
    """Is a storage.files.Room."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    @property
    def place(self) -> str:
        return str(self.folder)

    def path_of(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def keep(self, pieces: Iterable[bytes], at_most: int) -> Blob:
        aside = self.folder / UNFINISHED
        make_folder(aside)
        handle, name = tempfile.mkstemp(dir=aside)  # for its owner alone
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                blob = written(pieces, file, at_most)
                file.flush()
                os.fsync(file.fileno())
            self._name(unfinished, self.path_of(blob.sha256))
        finally:
            unfinished.unlink(missing_ok=True)
        return blob

    def pieces(self, digest: str) -> Iterator[bytes]:
        try:
            file = self.path_of(digest).open("rb")
        except FileNotFoundError:
            raise missing() from None
        with file:
            while piece := file.read(PIECE):
                yield piece

    def look(self, digest: str) -> Kept | None:
        try:
            found = self.path_of(digest).stat()
        except FileNotFoundError:
            return None
        return Kept(digest, found.st_size, found.st_mtime)

    def all(self) -> Iterator[Kept]:
        for file in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if is_digest(file.name) and (kept := self.look(file.name)) is not None:
                yield kept

    def drop(self, digest: str) -> None:
        self.path_of(digest).unlink(missing_ok=True)

    def unfinished(self) -> str:
        aside = self.folder / UNFINISHED
        return str(aside) if any(aside.glob("*")) else ""

    def _name(self, unfinished: Path, path: Path) -> None:
        make_folder(path.parent)
        unfinished.replace(path)
        for folder in (path.parent, self.folder):
            force_names(folder)


def force_names(folder: Path) -> None:
    """Make a new name in a folder survive a power cut; Windows has no way to ask for it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
