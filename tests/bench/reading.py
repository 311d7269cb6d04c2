"""Lists, counts and conversations beside the raw driver, which runs the very statements that the desk ran."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from core.desk import Desk
from core.listing import PAGE, Cursor, Query, View
from core.reading import counts, look_at, page
from core.watching import watch
from tests.bench.data_sets import LONG, DataSet
from tests.bench.figures import SLACK, Figure, Work, beside, medians
from tests.bench.raw import reading

PAGES = {"sqlite": 2.0, "postgresql": 2.5}
"""How many times as long as the raw driver a page may take."""
SMALL = {"sqlite": 5.0, "postgresql": 2.5}
"""Work of ten small statements, each with a turn through SQLAlchemy."""
DEEP = 1.5
"""How many times as long as the second page another one may take, however far down it is."""
FAR = 200

VIEWS = tuple(f"view_{view.value}" for view in View)
NAMES = (
    *("inbox_page", "inbox_page_far", "page_200", "my_tickets", "thread", "ticket", "counts", "queues"),
    *VIEWS,
)


class _Desks(NamedTuple):
    """The desk as different people have it."""

    operator: Desk
    agent: Desk
    customer: Desk


def figures(data: DataSet) -> Iterator[Figure]:
    """The desk as an agent of it reads it, and a customer."""
    desks = _Desks(*(data.desk_of(who) for who in (data.operator, data.agent, data.customer)))
    with asyncio.Runner() as runner:
        for name, (work, limits) in _works(runner, data, desks).items():
            floor = runner.run(reading(data.opened, work))
            value, least = runner.run(medians(work, floor))
            yield beside(name, data.engine, data.tickets, value, least, limits[data.engine], slack=SLACK)
        second, far = (runner.run(_begins(desks.agent, View.ALL, nth)) for nth in (2, min(FAR, data.tickets // PAGE)))
        value, least = runner.run(medians(_page(desks.agent, View.ALL, far), _page(desks.agent, View.ALL, second)))
        yield beside("page_200", data.engine, data.tickets, value, least, DEEP)


def _works(runner: asyncio.Runner, data: DataSet, desks: _Desks) -> dict[str, tuple[Work, Mapping[str, float]]]:
    agent = desks.agent
    first = runner.run(agent.read(page, Query(View.NEXT), agent.now(), limit=1)).rows[0].reference
    far = runner.run(_begins(agent, View.ACTIVE, FAR))
    return {
        "inbox_page": (_page(agent, View.NEXT), PAGES),
        "inbox_page_far": (_page(agent, View.ACTIVE, far), PAGES),
        **{name: (_page(agent, view), PAGES) for name, view in zip(VIEWS, View, strict=True)},
        "my_tickets": (_page(desks.customer, View.NOT_CLOSED), PAGES),
        "thread": (lambda: agent.read(look_at, data.long, newest=LONG), PAGES),
        "ticket": (lambda: agent.read(look_at, first), SMALL),
        "counts": (lambda: agent.read(counts, agent.now()), SMALL),
        "queues": (lambda: desks.operator.read(watch, agent.now()), SMALL),
    }


def _page(desk: Desk, view: View, start: Cursor | None = None) -> Work:
    return lambda: desk.read(page, Query(view), desk.now(), start=start, limit=PAGE)


async def _begins(desk: Desk, view: View, nth: int) -> Cursor | None:
    """Where the nth page of a list begins, or its last one."""
    start, left = None, (nth - 1) * PAGE
    while left > 0:
        found = await desk.read(page, Query(view), desk.now(), start=start, limit=min(left, 500))
        if not found.rows or not found.after:
            break
        start, left = found.rows[-1].cursor, left - len(found.rows)
    return start
