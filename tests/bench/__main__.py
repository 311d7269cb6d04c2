"""`make bench`: one JSON object a line, non-zero when a ratio is over its limit. An argument picks what begins so."""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.desk import Desk
from core.listing import Query, View
from core.people import Via
from core.reading import page
from core.reception import Reception
from storage.filling import fill
from storage.opening import OpenedStore, open_store
from tests.bench import large, reading, scrolling, start
from tests.bench.figures import Figure
from tui.demo import sample_desk
from tui.serve import chance, now

FEW, MANY = 10_000, 100_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A desk in a folder of its own, as its agent has it."""

    opened: OpenedStore
    desk: Desk
    url: str
    tickets: int
    folder: Path

    @property
    def me(self) -> str:
        return self.desk.actor.person.email if self.desk.actor.person else ""

    @property
    def first_row(self) -> str:
        rows = asyncio.run(self.desk.read(page, Query(View.NEXT), self.desk.now(), limit=1)).rows
        return rows[0].subject


def _read(desk: Filled) -> Iterator[Figure]:
    return reading.figures(desk.opened, desk.desk, desk.tickets)


def _start(desk: Filled) -> Iterator[Figure]:
    return start.figures(desk.url, desk.me, desk.first_row, desk.tickets, desk.folder)


def _scroll(desk: Filled) -> Iterator[Figure]:
    return scrolling.figures(desk.url, desk.me, desk.tickets, desk.folder)


def _hold(_: Filled) -> Iterator[Figure]:
    return large.figures()


PARTS: tuple[tuple[tuple[str, ...], int, Callable[[Filled], Iterator[Figure]]], ...] = (
    (tuple(reading.LIMITS), FEW, _read),
    (("start_skeleton", "start_rows"), FEW, _start),
    (tuple(large.WORKS), FEW, _hold),
    (scrolling.NAMES, MANY, _scroll),
)
"""The figures of each part, the tickets that it needs, and how it takes them."""


def main(only: str = "") -> int:
    missed = 0
    for tickets in (FEW, MANY):
        wanted = [
            part for names, needed, part in PARTS if needed == tickets and any(name.startswith(only) for name in names)
        ]
        if wanted:
            missed += _print_figures(wanted, tickets, only)
    return int(missed > 0)


def _print_figures(parts: list[Callable[[Filled], Iterator[Figure]]], tickets: int, only: str) -> int:
    """How many figures are over their limit."""
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        opened = open_store(url, create=True)
        try:
            filled = Filled(opened, _filled(opened, tickets), url, tickets, Path(folder))
            gc.freeze()  # as the app does when its first screen stands
            for one in (one for part in parts for one in part(filled)):
                if one.bench.startswith(only):
                    print(one.as_json(), flush=True)
                    missed += not one.is_met
        finally:
            opened.close_now()
    return missed


def _filled(opened: OpenedStore, tickets: int) -> Desk:
    sample = sample_desk(tickets=tickets, now=now())
    fill(opened, sample)
    parts = (opened.store, opened.files, opened.passwords, opened.feed)
    reception = Reception(*parts, via=Via.CLI, source="bench", clock=now, chance=chance)
    return asyncio.run(reception.claimed(sample.agent.email))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
