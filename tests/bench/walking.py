"""From the first ticket of the desk to the last, page after page, then to the first one and to the last: what a list
keeps of them, what the process grows by, and whether a page far down takes longer than the first ones."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Iterator
from functools import partial
from pathlib import Path

from core.desk import Desk
from core.listing import Cursor, Page, Query, Row, View
from core.reading import page
from tests.bench.data_sets import DataSet
from tests.bench.figures import Figure, beside, medians
from tui.widgets.paged_rows import PAGE
from tui.widgets.row_view import IN_MEMORY
from tui.widgets.window import Direction, Window

NAMES = ("walk_rows", "walk_memory", "walk_page")
GROWTH, LATER = 1.1, 1.5
"""How the memory may grow, and how many times as long as the second page the last one may take."""
WARM_UP = 400
"""Pages after which SQLite has filled the memory that it may use."""


def figures(data: DataSet) -> Iterator[Figure]:
    walk = _Walk(data.desk_of(data.agent))
    with asyncio.Runner() as runner:
        runner.run(walk.down(at_most=WARM_UP))
        before = _resident()
        runner.run(walk.down())
        last = walk.start
        for direction in (Direction.FIRST, Direction.LAST, Direction.FIRST):
            runner.run(walk.page(direction))
        after, second = _resident(), walk.start
        pages = runner.run(medians(partial(walk.read, last), partial(walk.read, second)))

    def told(name: str, unit: str, value: float, floor: float, limit: float) -> Figure:
        return beside(name, data.engine, data.tickets, value, floor, limit, unit=unit)

    yield told("walk_rows", "rows", walk.most, IN_MEMORY, 1.0)
    yield told("walk_memory", "KB", after, before, GROWTH)
    yield told("walk_page", "ms", *pages, LATER)


class _Walk:
    """The rows that the list of the app would have in memory."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._window: Window[Row] = Window(lambda row: row.reference, IN_MEMORY)
        self.most = 0
        self.start: Cursor | None = None

    async def down(self, at_most: int = 10**9) -> None:
        for _ in range(at_most):
            await self.page(Direction.AFTER)
            if not self._window.after:
                break

    async def page(self, direction: Direction) -> None:
        """`start` is where a page like this last one would begin."""
        start = self._window.rows[-1].cursor if direction is Direction.AFTER and len(self._window) else None
        found = await self.read(start, backwards=direction is Direction.LAST)
        self._window.put(direction, found.rows, before=found.before, after=found.after, total=None)
        self.most = max(self.most, len(self._window))
        self.start = self._window.rows[-PAGE].cursor

    def read(self, start: Cursor | None, *, backwards: bool = False) -> Awaitable[Page]:
        now = self._desk.now()
        return self._desk.read(page, Query(View.ALL), now, start=start, backwards=backwards, limit=PAGE)


def _resident() -> int:
    """Kilobytes of this process. Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
