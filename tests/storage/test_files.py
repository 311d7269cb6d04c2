"""Attachment files and passwords."""

from __future__ import annotations

import asyncio
import io
from hashlib import sha256
from pathlib import Path

import pytest

from core.errors import NotFound, Refused, TryLater
from storage import passwords
from storage.files import UNFINISHED, BlobFiles
from storage.passwords import Argon2Passwords


@pytest.fixture
def files(place: Path) -> BlobFiles:
    return BlobFiles(place / "desk.files" / "id")


async def test_bytes_come_back_as_they_were(files: BlobFiles) -> None:
    content = bytes(range(256)) * 4000
    blob = await files.put(io.BytesIO(content), at_most=len(content))
    assert (blob.sha256, blob.size) == (sha256(content).hexdigest(), len(content))
    back = io.BytesIO()
    await files.copy(blob.sha256, back)
    assert back.getvalue() == content


async def test_the_same_bytes_are_kept_once(files: BlobFiles) -> None:
    for _ in range(3):
        await files.put(io.BytesIO(b"the same"), at_most=100)
    assert len(list(files.digests())) == 1


async def test_too_many_bytes_are_refused_and_leave_nothing(files: BlobFiles) -> None:
    with pytest.raises(Refused, match="at most 10 bytes"):
        await files.put(io.BytesIO(b"x" * 11), at_most=10)
    with pytest.raises(Refused, match="at most 20 MB"):
        await files.put(io.BytesIO(b"x" * (20 * 1024 * 1024 + 1)), at_most=20 * 1024 * 1024)
    assert list(files.digests()) == []
    assert list((files.folder / UNFINISHED).iterdir()) == []


async def test_a_source_that_breaks_off_leaves_nothing(files: BlobFiles) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if not self.tell():
                return super().read(5)
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.put(Broken(b"half of it"), at_most=100)
    assert list(files.digests()) == []
    assert list((files.folder / UNFINISHED).iterdir()) == []


async def test_a_full_disk_is_a_sentence(files: BlobFiles) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(TryLater, match="disk is full"):
        await files.put(Full(), at_most=100)


@pytest.mark.parametrize("name", ["", "a" * 64, "../../etc/passwd", "A" * 64, "a" * 63 + "\n"])
async def test_what_is_not_there_is_not_found(files: BlobFiles, name: str) -> None:
    with pytest.raises(NotFound):
        await files.copy(name, io.BytesIO())


async def test_files_and_folders_are_for_their_owner_alone(files: BlobFiles) -> None:
    blob = await files.put(io.BytesIO(b"x"), at_most=1)
    path = files.path_of(blob.sha256)
    assert path.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (path.parent, files.folder, files.folder / UNFINISHED)} == {
        0o700
    }


async def test_a_password_fits_its_hash_only() -> None:
    them = Argon2Passwords()
    kept = await them.hash("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await them.hash("correct horse battery") != kept
    assert await them.fits("correct horse battery", kept)
    assert not await them.fits("correct horse batterz", kept)
    assert not await them.fits("anything", None)
    assert not await them.fits("anything", "no hash at all")
    them.close()


async def test_who_floods_the_sign_in_hears_try_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAITING_AT_MOST", 2)
    them = Argon2Passwords()
    answers = await asyncio.gather(*(them.fits("x", None) for _ in range(4)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [bool, bool, TryLater, TryLater]
    assert await them.fits("x", None) is False
    them.close()
