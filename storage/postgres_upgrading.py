"""`ttydesk db upgrade` of a desk that a PostgreSQL server keeps, by one process at a time; a copy first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from core.upkeep import Upgraded
from storage import postgres_driver, postgres_refusals, schema
from storage.migrating import migrate
from storage.opened import refused_version
from storage.postgres_copying import keep_copy
from storage.postgres_engine import PostgresEngine
from storage.postgres_opening import look_at, no_desk
from storage.postgres_schema import MAKING


def upgrade_on_server(url: str) -> Upgraded | None:
    """Run the migrations that are due, one process at a time, after a copy; None when none was. Raises Refused."""
    address = postgres_driver.read_address(url)
    with _one_at_a_time(address):
        version = look_at(address).version
        if version is None:
            raise no_desk(address)
        if version == schema.VERSION:
            return None
        if not version or version > schema.VERSION:
            raise refused_version(postgres_refusals.shown(address), version) or no_desk(address)
        engine = PostgresEngine(address)
        kept = keep_copy(engine, version)
        try:
            migrate(engine, schema.VERSION)
        except DBAPIError as error:
            raise engine.answer(error) from error
    return Upgraded(kept)


@contextmanager
def _one_at_a_time(address: URL) -> Iterator[None]:
    """While others make or upgrade the tables, wait."""
    try:
        with postgres_driver.connect(address, patient=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (MAKING,))
            yield
    except psycopg.Error as error:
        raise postgres_refusals.answer(error, address) or error from error
