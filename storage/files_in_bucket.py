"""Attachments in a bucket of an S3-compatible store: objects PREFIX/<desk id>/ab/abcdef..., laid out as in a folder.

An object is put in one request, so it is there whole or not at all, and an upload that breaks off leaves nothing that
costs. Its bytes wait in a private file without a name until their sum, which is its name, is known. Who asks, and where
the store is, obstore reads from the environment by the usual names (AWS_...).
"""

from __future__ import annotations

import mmap
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from core.errors import DeskError, Refused, TryLater
from core.store import Blob
from storage.bucket import Bucket
from storage.files import PIECE, Kept, is_digest, missing, written

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

RENEWED = 3600
"""Seconds after which bytes that are put once more are written again: else they could be taken for spare ones."""
SILENCE = timedelta(seconds=10)
"""How long the store may say nothing, before it begins to answer and between two pieces."""
SENDING = timedelta(minutes=5)
"""For a whole file on its way out: nothing comes back until all of it is there."""
_RETRY: RetryConfig = {
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=8),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=1), "base": 2},
}
_STORE = "The store that keeps the files of tickets"
_STATUS = re.compile(r"status code: (\d{3})")
_CODE = re.compile(r"<Code>(\w{1,40})</Code>")
_OF_THE_MACHINE = ("/latest/api/token", "/security-credentials")
"""Where a machine in a cloud is asked for a key; one that is none has no answer."""


class BucketRoom:
    """Is a storage.files.Room."""

    def __init__(self, bucket: Bucket, desk_id: str) -> None:
        self.place = f"{bucket}/{desk_id}"
        self._asking = _client(bucket, desk_id, {"read_timeout": SILENCE, "timeout": timedelta(hours=1)})
        self._sending = _client(bucket, desk_id, {"timeout": SENDING})

    def keep(self, pieces: Iterable[bytes], at_most: int) -> Blob:
        with tempfile.TemporaryFile() as aside:
            blob = written(pieces, aside, at_most)
            aside.flush()
            if not self._is_there(blob):
                content = mmap.mmap(aside.fileno(), 0, access=mmap.ACCESS_READ) if blob.size else b""
                with _answers():
                    obstore.put(self._sending, _key(blob.sha256), content, use_multipart=False)
        return blob

    def pieces(self, digest: str) -> Iterator[bytes]:
        with _answers(reading=True):
            for piece in obstore.get(self._asking, _key(digest)).stream(PIECE):
                yield bytes(piece)

    def look(self, digest: str) -> Kept | None:
        with _answers():
            try:
                found = obstore.head(self._asking, _key(digest))
            except FileNotFoundError:
                return None
        return Kept(digest, found["size"], found["last_modified"].timestamp())

    def all(self) -> Iterator[Kept]:
        with _answers():
            for one in (one for some in obstore.list(self._asking) for one in some):
                digest = one["path"].rpartition("/")[2]
                if is_digest(digest) and one["path"] == _key(digest):
                    yield Kept(digest, one["size"], one["last_modified"].timestamp())

    def drop(self, digest: str) -> None:
        with _answers():
            obstore.delete(self._asking, _key(digest))

    def unfinished(self) -> str:
        return ""

    def _is_there(self, blob: Blob) -> bool:
        try:
            there = self.look(blob.sha256)
        except Refused:  # without a reason; putting it is answered with one, or allowed
            return False
        return there is not None and there.size == blob.size and there.at > time.time() - RENEWED


def _client(bucket: Bucket, desk_id: str, limits: ClientConfig) -> S3Store:
    options: ClientConfig = {"connect_timeout": timedelta(seconds=5), **limits}
    if bucket.plain:
        options["allow_http"] = True
    prefix = f"{bucket.prefix}/{desk_id}".lstrip("/")
    config: S3Config = {"secret_access_key": bucket.secret} if bucket.secret else {}
    with _answers():
        return S3Store(bucket.name, prefix=prefix, config=config, client_options=options, retry_config=_RETRY)


def _key(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


@contextmanager
def _answers(*, reading: bool = False) -> Iterator[None]:
    """What the store answers instead, in the desk's words. `reading`: a name that it does not know has no bytes."""
    try:
        yield
    except (BaseError, FileNotFoundError) as error:
        told = str(error)
        if reading and isinstance(error, FileNotFoundError) and "NoSuchBucket" not in told:
            raise missing() from None
        raise _refusal(told) from None


def _refusal(told: str) -> DeskError:
    if told.startswith("Generic S3 error: Missing") or any(place in told for place in _OF_THE_MACHINE):
        return Refused(f"{_STORE} asks for a key. Give AWS_ACCESS_KEY_ID, and its secret as docs/operating.md says.")
    status = int(found[1]) if (found := _STATUS.search(told)) else 0
    if not status or status == 429 or status >= 500:
        return TryLater(f"{_STORE} does not answer. Nothing was kept or changed; try again in a moment.")
    why = " ".join((str(status), *_CODE.findall(told)[:1]))
    if status == 404:
        return Refused(f"{_STORE} has no such bucket ({why}). An operator makes it, or names another in TTYDESK_DATA.")
    if status in (401, 403):
        return Refused(f"{_STORE} does not let this desk in ({why}). An operator looks at its key and what it may do.")
    return Refused(f"{_STORE} refuses this desk ({why}). An operator looks at AWS_ENDPOINT_URL and AWS_REGION.")
