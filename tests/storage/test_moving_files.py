"""Bringing the files of a desk to another place: every sum is looked at, and nothing is lost."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import NotUnderstood, Refused, TryLater
from core.store import Moved
from storage.bucket import Bucket
from storage.files import BlobFiles
from storage.files_in_folder import FolderRoom
from storage.moving_files import move_files
from storage.opened import OpenedStore, files_in
from storage.opening import open_store
from tests.bucket_server import BucketServer, Wire

CONTENTS = [b"", b"one", b"two" * 200_000]


@pytest.fixture
async def opened(place: Path) -> AsyncIterator[OpenedStore]:
    """A desk with three files in its folder."""
    opened = open_store(f"sqlite:///{place}/desk.db", create=True)
    for content in CONTENTS:
        opened.files.put_now(io.BytesIO(content), len(content))
    yield opened
    await opened.close()


@pytest.fixture
def wire(bucket_server: BucketServer) -> Wire:
    return Wire(bucket_server.port)


@pytest.fixture
def bucket(bucket_server: BucketServer, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    for name, value in bucket_server.environment(wire.port).items():
        monkeypatch.setenv(name, value)
    return Bucket(bucket_server.bucket(), "acme", plain=True)


def moved(
    opened: OpenedStore, target: Path | Bucket | None, source: Path | Bucket | None = None, *, drop: bool = False
) -> Moved:
    return move_files(opened, target, source, drop=drop, told=lambda done, files: None)


def elsewhere(opened: OpenedStore, place: Path | Bucket) -> BlobFiles:
    return files_in(place, opened.desk_id)


def path_of(files: BlobFiles, digest: str) -> Path:
    assert isinstance(files.room, FolderRoom)
    return files.room.path_of(digest)


def test_from_a_folder_to_a_bucket_and_back(opened: OpenedStore, bucket: Bucket, place: Path) -> None:
    heard: list[tuple[int, int]] = []
    out = move_files(opened, bucket, None, drop=False, told=lambda done, files: heard.append((done, files)))
    back = moved(opened, place / "back", bucket, drop=True)

    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert (out.files, out.brought, out.dropped, out.changed) == (3, 3, 0, ())
    assert (back.files, back.brought, back.dropped, back.changed) == (3, 3, 3, ())
    assert out.place == f"s3://{bucket.name}/acme/{opened.desk_id}"
    assert list(elsewhere(opened, bucket).digests()) == []
    there = elsewhere(opened, place / "back")
    assert sorted(b"".join(there.pieces(digest)) for digest in there.digests()) == CONTENTS
    assert len(list(opened.files.digests())) == 3


def test_what_broke_off_goes_on_where_it_stopped(opened: OpenedStore, bucket: Bucket, wire: Wire) -> None:
    first = min(opened.files.digests())
    there = elsewhere(opened, bucket)
    there.keep_now(opened.files.pieces(first), 1 << 20)
    wire.cut()
    with pytest.raises(TryLater, match="does not answer"):
        moved(opened, bucket)
    wire.join()
    assert moved(opened, bucket).brought == 2
    assert moved(opened, bucket).brought == 0
    assert all(map(there.is_whole, opened.files.digests()))


def test_bytes_that_changed_are_told_and_stay_where_they_are(opened: OpenedStore, place: Path) -> None:
    digest = min(opened.files.digests())
    path_of(opened.files, digest).write_bytes(b"a lie")

    went = moved(opened, place / "new")
    left = moved(opened, place / "newer", place / "desk.files", drop=False)

    assert (went.brought, went.changed) == (2, (digest,))
    assert left.changed == (digest,)
    assert len(list(elsewhere(opened, place / "new").digests())) == 2


def test_a_file_is_taken_from_its_old_place_only_when_it_is_whole_at_the_new_one(
    opened: OpenedStore, place: Path
) -> None:
    moved(opened, place / "copy")
    moved(opened, place / "new")
    copy, new = elsewhere(opened, place / "copy"), elsewhere(opened, place / "new")
    healed, lost = sorted(opened.files.digests(), key=lambda digest: path_of(new, digest).stat().st_size)[1:]
    path_of(new, healed).write_bytes(b"eno")
    path_of(new, lost).write_bytes(b"")
    path_of(copy, lost).write_bytes(b"lost too")

    went = moved(opened, place / "new", place / "copy", drop=True)

    assert (went.brought, went.dropped, went.changed) == (1, 2, (lost,))
    assert new.is_whole(healed)
    assert list(copy.digests()) == [lost]


def test_a_place_is_not_moved_into_itself_under_another_name(opened: OpenedStore, place: Path) -> None:
    (place / "link").symlink_to(place / "desk.files")
    for target in (place / "desk.files", place / "link", place / "x" / ".." / "desk.files"):
        with pytest.raises(Refused, match="already"):
            moved(opened, target)
    with pytest.raises(Refused, match="already"):
        moved(opened, place / "link", place / "desk.files", drop=True)
    assert len(list(opened.files.digests())) == 3


def test_a_desk_keeps_the_files_that_it_still_looks_for(opened: OpenedStore, place: Path) -> None:
    for source in (None, place / "desk.files"):
        with pytest.raises(Refused, match="set TTYDESK_DATA to the new place"):
            moved(opened, place / "new", source, drop=True)
    with pytest.raises(NotUnderstood, match="Say where"):
        moved(opened, None)
    assert len(list(opened.files.digests())) == 3
