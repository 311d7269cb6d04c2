"""How a figure is taken: what the desk does and its floor in turn, in one run, and the medians of both."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

ROUNDS = 60
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


def figure(name: str, tickets: int, work: Callable[[], object], floor: Callable[[], object], limit: float) -> Figure:
    """Time both in turn, after a warm-up: a machine that slows down slows down both."""
    for _ in range(5):
        work(), floor()
    taken = [(_timed(work), _timed(floor)) for _ in range(ROUNDS)]
    value, least = (statistics.median(column) for column in zip(*taken, strict=True))
    return Figure(name, "sqlite", tickets, "ms", round(value, 3), round(least, 3), round(value / least, 2), limit)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
