"""How long it takes until a change stands before somebody else, in another process: from the key that sends it until
that process has read the ticket anew. Beside it the raw driver waits there for the database's own notice.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core.desk import Desk
from core.references import Reference
from core.tickets import Priority
from core.triage import change
from core.wish import Wish
from tests.bench.data_sets import DataSet
from tests.bench.figures import Figure, beside
from tests.bench.neighbour import DESK, RAW
from tests.bench.replying import TakingBack, first

NAMES = ("live",)
PROMISED = {"sqlite": 100.0, "postgresql": 20.0}
"""Milliseconds after the notice of the database itself."""
ROUNDS = 60
AT_MOST_APART = 0.2
"""Seconds from one change to the next, so that they do not keep step with whoever looks again and again."""


def figures(data: DataSet) -> Iterator[Figure]:
    desk = data.desk_of(data.agent)
    with asyncio.Runner() as runner:
        reference = runner.run(first(desk))
        taking_back = TakingBack(data, desk, reference)
        with _neighbour(data, reference) as neighbour:
            taken = list(runner.run(_rounds(desk, reference, neighbour)))
        runner.run(taking_back())
    value, floor = (statistics.median(column) for column in zip(*taken, strict=True))
    yield beside("live", data.engine, data.tickets, value, floor, round(1 + PROMISED[data.engine] / floor, 2))


@contextmanager
def _neighbour(data: DataSet, reference: Reference) -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, "-m", "tests.bench.neighbour", data.url, data.operator, reference]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


async def _rounds(desk: Desk, reference: Reference, neighbour: subprocess.Popen[str]) -> list[tuple[float, float]]:
    """Milliseconds until the desk and until the raw driver saw each change."""
    chance, taken = random.Random(1), []
    seen = _seen(neighbour, 0)
    for nth in range(ROUNDS):
        await asyncio.sleep(chance.uniform(0, AT_MOST_APART))
        wish = Wish(reference, priority=(Priority.LOW, Priority.URGENT)[nth % 2])
        began = time.monotonic()
        version = (await desk.write(change, wish)).version
        seen = _seen(neighbour, version)
        taken.append(((seen[DESK] - began) * 1000, (seen[RAW] - began) * 1000))
    return taken[1:]


def _seen(neighbour: subprocess.Popen[str], version: int) -> dict[str, float]:
    """When both saw this version first."""
    seen: dict[str, float] = {}
    while len(seen) < 2 and neighbour.stdout is not None and (line := neighbour.stdout.readline()):
        who, what, at = line.split()
        if int(what) >= version:
            seen.setdefault(who, float(at))
    return seen
