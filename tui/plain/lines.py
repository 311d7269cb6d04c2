"""Lines of an input, read one at a time and only when somebody asks, so that an editor may read in between.

Reading waits in a thread: the desk goes on with its own work meanwhile. It is a daemon, because whoever is asked to end
the process does not wait for the end of a line.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

from core.errors import DeskError, NotUnderstood
from core.tickets import FILE_AT_MOST

CHUNK = 65_536
LINE_AT_MOST = FILE_AT_MOST
"""Bytes of one line: more than that is not even a message."""


class Lines:
    """`read` gives up to so many bytes as soon as there are some, and none at the end."""

    def __init__(self, read: Callable[[int], bytes], encoding: str = "utf-8") -> None:
        self._read = read
        self._encoding = encoding
        self._came = bytearray()
        self._ended = False

    async def next(self) -> str | None:
        """The next line without its end; None when there is none. Raises NotUnderstood for one that never ends."""
        if b"\n" in self._came:
            return self._line()
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[str | None] = loop.create_future()

        def look() -> None:
            try:
                line, error = self._line(), None
            except DeskError as refusal:
                line, error = None, refusal
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(_tell, waiting, line, error)

        Thread(target=look, name="next line", daemon=True).start()
        return await waiting

    def _line(self) -> str | None:
        looked, too_long = 0, False
        while (end := self._came.find(b"\n", looked)) < 0 and not self._ended:
            looked = len(self._came)
            if looked > LINE_AT_MOST:
                too_long, looked = True, 0
                self._came.clear()
            self._came += self._more()
        line = bytes(self._came if end < 0 else self._came[:end])
        nothing = end < 0 and not line
        del self._came[: len(line) + 1]
        if too_long:
            raise NotUnderstood("That line is too long. Type a shorter one, or attach a file.")
        return None if nothing else line.decode(self._encoding, "replace").rstrip("\r")

    def _more(self) -> bytes:
        try:
            part = self._read(CHUNK)
        except OSError:  # the terminal is gone
            part = b""
        self._ended = not part
        return part


def _tell(waiting: asyncio.Future[str | None], line: str | None, error: DeskError | None) -> None:
    if waiting.done():
        return
    if error is None:
        waiting.set_result(line)
    else:
        waiting.set_exception(error)
