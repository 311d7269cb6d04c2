"""A monkey at the mouse, and all that it does with the chances of each."""

from __future__ import annotations

from textual import events

from tests.tui.monkey import (
    Act,
    Monkey,
    letters,
    look_away,
    meddle,
    passes,
    paste,
    plain_key,
    rare_key,
    resize,
    rest,
    told_key,
    words,
)
from tests.tui.sitting import Sitting
from tests.tui.stage import lines_of


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
