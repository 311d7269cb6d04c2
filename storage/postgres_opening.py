"""Opening a desk that a PostgreSQL server keeps; or one sentence that says why not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from core.errors import NoDesk, Refused
from storage import postgres_driver, postgres_refusals
from storage.database import Database
from storage.opened import Found, OpenedStore, files_in, refused_version
from storage.passwords import Argon2Passwords
from storage.place import users_files
from storage.postgres_engine import PostgresEngine
from storage.postgres_feed import PostgresFeed
from storage.postgres_schema import look, make

if TYPE_CHECKING:
    from storage.bucket import Bucket


def open_on_server(url: str, data: Path | Bucket | None, *, create: bool) -> OpenedStore:
    """As storage.opening.open_store."""
    address = postgres_driver.read_address(url)
    engine = PostgresEngine(address)
    found = look_at(address)
    if found.version is None and create:
        _make(engine)
        found = look_at(address)
    if found.version is None:
        raise no_desk(address)
    if (refusal := refused_version(postgres_refusals.shown(address), found.version)) is not None:
        raise refusal
    feed = PostgresFeed(address, found.position, found.revision)
    files = files_in(data or users_files(), found.desk_id)
    return OpenedStore(Database(engine, feed.wake), files, Argon2Passwords(), feed, found.desk_id)


def no_desk(address: URL) -> NoDesk:
    where = postgres_refusals.shown(address)
    return NoDesk(f"There is no desk in the database {where}: make one with `ttydesk init`, or try `ttydesk demo`.")


def look_at(address: URL) -> Found:
    """What lies there. Raises Refused or TryLater for a server that is away, too old, or does not let us in."""
    try:
        with postgres_driver.connect(address) as connection:
            _refuse_what_can_not_keep_a_desk(connection)
            return look(connection)
    except psycopg.Error as error:
        raise postgres_refusals.answer(error, address) or error from error


def _refuse_what_can_not_keep_a_desk(connection: psycopg.Connection[Any]) -> None:
    if (version := connection.info.server_version) < postgres_driver.OLDEST:
        need = postgres_driver.OLDEST // 10_000
        raise Refused(f"The server is PostgreSQL {version // 10_000}; ttydesk needs {need} or newer. Upgrade it.")
    if (encoding := connection.info.parameter_status("server_encoding")) != "UTF8":
        mend = "createdb --encoding=UTF8 --template=template0"
        raise Refused(f"The database keeps {encoding}, and a desk needs UTF8: {mend}")


def _make(engine: PostgresEngine) -> None:
    connections = engine.connections(1, writes=True, patient=True)
    try:
        with connections.connect() as connection, connection.begin():
            make(connection, uuid4().hex, int(time.time() * 1000))
    except DBAPIError as error:
        raise engine.answer(error) from error
    finally:
        connections.dispose()
