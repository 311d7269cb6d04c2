"""What a desk asks all day is compiled once: made anew each time, a page would take four times as long."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import CacheStats

from core import reading, watching
from core.listing import Query, View
from tests.storage.hall import Hall


@pytest.fixture
def compiled(hall: Hall) -> list[str]:
    """The statements that SQLAlchemy did not find among those that it has compiled before."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        if context.compiled is not None and context.cache_hit is not CacheStats.CACHE_HIT:
            found.append(statement)

    for connections in (hall.opened.store._reading, hall.opened.store._writing):
        event.listen(connections, "before_cursor_execute", note)
    return found


async def work_for_a_while(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    await hall.says(hall.maya, ticket)
    await hall.notes(hall.maya, ticket)
    await hall.changes(hall.maya, ticket, add_tags=("vpn",))
    for desk in (hall.maya, hall.ann):
        for view in View:
            first = await hall.page(desk, view, limit=1)
            for row in first.rows:
                await hall.page(desk, view, limit=1, start=row.cursor)
                await hall.page(desk, view, limit=1, start=row.cursor, backwards=True)
        await hall.page(desk, words="certificate")
        await desk.read(reading.look_at, ticket.reference)
        await desk.read(reading.counts, desk.now())
        await desk.read(reading.listed, Query(), desk.now(), frozenset({ticket.reference}))
    await hall.olga.read(watching.watch, hall.olga.now())


async def test_what_was_asked_once_is_not_compiled_again(hall: Hall, compiled: list[str]) -> None:
    await work_for_a_while(hall)
    assert compiled
    compiled.clear()
    await work_for_a_while(hall)
    assert compiled == []
