"""The whole app while somebody sits at it, with everybody else at the desk in another process; and waiting for it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, select
from textual.events import Event
from textual.pilot import Pilot

from core.people import Via
from core.reception import Reception
from storage import sqlite_driver
from storage.opening import open_store
from storage.schema import drafts, entries
from tests.tui.front_desk import PASSWORD, Keyring, gives_password
from tests.tui.meddlers import Meddlers, meddlers_at
from tests.tui.stage import lines_of
from tui.app import DeskApp
from tui.arrival import Arrival

TURNS, TURN = 10_000, 0.005
"""How often and for how many seconds it waits for what has to come true."""


class Wrong(AssertionError):
    """Something that must never be."""


@dataclass
class Sitting:
    """The app, its clock, the database behind it, and everybody else there. `mishaps`: what nobody waited for."""

    pilot: Pilot[Any]
    app: DeskApp
    clock: list[int]
    meddlers: Meddlers
    path: Path
    mishaps: list[str]

    @property
    def is_over(self) -> bool:
        return self.app._exit or self.app.mishap is not None or not self.app.is_running

    def send(self, event: Event) -> None:
        """As the terminal does."""
        if self.app._driver is not None and not self.is_over:
            self.app._driver.process_message(event)

    async def settled(self) -> None:
        """Until every widget has done what it was asked for, and every key has had its turn."""
        for _ in range(TURNS):
            if self.app._turns.is_over:  # only then: it asks every widget
                await self.pilot._wait_for_screen()
            if self.is_over or self.app._turns.is_over:
                return
            await asyncio.sleep(TURN)
        raise Wrong(f"keys wait for their turn: {list(self.app._turns._waiting)}")

    async def until(self, true: Callable[[], object], wrong: str) -> None:
        for _ in range(TURNS):
            if self.is_over or true():
                return
            await asyncio.sleep(TURN)
        raise Wrong(wrong)

    def is_well(self) -> None:
        """Nothing went wrong on our side."""
        if self.app.mishap is not None:
            raise Wrong("the app fell over") from self.app.mishap
        if self.mishaps:
            raise Wrong("\n".join(self.mishaps))


def kept_texts(path: Path) -> Iterator[str]:
    """Every draft and every message that the database holds."""
    yield from _texts(path, drafts.c.text)
    yield from sent_texts(path)


def sent_texts(path: Path) -> Iterator[str]:
    return _texts(path, entries.c.body)


def _texts(path: Path, column: Column[str]) -> Iterator[str]:
    engine = sqlite_driver.engine(path, writes=False, connections=1)
    try:
        with engine.connect() as connection:
            yield from connection.execute(select(column)).scalars()
    finally:
        engine.dispose()


@asynccontextmanager
async def sitting(folder: Path, who: str, clock: list[int], chance: random.Random) -> AsyncIterator[Sitting]:
    """The app, started as `ttydesk --as WHO`; what goes wrong is told with what stood on the screen."""
    path = folder / "desk.db"
    opened = open_store(f"sqlite:///{path}", create=True)
    parts = (opened.store, opened.files, opened.passwords, opened.feed)
    reception = Reception(
        *parts, via=Via.TUI, source="tester", clock=lambda: clock[0], chance=lambda: chance.getrandbits(256)
    )
    desk = await reception.claimed(f"{who}@acme.example") if who else None

    async def arrive() -> Arrival:
        return Arrival(reception, Keyring(), desk, await reception.is_set_up(), opened.close)

    mishaps: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: mishaps.append(repr(what)))
    app, shown = DeskApp(arrive), ""
    async with meddlers_at(path, clock, chance) as meddlers:
        try:
            async with app.run_test(size=(80, 24)) as pilot:
                at = Sitting(pilot, app, clock, meddlers, path, mishaps)
                await at.until(lambda: app._arrival is not None and len(app.screen_stack) > 1, "the app does not start")
                try:
                    yield at
                finally:
                    shown = shown_by(app)
        except Exception as error:
            raise Wrong(f"{error}\n\n{shown}") from error


async def gives_passwords(folder: Path, clock: list[int]) -> None:
    """Two of them sign in with one."""
    async with meddlers_at(folder / "desk.db", clock, random.Random(0)) as meddlers:
        for name in ("ann", "maya"):
            await gives_password(meddlers.reception, f"{name}@acme.example", PASSWORD, for_once=False)


def shown_by(app: DeskApp) -> str:
    """What stands there, and which screens lie on one another."""
    stack = app._screen_stack
    return "\n".join([*lines_of(app), f"{stack}, focus: {app.focused}, size: {app.size}"]) if stack else "(no screen)"
