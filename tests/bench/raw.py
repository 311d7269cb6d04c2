"""The floor: the raw driver runs the very statements that the desk ran, in one transaction, and nothing else.

Both are awaited from the loop and run on a thread of the desk's, because nobody may wait for a database on the loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import event
from sqlalchemy.engine import Engine

from storage.opened import OpenedStore
from tests.bench.figures import Work


class Said(NamedTuple):
    """A statement as the driver got it."""

    statement: str
    parameters: Any
    many: bool


async def recorded(connections: Engine, work: Work) -> list[Said]:
    """The statements that one piece of work sends to the driver."""
    said: list[Said] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool
    ) -> None:
        if not statement.startswith("BEGIN"):
            said.append(Said(statement, parameters, many))

    event.listen(connections, "before_cursor_execute", note)
    await work()
    event.remove(connections, "before_cursor_execute", note)
    return said


async def reading(opened: OpenedStore, work: Work) -> Work:
    """The floor of a read."""
    said = await recorded(opened.store._reading, work)
    return _on(opened.store._readers, partial(_replay, opened.store._reading, said, "BEGIN"))


def writing(opened: OpenedStore, said: Sequence[Said]) -> Work:
    """The floor of a write."""
    return _on(opened.store._writer, partial(_replay, opened.store._writing, said, "BEGIN IMMEDIATE"))


def _on(threads: ThreadPoolExecutor, work: Callable[[], None]) -> Work:
    return lambda: asyncio.get_running_loop().run_in_executor(threads, work)


def _replay(connections: Engine, said: Sequence[Said], begin: str) -> None:
    """For a single statement that reads PostgreSQL needs no transaction, and else its driver begins by itself."""
    pooled = connections.raw_connection()
    driver: Any = pooled.driver_connection
    is_sqlite = connections.dialect.name == "sqlite"
    alone = not is_sqlite and len(said) == 1
    if alone:
        driver.autocommit = True
    cursor = driver.cursor()
    if is_sqlite:
        cursor.execute(begin)
    for statement, parameters, many in said:
        (cursor.executemany if many else cursor.execute)(statement, parameters)
        if cursor.description is not None:
            cursor.fetchall()
    cursor.close()
    driver.commit()
    if alone:
        driver.autocommit = False
    pooled.close()
