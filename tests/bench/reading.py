"""Pages, threads and search beside the raw driver: it runs the very statements that the desk ran, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import event

from core.desk import Desk
from core.listing import Query, View
from core.query import read_query
from core.reading import look_at, page
from storage.opening import OpenedStore
from tests.bench.figures import Figure, figure

Statements = list[tuple[str, Any]]


def figures(opened: OpenedStore, desk: Desk, tickets: int) -> Iterator[Figure]:
    """The desk as an agent of it reads it."""
    loop = asyncio.new_event_loop()
    first = loop.run_until_complete(desk.read(page, Query(View.NEXT), desk.now(), limit=50)).rows[0]
    works: dict[str, Callable[[], object]] = {
        "inbox_page": lambda: loop.run_until_complete(desk.read(page, Query(View.NEXT), desk.now(), limit=50)),
        "archive_page": lambda: loop.run_until_complete(desk.read(page, Query(View.ALL), desk.now(), limit=50)),
        "thread": lambda: loop.run_until_complete(desk.read(look_at, first.reference)),
        "search": lambda: loop.run_until_complete(
            desk.read(page, Query(search=read_query("certificate")), desk.now(), limit=50)
        ),
    }
    for name, work in works.items():
        yield figure(name, tickets, work, partial(_replay, opened, _recorded(opened, work)), limit=2.0)
    loop.close()


def _recorded(opened: OpenedStore, work: Callable[[], object]) -> Statements:
    """The statements that one piece of work sends to the driver."""
    said: Statements = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        said.append((statement, parameters))

    event.listen(opened.store._reading, "before_cursor_execute", note)
    work()
    event.remove(opened.store._reading, "before_cursor_execute", note)
    return said


def _replay(opened: OpenedStore, said: Statements) -> None:
    pooled = opened.store._reading.raw_connection()
    cursor = pooled.cursor()
    for statement, parameters in said:
        cursor.execute(statement, parameters)
        cursor.fetchall()
    cursor.close()
    pooled.close()
