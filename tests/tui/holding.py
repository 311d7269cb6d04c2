"""How long one piece of work holds the event loop: nobody's keys are taken and nothing is drawn meanwhile.

Tests count the steps of each piece, which are the same on a busy machine; `make bench` takes the seconds.
"""

from __future__ import annotations

import sys
import time
from asyncio import events
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

AT_MOST = 1_000_000
"""Steps of one piece: a quarter of a second where a machine is slow. Most pieces of the largest things take a tenth."""


@dataclass
class Holding:
    """Steps or seconds, of the longest piece and all in all; and how many pieces there were."""

    longest: float = 0
    together: float = 0
    pieces: int = 0

    def add(self, much: float) -> None:
        self.pieces += 1
        self.longest = max(self.longest, much)
        self.together += much


def holding() -> AbstractContextManager[Holding]:
    """The steps of what every event loop of this process does in the meantime: calls, and returns from them."""
    return _measured(_steps_of)


def holding_seconds() -> AbstractContextManager[Holding]:
    """The same in seconds of the processor on the thread of the loop."""
    return _measured(_seconds_of)


@contextmanager
def _measured(measure: Callable[[Callable[[], object]], float]) -> Iterator[Holding]:
    held, run = Holding(), events.Handle._run
    events.Handle._run = lambda handle: held.add(measure(lambda: run(handle)))  # type: ignore[assignment,method-assign]
    try:
        yield held
    finally:
        events.Handle._run = run  # type: ignore[method-assign]


def _steps_of(piece: Callable[[], object]) -> float:
    steps = 0

    def step(_frame: FrameType, _event: str, _what: Any) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(step)
    try:
        piece()
    finally:
        sys.setprofile(None)
    return steps


def _seconds_of(piece: Callable[[], object]) -> float:
    began = time.thread_time()
    piece()
    return time.thread_time() - began
