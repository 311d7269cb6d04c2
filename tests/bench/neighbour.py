"""Another person at the desk, in a process of their own: tells when each new version of a ticket was seen, by the desk
and beside it by the raw driver, which waits for nothing but the database's own notice."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from core.people import Via
from core.reading import look_at
from core.reception import Reception
from core.references import Reference
from storage import sqlite_driver
from storage.opening import open_store
from storage.postgres_schema import CHANNEL
from tui.serve import chance, now

DESK, RAW = "desk", "raw"
LOOKS = 0.001
"""Seconds from one look of the raw driver to the next at SQLite, which tells nobody by itself."""
_VERSION = "SELECT version FROM tickets WHERE reference = "


def tell(who: str, version: int) -> None:
    print(who, version, time.monotonic(), flush=True)


def raw(url: str, reference: str) -> None:
    for version in _on_server(url, reference) if url.startswith("postgresql") else _in_file(url, reference):
        tell(RAW, version)


def _on_server(url: str, reference: str) -> Iterator[int]:
    with psycopg.connect(url, autocommit=True) as listening, psycopg.connect(url, autocommit=True) as asking:
        listening.execute(f"LISTEN {CHANNEL}")
        yield asking.execute(_VERSION + "%s", (reference,)).fetchall()[0][0]
        for _ in listening.notifies():
            yield asking.execute(_VERSION + "%s", (reference,)).fetchall()[0][0]


def _in_file(url: str, reference: str) -> Iterator[int]:
    with closing(sqlite_driver.connect(Path(str(make_url(url).database)))) as connection:
        seen = -1
        while True:
            (figure,) = connection.execute("PRAGMA data_version").fetchone()
            if figure != seen:
                yield connection.execute(_VERSION + "?", (reference,)).fetchone()[0]
            seen = figure
            time.sleep(LOOKS)


async def desk(url: str, email: str, reference: Reference) -> None:
    opened = open_store(url)
    parts = (opened.store, opened.files, opened.passwords, opened.feed)
    mine = await Reception(*parts, via=Via.CLI, source="bench", clock=now, chance=chance).claimed(email)
    changed = asyncio.Event()
    opened.feed.subscribe(lambda _references: changed.set())
    while True:
        seen = await mine.read(look_at, reference)
        tell(DESK, seen.ticket.version)
        await changed.wait()
        changed.clear()


if __name__ == "__main__":
    where, who, which = sys.argv[1:]
    threading.Thread(target=raw, args=(where, which), daemon=True).start()
    asyncio.run(desk(where, who, Reference(which)))
