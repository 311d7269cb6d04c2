"""From the first ticket of the desk to the last, page after page, then to the first one and to the last: what a list
keeps of them, what the process grows by, and whether a page far down takes longer than the first ones."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from core.desk import Desk
from core.listing import Cursor, Query, Row, View
from core.reading import page
from tests.bench.data_sets import DataSet
from tests.bench.figures import Figure, beside
from tui.widgets.paged_rows import PAGE
from tui.widgets.row_view import IN_MEMORY
from tui.widgets.window import Direction, Window

NAMES = ("walk_rows", "walk_memory", "walk_page")
GROWTH, LATER = 1.1, 1.5
"""How the memory may grow, and how many times as long as the first pages the last ones may take."""
WARM_UP, SOME = 20, 50


def figures(data: DataSet) -> Iterator[Figure]:
    walk = _Walk(data.desk_of(data.agent))
    with asyncio.Runner() as runner:
        runner.run(walk.down(at_most=WARM_UP))
        before = _resident()
        runner.run(walk.down())
        for direction in (Direction.FIRST, Direction.LAST, Direction.FIRST):
            runner.run(walk.page(direction))
        after = _resident()

        def told(name: str, unit: str, value: float, floor: float, limit: float) -> Figure:
            return beside(name, data.engine, data.tickets, value, floor, limit, unit=unit, digits=2)

        yield told("walk_rows", "rows", walk.most, IN_MEMORY, 1.0)
        yield told("walk_memory", "KB", after, before, GROWTH)
        first, last = walk.taken[WARM_UP : WARM_UP + SOME], walk.taken[-SOME - 3 : -3]
        yield told("walk_page", "ms", statistics.median(last), statistics.median(first), LATER)


class _Walk:
    """The rows that the list of the app would have in memory."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._window: Window[Row] = Window(lambda row: row.reference, IN_MEMORY)
        self.most = 0
        self.taken: list[float] = []

    async def down(self, at_most: int = 10**9) -> None:
        for _ in range(at_most):
            await self.page(Direction.AFTER)
            if not self._window.after:
                break

    async def page(self, direction: Direction) -> None:
        start: Cursor | None = None
        if direction is Direction.AFTER and len(self._window):
            start = self._window.rows[-1].cursor
        began = time.perf_counter()
        found = await self._desk.read(
            page, Query(View.ALL), self._desk.now(), start=start, backwards=direction is Direction.LAST, limit=PAGE
        )
        self.taken.append((time.perf_counter() - began) * 1000)
        self._window.put(direction, found.rows, before=found.before, after=found.after, total=None)
        self.most = max(self.most, len(self._window))


def _resident() -> int:
    """Kilobytes of this process. Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
