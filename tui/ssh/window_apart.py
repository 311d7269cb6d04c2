"""A window whose app runs in a process of its own: what goes wrong there, or takes for ever, touches nobody else.

The process is given who it is for, and a line to here; it sees nothing of SSH. Ending it is in the server's hands.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from typing import Any

from core.desk import Desk
from core.people import Actor
from core.references import Reference
from core.safe_text import safe_line
from core.way_in import WayIn
from tui.ssh.apart_line import LineApart, Word
from tui.ssh.client_terminal import ClientTerminal
from tui.ssh.offers import OfferedKey
from tui.ssh.sentences import sentence_of
from tui.ssh.window_run import Line

STANDS = 5.0
"""Seconds after which the next window may begin although this one does not stand: a process has a lot to read first."""


WindowWork = Callable[[socket.socket, "Came"], None]
"""What such a process does, with its end of the line to here. It opens the desk itself."""


@dataclass(frozen=True, slots=True)
class Came:
    """What the process of a window is told: who it is for, how they came, and what their terminal is."""

    actor: Actor
    place: str
    reached: WayIn
    offer: OfferedKey | None
    opens: Reference | None
    terminal: ClientTerminal


class WindowApart:
    """Is what a Session runs, like WindowRun."""

    def __init__(self, line: Line, work: WindowWork, came: Came, starts: AbstractAsyncContextManager[Any]) -> None:
        self._line = line
        self._work = work
        self._came = came
        self._starts = starts
        self._process: Any = None
        self._apart: LineApart | None = None
        self._early: list[tuple[Word, bytes]] = []
        self._stands, self._is_over = asyncio.Event(), asyncio.Event()
        self._outcome: tuple[int, str] | None = None
        self.keeps_drafts = True

    @property
    def process(self) -> int | None:
        """Its number in the system, once it has begun."""
        return None if self._process is None else self._process.pid

    async def run(self, _desk: Desk) -> tuple[int, str]:
        """The exit status, and a sentence where there is something to say. The desk is open over there too."""
        try:
            async with self._starts:
                await self._begin()
                with suppress(TimeoutError):
                    async with asyncio.timeout(STANDS):
                        await self._stands.wait()
            await self._is_over.wait()
        finally:
            await self._end()
        return self._outcome or (1, await sentence_of(RuntimeError("the process of a window died")))

    async def _begin(self) -> None:
        ours, its_own = socket.socketpair()
        with its_own:
            context = multiprocessing.get_context("spawn")  # nothing of this process goes along
            self._process = context.Process(target=self._work, args=(its_own, self._came), name="window", daemon=True)
            self._process.start()
        loop = asyncio.get_running_loop()
        _, self._apart = await loop.create_unix_connection(
            lambda: LineApart(self._heard, self._is_full, self._is_gone), sock=ours
        )
        for word, data in self._early:
            self._apart.say(word, data)

    async def _end(self) -> None:
        """It has said that all is kept, or does not answer any more."""
        if self._apart is not None:
            self._apart.close()
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.join)
            self._process.close()

    # What it says

    def _heard(self, word: Word, data: bytes) -> None:
        if word is Word.FRAME:
            with suppress(BrokenPipeError):
                self._line.send(data)
        elif word is Word.KEEPS_DRAFTS:
            self.keeps_drafts = data == b"1"
        elif word is Word.STANDS:
            self._stands.set()
        elif word is Word.ENDED:
            self._outcome = data[0], safe_line(data[1:].decode())
            self._is_gone()

    def _is_full(self, is_full: bool) -> None:
        """It does not keep up with what is typed."""
        if is_full:
            self._line.stop_reading()
        else:
            self._line.go_on_reading()

    def _is_gone(self) -> None:
        self._stands.set()
        self._is_over.set()

    # What it is told

    def take(self, data: bytes) -> None:
        self._say(Word.TYPED, data)

    def no_more(self) -> None:
        self._say(Word.NO_MORE)

    def resize(self, columns: int, lines: int) -> None:
        self._say(Word.RESIZED, f"{columns} {lines}".encode())

    def hold(self, is_full: bool) -> None:
        self._say(Word.HELD, b"1" if is_full else b"0")

    def leave(self) -> None:
        self._say(Word.LEAVE)

    def _say(self, word: Word, data: bytes = b"") -> None:
        if self._apart is None:
            self._early.append((word, data))
        else:
            self._apart.say(word, data)
