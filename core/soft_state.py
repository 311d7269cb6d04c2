"""Soft state on its way to the desk: drafts and read marks, last value wins, written at most once a second.

Losing the last second of it is allowed; delaying a key stroke for it is not. One buffer serves a whole process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from core.errors import DeskError, TryLater

Write = Callable[[], Awaitable[object]]

QUIET = 1.0
"""Seconds after the last change until it is written."""
LONGEST = 5.0
"""Seconds after which it is written although changes go on."""


class SoftState:
    """Keeps the newest write for each key until it is due; lives on one event loop."""

    def __init__(self, *, quiet: float = QUIET, longest: float = LONGEST) -> None:
        self._waiting: dict[Hashable, Write] = {}
        self._quiet = quiet
        self._longest = longest
        self._since: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._writing: set[asyncio.Task[None]] = set()

    def put(self, key: Hashable, write: Write) -> None:
        """Write this once things are quiet, unless something newer comes for the same key."""
        loop = asyncio.get_running_loop()
        self._waiting[key] = write
        self._since = loop.time() if self._since is None else self._since
        if self._timer is not None:
            self._timer.cancel()
        due = min(loop.time() + self._quiet, self._since + self._longest)
        self._timer = loop.call_at(due, self._begin)

    async def flush(self) -> None:
        """Write everything now, and wait for what is being written: on blur, on leaving, on disconnect.

        Whoever waits may be cancelled, as a screen that is left at once: what has begun is carried to its end.
        """
        begun = self._begin()
        await asyncio.shield(asyncio.gather(*self._writing, return_exceptions=True))
        begun.result()

    async def _write(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._since = None
        away = False
        for key in tuple(self._waiting):
            if (write := self._waiting.pop(key, None)) is None:
                continue  # another round has it
            try:
                await write()
            except DeskError as error:
                self._waiting.setdefault(key, write)
                away = away or isinstance(error, TryLater)
        if away and self._timer is None:  # it comes back, and nobody may type again until then
            self._timer = asyncio.get_running_loop().call_later(self._longest, self._begin)

    def _begin(self) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(self._write())
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        return task
