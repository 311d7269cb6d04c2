"""Standard input and output of a command that runs in a thread, at the other end of which is a connection."""

from __future__ import annotations

import asyncio
import io
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from core.errors import TryLater

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from tui.ssh.session import Session

WAIT_AT_MOST = 1024 * 1024
"""Bytes that may wait in one direction."""
SILENCE = 600.0
"""Seconds that a command waits for the next bytes of its standard input."""
SILENT = "Nothing came on standard input for ten minutes, so nothing was done."
PATIENCE = 120.0
"""Seconds that a command waits for a reader who has stopped reading."""


class Pipe(io.RawIOBase):
    """Written to in the thread of a command; the bytes go out on the loop, as fast as the reader takes them."""

    def __init__(self, session: Session, loop: asyncio.AbstractEventLoop, *, error: bool = False) -> None:
        super().__init__()
        self._session = session
        self._loop = loop
        self._error = error
        self._lock = threading.Lock()
        self._room = threading.Event()
        self._room.set()
        self._waiting = 0
        self._is_gone = False
        self._empty = asyncio.Event()
        self._kept: list[bytes] = []
        self._is_held = False

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Waits while too much is on its way. Raises BrokenPipeError once nobody reads any more."""
        sent = bytes(data)
        if not self._room.wait(PATIENCE) or self._is_gone:
            raise BrokenPipeError
        with self._lock:
            self._waiting += len(sent)
            if self._waiting > WAIT_AT_MOST:
                self._room.clear()
        self._loop.call_soon_threadsafe(self._take, sent)
        return len(sent)

    def _take(self, sent: bytes) -> None:
        self._kept.append(sent)
        self._pass_on()

    def hold(self, is_full: bool) -> None:
        self._is_held = is_full
        self._pass_on()

    def _pass_on(self) -> None:
        """On the loop: what waits goes out, until the line is full."""
        while self._kept and not self._is_held:
            data = self._kept.pop(0)
            try:
                self._session.send(data, error=self._error)
            except BrokenPipeError:
                self.close_soon()
            with self._lock:
                self._waiting -= len(data)
                if self._waiting <= WAIT_AT_MOST // 2:
                    self._room.set()
        if not self._kept:
            self._empty.set()

    async def sent(self) -> None:
        """Once all that was written before has gone out."""
        while self._kept and not self._is_gone:
            self._empty.clear()
            await self._empty.wait()

    def close_soon(self) -> None:
        self._is_gone = True
        self._room.set()
        self._empty.set()


class StandardInput:
    """Fed on the loop, read in the thread; while much of it waits, the other side is not read from."""

    def __init__(self, session: Session, loop: asyncio.AbstractEventLoop) -> None:
        self._session = session
        self._loop = loop
        self._came = asyncio.Condition()
        self._kept = bytearray()
        self._is_whole = self._holds_back = False

    def feed(self, data: bytes) -> None:
        """Nothing at all is the end."""
        self._kept += data
        self._is_whole = self._is_whole or not data
        if len(self._kept) > WAIT_AT_MOST and not self._holds_back:
            self._holds_back = True
            self._session.stop_reading()
        self._tell = self._loop.create_task(self._tell_of_it())

    def close_soon(self) -> None:
        self.feed(b"")

    async def _tell_of_it(self) -> None:
        async with self._came:
            self._came.notify_all()

    async def read(self, length: int) -> bytes:
        """In the thread of the command."""
        given: Future[bytes] = Future()
        self._loop.call_soon_threadsafe(self._give, length, given)
        return await asyncio.wrap_future(given)

    def _give(self, length: int, given: Future[bytes]) -> None:
        """On the loop, which begins what it is asked for only while it runs."""

        def done(reading: asyncio.Task[bytes]) -> None:
            if reading.cancelled():
                given.cancel()
            elif not given.set_running_or_notify_cancel():
                return  # nobody waits for it any more
            elif error := reading.exception():
                given.set_exception(error)
            else:
                given.set_result(reading.result())

        self._reading = self._loop.create_task(self._read(length))
        self._reading.add_done_callback(done)

    async def _read(self, length: int) -> bytes:
        try:
            async with asyncio.timeout(SILENCE), self._came:
                await self._came.wait_for(lambda: self._kept or self._is_whole)
        except TimeoutError:
            raise TryLater(SILENT) from None
        data = bytes(self._kept[:length])
        del self._kept[:length]
        if self._holds_back and len(self._kept) < WAIT_AT_MOST // 2:
            self._holds_back = False
            self._session.go_on_reading()
        return data
