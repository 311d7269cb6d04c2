"""Several processes that serve one desk at one port: the kernel deals connections out among them.

Each hangs on a line to the process that has started it. By that it says that it listens; when the line breaks, whoever
is left at the other end knows. One that dies is started again, after a pause that grows while it dies soon.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from core.errors import Refused
from tui.ssh.records import Records

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY = 60.0
"""Seconds after which a process counts as one that works, so that the next pause is short again."""
LEAVES_WITHIN = 14.0
"""Seconds that all of them have to end, before they are ended."""

Work = Callable[..., None]
"""Called in the new process, with its line, its number, and what `Workers` was given for it."""


def can_share() -> None:
    """Raises Refused where the system does not deal connections out."""
    if os.name != "posix":
        raise Refused("Only one process can serve on this system. Leave --workers away.")


class Workers:
    """Watches over `count` processes that do `work` with what `given` holds."""

    def __init__(self, count: int, work: Work, given: tuple[Any, ...], records: Records) -> None:
        self._running = [_Worker(nth, work, given, records) for nth in range(count)]

    async def run(self, stop: asyncio.Event, told: Callable[[], None]) -> int:
        """Until `stop` is set; `told` hears when all of them listen. The status: 0, or that of one that never did."""
        watching = [asyncio.create_task(one.watch(stop)) for one in self._running]
        listen = asyncio.create_task(self._listen())
        asked = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({listen, asked, *watching}, return_when=asyncio.FIRST_COMPLETED)
            if listen.done():
                told()
                await asyncio.wait({asked, *watching}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            listen.cancel()
            await self._end(watching)
        return max(one.result() for one in watching)

    async def _listen(self) -> None:
        for one in self._running:
            await one.listens.wait()

    async def _end(self, watching: list[asyncio.Task[int]]) -> None:
        for one in self._running:
            one.ask_to_end()
        await asyncio.wait(watching, timeout=LEAVES_WITHIN)
        for one in self._running:
            one.kill()
        await asyncio.wait(watching)


class _Worker:
    """One place among them, and the process that has it now."""

    def __init__(self, nth: int, work: Work, given: tuple[Any, ...], records: Records) -> None:
        self.listens = asyncio.Event()
        self._nth = nth
        self._work = work
        self._given = given
        self._records = records
        self._process: Any = None

    async def watch(self, stop: asyncio.Event) -> int:
        """The status of a process that ended before it listened; 0 once all are asked to end."""
        pause = FIRST_PAUSE
        while not stop.is_set():
            began = time.monotonic()
            status = await self._live()
            if stop.is_set():
                return 0
            self._records.note("worker_died", worker=self._nth, status=status)
            if not self.listens.is_set():
                return status if status > 0 else 1
            if time.monotonic() - began > STEADY:
                pause = FIRST_PAUSE
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stop.wait()
            pause = min(pause * 2, LONGEST_PAUSE)
        return 0

    async def _live(self) -> int:
        """Start a process, and wait for its end."""
        context = multiprocessing.get_context("spawn")  # nothing of this process goes along
        line, its_end = context.Pipe()
        self._process = context.Process(target=self._work, args=(its_end, self._nth, *self._given), name="serve")
        self._process.start()
        its_end.close()
        try:
            with suppress(EOFError, OSError):
                while True:
                    await _came(line)
                    line.recv()
                    self.listens.set()
                    self._records.note("worker_listens", worker=self._nth, process=self._process.pid)
        finally:
            line.close()
        await asyncio.to_thread(self._process.join)
        return int(self._process.exitcode or 0)

    def ask_to_end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def kill(self) -> None:
        if self._process is not None and self._process.is_alive():
            self._process.kill()


async def _came(line: Connection) -> None:
    """Wait until there is something on a line, or it breaks."""
    came, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(line.fileno(), came.set)
    try:
        await came.wait()
    finally:
        loop.remove_reader(line.fileno())


def hang_on(line: Connection, stop: asyncio.Event) -> Callable[[], None]:
    """In a new process: end when the one that has started it is gone. Gives what says that it listens."""
    loop = asyncio.get_running_loop()

    def is_gone() -> None:
        loop.remove_reader(line.fileno())
        stop.set()

    loop.add_reader(line.fileno(), is_gone)
    return lambda: line.send("listens")
