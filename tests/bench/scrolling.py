"""The list of the Inbox in a real terminal, beside a bare list of Textual: what a key costs, and what a screen does."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import bare_list
from tests.bench.data_sets import DataSet
from tests.bench.figures import Figure, beside
from tests.bench.watched import Watched
from tests.machine import Machine, command

SCREENS, WARM_UP, KEYS, JUMPS = 100, 10, 30, 5
PAGE_DOWN, ALL_ACTIVE, END, HOME = b"\x1b[6~", b"7", b"\x1b[F", b"\x1b[H"
NAMES = ("scroll_bytes", "scroll_cpu", "scroll_memory", "key_to_paint")
KEY, BYTES, CPU, GROWTH = 6.0, 1.5, 4.0, 1.15
"""How many times as much as the bare list a key and a screen may cost; how the memory may grow over all screens."""


def figures(data: DataSet, folder: Path) -> Iterator[Figure]:
    environment = Machine(folder).environment | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    desk = Watched([command(), "--db", data.url, "--as", data.agent], environment)
    bare = Watched([sys.executable, bare_list.__file__], environment)
    try:
        bare.rest()
        desk.rest()
        desk.press(ALL_ACTIVE)

        def told(name: str, unit: str, value: float, floor: float, limit: float) -> Figure:
            return beside(name, data.engine, data.tickets, value, floor, limit, unit=unit, digits=1)

        yield told("key_to_paint", "ms", *_keys(desk, bare), KEY)
        for one in (desk, bare):
            _page(one, WARM_UP)
        before = desk.memory
        (sent, used), (least_sent, least_used) = _page(desk, SCREENS), _page(bare, SCREENS)
        yield told("scroll_bytes", "bytes a screen", sent, least_sent, BYTES)
        yield told("scroll_cpu", "ms a screen", used, least_used, CPU)
        for _ in range(JUMPS):
            desk.press(END)
            desk.press(HOME)
        desk.rest()
        yield told("scroll_memory", "KB", desk.memory, before, GROWTH)
    finally:
        desk.close()
        bare.close()


def _keys(desk: Watched, bare: Watched) -> tuple[float, float]:
    """The medians of single moves, each after a rest, in turn."""
    taken = []
    for nth in range(KEYS):
        desk.rest()
        bare.rest()
        key = b"jk"[nth % 2 : nth % 2 + 1]
        taken.append((desk.press(key), bare.press(key)))
    value, floor = (statistics.median(column) for column in zip(*taken, strict=True))
    return value, floor


def _page(one: Watched, screens: int) -> tuple[float, float]:
    """Bytes and milliseconds of processor for each of many screens, one right after the other."""
    one.rest()
    wire, cpu = len(one.wire), one.cpu
    for _ in range(screens):
        one.press(PAGE_DOWN)
    one.rest()
    return (len(one.wire) - wire) / screens, (one.cpu - cpu) / screens
