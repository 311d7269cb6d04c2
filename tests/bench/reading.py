"""Pages, threads and search beside the raw driver: it runs the very statements that the desk ran, and nothing else.

Both are awaited from the loop and run on a thread of the desk's, because nobody may wait for a disk on the loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection, event, insert, select

from core.desk import Desk
from core.listing import Query, View
from core.query import read_query
from core.reading import look_at, page
from core.references import Reference
from storage.numbers import NUMBER
from storage.opening import OpenedStore
from storage.schema import entries
from tests.bench.figures import Figure, Work, figure

Statements = list[tuple[str, Any]]

ENTRIES = 2_000
LIMITS = {"inbox_page": 2.0, "archive_page": 2.0, "thread": 2.0, "ticket": 5.0, "search": 3.0}
"""A ticket is ten small statements, each with a turn through SQLAlchemy; DESIGN 11 limits searches in another way."""


def figures(opened: OpenedStore, desk: Desk, tickets: int) -> Iterator[Figure]:
    """The desk as an agent of it reads it."""
    with asyncio.Runner() as runner:
        first, second = runner.run(desk.read(page, Query(View.NEXT), desk.now(), limit=2)).rows
        opened.store.write_now(partial(_talk, second.reference))
        works: dict[str, Work] = {
            "inbox_page": lambda: desk.read(page, Query(View.NEXT), desk.now(), limit=50),
            "archive_page": lambda: desk.read(page, Query(View.ALL), desk.now(), limit=50),
            "thread": lambda: desk.read(look_at, second.reference, newest=ENTRIES),
            "ticket": lambda: desk.read(look_at, first.reference),
            "search": lambda: desk.read(page, Query(search=read_query("certificate")), desk.now(), limit=50),
        }
        for name, work in works.items():
            said = runner.run(_recorded(opened, work))
            floor = partial(runner.get_loop().run_in_executor, opened.store._readers, _replay, opened, said)
            yield runner.run(figure(name, tickets, work, floor, LIMITS[name]))


def _talk(reference: Reference, connection: Connection) -> None:
    """Give a ticket as many messages as a long conversation has, all like its first one."""
    number = connection.execute(NUMBER, {"which": reference}).scalar_one()
    first = connection.execute(select(entries).where(entries.c.ticket_id == number).limit(1)).one()._asdict()
    del first["id"]
    connection.execute(insert(entries), [first] * ENTRIES)


async def _recorded(opened: OpenedStore, work: Work) -> Statements:
    """The statements that one piece of work sends to the driver."""
    said: Statements = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        said.append((statement, parameters))

    event.listen(opened.store._reading, "before_cursor_execute", note)
    await work()
    event.remove(opened.store._reading, "before_cursor_execute", note)
    return said


def _replay(opened: OpenedStore, said: Statements) -> None:
    """In one transaction, as the desk does."""
    pooled = opened.store._reading.raw_connection()
    cursor = pooled.cursor()
    cursor.execute("BEGIN")
    for statement, parameters in said:
        cursor.execute(statement, parameters)
        cursor.fetchall()
    cursor.execute("COMMIT")
    cursor.close()
    pooled.close()
