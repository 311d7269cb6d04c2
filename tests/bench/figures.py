"""How a figure is taken: what the desk does and its floor in turn, in one run, and the medians of both."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

ROUNDS = 100
WARM_UP = 6
"""PostgreSQL prepares a statement when it comes for the sixth time."""
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
        return self.ratio <= self.limit or (self.unit == "ms" and self.value <= self.floor + SLACK)

    def as_json(self) -> str:
        return json.dumps(asdict(self))


def beside(
    name: str, engine: str, tickets: int, value: float, floor: float, limit: float, *, unit: str = "ms", digits: int = 3
) -> Figure:
    return Figure(
        name, engine, tickets, unit, round(value, digits), round(floor, digits), round(value / floor, 2), limit
    )


async def medians(work: Work, floor: Work, *, rounds: int = ROUNDS, after: Work | None = None) -> tuple[float, float]:
    """Milliseconds of both in turn, after a warm-up: a machine that slows down slows down both. `after` takes back,
    outside of the time, what either of them did."""
    taken = []
    for _ in range(WARM_UP + rounds):
        taken.append([await _timed(one, after) for one in (work, floor)])
    value, least = (statistics.median(column) for column in zip(*taken[WARM_UP:], strict=True))
    return value, least


async def _timed(work: Work, after: Work | None) -> float:
    began = time.perf_counter()
    await work()
    taken = (time.perf_counter() - began) * 1000
    if after is not None:
        await after()
    return taken
