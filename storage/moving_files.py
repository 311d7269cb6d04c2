"""All attachments of a desk from one place to another, while people work: it goes on where it stopped the last time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from functools import partial
from pathlib import Path

from core.errors import NotFound, NotUnderstood, Refused
from core.store import Moved
from storage.bucket import Bucket
from storage.files import BlobFiles, Changed, Kept
from storage.opened import OpenedStore, files_in

AT_ONCE = 4
"""Files on their way at the same time: a store far away answers each of them slowly."""


class _Came(Enum):
    WAS_THERE = "was there"
    BROUGHT = "brought"
    CHANGED = "changed"


def move_files(
    opened: OpenedStore,
    target: Path | Bucket | None,
    source: Path | Bucket | None,
    *,
    drop: bool,
    told: Callable[[int, int], None],
) -> Moved:
    """Bring what is not there yet, checking every sum; from where the desk looks for its files, without a `source`.

    `drop` takes each file from its old place after it was read back, whole, at the new one: not while the desk still
    looks for it at the old one. `told` hears how many of how many are done.
    """
    if target is None:
        raise NotUnderstood("Say where the files are to be: a folder, or s3://bucket/prefix.")
    to = files_in(target, opened.desk_id)
    origin = opened.files if source is None else files_in(source, opened.desk_id)
    if _is_same(origin, to):
        raise Refused(f"The files are in {to.room.place} already. Name where they are with --from.")
    if drop and _is_same(origin, opened.files):
        raise Refused(
            f"The desk looks for its files in {origin.room.place}, so they stay there. Bring them without --delete, "
            "set TTYDESK_DATA to the new place, start again what is open; then use --from with --delete."
        )
    return _moved(origin, to, drop=drop, told=told)


def _is_same(one: BlobFiles, other: BlobFiles) -> bool:
    """Also where a folder goes by two names."""
    return Path(one.room.place).resolve() == Path(other.room.place).resolve()


def _moved(source: BlobFiles, target: BlobFiles, *, drop: bool, told: Callable[[int, int], None]) -> Moved:
    there = {kept.sha256: kept.size for kept in target.room.all()}
    files = list(source.room.all())
    come: list[_Came] = []
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for one in pool.map(partial(_move, source, target, there, drop), files):
            come.append(one)
            told(len(come), len(files))
    finally:
        pool.shutdown(cancel_futures=True)
    changed = tuple(kept.sha256 for kept, one in zip(files, come, strict=True) if one is _Came.CHANGED)
    dropped = len(files) - len(changed) if drop else 0
    return Moved(target.room.place, len(files), come.count(_Came.BROUGHT), dropped, changed)


def _move(source: BlobFiles, target: BlobFiles, there: dict[str, int], drop: bool, kept: Kept) -> _Came:
    digest = kept.sha256
    came = _Came.WAS_THERE
    if there.get(digest) != kept.size or (drop and not target.is_whole(digest)):
        try:
            target.keep_now(source.pieces(digest), sys.maxsize)
        except (Changed, NotFound):
            return _Came.CHANGED
        came = _Came.BROUGHT
        if drop and not target.is_whole(digest):
            return _Came.CHANGED
    if drop:
        source.room.drop(digest)
    return came
