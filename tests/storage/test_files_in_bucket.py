"""Attachments in a store that goes away, says no, answers half, or is told in a way that can not be meant."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from core.errors import DeskError, NotUnderstood, Refused, TryLater
from storage import files_in_bucket
from storage.bucket import Bucket, read_bucket
from storage.files import BlobFiles, Changed
from storage.opened import files_in
from tests.bucket_server import BucketServer, Wire

MEGABYTE = 1024 * 1024
HTTPS = {"AWS_ENDPOINT_URL": "https://minio.example.com:9000"}


@pytest.fixture
def wire(bucket_server: BucketServer) -> Iterator[Wire]:
    wire = Wire(bucket_server.port)
    yield wire
    wire.cut()


@pytest.fixture
def bucket(bucket_server: BucketServer, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    for name, value in bucket_server.environment(wire.port).items():
        monkeypatch.setenv(name, value)
    return Bucket(bucket_server.bucket(), plain=True)


@pytest.fixture
def files(bucket: Bucket) -> BlobFiles:
    return files_in(bucket, DESK)


def put(files: BlobFiles, content: bytes) -> str:
    return files.put_now(io.BytesIO(content), len(content)).sha256


def put_behind_our_back(bucket: Bucket, name: str, content: bytes) -> None:
    obstore.put(S3Store(bucket.name, client_options={"allow_http": True}), name, content)


def everything_asked(files: BlobFiles) -> Iterator[DeskError]:
    """What each thing that can be asked of the store is answered with."""
    for ask in (
        lambda: put(files, b"new"),
        lambda: files.copy_now("a" * 64, io.BytesIO()),
        lambda: list(files.digests()),
        lambda: files.room.look("a" * 64),
        lambda: files.room.drop("a" * 64),
    ):
        with pytest.raises(DeskError) as told:
            ask()
        yield told.value


# The store goes away


def test_a_store_that_is_away_is_told_and_is_used_again_when_it_is_back(files: BlobFiles, wire: Wire) -> None:
    kept = put(files, b"before")
    wire.cut()
    for told in everything_asked(files):
        assert isinstance(told, TryLater)
        assert "does not answer" in told.sentence
    wire.join()
    after = put(files, b"after")
    assert sorted(files.digests()) == sorted([kept, after])
    assert files.is_whole(kept)


def test_a_store_that_says_nothing_is_not_waited_for_for_ever(
    bucket: Bucket, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_in_bucket, "SILENCE", timedelta(milliseconds=100))
    files = files_in(bucket, DESK)
    wire.pass_only(0)
    with pytest.raises(TryLater, match="does not answer"):
        put(files, b"x")


def test_an_upload_that_breaks_off_leaves_nothing(files: BlobFiles, wire: Wire) -> None:
    content = os.urandom(3 * MEGABYTE)
    wire.pass_only(MEGABYTE)
    with pytest.raises(TryLater):
        put_while_it_is_cut(files, content, wire)
    wire.join()
    assert list(files.digests()) == []
    assert files.is_whole(put(files, content))


def put_while_it_is_cut(files: BlobFiles, content: bytes, wire: Wire) -> None:
    def cut() -> None:
        wire.is_stuck.wait(30)
        wire.cut()

    cutting = threading.Thread(target=cut)
    cutting.start()
    try:
        put(files, content)
    finally:
        cutting.join()


def test_a_process_that_is_killed_while_it_uploads_leaves_nothing(
    bucket: Bucket, files: BlobFiles, wire: Wire, place: Path
) -> None:
    wire.pass_only(2 * MEGABYTE)
    command = [sys.executable, "-m", "tests.storage.uploading_until_killed", bucket.name, str(8 * MEGABYTE)]
    uploading = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"TMPDIR": str(place)})
    assert wire.is_stuck.wait(30)
    uploading.kill()
    acknowledged, _ = uploading.communicate()
    wire.cut()
    wire.join()

    assert acknowledged == b""
    assert list(files.digests()) == []
    assert list(place.iterdir()) == []


# The store says no


def test_a_key_that_is_not_accepted_is_refused(files: BlobFiles, bucket_server: BucketServer) -> None:
    with bucket_server.asks_for_keys():
        answers = list(everything_asked(files))
    for told in answers:
        assert isinstance(told, Refused)
        assert "does not let this desk in (403" in told.sentence


def test_a_bucket_that_is_not_there_is_refused(bucket: Bucket) -> None:
    files = files_in(Bucket("nobodys-bucket", plain=True), DESK)
    for ask in (lambda: put(files, b"x"), lambda: list(files.digests()), lambda: list(files.pieces("a" * 64))):
        with pytest.raises(Refused, match=r"no such bucket \(404 NoSuchBucket\)"):
            ask()


def test_a_key_without_its_secret_is_told(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(Refused, match="asks for a key"):
        put(files_in(bucket, DESK), b"x")
    whole = Bucket(bucket.name, secret="s3cret", plain=True)
    assert list(files_in(whole, DESK).digests()) == []
    assert "s3cret" not in repr(whole)


# What is kept there


def test_what_is_there_is_not_sent_again_and_is_not_spare_after_it_was_put_again(
    files: BlobFiles, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = os.urandom(MEGABYTE)
    digest = put(files, content)
    wire.pass_only(MEGABYTE // 2)
    assert put(files, content) == digest
    assert not wire.is_stuck.is_set()

    wire.pass_only(2 * MEGABYTE)
    before = files.room.look(digest)
    monkeypatch.setattr(files_in_bucket, "RENEWED", -3600)
    time.sleep(1.0)  # as fine as the clock of the store is
    put(files, content)
    after = files.room.look(digest)
    assert before is not None
    assert after is not None
    assert after.at > before.at


def test_bytes_that_changed_are_never_handed_out_as_whole(files: BlobFiles, bucket: Bucket) -> None:
    digest = put(files, b"a log")
    put_behind_our_back(bucket, f"id/{digest[:2]}/{digest}", b"a lie")
    with pytest.raises(Changed, match="no longer those that were sent"):
        files.copy_now(digest, io.BytesIO())
    assert not files.is_whole(digest)


def test_what_others_keep_in_the_bucket_is_left_alone(files: BlobFiles, bucket: Bucket) -> None:
    for name in ("readme.txt", "id/readme.txt", f"id/{'a' * 64}", f"id/bb/{'a' * 64}"):
        put_behind_our_back(bucket, name, b"theirs")
    assert list(files.digests()) == []


def test_a_large_file_goes_through_in_pieces(files: BlobFiles, place: Path) -> None:
    path = place / "trace.log"
    path.write_bytes(os.urandom(8 * MEGABYTE))
    tracemalloc.start()
    try:
        with path.open("rb") as file, (place / "back.log").open("wb") as back:
            files.copy_now(files.put_now(file, 8 * MEGABYTE).sha256, back)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2 * MEGABYTE
    assert (place / "back.log").stat().st_size == 8 * MEGABYTE


# How a bucket is told


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("s3://desk", "s3://desk"),
        ("s3://desk/", "s3://desk"),
        ("s3://desk.acme.example/files//of/", "s3://desk.acme.example/files/of"),
    ],
)
def test_a_bucket_and_a_place_in_it_are_named_by_a_url(url: str, named: str) -> None:
    assert str(read_bucket(url, HTTPS)) == named


@pytest.mark.parametrize(
    "url",
    [
        "s3://",
        "s3:///files",
        "s3://De sk",
        "s3://desk/../other",
        "s3://desk/a b",
        "s3://desk?region=x",
        "s3://KEY:s3cret@desk/files",
        "s3://desk/\x1b[2J",
        "gs://desk/files",
        "https://desk.s3.example/files",
    ],
)
def test_what_names_no_bucket_is_not_understood_and_not_repeated(url: str) -> None:
    with pytest.raises(NotUnderstood, match=r"s3://bucket/prefix") as told:
        read_bucket(url, HTTPS)
    assert "s3cret" not in told.value.sentence


@pytest.mark.parametrize(
    ("endpoint", "more", "is_plain"),
    [
        ("", {}, False),
        ("https://minio.example.com", {}, False),
        ("http://127.0.0.1:9000", {}, True),
        ("http://localhost:9000", {}, True),
        ("http://[::1]:9000", {}, True),
        ("http://minio:9000", {"AWS_ALLOW_HTTP": "true"}, True),
    ],
)
def test_a_store_is_asked_without_tls_only_where_that_is_meant(
    endpoint: str, more: dict[str, str], is_plain: bool
) -> None:
    assert read_bucket("s3://desk", {"AWS_ENDPOINT_URL": endpoint, **more}).plain is is_plain


@pytest.mark.parametrize(
    ("endpoint", "says"),
    [
        ("http://minio:9000", "AWS_ENDPOINT_URL is without TLS"),
        ("minio:9000", "AWS_ENDPOINT_URL is written https://host"),
        ("https://", "AWS_ENDPOINT_URL is written https://host"),
        ("http://[", "AWS_ENDPOINT_URL is written https://host"),
    ],
)
def test_an_address_of_a_store_that_can_not_be_meant_is_told(endpoint: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        read_bucket("s3://desk", {"AWS_ENDPOINT_URL": endpoint})
