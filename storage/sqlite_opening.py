"""Opening a desk in a file; or one sentence that says why not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from core.errors import DeskError, NoDesk, Refused, TryLater
from storage import sqlite_driver
from storage.database import Database
from storage.opened import Found, OpenedStore, files_in, refused_version
from storage.passwords import Argon2Passwords
from storage.place import make_room, read_url, refuse_network, refuse_what_others_reach
from storage.sqlite_engine import SqliteEngine
from storage.sqlite_feed import SqliteFeed
from storage.sqlite_schema import look, make

if TYPE_CHECKING:
    from storage.bucket import Bucket

WAITS = 5.0
"""Seconds that opening waits for a lock."""


def open_in_a_file(url: str, data: Path | Bucket | None, *, create: bool) -> OpenedStore:
    """As storage.opening.open_store."""
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


def no_desk(path: Path) -> NoDesk:
    return NoDesk(f"There is no desk at {path}: make one with `ttydesk init`, or try `ttydesk demo`.")


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


def can_not_open(path: Path, error: Exception) -> DeskError:
    origin = error.orig if isinstance(error, DBAPIError) else error
    sentence = sqlite_driver.says(origin) or f"it answered: {origin}."
    return Refused(f"{path} can not be opened. {sentence}")
