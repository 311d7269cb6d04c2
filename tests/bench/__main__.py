"""`make bench`: one JSON object a line, non-zero when a ratio is over its limit. An argument picks what begins so."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from core.people import Via
from core.reception import Reception
from storage.filling import fill
from storage.opening import OpenedStore, open_store
from tests.bench.reading import figures
from tui.demo import sample_desk
from tui.serve import chance, now

TICKETS = 10_000


def main(only: str = "") -> int:
    with tempfile.TemporaryDirectory() as folder:
        opened = open_store(f"sqlite:///{Path(folder) / 'desk.db'}", create=True)
        try:
            return _print_figures(opened, only)
        finally:
            opened.close_now()


def _print_figures(opened: OpenedStore, only: str) -> int:
    sample = sample_desk(tickets=TICKETS, now=now())
    fill(opened, sample)
    parts = (opened.store, opened.files, opened.passwords, opened.feed)
    reception = Reception(*parts, via=Via.CLI, source="bench", clock=now, chance=chance)
    desk = asyncio.run(reception.claimed(sample.agent.email))
    missed = 0
    for one in figures(opened, desk, TICKETS):
        if one.bench.startswith(only):
            print(one.as_json(), flush=True)
            missed += not one.is_met
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
