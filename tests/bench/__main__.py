"""`make bench`: one JSON object a line, non-zero when a ratio is over its limit.

The first argument picks what begins so; `--tickets` another size, `--engine` one of the two.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.listing import Query, View
from core.reading import page
from tests.bench import large, live, reading, replying, scrolling, searching, sessions, start, walking
from tests.bench.data_sets import ENGINES, DataSet, data_set
from tests.bench.figures import Figure

FEW, MANY = 10_000, 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """Figures that are taken together, of desks of this size where no other is asked for."""

    names: tuple[str, ...]
    tickets: int
    figures: Callable[[DataSet, Path], Iterator[Figure]]

    def is_wanted(self, only: str) -> bool:
        return any(name.startswith(only) for name in self.names)


def _start(data: DataSet, folder: Path) -> Iterator[Figure]:
    desk = data.desk_of(data.agent)
    first = asyncio.run(desk.read(page, Query(View.NEXT), desk.now(), limit=1)).rows[0]
    return start.figures(data, first.subject, folder)


PARTS = (
    Part(reading.NAMES, MANY, lambda data, _: reading.figures(data)),
    Part(searching.NAMES, MANY, lambda data, _: searching.figures(data)),
    Part(replying.NAMES, MANY, lambda data, _: replying.figures(data)),
    Part(live.NAMES, MANY, lambda data, _: live.figures(data)),
    Part(walking.NAMES, MANY, lambda data, _: walking.figures(data)),
    Part(("start_skeleton", "start_rows"), FEW, _start),
    Part(sessions.NAMES, FEW, sessions.figures),
    Part(scrolling.NAMES, MANY, scrolling.figures),
)


def main(argv: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("only", nargs="?", default="", help="the beginning of the names of figures")
    asked.add_argument("--tickets", type=int, help="how large the desks are; else each part has its size")
    asked.add_argument("--engine", choices=ENGINES, help="one engine only")
    wanted = asked.parse_args(argv)
    missed = _print_figures(large.figures(wanted.only), wanted.only)
    for engine in [wanted.engine] if wanted.engine else ENGINES:
        for tickets in [wanted.tickets] if wanted.tickets else (FEW, MANY):
            parts = [one for one in PARTS if one.is_wanted(wanted.only) and (wanted.tickets or one.tickets == tickets)]
            if parts:
                missed += _of_a_desk(parts, engine, tickets, wanted.only)
    return int(missed > 0)


def _of_a_desk(parts: list[Part], engine: str, tickets: int, only: str) -> int:
    with data_set(engine, tickets) as data, tempfile.TemporaryDirectory() as folder:
        gc.freeze()  # as the app does when its first screen stands
        return sum(_print_figures(part.figures(data, Path(folder)), only) for part in parts)


def _print_figures(figures: Iterator[Figure], only: str) -> int:
    """How many figures are over their limit."""
    missed = 0
    for one in figures:
        if one.bench.startswith(only):
            print(one.as_json(), flush=True)
            missed += not one.is_met
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
