"""A desk that is restored on a PostgreSQL server: all of it in one transaction, the tables included."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import Connection, exists, select
from sqlalchemy.exc import DBAPIError

from storage import postgres_driver, postgres_refusals, schema
from storage.bucket import Bucket
from storage.empty_desk import EmptyDesk, somebody_is_here
from storage.files import BlobFiles
from storage.opened import files_in, refused_version
from storage.place import users_files
from storage.postgres_engine import PostgresEngine
from storage.postgres_opening import look_at
from storage.postgres_schema import make

_MADE_ANEW = ", ".join(name for name in schema.metadata.tables if name not in (schema.versions.name, schema.desk.name))


@contextmanager
def empty_desk_on_server(url: str, data: Path | Bucket | None, *, replace: bool) -> Iterator[EmptyDesk]:
    """Others wait until it is done, and then find the other desk. Raises Refused where somebody is at home."""
    address = postgres_driver.read_address(url)
    found = look_at(address)
    if found.version is not None and (refusal := refused_version(postgres_refusals.shown(address), found.version)):
        raise refusal
    engine = PostgresEngine(address)
    try:
        with _transaction(engine, partial(files_in, data or users_files())) as empty:
            _make_empty(empty.connection, replace=replace)
            yield empty
    except DBAPIError as error:
        raise engine.answer(error) from error
    except psycopg.Error as error:  # of what is handed to the driver as it is
        raise postgres_refusals.answer(error, address) or error from error


@contextmanager
def _transaction(engine: PostgresEngine, files: Callable[[str], BlobFiles]) -> Iterator[EmptyDesk]:
    connections = engine.connections(1, writes=True, patient=True)
    try:
        with connections.connect() as connection:
            empty = EmptyDesk(connection, engine, files)
            transaction = connection.begin()
            try:
                yield empty
            except BaseException:
                transaction.rollback()
                raise
            empty.in_doubt = True
            transaction.commit()
    finally:
        connections.dispose()


def _make_empty(connection: Connection, *, replace: bool) -> None:
    make(connection, uuid4().hex, int(time.time() * 1000))
    if connection.execute(select(exists(select(schema.people.c.id)))).scalar() and not replace:
        raise somebody_is_here()
    connection.exec_driver_sql(f"TRUNCATE {_MADE_ANEW} RESTART IDENTITY")
