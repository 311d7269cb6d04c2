"""Opening a desk: the database, its files, its feed, together and ready; or one sentence that says why not."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from core.errors import DeskError, Refused, TryLater
from storage import schema, sqlite_driver
from storage.bucket import Bucket
from storage.database import Database
from storage.feed import ChangeFeed
from storage.files import BlobFiles, Room
from storage.files_in_folder import FolderRoom
from storage.passwords import Argon2Passwords
from storage.place import is_of_a_server, make_room, read_url, refuse_network, refuse_what_others_reach
from storage.sqlite_engine import SqliteEngine
from storage.sqlite_feed import SqliteFeed
from storage.sqlite_schema import Found, look, make

WAITS = 5.0
"""Seconds that opening waits for a lock."""


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """A desk that is open: the parts that core/reception.py takes. `desk_id` names the desk wherever it is moved."""

    store: Database
    files: BlobFiles
    passwords: Argon2Passwords
    feed: ChangeFeed
    desk_id: str

    async def close(self) -> None:
        """Let what was handed in end, then close everything."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        self.feed.close()
        self.passwords.close()
        self.store.close()


def open_store(url: str, data: Path | Bucket | None = None, *, create: bool = False) -> OpenedStore:
    """Open the desk that `url` names; `data` is where the attachments are: without it a folder beside the file of the
    database, or for a server one in the user's data folder.

    Raises NotUnderstood for a URL that makes no sense, Refused for a desk that is not there (unless `create`), not
    private, of another version, or damaged; TryLater while another program holds it or its server is away.
    """
    if is_of_a_server(url):
        from storage.postgres_opening import open_on_server  # a desk in a file needs no driver of PostgreSQL

        return open_on_server(url, data, create=create)
    sqlite_driver.refuse_old_library()
    path = read_url(url)
    if create:
        make_room(path)
    elif not path.is_file():
        raise no_desk(path)
    refuse_network(path)
    refuse_what_others_reach(path)
    found = _prepared(path, create=create)
    feed = SqliteFeed(path, found.position, found.revision)
    files = files_in(data or path.with_suffix(".files"), found.desk_id)
    return OpenedStore(Database(SqliteEngine(path), feed.wake), files, Argon2Passwords(), feed, found.desk_id)


def files_in(place: Path | Bucket, desk_id: str) -> BlobFiles:
    """The files of one desk; a place may keep those of many."""

    def open_room() -> Room:
        if isinstance(place, Path):
            return FolderRoom(place / desk_id)
        from storage.files_in_bucket import BucketRoom  # its library is heavy, and few desks have a bucket

        return BucketRoom(place, desk_id)

    return BlobFiles(open_room)


def no_desk(path: Path) -> Refused:
    return Refused(f"There is no desk at {path}: make one with `ttydesk init`, or try `ttydesk demo`.")


def _prepared(path: Path, *, create: bool) -> Found:
    """Prepare it, again while another process holds the lock: two may make the same desk in one moment."""
    until = time.monotonic() + WAITS
    while True:
        try:
            return _prepare(path, create=create)
        except (DBAPIError, sqlite_driver.Error) as error:
            if not sqlite_driver.is_busy(error):
                raise can_not_open(path, error) from error
            if time.monotonic() > until:
                raise TryLater(f"Another program holds {path}. Try again in a moment.") from error


def _prepare(path: Path, *, create: bool) -> Found:
    """Look at what is in the file, choose its journal, make the tables where there are none."""
    found = look(path)
    if found.version is None and not create:
        raise no_desk(path)
    if found.version is not None and (refusal := refused_version(path, found.version)) is not None:
        raise refusal
    sqlite_driver.set_journal(path)
    if found.version is not None:
        return found
    _make(path)
    return look(path)


def _make(path: Path) -> None:
    engine = sqlite_driver.engine(path, writes=True, connections=1)
    try:
        with engine.connect() as connection, connection.begin():
            make(connection, uuid4().hex, int(time.time() * 1000))
    finally:
        engine.dispose()


def refused_version(place: Path | str, version: str) -> Refused | None:
    """Why tables of this version can not be used as they are; None when they can."""
    if version == schema.VERSION:
        return None
    if not version:
        return Refused(f"{place} holds something else than a desk. Give another place with --db.")
    if version > schema.VERSION:
        return Refused(f"{place} was made by a newer ttydesk. Use that one, or a newer one.")
    return Refused(f"{place} was made by an older ttydesk. Run `ttydesk db upgrade`; it keeps a copy first.")


def can_not_open(path: Path, error: Exception) -> DeskError:
    origin = error.orig if isinstance(error, DBAPIError) else error
    sentence = sqlite_driver.says(origin) or f"it answered: {origin}."
    return Refused(f"{path} can not be opened. {sentence}")
