"""One channel of a connection: a window where somebody has a terminal, a command where they said one, or files."""

from __future__ import annotations

import asyncio
import time
from contextvars import Context
from typing import TYPE_CHECKING, TypeAlias

import asyncssh

from tui.ssh.client_terminal import ClientTerminal
from tui.ssh.command import CommandRun, ticket_meant
from tui.ssh.file_run import FileRun
from tui.ssh.house import House
from tui.ssh.inside_asyncssh import keep_few_variables
from tui.ssh.scp import is_scp
from tui.ssh.sentences import DUMB_TERMINAL, NO_TERMINAL, sentence_of
from tui.ssh.window_apart import Came, WindowApart
from tui.ssh.window_run import Comer, WindowRun

if TYPE_CHECKING:
    from core.desk import Desk
    from core.references import Reference
    from tui.ssh.visitor import Visitor

BUFFER = 65_536
SFTP = "sftp"
FULL = "The help desk is full just now. Come back in a moment; commands like `ssh HOST list` still work."
TOO_MANY = "Too many commands run from where you are. Wait until one has ended, then say it again."
KEPT = "What you typed is kept."
NOT_KEPT = "A new ticket that was not sent is not kept."
TAKES_LEAVE = 5.0
"""Seconds that a window has to end by itself."""


Window: TypeAlias = WindowRun | WindowApart
Run: TypeAlias = Window | CommandRun | FileRun


