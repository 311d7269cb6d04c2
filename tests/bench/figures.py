"""How a figure is taken: what the desk does and its floor in turn, in one run, and the medians of both."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

ROUNDS = 200
Work = Callable[[], Awaitable[object]]
SLACK = 0.4  # milliseconds that a piece of work may always take over its floor


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of output; `floor` is the raw driver doing the same, `limit` the ratio that must hold."""

    bench: str
    engine: str
    tickets: int
    unit: str
    value: float
    floor: float
    ratio: float
    limit: float

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.limit or self.value <= self.floor + SLACK

    def as_json(self) -> str:
        return json.dumps(asdict(self))


async def figure(name: str, tickets: int, work: Work, floor: Work, limit: float) -> Figure:
    """Time both in turn, after a warm-up: a machine that slows down slows down both."""
    for _ in range(5):
        await work()
        await floor()
    taken = [(await _timed(work), await _timed(floor)) for _ in range(ROUNDS)]
    value, least = (statistics.median(column) for column in zip(*taken, strict=True))
    return Figure(name, "sqlite", tickets, "ms", round(value, 3), round(least, 3), round(value / least, 2), limit)


async def _timed(work: Work) -> float:
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000
