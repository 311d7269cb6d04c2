"""Opening a desk: the database, its files, its feed, together and ready; or one sentence that says why not."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from core.errors import DeskError, Refused
from storage import schema, sqlite_driver, sqlite_schema
from storage.database import Database
from storage.feed import ChangeFeed, position
from storage.files import BlobFiles
from storage.passwords import Argon2Passwords
from storage.place import make_room, read_url, refuse_network, refuse_what_others_reach


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


def open_store(url: str, data: Path | None = None, *, create: bool = False) -> OpenedStore:
    """Open the desk that `url` names; `data` is the folder of attachments, beside the database unless one is given.

    Raises NotUnderstood for a URL that makes no sense, Refused for a desk that is not there (unless `create`), not
    private, of another version, or damaged.
    """
    sqlite_driver.refuse_old_library()
    path = read_url(url)
    if create:
        make_room(path)
    elif not path.is_file():
        raise no_desk(path)
    refuse_network(path)
    refuse_what_others_reach(path)
    try:
        desk_id = _prepare(path, create=create)
        feed = ChangeFeed(path, position(path))
    except (DBAPIError, sqlite_driver.Error) as error:
        raise _refusal(path, error) from error
    files = BlobFiles((data or path.with_suffix(".files")).absolute() / desk_id)
    return OpenedStore(Database(path, feed.wake), files, Argon2Passwords(), feed, desk_id)


def no_desk(path: Path) -> Refused:
    return Refused(f"There is no desk at {path}: make one with `ttydesk init`, or try `ttydesk demo`.")


def _prepare(path: Path, *, create: bool) -> str:
    """Look at what is in the file, make the tables where there are none, and give the id of the desk."""
    engine = sqlite_driver.engine(path, writes=create, connections=1)
    try:
        with engine.connect() as connection, connection.begin():
            desk_id = _desk_id(connection, path, create=create)
    finally:
        engine.dispose()
    return desk_id


def _desk_id(connection: Connection, path: Path, *, create: bool) -> str:
    version = sqlite_schema.version_of(connection)
    if version is None:
        if not create:
            raise no_desk(path)
        sqlite_schema.make(connection, uuid4().hex, int(time.time() * 1000))
    elif (refusal := refused_version(path, version)) is not None:
        raise refusal
    return str(connection.execute(select(schema.desk.c.id)).scalar_one())


def refused_version(path: Path, version: str) -> Refused | None:
    """Why tables of this version can not be used as they are; None when they can."""
    if version == schema.VERSION:
        return None
    if not version:
        return Refused(f"{path} holds something else than a desk. Give another place with --db.")
    if version > schema.VERSION:
        return Refused(f"{path} was made by a newer ttydesk. Use that one, or a newer one.")
    return Refused(f"{path} was made by an older ttydesk. Run `ttydesk db upgrade`; it keeps a copy first.")


def _refusal(path: Path, error: Exception) -> DeskError:
    origin = error.orig if isinstance(error, DBAPIError) else error
    sentence = sqlite_driver.says(origin) or f"it answered: {origin}."
    return Refused(f"{path} can not be opened. {sentence}")
