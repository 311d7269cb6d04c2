"""Attachment files: the same wherever they are kept."""

from __future__ import annotations

import io
import time
from hashlib import sha256
from pathlib import Path

import pytest

from core.errors import NotFound, Refused, TryLater
from storage.bucket import Bucket
from storage.files import SPARED, BlobFiles
from storage.files_in_folder import UNFINISHED, FolderRoom
from storage.opened import files_in
from tests.bucket_server import BucketServer


@pytest.fixture(params=["folder", "bucket"])
def where(request: pytest.FixtureRequest, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path | Bucket:
    if request.param == "folder":
        return place / "desk.files"
    server: BucketServer = request.getfixturevalue("bucket_server")
    for name, value in server.environment().items():
        monkeypatch.setenv(name, value)
    return Bucket(server.bucket(), "acme/files", plain=True)


@pytest.fixture
def files(where: Path | Bucket) -> BlobFiles:
    return files_in(where, DESK)


@pytest.fixture
def much_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two days on, all that was kept before is old."""
    now = time.time() + 2 * SPARED
    monkeypatch.setattr(time, "time", lambda: now)


async def test_bytes_come_back_as_they_were(files: BlobFiles) -> None:
    content = bytes(range(256)) * 4000
    blob = await files.put(io.BytesIO(content), at_most=len(content))
    assert (blob.sha256, blob.size) == (sha256(content).hexdigest(), len(content))
    back = io.BytesIO()
    await files.copy(blob.sha256, back)
    assert back.getvalue() == content


async def test_a_file_without_bytes_is_a_file(files: BlobFiles) -> None:
    blob = await files.put(io.BytesIO(), at_most=1)
    await files.copy(blob.sha256, io.BytesIO())
    assert (blob.size, files.is_whole(blob.sha256)) == (0, True)


async def test_the_same_bytes_are_kept_once(files: BlobFiles) -> None:
    for _ in range(3):
        await files.put(io.BytesIO(b"the same"), at_most=100)
    assert len(list(files.digests())) == 1


async def test_desks_that_share_a_place_do_not_meet(files: BlobFiles, where: Path | Bucket) -> None:
    blob = await files.put(io.BytesIO(b"ours"), at_most=100)
    other = files_in(where, uuid4().hex)
    assert list(other.digests()) == []
    with pytest.raises(NotFound):
        await other.copy(blob.sha256, io.BytesIO())


async def test_too_many_bytes_are_refused_and_leave_nothing(files: BlobFiles) -> None:
    with pytest.raises(Refused, match="at most 10 bytes"):
        await files.put(io.BytesIO(b"x" * 11), at_most=10)
    with pytest.raises(Refused, match="at most 20 MB"):
        await files.put(io.BytesIO(b"x" * (20 * 1024 * 1024 + 1)), at_most=20 * 1024 * 1024)
    assert list(files.digests()) == []
    assert files.room.unfinished() == ""


async def test_a_source_that_breaks_off_leaves_nothing(files: BlobFiles) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if not self.tell():
                return super().read(5)
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.put(Broken(b"half of it"), at_most=100)
    assert list(files.digests()) == []
    assert files.room.unfinished() == ""


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
    assert not files.is_whole(name)


async def test_old_files_that_no_message_names_are_spare(files: BlobFiles, much_later: None) -> None:
    named = (await files.put(io.BytesIO(b"named"), at_most=100)).sha256
    spare = (await files.put(io.BytesIO(b"nobody's"), at_most=100)).sha256

    files.drop_spare({named})

    assert list(files.digests()) == [named]
    assert spare != named


def test_files_and_folders_are_for_their_owner_alone(place: Path) -> None:
    room = FolderRoom(place / "desk.files" / "id")
    path = room.path_of(BlobFiles(lambda: room).put_now(io.BytesIO(b"x"), 1).sha256)
    folders = (path.parent, room.folder, room.folder / UNFINISHED)
    assert path.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
