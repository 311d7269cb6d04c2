"""The whole app on a real desk in a folder, as somebody meets it who just started it."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from core.desk import Desk
from core.people import Role, Via
from core.reception import Reception
from core.setting_up import change_settings
from core.staffing import add_person, give_password
from storage.opening import open_store
from tests.tui.office import words_on
from tests.tui.stage import line_with, lines_of, until, work_done
from tui.app import DeskApp
from tui.arrival import Arrival
from tui.remembered import NOT_KEPT
from tui.widgets.choice import Choice
from tui.widgets.form import Field, Labelled
from tui.widgets.hint_line import HintLine
from tui.widgets.text_box import Area, TextBox

NOON = 1_763_985_600_000  # a Monday in November, 12:00 UTC
PASSWORD = "four plain words here"

W = TypeVar("W", bound=Widget)


@dataclass
class Keyring:
    """A machine that remembers, or one whose keyring does not work."""

    works: bool = True
    kept: str | None = None

    async def token(self) -> str | None:
        return self.kept

    async def keep(self, token: str) -> str | None:
        if not self.works:
            return NOT_KEPT
        self.kept = token
        return None

    async def drop(self) -> None:
        self.kept = None


@dataclass
class FrontDesk:
    """The app while it runs, and the desk behind it."""

    pilot: Pilot[Any]
    reception: Reception
    clock: list[int]
    memory: Keyring = field(default_factory=Keyring)

    @property
    def screen(self) -> Screen[Any]:
        return self.pilot.app.screen

    @property
    def words(self) -> str:
        return words_on(self.pilot.app)

    @property
    def lines(self) -> list[str]:
        return lines_of(self.pilot.app)

    @property
    def told(self) -> str:
        """What the hint line tells."""
        return self.screen.query_one(HintLine).message

    async def sees(self, *words: str) -> None:
        await self.until(lambda: all(one in self.words for one in words))

    async def sees_no_more(self, words: str) -> None:
        await self.until(lambda: words not in self.words)

    async def until(self, true: Callable[[], object]) -> None:
        await until(self.pilot, true)

    def hears_nothing(self) -> None:
        """What others change from now on has not reached this app yet."""
        assert isinstance(self.pilot.app, DeskApp)
        assert self.pilot.app._unsubscribe is not None
        self.pilot.app._unsubscribe()

    async def rests(self) -> None:
        """Some seconds pass without a key: drafts are written."""
        assert isinstance(self.pilot.app, DeskApp)
        await self.pilot.app.soft.flush()

    async def comes_to(self, screen: type[Screen[Any]]) -> None:
        await self.until(lambda: isinstance(self.screen, screen) and self.screen.is_mounted)
        await self.pilot.pause()

    async def presses(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def types(self, text: str) -> None:
        """Into what has the focus; as one paste, which is how long texts come."""
        self.pilot.app.post_message(Paste(text))
        await self.pilot.pause()

    async def fills(self, **fields: str) -> None:
        """Fields by their id: what was in them goes."""
        for id, text in fields.items():
            part = self.part(id)
            if isinstance(part, Field):
                part.value = ""
                self.screen.set_focus(part.input)
            else:
                self.screen.set_focus(part.query_one(TextBox))
            await self.types(text)
        await self.pilot.pause()

    async def clicks(self, words: str, *, times: int = 1) -> None:
        """On the first place where these words stand."""
        y, line = next((y, line) for y, line in enumerate(self.lines) if words in line)
        await self.pilot.click(offset=(line.index(words), y), times=times)

    def part(self, id: str) -> Labelled:
        return next(part for part in self.screen.query(Labelled) if part.id == id)

    def value(self, id: str) -> str:
        """What is typed in this field."""
        part = self.part(id)
        return part.value if isinstance(part, Field | Choice) else part.text if isinstance(part, Area) else ""

    def complaint(self, id: str) -> str:
        return self.part(id).complaint

    def line(self, words: str) -> str:
        return line_with(self.pilot.app, words)

    def one(self, kind: type[W]) -> W:
        return self.screen.query_one(kind)


def reception_of(folder: Path, clock: list[int], opened: Any) -> Reception:
    chance = random.Random(f"{folder} {clock}")
    return Reception(
        opened.store,
        opened.files,
        opened.passwords,
        opened.feed,
        via=Via.TUI,
        source="tester",
        clock=lambda: clock[0],
        chance=lambda: chance.getrandbits(256),
    )


@asynccontextmanager
async def front_desk(
    folder: Path,
    *,
    size: tuple[int, int] = (80, 24),
    who: str | None = None,
    settings: Sequence[tuple[str, str]] = (),
    fresh: bool = False,
    memory: Keyring | None = None,
    at: int = NOON,
    url: str = "",
    named: str = "",
) -> AsyncIterator[FrontDesk]:
    """Start the app. `fresh`: a desk that nobody has set up; `who`: the address of somebody who is signed in.

    `url`: a desk somewhere else than in this folder, where only its files are. `named`: as an option named the desk.
    """
    opened = open_store(url or f"sqlite:///{folder / 'desk.db'}", folder / "desk.files", create=True)
    clock, memory = [at], memory or Keyring()
    reception = reception_of(folder, clock, opened)
    if not fresh and not await reception.is_set_up():
        await _set_up(reception, dict(settings))
    desk = await reception.claimed(who) if who else None

    async def arrive() -> Arrival:
        return Arrival(reception, memory, desk, await reception.is_set_up(), opened.close, named=named)

    app = DeskApp(arrive)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: not app.screen.__class__.__name__.startswith("Opening"))
        await pilot.pause()
        yield FrontDesk(pilot, reception, clock, memory)
        await work_done(app)


async def _set_up(reception: Reception, settings: dict[str, str]) -> None:
    olga = await reception.set_up("Acme Support", "Olga Petrov", "olga@acme.example", None)
    await olga.write(change_settings, {"desk.categories": "Network, Billing"} | settings)
    for name, role in (("Maya Lind", Role.AGENT), ("Ann Okafor", Role.CUSTOMER), ("Ben Ito", Role.CUSTOMER)):
        await olga.write(add_person, name, f"{name.split()[0].lower()}@acme.example", role)


async def gives_password(reception: Reception, email: str, password: str, *, for_once: bool) -> None:
    """A password for somebody: of their own, or a one-time one."""
    olga = await reception.claimed("olga@acme.example")
    await olga.write(give_password, email, await reception.passwords.hash(password))
    if not for_once:
        desk: Desk = await reception.claimed(email)
        await reception.choose_password(desk, password)
