"""A monkey at the keyboard and the mouse: it presses whatever works, and whatever does not, by chance that repeats.

It may leave the app; tests/tui/test_monkey.py starts it again.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from textual import events
from textual.screen import Screen

from core.calendars import DAY, HOUR, MINUTE
from core.references import Reference, shown
from tests.tui.front_desk import PASSWORD
from tests.tui.in_order import disorder
from tests.tui.office import HOSTILE
from tests.tui.sitting import TURN, TURNS, Sitting, Wrong
from tui.screens.sizes import HOME
from tui.widgets.keys import character_of, live_keys, pressed_key

LETTERS = "abcdefghijklmnopqrstuvwxyzJKXN0123456789 ?,.-@:"
MOVES = ["up", "down", "left", "right", "pageup", "pagedown", "home", "end"]
PLAIN = ["enter", "escape", "tab", "shift+tab", "space", "backspace", "delete", *MOVES]
RARE = [
    *(f"f{number}" for number in range(1, 13)),
    *(f"ctrl+{letter}" for letter in "abcdefghijklmnoprstuvwxyz"),
    *(f"shift+{move}" for move in MOVES),
    *(f"ctrl+{move}" for move in MOVES),
    "insert",
    "alt+x",
    "ctrl+s",
    "ctrl+p",
]
SIZES = [(10, 5), (39, 12), (40, 10), (60, 20), (80, 24), (99, 30), (120, 36), (160, 50), (200, 60)]
TEXTS = [
    HOSTILE,
    "\x1b[2J\x1b]52;c;QUFBQQ==\x07\x9b31m",
    "漢字" * 60,
    "👨\u200d👩\u200d👧 \U0001f3f4\u200d\u2620\ufe0f e" + "\u0301" * 40,
    "[bold]x[/] [@click=app.bell]y[/] [/nothing",
    "| a | b |\n|---|---|\n> > quoted\n\tcode\r\n" * 5,
    "a line\n" * 10_000,
    "x" * 70_000,
    "half \ud800 a letter \x00",
    "\n",
    "",
]
LEAVES = ("leave", "end")
"""Actions that end the app, which would be over too soon."""
REMEMBERED = 40
"""Steps that are told when something went wrong."""
WAYS_HOME = 15


Act = Callable[["Monkey", Sitting], Awaitable[None]]


class Monkey:
    """`plays` some steps and looks after each few whether all is in order."""

    def __init__(self, chance: random.Random, acts: Sequence[tuple[int, Act]], *, looks: int = 10) -> None:
        self.chance = chance
        self.steps: deque[str] = deque(maxlen=REMEMBERED)
        self.done = 0
        self.references: list[Reference] = []
        self.owed: object = None
        """What it typed before the app ended, to be there again."""
        self._acts = acts
        self._looks = looks

    async def plays(self, at: Sitting, steps: int) -> None:
        """Until it has made so many steps in its life, or the app has been left."""
        weights, acts = zip(*self._acts, strict=True)
        while self.done < steps and not at.is_over:
            self.done += 1
            await self.chance.choices(acts, weights)[0](self, at)
            if self.done % self._looks == 0:
                await in_order(self, at)
            if self.done % (10 * self._looks) == 0:
                await comes_home(self, at)
        at.is_well()

    def note(self, step: str) -> None:
        self.steps.append(f"{self.done} {step}")


# What it does


async def press(monkey: Monkey, at: Sitting, *keys: str, waits: bool = True) -> None:
    """Keys as a terminal sends them, one by one or in a burst."""
    monkey.note(f"presses {' '.join(keys)}{'' if waits else ' at once'}")
    for key in keys:
        at.send(events.Key(key, character_of(key) or (" " if key == "space" else None)))
        if waits:
            await at.settled()


async def told_key(monkey: Monkey, at: Sitting) -> None:
    """One that the hint line or the help tells."""
    keys = live_keys(at.app.screen)
    likely = [key for key in keys if not key.action.endswith(LEAVES)]
    if keys and monkey.chance.random() < 0.01:
        likely = keys
    if likely:
        key = monkey.chance.choice(likely)
        await press(monkey, at, pressed_key(key.shown), waits=monkey.chance.random() < 0.8)


async def plain_key(monkey: Monkey, at: Sitting) -> None:
    await press(monkey, at, monkey.chance.choice(PLAIN))


async def rare_key(monkey: Monkey, at: Sitting) -> None:
    await press(monkey, at, monkey.chance.choice(RARE))


async def letters(monkey: Monkey, at: Sitting) -> None:
    some = [
        "space" if one == " " else pressed_key(one)
        for one in monkey.chance.choices(LETTERS, k=monkey.chance.randint(1, 6))
    ]
    await press(monkey, at, *some, waits=monkey.chance.random() < 0.3)


async def words(monkey: Monkey, at: Sitting) -> None:
    """Something that is known here, and perhaps enter."""
    chance = monkey.chance
    known = ["maya@acme.example", "ann@acme.example", "Maya Lind", "me", "none", "vpn", "Network", "2h", PASSWORD]
    known += ["status:open -tag:vpn", "priority:>=high due:<2h", "sort:-updated", "dark", "08:00-17:00", "wrong:"]
    known += [shown(one) for one in monkey.references]
    text = chance.choice(known)
    monkey.note(f"types {text}")
    at.send(events.Paste(text))
    await at.settled()
    if chance.random() < 0.6:
        await press(monkey, at, chance.choice(["enter", "tab", "ctrl+s"]))


async def paste(monkey: Monkey, at: Sitting) -> None:
    text = monkey.chance.choice(TEXTS)
    monkey.note(f"pastes {text[:30]!r}, {len(text)} letters")
    at.send(events.Paste(text))
    await at.settled()


async def resize(monkey: Monkey, at: Sitting) -> None:
    chance = monkey.chance
    size = chance.choice([*SIZES, (chance.randint(10, 200), chance.randint(5, 60))])
    monkey.note(f"makes the window {size[0]}x{size[1]}")
    await at.pilot.resize_terminal(*size)
    await at.settled()


async def look_away(monkey: Monkey, at: Sitting) -> None:
    """To another window of the terminal, and back."""
    monkey.note("looks away and back")
    at.send(events.AppBlur())
    await at.settled()
    at.send(events.AppFocus())
    await at.settled()


async def rest(monkey: Monkey, at: Sitting) -> None:
    """Long enough for feed and timers."""
    monkey.note("rests")
    await asyncio.sleep(0.2)


async def passes(monkey: Monkey, at: Sitting) -> None:
    by = monkey.chance.choice([MINUTE, HOUR, DAY])
    monkey.note(f"{by // MINUTE} minutes pass")
    at.clock[0] += by


async def meddle(monkey: Monkey, at: Sitting) -> None:
    """Somebody else does something, to the ticket that is shown here as likely as not."""
    if not at.meddlers.desks:
        return
    monkey.references = await at.meddlers.references()
    here = getattr(at.app.screen, "reference", None)
    references = [here] if here in monkey.references else monkey.references
    if references:
        monkey.note(f"others: {await at.meddlers.meddle(monkey.chance.choice(references))}")
    if monkey.chance.random() < 0.5:
        await asyncio.sleep(0.1)  # the feed looks thirteen times a second


# What has to hold


async def in_order(monkey: Monkey, at: Sitting) -> None:
    at.is_well()
    await at.settled()
    wrong: list[str] = []
    for _ in range(TURNS):
        if at.is_over:
            return
        if not (wrong := list(disorder(at.app))):
            return
        await asyncio.sleep(TURN)
    raise Wrong("\n".join(wrong))


async def comes_home(monkey: Monkey, at: Sitting) -> None:
    """From wherever it is: a panel closes with escape at once, and escape and q lead home from every screen."""
    for way in range(WAYS_HOME):
        if at.is_over or len(at.app.screen_stack) <= HOME:
            return
        panel = at.app.screen if at.app.screen.is_modal else None
        await press(monkey, at, "escape" if panel or way % 3 != 2 else "q")
        if panel is not None and not at.is_over:
            await at.until(partial(_is_gone, at, panel), f"escape does not close {panel}")
    raise Wrong(f"there is no way home from {at.app.screen_stack}")


def _is_gone(at: Sitting, panel: Screen[Any]) -> bool:
    return panel not in at.app.screen_stack
