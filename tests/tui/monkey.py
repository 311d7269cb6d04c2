"""A monkey at the keyboard and the mouse: it presses whatever works, and whatever does not, by chance that repeats.

It may leave the app; tests/tui/test_monkey.py starts it again.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from textual import events

from core.calendars import DAY, HOUR, MINUTE
from core.references import Reference, shown
from tests.tui.front_desk import PASSWORD
from tests.tui.in_order import disorder
from tests.tui.office import HOSTILE
from tests.tui.sitting import TURN, TURNS, Sitting, Wrong
from tests.tui.stage import lines_of
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
        await press(monkey, at, _pressed(key.shown), waits=monkey.chance.random() < 0.8)


def _pressed(shown: str) -> str:
    return pressed_key(shown)


async def plain_key(monkey: Monkey, at: Sitting) -> None:
    await press(monkey, at, monkey.chance.choice(PLAIN))


async def rare_key(monkey: Monkey, at: Sitting) -> None:
    await press(monkey, at, monkey.chance.choice(RARE))


async def letters(monkey: Monkey, at: Sitting) -> None:
    some = [
        pressed_key(" " if one == " " else one) for one in monkey.chance.choices(LETTERS, k=monkey.chance.randint(1, 6))
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


async def click(monkey: Monkey, at: Sitting) -> None:
    """Somewhere, once or twice, or with another button."""
    chance, (width, height) = monkey.chance, at.app.size
    x, y = chance.randrange(width), chance.randrange(height)
    await _clicks(monkey, at, x, y, times=chance.choice([1, 1, 2, 3]), button=chance.choice([1, 1, 1, 1, 2, 3]))


async def click_word(monkey: Monkey, at: Sitting) -> None:
    """Where something stands."""
    lines = [(y, line) for y, line in enumerate(lines_of(at.app)) if line.strip()]
    if not lines:
        return
    y, line = monkey.chance.choice(lines)
    places = [x for x, letter in enumerate(line) if letter != " "]
    await _clicks(monkey, at, monkey.chance.choice(places), y, times=monkey.chance.choice([1, 1, 2]))


async def _clicks(monkey: Monkey, at: Sitting, x: int, y: int, *, times: int = 1, button: int = 1) -> None:
    monkey.note(f"clicks at {x},{y} {times} times with button {button}")
    at.send(mouse(events.MouseMove, x, y))
    for _ in range(times):
        at.send(mouse(events.MouseDown, x, y, button))
        at.send(mouse(events.MouseUp, x, y, button))
    await at.settled()


async def drag(monkey: Monkey, at: Sitting) -> None:
    chance, (width, height) = monkey.chance, at.app.size
    places = [(chance.randrange(width), chance.randrange(height)) for _ in range(4)]
    monkey.note(f"drags over {places}")
    at.send(mouse(events.MouseDown, *places[0], 1))
    for x, y in places[1:]:
        at.send(mouse(events.MouseMove, x, y, 1))
    if chance.random() < 0.9:
        at.send(mouse(events.MouseUp, *places[-1], 1))
    await at.settled()


async def wheel(monkey: Monkey, at: Sitting) -> None:
    chance, (width, height) = monkey.chance, at.app.size
    kind = chance.choice([events.MouseScrollDown, events.MouseScrollUp])
    x, y, times = chance.randrange(width), chance.randrange(height), chance.randint(1, 12)
    monkey.note(f"turns the wheel at {x},{y}: {times} {kind.__name__}")
    for _ in range(times):
        at.send(mouse(kind, x, y))
    await at.settled()


def mouse(kind: type[events.MouseEvent], x: int, y: int, button: int = 0) -> events.MouseEvent:
    return kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y)


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


ACTS: list[tuple[int, Act]] = [
    (40, told_key),
    (14, plain_key),
    (8, rare_key),
    (8, letters),
    (8, words),
    (4, paste),
    (5, click),
    (7, click_word),
    (2, drag),
    (3, wheel),
    (4, resize),
    (1, look_away),
    (1, rest),
    (1, passes),
    (5, meddle),
]


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
            await at.until(lambda panel=panel: panel not in at.app.screen_stack, f"escape does not close {panel}")
    raise Wrong(f"there is no way home from {at.app.screen_stack}")
