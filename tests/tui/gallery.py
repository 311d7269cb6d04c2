"""The sample desk at a noon that never passes, and whoever comes to look at it: for pictures that are always the same.

The real app, the real store, the people and tickets of `ttydesk demo`. What a terminal says of itself (`NO_COLOR`,
`COLORFGBG`, `TERM`) is said to it here.
"""

from __future__ import annotations

import atexit
import os
import random
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

from rich.console import RenderableType
from textual.pilot import Pilot
from textual.screen import Screen

from core.incoming import Mailbox
from core.people import Via
from core.reading import look_at
from core.reception import Reception
from core.references import Reference
from core.replying import Reply, reply
from storage.filling import fill
from storage.opened import OpenedStore
from storage.opening import open_store
from tests.tui.letters_in import PRINTER, holds
from tests.tui.stage import TURNS, Stage, lines_of, until
from tui.app import DeskApp
from tui.arrival import Arrival
from tui.demo import SampleDesk, sample_desk
from tui.screens.opening import OpeningScreen
from tui.screens.ticket_lists import TicketListScreen
from tui.themes import dress

NOON = 1_795_435_200_000  # Monday the 23rd of November 2026, 12:00 UTC
AWAY = replace(PRINTER, author=Mailbox("", "tomas@example.org"), subject="I am away until Thursday", text="I am away.")
QUOTED = "On Monday Maya Lind wrote:\n> Which client is it?\n> Does it help to start it again?"
ROOM_LEFT = 80 * 1024**3
FIRST = Reference("K7M2Q9XR4T")
QUIET = {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
SAYS: dict[str, Mapping[str, str]] = {
    "dark": {},
    "light": {"COLORFGBG": "0;15"},
    "contrast": {},
    "mono": {"NO_COLOR": "1"},
    "plain": {"TERM": "linux"},
}
"""What the terminal says for each look; contrast is a person's wish, no terminal speaks of it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who sits there and which keys they press; it is ready once `shows` stands on the screen. `who` "": a guest."""

    name: str
    who: str
    keys: tuple[str, ...]
    shows: str
    size: tuple[int, int] = (80, 24)
    look: str = "dark"
    also: str = ""
    """What comes a little later."""
    meanwhile: str = ""
    """What the customer of the sample's first ticket writes before the last key is pressed."""
    letters: bool = False
    """Whether letters came in that are held."""


class Pictured(DeskApp):
    """Its pictures hold no chance and no address that fonts would be fetched from."""

    CSS_PATH: ClassVar = Stage.CSS_PATH
    frames = 0
    """How often something was drawn."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        self.frames += renderable is not None
        super()._display(screen, renderable)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        svg = super().export_screenshot(title=" ", simplify=simplify)
        svg = re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
        svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
        svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
        return re.sub(r"terminal-\d+", "terminal", svg)


class NoMemory:
    """This machine remembers nobody."""

    async def token(self) -> str | None:
        return None

    async def keep(self, token: str) -> str | None:
        return "A picture keeps nothing."

    async def drop(self) -> None:
        return None


@contextmanager
def told(look: str) -> Iterator[None]:
    """The environment of a terminal that looks so, and a disk with room, wherever this runs."""
    before = dict(os.environ)
    for name in ("NO_COLOR", "COLORFGBG", "TTYDESK_DB", "TTYDESK_AS"):
        os.environ.pop(name, None)
    os.environ.update(QUIET | dict(SAYS[look]))
    time.tzset()
    try:
        with patch.object(shutil, "disk_usage", return_value=shutil.disk_usage("/")._replace(free=ROOM_LEFT)):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        time.tzset()


@cache
def sample() -> SampleDesk:
    return sample_desk(tickets=500, now=NOON, utc_offset=0)


@cache
def _filled() -> Path:
    """The desk, filled once for all that look at it."""
    folder = Path(tempfile.mkdtemp(prefix="gallery"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    opened = open_store(f"sqlite:///{folder / 'desk.db'}", create=True)
    fill(opened, sample())
    opened.close_now()
    return folder


@contextmanager
def desk_in(folder: Path) -> Iterator[OpenedStore]:
    """A copy of it that may be written to."""
    shutil.copytree(_filled(), folder, dirs_exist_ok=True)
    opened = open_store(f"sqlite:///{folder.resolve() / 'desk.db'}")
    try:
        yield opened
    finally:
        opened.close_now()


def app_for(opened: OpenedStore, scene: Scene) -> tuple[DeskApp, Reception]:
    """The app as `scene.who` starts it. Chance is the same each time; the clock stands still."""
    parts = (opened.store, opened.files, opened.passwords, opened.feed)
    chance = random.Random(scene.name)
    reception = Reception(
        *parts, via=Via.TUI, source="a picture", clock=lambda: NOON, chance=lambda: chance.getrandbits(256)
    )

    async def arrive() -> Arrival:
        desk = await reception.claimed(getattr(sample(), scene.who).email) if scene.who else None
        return Arrival(reception, NoMemory(), desk, True, _nothing)

    return Pictured(arrive), reception


async def _nothing() -> None:
    return None


async def play(pilot: Pilot[Any], scene: Scene, reception: Reception) -> None:
    """Come in, press the keys, and wait until what was asked for stands there."""
    app = pilot.app
    await until(pilot, lambda: len(app.screen_stack) > 1 and not isinstance(app.screen, OpeningScreen))
    if scene.look == "contrast":
        dress(app, "contrast")
    if scene.letters:
        await _hold_letters(reception)
    before = ""
    for place, key in enumerate(scene.keys, 1):
        if len(key) > 1 or len(before) != 1:  # letters are typed one after the other
            await settled(pilot)
        if scene.meanwhile and place == len(scene.keys):
            await _write(reception, scene.meanwhile)
        await pilot.press(key)
        before = key
    await until(pilot, lambda: scene.shows in words_of(app) and scene.also in words_of(app))
    await settled(pilot)


async def _write(reception: Reception, body: str) -> None:
    customer = await reception.claimed(sample().customer.email)
    await customer.write(reply, Reply(FIRST, body, "meanwhile"))


async def _hold_letters(reception: Reception) -> None:
    customer, desk = sample().customer, reception.the_desk_itself()
    about = (await desk.read(look_at, FIRST, newest=1)).ticket
    proof = f"Nothing proves that {customer.email} wrote it."
    mine = replace(PRINTER, author=Mailbox(customer.name, customer.email), subject=f"Re: {about.subject}")
    await holds(reception, AWAY, "It is an automatic reply, and no letter of this desk was found that it is about.")
    await holds(reception, replace(mine, text="It still refuses it, at noon as well.", quoted=QUOTED), proof, about)
    await holds(reception)


async def settled(pilot: Pilot[Any]) -> None:
    """Until nobody works any more and the screen has stood still for a while."""
    assert isinstance(pilot.app, Pictured)
    still, last = 0, 0
    for _ in range(TURNS):
        await pilot.pause(0.02)
        still = still + 1 if pilot.app.frames == last and not _busy(pilot) else 0
        last = pilot.app.frames
        if still >= 4:
            return
    raise AssertionError("the screen does not come to rest")


def _busy(pilot: Pilot[Any]) -> bool:
    screen = pilot.app.screen
    awaits = isinstance(screen, TicketListScreen) and screen.awaits_preview
    return awaits or any(worker.is_running for worker in pilot.app.workers)


def words_of(app: Any) -> str:
    return "\n".join(lines_of(app))


@asynccontextmanager
async def visit(scene: Scene, folder: Path) -> AsyncIterator[Pilot[int]]:
    """A scene of its own, ready to be looked at."""
    with told(scene.look), desk_in(folder) as opened:
        app, reception = app_for(opened, scene)
        async with app.run_test(size=scene.size) as pilot:
            await play(pilot, scene, reception)
            yield pilot
