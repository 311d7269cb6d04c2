"""A hundred people over SSH, ten of whom type: what each costs, beside a process for each of them in the same run.

SESSIONS names another number of people. Linux only; memory is told as what each process has, with what several share
divided among them (PSS).
"""

from __future__ import annotations

import asyncio
import os
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.crowd import Crowd, Window, crowd, type_for
from tests.bench.data_sets import DataSet
from tests.bench.figures import Figure, beside
from tests.bench.served import Server, serving

NAMES = (
    "ssh_memory", "ssh_memory_apart", "ssh_start", "ssh_start_apart", "ssh_idle_bytes", "ssh_idle_cpu", "ssh_row_bytes",
    "ssh_row_fast_bytes", "ssh_key", "ssh_key_median", "ssh_key_apart",
)  # fmt: skip
WORKERS = 2
PEOPLE, APART = 100, 10
"""How many come; of those with a process each a tenth, for they have no room here."""
WARM_UP = 4
"""Who come first: what a process learns once is no cost of those after them."""
TYPE, KEYS_A_SECOND, TYPES_FOR = 10, 3.0, 20.0
ROWS, FAST = 20, 8.0
IDLE = 60.0
MINUTE_OF_WORDS = 6 * 1024
"""Bytes that may come to a window in a minute without a key: the rows of a screen once, whose words for
times are others now."""
MEMORY, START, KEY, ROW, ROW_FAST = 3.5 * 1024, 200.0, 400.0, 7 * 1024, 1.5 * 1024
"""What is promised: kilobytes, milliseconds of processor, milliseconds, bytes."""
A_TENTH, AS_MUCH, TWICE = 0.1, 1.0, 2.0
POLLS = 0.5
"""Percent of a core that each process may take to look whether something has happened."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one session: kilobytes, milliseconds of processor to begin, milliseconds from keys to their frames."""

    memory: float
    start: float
    keys: list[float]


@dataclass(frozen=True, slots=True)
class Idle:
    """Bytes that come to each in a minute, and the percent of a core that all processes take."""

    sent: float
    cpu: float


def figures(data: DataSet, folder: Path) -> Iterator[Figure]:
    people = int(os.environ.get("SESSIONS") or PEOPLE)

    def told(name: str, unit: str, value: float, floor: float, limit: float = AS_MUCH, slack: float = 0.0) -> Figure:
        return beside(name, data.engine, data.tickets, value, floor, limit, unit=unit, digits=2, slack=slack)

    with asyncio.Runner() as runner:
        with serving(data.url, folder, workers=WORKERS) as server:
            cost, nobody, idle, row, fast = runner.run(_together(server, people))
        with serving(data.url, folder, apart=True) as server:
            apart = runner.run(_apart(server, min(people, APART)))
    yield told("ssh_memory", "KB", cost.memory, MEMORY)
    yield told("ssh_memory_apart", "KB", cost.memory, apart.memory, A_TENTH)
    yield told("ssh_start", "ms of processor", cost.start, START)
    yield told("ssh_start_apart", "ms of processor", cost.start, apart.start)
    yield told("ssh_idle_bytes", "bytes a minute", idle.sent, MINUTE_OF_WORDS)
    yield told("ssh_idle_cpu", "% of a core", idle.cpu, max(nobody.cpu, 0.01), AS_MUCH, POLLS * (WORKERS + 1))
    yield told("ssh_row_bytes", "bytes", row, ROW)
    yield told("ssh_row_fast_bytes", "bytes", fast, ROW_FAST)
    yield told("ssh_key", "ms, p99", _p99(cost.keys), KEY)
    yield told("ssh_key_apart", "ms, p99", _p99(cost.keys), _p99(apart.keys), 10.0)
    yield told("ssh_key_median", "ms", statistics.median(cost.keys), statistics.median(apart.keys), TWICE)


async def _together(server: Server, people: int) -> tuple[Cost, Idle, Idle, float, float]:
    async with crowd(server.port) as here:
        nobody = await _idle(server, here, IDLE / 6)
        memory, start = await _come(server, here, people)
        idle = await _idle(server, here)
        row, fast = await _row_moves(here.windows[0])
        keys = await type_for(here.windows[-TYPE:], TYPES_FOR, KEYS_A_SECOND)
        return Cost(memory, start, keys), nobody, idle, row, fast


async def _apart(server: Server, people: int) -> Cost:
    async with crowd(server.port) as here:
        memory, start = await _come(server, here, people)
        return Cost(memory, start, await type_for(here.windows[-TYPE:], TYPES_FOR, KEYS_A_SECOND))


async def _come(server: Server, here: Crowd, people: int) -> tuple[float, float]:
    await here.come(WARM_UP)
    memory, cpu = server.memory, server.cpu
    await here.come(people)
    return (server.memory - memory) / people, (server.cpu - cpu) / people


async def _idle(server: Server, here: Crowd, seconds: float = IDLE) -> Idle:
    await asyncio.sleep(2.0)  # drafts and marks of the beginning are kept
    sent, cpu = sum(one.sent for one in here.windows), server.cpu
    await asyncio.sleep(seconds)
    came = sum(one.sent for one in here.windows) - sent
    return Idle(came / max(1, len(here.windows)) * 60 / seconds, (server.cpu - cpu) / seconds / 10)


async def _row_moves(window: Window) -> tuple[float, float]:
    """Bytes of a move to the next row alone, and of one among many."""
    alone = []
    for nth in range(ROWS):
        before = window.sent
        await window.press(b"jk"[nth % 2 : nth % 2 + 1])
        await window.rest()
        alone.append(window.sent - before)
    before = window.sent
    for nth in range(ROWS * 2):
        window.type(b"jk"[nth // 10 % 2 :][:1])
        await asyncio.sleep(1 / FAST)
    await window.rest()
    return statistics.median(alone), (window.sent - before) / (ROWS * 2)


def _p99(keys: list[float]) -> float:
    return statistics.quantiles(keys, n=100)[98]
