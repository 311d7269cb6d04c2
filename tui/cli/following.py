"""`watch`: a line for each thing that happens to the tickets that one may see, until ctrl+c."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter

from core import following
from core.desk import Desk
from core.errors import TryLater
from core.following import Happening, Told
from core.listing import Query
from core.references import Reference, shown
from tui.cli import as_json
from tui.cli.here import ASKED, Here, Inside
from tui.cli.looking import search_of
from tui.cli.options import Word
from tui.cli.times import to_the_second

AT_ONCE = 50
"""Tickets that are read in one transaction."""
QUIET = 5.0
"""Seconds without news after which it asks whether the desk is there still, and who watches may still see it."""
PAUSE = 1.0
"""Seconds until it asks again when the desk did not answer."""
AWAY = "The desk does not answer just now. What happens meanwhile is told when it answers again."
DESK = "desk"


async def watch(
    *query: Annotated[Word, Parameter(help="Only tickets that this finds, as in list.")], here: Inside = ASKED
) -> None:
    """Print a line for each thing that happens to the tickets that you may see, until ctrl+c.

    For example:
      ttydesk watch
      ttydesk watch vpn --json
    """
    desk = await here.desk()
    follower = _Follower(here, desk, Query(search=await search_of(desk, " ".join(query))) if query else None)
    end = (await here.reception()).feed.subscribe(follower.hear)
    try:
        await follower.follow()
    finally:
        end()


class _Follower:
    """Hears which tickets changed, and prints what happened to them."""

    def __init__(self, here: Here, desk: Desk, query: Query | None) -> None:
        self._here = here
        self._desk = desk
        self._query = query
        self._heard: dict[Reference, None] = {}
        self._came = asyncio.Event()

    def hear(self, references: frozenset[Reference]) -> None:
        self._heard |= dict.fromkeys(references)
        self._came.set()

    async def follow(self) -> None:
        told = Told(await self._desk.read(following.begin))
        answers = True
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._came.wait(), QUIET)
            try:
                await self._tell_some(told)
                answers = True
            except TryLater:
                if answers:
                    self._here.output.warn(AWAY)
                answers = False
                await asyncio.sleep(PAUSE)

    async def _tell_some(self, told: Told) -> None:
        some = list(self._heard)[:AT_ONCE]
        after = {reference: told.up_to(reference) for reference in some}
        for reference in some:  # whatever comes from here on is heard again
            del self._heard[reference]
        if not self._heard:
            self._came.clear()
        try:
            happened = await self._desk.read(following.happened, self._query, self._here.now(), after)
        except TryLater:
            self.hear(frozenset(some))
            raise
        for one in happened:
            told.tell(one)
        self._print(happened)

    def _print(self, happened: Sequence[Happening]) -> None:
        for one in happened:
            if self._here.options.json:
                self._here.output.object(as_json.happening(one, self._desk.actor))
            elif self._here.options.quiet:
                self._here.output.line(shown(one.reference))
            else:
                self._here.output.row(_cells(one))
        self._here.door.out.flush()


def _cells(one: Happening) -> tuple[str, ...]:
    return to_the_second(one.at), shown(one.reference), one.words, one.actor.name if one.actor else DESK
