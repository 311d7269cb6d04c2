"""PostgreSQL through psycopg: the address of a database, and how its connections are made.

Every connection is bounded by the server itself: a statement, a wait for a lock, a transaction that nobody ends.
"""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from core.errors import NotUnderstood
from core.safe_text import safe_line
from storage.postgres_asking import ask_alone

OLDEST = 150_000
"""The version as PostgreSQL counts it."""
CONNECTS_WITHIN = 4
LOCK_WAIT = 2_000
READS_WITHIN, WRITES_WITHIN, IDLE_AT_MOST = 6_000, 10_000, 60_000  # milliseconds

POOLER = "pooler"
"""In the URL: `?pooler=host:port` names a PgBouncer that pools transactions."""
_ALWAYS: dict[str, Any] = {
    "connect_timeout": CONNECTS_WITHIN,
    "client_encoding": "utf8",
    "application_name": "ttydesk",
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_POOLED: dict[str, Any] = _ALWAYS | {"prepare_threshold": None}
"""The next transaction has another connection: nothing is left behind on it, and its bounds are those of the role."""

RACES = frozenset({"40001", "40P01", "55P03"})
"""Others were at it: a serialization failure, a deadlock, a lock that was not to be had."""
TWICE = frozenset({"23505", "23503"})
"""Somebody else made the same row, or took away what this one belongs to, after this transaction looked."""
INTERRUPTED = "57014"


def read_address(url: str) -> URL:
    """The database that a URL names. Raises NotUnderstood."""
    try:
        address = make_url(url.replace("postgres://", "postgresql://", 1))
        if address.drivername != "postgresql" or not address.database or "\x00" in url:
            raise ValueError
        _pooler(address)
        psycopg.conninfo.make_conninfo("", **dict[str, Any](_server(address).query))
    except (ArgumentError, ValueError):
        raise NotUnderstood("A database server is written postgresql://user@host/database.", field="db") from None
    except psycopg.ProgrammingError as error:
        raise NotUnderstood(f"PostgreSQL does not know this: {safe_line(str(error).strip())}.", field="db") from None
    return address


def _server(address: URL) -> URL:
    """The server itself, for what needs a connection of its own: notices, locks that outlast a transaction."""
    return address.difference_update_query([POOLER])


def _pooler(address: URL) -> URL | None:
    """Where a pooler lends connections of that server, each for one transaction. Raises ValueError."""
    if (named := address.query.get(POOLER)) is None:
        return None
    host, colon, port = str(named).rpartition(":")
    if not colon or not host:
        raise ValueError
    return _server(address).difference_update_query(["host", "port"]).set(host=host, port=int(port))


def _options(limit: int) -> dict[str, Any]:
    """What a connection to the server is opened with; `limit` bounds a statement, and with 0 nothing is bounded."""
    lock, idle = (LOCK_WAIT, IDLE_AT_MOST) if limit else (0, 0)
    bounds = f"-c statement_timeout={limit} -c lock_timeout={lock} -c idle_in_transaction_session_timeout={idle}"
    # Short questions of many people: what helps one long question costs them time.
    return _ALWAYS | {"options": f"{bounds} -c jit=off -c max_parallel_workers_per_gather=0"}


def engine(address: URL, count: int, *, writes: bool, patient: bool = False) -> Engine:
    """Up to so many connections; through the pooler where there is one, but for what takes minutes."""
    limit = 0 if patient else WRITES_WITHIN if writes else READS_WITHIN
    pooler = None if patient else _pooler(address)
    alone = pooler is None and not writes and not patient
    made = create_engine(
        (pooler or _server(address)).set(drivername="postgresql+psycopg"),
        connect_args=_options(limit) if pooler is None else _POOLED,
        pool_size=count,
        max_overflow=0,
        pool_timeout=WRITES_WITHIN / 1000,
        isolation_level="AUTOCOMMIT" if alone else None,
        use_native_hstore=False,  # no column is one, and each first connection would ask
    )
    if alone:
        ask_alone(made)

    @event.listens_for(made, "connect")
    def prepare(connection: Any, record: object) -> None:
        del record
        connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        if not writes:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
        if alone:  # said earlier, the server would be taken for one that can not be written: target_session_attrs
            connection.execute("SET default_transaction_read_only = on")

    return made


def connect(address: URL, *, patient: bool = False) -> psycopg.Connection[Any]:
    """A bare connection, each statement of which is a transaction: for what lives outside of SQLAlchemy."""
    arguments, named = PGDialect_psycopg().create_connect_args(_server(address))  # type: ignore[no-untyped-call]
    every: dict[str, Any] = {**named, **_options(0 if patient else READS_WITHIN), "autocommit": True}
    return psycopg.connect(*arguments, **every)


def is_lost(error: DBAPIError) -> bool:
    """Whether a connection that worked before broke."""
    return error.connection_invalidated
