"""How long the largest things hold the app in one piece, beside the quarter of a second that people do not notice."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from textual.events import Paste

from core.entries import Thread
from tests.bench.figures import Figure, beside
from tests.tui.holding import holding_seconds
from tests.tui.large_things import AS_LONG_AS_IT_GETS, JUST_FITS
from tests.tui.stage import Parts, Stage, until
from tests.tui.test_thread_lines import message
from tui.widgets.conversation import Conversation
from tui.widgets.text_box import TextBox

ROUNDS, ENTRIES = 3, 2_000
QUARTER = 250.0


def figures(only: str) -> Iterator[Figure]:
    """Of each work the longest piece; the floor is no rival's figure but what is allowed."""
    for name, work in WORKS.items():
        if name.startswith(only):
            value = statistics.median(asyncio.run(work()) for _ in range(ROUNDS)) * 1000
            yield beside(name, "none", 0, value, QUARTER, 1.0, digits=1)


async def _paste() -> float:
    """As many lines as a message can have, written on at their end."""
    box, lines = TextBox(), JUST_FITS["lines"]
    async with Stage(lambda: Parts(box)).run_test(size=(100, 30)) as pilot:
        box.focus()
        await pilot.pause()
        with holding_seconds() as held:
            pilot.app.post_message(Paste(lines))
            await until(pilot, lambda: box.text == lines)
            await pilot.press("up", "k", "backspace")
            await pilot.resize_terminal(60, 20)
    return held.longest


async def _message() -> float:
    """A message of nothing but line ends, read to its end."""
    return await _read(Thread((message(1, AS_LONG_AS_IT_GETS["line ends"]),)))


async def _conversation() -> float:
    return await _read(Thread(tuple(message(nth + 1, f"Message {nth}\n" * 9) for nth in range(ENTRIES))))


async def _read(whole: Thread) -> float:
    thread = Conversation(None, staff=True)
    async with Stage(lambda: Parts(thread)).run_test(size=(100, 30)) as pilot:
        with holding_seconds() as held:
            thread.show(whole, read_up_to=len(whole.entries), now=0)
            for _ in range(66):
                thread.action_to_newest()
                thread.action_more()
                await pilot.pause(0)
            await pilot.resize_terminal(70, 30)
    return held.longest


WORKS: dict[str, Callable[[], Coroutine[Any, Any, float]]] = {
    "hold_paste": _paste,
    "hold_message": _message,
    "hold_conversation": _conversation,
}
