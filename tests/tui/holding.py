"""How long one piece of work holds the event loop: nobody's keys are taken and nothing is drawn meanwhile.

Counted as time of the processor on the thread of the loop, so that a busy machine does not look like a slow app.
"""

from __future__ import annotations

import gc
import time
from asyncio import events
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Holding:
    """Seconds, all in all and of the longest piece; and how many pieces there were."""

    longest: float = 0.0
    together: float = 0.0
    pieces: int = 0

    def add(self, seconds: float) -> None:
        self.pieces += 1
        self.longest = max(self.longest, seconds)
        self.together += seconds


@contextmanager
def holding() -> Iterator[Holding]:
    """What every event loop of this process does in the meantime, piece by piece.

    All that the tests have made so far is no garbage to look through, as in an app that has just started.
    """
    held, run = Holding(), events.Handle._run
    gc.collect()
    gc.freeze()

    def measured(handle: events.Handle) -> None:
        began = time.thread_time()
        run(handle)
        held.add(time.thread_time() - began)

    events.Handle._run = measured  # type: ignore[assignment,method-assign]
    try:
        yield held
    finally:
        events.Handle._run = run  # type: ignore[method-assign]
        gc.unfreeze()
