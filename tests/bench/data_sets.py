"""The desks that are measured: one of each size on each engine, made once and kept in the cache of this machine.

They are the sample desks that `demo` shows, with one conversation as long as they get. What is measured leaves them as
they were, and their clock stands where it stood when they were made.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import platformdirs
import psycopg
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection, insert, select

from core.deadlines import NEVER
from core.desk import Desk
from core.listing import Query, View
from core.people import Via
from core.reading import page
from core.reception import Reception
from core.references import Reference
from storage.filling import fill
from storage.numbers import NUMBER
from storage.opened import OpenedStore
from storage.opening import open_store
from storage.schema import VERSION, entries, leases
from tests.storage.server import OwnServer
from tui.demo import SampleDesk, sample_desk
from tui.demo.people import ANN, MAYA, OLGA
from tui.serve import chance, now

ENGINES = ("sqlite", "postgresql")
LONG = 2_000
"""Messages in the long conversation."""

_SERVER = {
    "shared_buffers": "'1GB'",
    "max_wal_size": "'4GB'",
    "checkpoint_timeout": "'15min'",
    "random_page_cost": "1.1",
}
"""What is set on any server of this size; all that keeps data safe is as it comes."""
_ADDED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'",
    "postgresql": (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE 'CREATE INDEX%%'"
    ),
}
"""The indexes that nothing depends on while a desk is filled."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A desk that is open, and the addresses of people there; `long` is the ticket with the long conversation."""

    engine: str
    tickets: int
    url: str
    opened: OpenedStore
    made_at: int
    long: Reference
    operator: str
    agent: str
    customer: str

    def desk_of(self, email: str) -> Desk:
        parts = (self.opened.store, self.opened.files, self.opened.passwords, self.opened.feed)
        reception = Reception(*parts, via=Via.CLI, source="bench", clock=lambda: self.made_at, chance=chance)
        return asyncio.run(reception.claimed(email))


def folder() -> Path:
    """BENCH_FOLDER names another; root's own folders can not be read by the user that PostgreSQL runs as."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    place = platformdirs.site_cache_path if is_root else platformdirs.user_cache_path
    return Path(os.environ.get("BENCH_FOLDER") or place("ttydesk") / "bench")


@contextmanager
def data_set(engine: str, tickets: int) -> Iterator[DataSet]:
    """Open one; it is made when it is not there yet, which takes minutes for a million tickets."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    with _keeper(engine, place) as keeper:
        name = f"desk_{VERSION}_{tickets}"
        known = place / f"{engine}-{name}.json"
        url = keeper.url(name)
        if not known.exists():
            keeper.drop(name)
            keeper.make(name)
            known.write_text(json.dumps(_made(engine, url, tickets)))
        opened = open_store(url, place / "files")
        try:
            yield _opened(engine, tickets, url, opened, **json.loads(known.read_text()))
        finally:
            opened.close_now()


class _Files:
    """Databases in files of a folder."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def url(self, name: str) -> str:
        return f"sqlite:///{self._place / name / 'desk.db'}"

    def make(self, name: str) -> None:
        (self._place / name).mkdir(mode=0o700)

    def drop(self, name: str) -> None:
        shutil.rmtree(self._place / name, ignore_errors=True)


class _Server(OwnServer):
    """Databases on a server that runs as long as they are measured."""

    def __init__(self, place: Path) -> None:
        super().__init__(place, _SERVER)
        with self.admin() as connection:
            (waits,) = connection.execute("SELECT bool_or(pending_restart) FROM pg_settings").fetchone() or (False,)
        if waits:
            self.stop()
            self.start()

    def make(self, name: str) -> None:
        self.run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)

    def drop(self, name: str) -> None:
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def _keeper(engine: str, place: Path) -> Iterator[_Files | _Server]:
    if engine == "sqlite":
        yield _Files(place)
        return
    server = _Server(place / "postgresql")
    try:
        yield server
    finally:
        server.end()


def _made(engine: str, url: str, tickets: int) -> dict[str, Any]:
    """Fill a new desk; gives what has to be known of it. Indexes are made when all rows are there, which is quicker."""
    sample = sample_desk(tickets=tickets, now=now())
    made_at = now()
    opened = open_store(url, folder() / "files", create=True)
    try:
        indexes = opened.store.write_now(partial(_without_indexes, engine=engine))
        _fill(opened, sample)
        for statement in indexes:
            opened.store.write_now(partial(Connection.exec_driver_sql, statement=statement))
        long = _second(_opened(engine, tickets, url, opened, made_at))
        opened.store.write_now(partial(_talk, reference=long))
        opened.store.write_now(_hold_the_time)
        _look_after(engine, url, opened)
    finally:
        opened.close_now()
    return {"made_at": made_at, "long": long}


def _without_indexes(connection: Connection, engine: str) -> Sequence[str]:
    indexes = connection.exec_driver_sql(_ADDED[engine]).all()
    for name, _ in indexes:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    return [statement for _, statement in indexes]


def _fill(opened: OpenedStore, sample: SampleDesk) -> None:
    gc.disable()  # among millions of rows it finds nothing, each time
    try:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task(f"{len(sample):,} tickets", total=len(sample))
            fill(opened, sample, lambda done: progress.update(task, completed=done))
    finally:
        gc.enable()


def _opened(engine: str, tickets: int, url: str, opened: OpenedStore, made_at: int, long: str = "") -> DataSet:
    return DataSet(engine, tickets, url, opened, made_at, Reference(long), OLGA.email, MAYA.email, ANN.email)


def _second(data: DataSet) -> Reference:
    desk = data.desk_of(data.agent)
    return asyncio.run(desk.read(page, Query(View.NEXT), desk.now(), limit=2)).rows[1].reference


def _talk(connection: Connection, reference: Reference) -> None:
    """Give a ticket as many messages as a long conversation has, all like its first one."""
    number = connection.execute(NUMBER, {"which": reference}).scalar_one()
    first = connection.execute(select(entries).where(entries.c.ticket_id == number).limit(1)).one()._asdict()
    del first["id"]
    connection.execute(insert(entries), [first] * LONG)


def _hold_the_time(connection: Connection) -> None:
    """What time does, an app that is measured leaves to somebody who never comes back."""
    held = [{"name": work, "holder": "bench", "until": NEVER} for work in ("due times", "pruning", "upkeep")]
    connection.execute(insert(leases), held)


def _look_after(engine: str, url: str, opened: OpenedStore) -> None:
    if engine == "postgresql":
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")
    else:
        opened.store.engine.look_after()
