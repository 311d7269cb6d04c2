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
SLACK = 0.4
"""Milliseconds that a read may always take over its floor."""


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
    slack: float = 0.0

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.limit or self.value <= self.floor + self.slack

    def as_json(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if name != "slack"})


def beside(
    name: str,
    engine: str,
    tickets: int,
    value: float,
    floor: float,
    limit: float,
    *,
    unit: str = "ms",
    digits: int = 3,
    slack: float = 0.0,
) -> Figure:
    value, floor = round(value, digits), round(floor, digits)
    return Figure(name, engine, tickets, unit, value, floor, round(value / floor, 2), limit, slack)


async def medians(work: Work, floor: Work, *, rounds: int = ROUNDS, after: Work | None = None) -> tuple[float, float]:
    """Milliseconds of both in turn, after a warm-up: a machine that slows down slows down both. `after` takes back,
    outside of the time, what either of them did."""
    taken = [[await _timed(one, after) for one in (work, floor)] for _ in range(WARM_UP + rounds)]
    value, least = (statistics.median(column) for column in zip(*taken[WARM_UP:], strict=True))
    return value, least


async def _timed(work: Work, after: Work | None) -> float:
    began = time.perf_counter()
    await work()
    taken = (time.perf_counter() - began) * 1000
    if after is not None:
        await after()
    return taken