class Session(asyncssh.SSHServerSession[bytes]):
    """Is asyncssh's idea of a session. What it runs knows nothing of asyncssh."""

    def __init__(self, house: House, visitor: Visitor) -> None:
        self.house = house
        self.visitor = visitor
        self.terminal: ClientTerminal | None = None
        self.last_key = time.monotonic()
        self.stalled_since: float | None = None
        self.run: Run | None = None
        self._task: asyncio.Task[None] | None = None
        self._command: str | None = None
        self._copies = False
        self._channel: asyncssh.SSHServerChannel[bytes]
        self._is_gone = self._channel_is_full = self._is_whole = False
        self._farewell: tuple[str, int] | None = None
        self._early: list[bytes] = []

    # What is asked for

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._channel = chan
        keep_few_variables(chan)

    def pty_requested(self, term_type: str | None, term_size: tuple[int, int, int, int], term_modes: object) -> bool:
        del term_modes
        self.terminal = ClientTerminal.of(term_type or "", *term_size[:2])
        return True

    def shell_requested(self) -> bool:
        return True

    def exec_requested(self, command: str) -> bool:
        self._command = command
        self._copies = is_scp(command)
        return True

    def subsystem_requested(self, subsystem: str) -> bool:
        self._copies = subsystem == SFTP
        return self._copies

    def session_started(self) -> None:
        """In an empty context, so that nothing of one app is seen by another."""
        self._channel.set_write_buffer_limits(high=BUFFER)
        self._task = asyncio.get_running_loop().create_task(self._serve(), context=Context())

    # What it runs

    @property
    def is_window(self) -> bool:
        return isinstance(self.run, Window)

    @property
    def is_command(self) -> bool:
        """Copying files is one too."""
        return self.run is not None and not self.is_window

    @property
    def waits_for_them(self) -> bool:
        """Whether nothing happens unless they type or ask for something."""
        return isinstance(self.run, Window | FileRun)

    def with_what_is_kept(self, says: str) -> str:
        """A farewell, and what becomes of what was typed in this window."""
        if not isinstance(self.run, Window):
            return says
        return f"{says} {KEPT if self.run.keeps_drafts else NOT_KEPT}"

    @property
    def kind(self) -> str:
        if self._copies:
            return "copy"
        return "window" if self._command is None or self._ticket_meant() is not None else "command"

    async def _serve(self) -> None:
        status, says, began = 1, "", time.monotonic()
        self.house.records.began(self.visitor.id, self.kind)
        try:
            desk = await asyncio.shield(self.visitor.desk)  # for which others wait as well
            status, says = await self._served(desk)
        except asyncio.CancelledError:
            status = 130
        except Exception as error:  # noqa: BLE001  it is the end of this session, and of no other
            says = await sentence_of(error)
        finally:
            if self._farewell is not None:
                says, status = self._farewell
            self.house.records.ended(self.visitor.id, self.kind, status, time.monotonic() - began)
            self._end(status, says)

    async def _served(self, desk: Desk) -> tuple[int, str]:
        opens = self._ticket_meant()
        if self._copies or (self._command is not None and opens is None):
            line = self._command or ""
            run: Run = FileRun(self, self._channel, line) if self._copies else CommandRun(self, line)
            if self.house.has_many_commands(self.visitor.place):
                return 75, TOO_MANY
        elif self.terminal is None or self.terminal.is_dumb:
            return 2, NO_TERMINAL if self.terminal is None else DUMB_TERMINAL
        else:
            run = self.run = self._window(desk, self.terminal, opens)
            if self.house.is_full:
                return 75, FULL
        self.run = run
        for data in self._early:
            run.take(data)
        self.go_on_reading()
        if self._is_whole:
            run.no_more()
        return await run.run(desk)

    def _window(self, desk: Desk, terminal: ClientTerminal, opens: Reference | None) -> Window:
        visitor, starts = self.visitor, self.house.starts
        terminal = terminal.with_variables(self._channel.get_environment_bytes())
        if self.house.apart is None:
            return WindowRun(self, Comer(visitor.reception, visitor.reached, visitor.offer, opens), terminal, starts)
        came = Came(desk.actor, visitor.place, visitor.reached, visitor.offer, opens, terminal)
        return WindowApart(self, self.house.apart, came, starts)

    def _ticket_meant(self) -> Reference | None:
        """An ID alone opens that ticket where there is a terminal to show it; else it is a command like the others."""
        if self._command is None or self.terminal is None or self.terminal.is_dumb:
            return None
        return ticket_meant(self._command.split())

    def _end(self, status: int, says: str) -> None:
        self.visitor.sessions.discard(self)
        if self._is_gone:
            return
        try:
            if says:
                line = "\r\n" if self.terminal is not None else "\n"
                self._channel.write_stderr((says + line).encode("utf-8", "replace"))
            self._channel.exit(status)
        except OSError:  # it went while we said so
            self._is_gone = True

    async def leave(self, says: str, *, status: int = 0) -> None:
        """End it from outside: what was typed is kept, and they read why."""
        if self._task is None or self._task.done():
            return
        self._farewell = self._farewell or (says, status)
        if self.run is None:
            self._task.cancel()
        else:
            self.run.leave()
        await asyncio.wait([self._task], timeout=TAKES_LEAVE)
        self._task.cancel()

    def leave_soon(self, says: str) -> None:
        if self._farewell is None and self._task is not None:
            self._leaving = asyncio.ensure_future(self.leave(says))

    # What comes in

    def data_received(self, data: bytes, datatype: int | None) -> None:
        del datatype
        self.last_key = time.monotonic()
        if self.run is not None:
            self.run.take(data)
        else:
            self._early.append(data)
            if sum(map(len, self._early)) > BUFFER:
                self.stop_reading()

    def eof_received(self) -> bool:
        if self.run is not None:
            self.run.no_more()
        self._is_whole = True
        return True

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        del pixwidth, pixheight
        if isinstance(self.run, Window):
            self.run.resize(width, height)

    def signal_received(self, signal: str) -> None:
        if signal in ("HUP", "INT", "KILL", "QUIT", "TERM") and self.run is not None:
            self.run.leave()

    def break_received(self, msec: int) -> bool:
        del msec
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._is_gone = True
        self.visitor.sessions.discard(self)
        if self.run is not None:
            self._leaving = asyncio.ensure_future(self.leave(""))
        elif self._task is not None:
            self._task.cancel()

    # What goes out

    def send(self, data: bytes, *, error: bool = False) -> None:
        if self._is_gone:
            raise BrokenPipeError
        try:
            if error:
                self._channel.write_stderr(data)
            else:
                self._channel.write(data)
        except OSError:
            self._is_gone = True
            raise BrokenPipeError from None

    def pause_writing(self) -> None:
        self._channel_is_full = True
        self.hear_line()

    def resume_writing(self) -> None:
        self._channel_is_full = False
        self.hear_line()

    def hear_line(self) -> None:
        """Whether more can be sent now: the other side may have stopped reading, or the line is slow."""
        is_full = self._channel_is_full or self.visitor.line_is_full
        if is_full == (self.stalled_since is not None):
            return
        self.stalled_since = time.monotonic() if is_full else None
        if self.run is not None:
            self.run.hold(is_full)

    # Holding back what comes in

    def stop_reading(self) -> None:
        self._channel.pause_reading()

    def go_on_reading(self) -> None:
        self._channel.resume_reading()
