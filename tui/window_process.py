"""What the process of one window does: the same app as in the server, with nobody beside it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.errors import DeskError
from core.people import Via
from core.safe_text import safe_line
from tui.machine import Machine, state_folder
from tui.mishaps import log_mishap, sentence_for
from tui.serve import open_desk
from tui.ssh import stdout_router
from tui.ssh.apart_line import LineApart, Word
from tui.ssh.loop import new_loop
from tui.ssh.window_apart import Came
from tui.ssh.window_run import Comer, WindowRun

FAREWELL = 8.0
"""Seconds that the app has to end by itself, once nobody is at the other end of the line."""


def work(machine: Machine, line: socket.socket, came: Came) -> None:
    """From the first line of the process to its end. Is a tui.ssh.window_apart.WindowWork for one machine."""
    for number in (signal.SIGINT, signal.SIGTERM):  # who ends the server ends all: it tells us, or its line breaks
        signal.signal(number, signal.SIG_IGN)
    with asyncio.Runner(loop_factory=new_loop) as runner, stdout_router.routed():
        runner.run(_work(machine, line, came))


class _Window:
    """The window here, as the server at the other end of the line has it."""

    def __init__(self) -> None:
        self.is_gone = asyncio.Event()
        self._run: WindowRun | None = None
        self._early: list[tuple[Word, bytes]] = []
        self._is_held = self._is_full = False
        self._kept_drafts = True
        self.line: LineApart

    def begin(self, run: WindowRun) -> None:
        self._run = run
        for word, data in self._early:
            self.heard(word, data)

    @asynccontextmanager
    async def stands(self) -> AsyncIterator[None]:
        """Around what is done until it stands."""
        yield
        self.line.say(Word.STANDS)

    # What the server says

    def heard(self, word: Word, data: bytes) -> None:
        if (run := self._run) is None:
            self._early.append((word, data))
        elif word is Word.TYPED:
            run.take(data)
        elif word is Word.NO_MORE:
            run.no_more()
        elif word is Word.RESIZED:
            run.resize(*map(int, data.split()))
        elif word is Word.HELD:
            self._is_held = data == b"1"
            run.hold(self._is_held or self._is_full)
        elif word is Word.LEAVE:
            run.leave()

    def full(self, is_full: bool) -> None:
        """The server takes no more frames just now."""
        self._is_full = is_full
        if self._run is not None:
            self._run.hold(self._is_held or is_full)

    def gone(self) -> None:
        """The server has ended: so does the app, with what was typed kept, or else the process without it."""
        self.is_gone.set()
        last_word = threading.Timer(FAREWELL, os._exit, (1,))
        last_word.daemon = True
        last_word.start()
        if self._run is not None:
            self._run.leave()

    # What the window asks of it, see tui.ssh.window_run.Line

    def send(self, data: bytes) -> None:
        if self._run is not None and self._run.keeps_drafts != self._kept_drafts:
            self._kept_drafts = self._run.keeps_drafts
            self.line.say(Word.KEEPS_DRAFTS, b"1" if self._kept_drafts else b"0")
        self.line.say(Word.FRAME, data)

    def stop_reading(self) -> None:
        self.line.stop_reading()

    def go_on_reading(self) -> None:
        self.line.go_on_reading()


async def _work(machine: Machine, line: socket.socket, came: Came) -> None:
    window = _Window()
    _, window.line = await asyncio.get_running_loop().create_unix_connection(
        lambda: LineApart(window.heard, window.full, window.gone), sock=line
    )
    status, says = await _ran(window, machine, came)
    window.line.say(Word.ENDED, bytes([status]) + says.encode())
    await window.is_gone.wait()  # until the server has heard all of it


async def _ran(window: _Window, machine: Machine, came: Came) -> tuple[int, str]:
    try:
        served = await asyncio.to_thread(open_desk, machine, Via.SSH)
        try:
            reception = served.reception.at(Via.SSH, came.place)
            comer = Comer(reception, came.reached, came.offer, came.opens)
            run = WindowRun(window, comer, came.terminal, window.stands())
            window.begin(run)
            return await run.run(reception.let_in(came.actor))
        finally:
            await served.store.close()
    except DeskError as error:
        return error.status, safe_line(error.sentence)
    except Exception as error:  # noqa: BLE001  the last one to know
        return 1, sentence_for(log_mishap(error, state_folder()))
