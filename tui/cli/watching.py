"""`queues`: how deep each queue is and how fast it is answered; with --watch again whenever that changes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter

from core.desk import Desk
from core.errors import TryLater
from core.figures import Queue
from core.watching import watch as watch_desk
from tui.cli import as_json, columns
from tui.cli.here import ASKED, Here, Inside
from tui.cli.times import day_and_time

AT_MOST_EVERY = 1.0
"""Seconds between two looks, whatever changes."""
LOOKS_AGAIN = 60.0
"""Seconds after which time alone may have made something late."""


async def queues(
    *,
    watch: Annotated[bool, Parameter(help="Print them again whenever something changed, until ctrl+c.")] = False,
    here: Inside = ASKED,
) -> None:
    """Show the queues: for each category what is open, unassigned, waiting, late and due soon, and how fast it goes.

    First answer is the median of the last seven days, in time the share of them that kept its promise.

    For example:
      ttydesk queues --json
      ttydesk queues --watch
    """
    desk = await here.desk()
    if watch:
        await _follow(here, desk)
    else:
        _print(here, (await desk.read(watch_desk, here.now())).queues)


async def _follow(here: Here, desk: Desk) -> None:
    changed = asyncio.Event()
    end = (await here.reception()).feed.subscribe(lambda _references: changed.set(), changed.set)
    shown: tuple[Queue, ...] = ()
    try:
        while True:
            changed.clear()
            with suppress(TryLater):
                shown = _print_new(here, (await desk.read(watch_desk, here.now())).queues, shown)
            await asyncio.sleep(AT_MOST_EVERY)
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), LOOKS_AGAIN)
    finally:
        end()


def _print_new(here: Here, now: tuple[Queue, ...], shown: tuple[Queue, ...]) -> tuple[Queue, ...]:
    if now != shown:
        if here.door.terminal and here.output.is_for_people:
            here.output.line(day_and_time(here.now()))
        _print(here, now)
        here.door.out.flush()
    return now


def _print(here: Here, queues: Sequence[Queue]) -> None:
    heads = columns.of_queues(here.door.width if here.door.terminal else None)
    here.output.listing(
        queues,
        shape=as_json.queue,
        name=lambda one: one.figures.category,
        heads=heads,
        cells=lambda one: columns.of_queue(one, here.now())[: len(heads)],
    )
