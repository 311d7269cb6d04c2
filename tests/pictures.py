"""The pictures of README and docs, drawn by the real app on the sample desk: `make pictures`.

The clock stands still and the sample desk is always the same, so two runs draw the same bytes.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from core.people import Via
from core.reception import Reception
from storage.filling import fill
from storage.opening import OpenedStore, open_store
from tests.tui.stage import lines_of, until
from tui.app import DeskApp
from tui.arrival import Arrival
from tui.demo import SampleDesk, sample_desk

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
NOON = 1_795_435_200_000  # Monday the 23rd of November 2026, 12:00 UTC
SIZE = (120, 36)


@dataclass(frozen=True, slots=True)
class Picture:
    """Who sits there and which keys they press; it is drawn once `shows` stands on the screen."""

    name: str
    who: str
    keys: tuple[str, ...]
    shows: str


ALL = (
    Picture("inbox", "agent", (), "1h 35m ago"),
    Picture("ticket", "agent", ("enter", "r", *"Hello Ann,"), "Hello Ann,"),
    Picture("my-tickets", "customer", (), "The clock is paused"),
    Picture("customer", "customer", ("enter",), "Reply"),
    Picture("new-ticket", "customer", ("n",), "What happened"),
    Picture("queues", "operator", (), "unassigned"),
)


class NoMemory:
    """This machine remembers nobody."""

    async def token(self) -> str | None:
        return None

    async def keep(self, token: str) -> str | None:
        return "A picture keeps nothing."

    async def drop(self) -> None:
        return None


async def draw(opened: OpenedStore, sample: SampleDesk, picture: Picture) -> str:
    """The screen as SVG, without the fonts that Textual would fetch from elsewhere and without chance in its names."""
    parts = (opened.store, opened.files, opened.passwords, opened.feed)
    chance = random.Random(picture.name)
    reception = Reception(
        *parts, via=Via.TUI, source="a picture", clock=lambda: NOON, chance=lambda: chance.getrandbits(256)
    )

    async def arrive() -> Arrival:
        desk = await reception.claimed(getattr(sample, picture.who).email)
        return Arrival(reception, NoMemory(), desk, True, _nothing)

    app = DeskApp(arrive)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: sample.name in "\n".join(lines_of(app)))
        await until(pilot, lambda: not app.screen.is_modal and len(app.screen_stack) > 1)
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause(0.2)
        await until(pilot, lambda: picture.shows in "\n".join(lines_of(app)))
        await pilot.pause(0.5)
        return tidy(app.export_screenshot(title=" "))


async def _nothing() -> None:
    return None


def tidy(svg: str) -> str:
    svg = re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> None:
    os.environ |= {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
    os.environ.pop("NO_COLOR", None)
    time.tzset()
    PICTURES.mkdir(parents=True, exist_ok=True)
    sample = sample_desk(tickets=500, now=NOON, utc_offset=0)
    for picture in ALL:
        with tempfile.TemporaryDirectory() as folder:
            opened = open_store(f"sqlite:///{Path(folder).resolve() / 'desk.db'}", create=True)
            try:
                fill(opened, sample)
                (PICTURES / f"{picture.name}.svg").write_text(asyncio.run(draw(opened, sample, picture)), "utf-8")
            finally:
                opened.close_now()
        print(f"docs/pictures/{picture.name}.svg")


if __name__ == "__main__":
    main()
