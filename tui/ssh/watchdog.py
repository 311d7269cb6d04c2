"""Looks from outside whether the loop still turns: while one piece of work holds it, nobody's key is heard."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress

from tui.mishaps import place_in_code

TOO_LONG = 0.25
LOOKS = 0.1
"""Seconds between two looks: they cost less than a thousandth of a processor."""
DEEP = 4
"""How many lines of code are told, the innermost last."""


class Watchdog:
    """`stalled` hears, in its thread, of each time that was longer than `too_long`, and where it was spent."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        stalled: Callable[[float, str], None],
        *,
        too_long: float = TOO_LONG,
        looks: float = LOOKS,
    ) -> None:
        self._loop = loop
        self._stalled = stalled
        self._too_long = too_long
        self._looks = looks
        self._of_the_loop = threading.get_ident()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def __enter__(self) -> None:
        """In the thread of the loop."""
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()

    def _watch(self) -> None:
        turned = threading.Event()
        with suppress(RuntimeError):  # the loop is closed
            while not self._is_over.wait(self._looks):
                turned.clear()
                asked = time.monotonic()
                self._loop.call_soon_threadsafe(turned.set)
                if turned.wait(self._too_long):
                    continue
                where = self._where()
                while not turned.wait(LOOKS) and not self._is_over.is_set():
                    pass
                self._stalled(time.monotonic() - asked, where)

    def _where(self) -> str:
        """Lines of code alone, without a value of any variable."""
        frame = sys._current_frames().get(self._of_the_loop)  # noqa: SLF001  its documentation names it for this
        lines = traceback.extract_stack(frame)[-DEEP:] if frame is not None else []
        return " > ".join(map(place_in_code, lines))
