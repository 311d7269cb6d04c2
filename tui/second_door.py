"""The second door: the sshd of this system has seen somebody sign with a key, and runs this process for them alone.

Who they are comes from that key, and from nothing that they sent: not from what they said, not from their environment.
They get what `ttydesk serve` gives, but for copying files.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.desk import Desk
from core.errors import DeskError, NotUnderstood, Refused
from core.people import Via
from core.public_key import PublicKey
from core.reading import look_at
from core.reception import Reception
from core.references import Reference
from core.ssh_keys import still_fits
from core.way_in import WayIn, read_user
from tui import serve
from tui.cli.door import Door
from tui.cli.runner import run
from tui.ssh.client_terminal import ClientTerminal
from tui.ssh.command import INTERRUPTED, WIDEST, ConnectionVisit, ticket_meant, words_of
from tui.ssh.limits import place_of
from tui.ssh.no_files import BY_SFTP, COPIES, NO_FILES, program_of, refuse_sftp
from tui.ssh.own_streams import read_input, until_nobody_reads
from tui.ssh.sentences import DUMB_TERMINAL, ENDED, NO_TERMINAL

if TYPE_CHECKING:
    from tui.arrival import Arrival
    from tui.machine import Machine
    from tui.seat import Seat
    from tui.shell import RunApp

OURS = ("TTYDESK_", "TEXTUAL", "XDG_", "PYTHON")
OF_PROGRAMS = frozenset({"EDITOR", "VISUAL", "PAGER", "BROWSER", "LESS", "LESSOPEN", "COLUMNS", "LINES"})
"""With the beginnings above: variables that say which desk, which program, or what is not so."""
NOT_BY_HAND = "An sshd says this, for somebody whose key it has seen sign. See `ttydesk keys authorized --help`."
UNKNOWN_KEY = "The desk does not know this key any more. An operator of the desk can give it back."


@dataclass(frozen=True, slots=True)
class Came:
    """From where, at which address, and what they said behind `ssh HOST`: None for nothing."""

    place: str
    reached: WayIn
    line: str | None


def forget_what_they_sent() -> None:
    """An sshd may be told to take variables from whoever comes."""
    for name in list(os.environ):
        if name.startswith(OURS) or name in OF_PROGRAMS:
            del os.environ[name]
    if hasattr(signal, "SIGTSTP"):
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)


async def come_in(machine: Machine, fingerprint: str, door: Door, run_app: RunApp) -> int:
    """One session from its first word to its status. `door` has the streams that sshd gave."""
    came, terminal = _came(), _terminal()
    words, opens = _words(came), _ticket_meant(came, terminal)
    is_window = came.line is None or opens is not None
    if is_window and (terminal is None or terminal.is_dumb):
        raise NotUnderstood(NO_TERMINAL if terminal is None else DUMB_TERMINAL)
    served = serve.open_desk(machine, Via.SSH)
    loops = serve.Loops(served)
    try:
        reception = served.reception.at(Via.SSH, came.place)
        if (known := await reception.came_by(fingerprint)) is None:
            raise Refused(UNKNOWN_KEY)
        stay = Stay(reception, *known)
        if terminal is not None and is_window:
            loops.start()
            return await _window(stay, _seat(terminal, came), opens, run_app)
        return await _command(stay, words, _hosted(door, terminal, stay))
    finally:
        await loops.stop()
        await served.store.close()


def _came() -> Came:
    try:
        theirs, _, ours, port = os.environ.get("SSH_CONNECTION", "").split()
        reached = WayIn(ours, int(port), read_user(os.environ.get("LOGNAME", "")), takes_files=False)
    except ValueError:
        raise Refused(NOT_BY_HAND) from None
    return Came(place_of(theirs), reached, os.environ.get("SSH_ORIGINAL_COMMAND"))


def _terminal() -> ClientTerminal | None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    terminal = ClientTerminal.of(os.environ.get("TERM", ""), *shutil.get_terminal_size())
    return terminal.with_variables(os.environb)


def _words(came: Came) -> list[str]:
    if came.line is None:
        return []
    program = program_of(came.line)
    if program in BY_SFTP:
        refuse_sftp(sys.stdin.buffer, sys.stdout.buffer)
    if program in COPIES:
        raise Refused(NO_FILES)
    return words_of(came.line)


def _ticket_meant(came: Came, terminal: ClientTerminal | None) -> Reference | None:
    """An ID alone opens that ticket where there is a terminal to show it; else it is a command like the others."""
    if came.line is None or terminal is None or terminal.is_dumb:
        return None
    return ticket_meant(came.line.split())


# What they get


class Stay:
    """Whether whoever came in may stay: an operator may end their access, or somebody revoke their key."""

    def __init__(self, reception: Reception, desk: Desk, key: PublicKey) -> None:
        self.reception = reception
        self.desk = desk
        self._key = key
        self._asked = asyncio.Event()

    async def ends(self) -> None:
        """Returns once they may not."""
        unsubscribe = self.reception.feed.subscribe(lambda _: None, self._asked.set)
        try:
            while await self._may_stay():
                await self._asked.wait()
                self._asked.clear()
        finally:
            unsubscribe()

    async def _may_stay(self) -> bool:
        while True:
            try:
                return await self.desk.read(still_fits, self._key)
            except DeskError:  # busy: it is worth asking again
                await asyncio.sleep(0.5)

    async def during(self, work: asyncio.Task[int], end: Callable[[], object]) -> int:
        """The status of the work, which is told to end when they have to go. Raises Refused then."""
        ends = asyncio.create_task(self.ends())
        try:
            await asyncio.wait({work, ends}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return await work
            end()
            await asyncio.wait({work})
        finally:
            ends.cancel()
        raise Refused(ENDED)


async def _command(stay: Stay, words: list[str], door: Door) -> int:
    work = asyncio.create_task(run(words, door))
    reads = asyncio.create_task(until_nobody_reads(sys.stdout.fileno()))
    reads.add_done_callback(lambda done: done.cancelled() or work.cancel())
    try:
        return await stay.during(work, work.cancel)
    except asyncio.CancelledError:
        return INTERRUPTED
    finally:
        reads.cancel()


def _hosted(door: Door, terminal: ClientTerminal | None, stay: Stay) -> Door:
    return replace(
        door,
        read=read_input,
        piped=terminal is None,
        terminal=terminal is not None,
        width=None if terminal is None else min(terminal.size[0], WIDEST),
        visit=ConnectionVisit(stay.reception, stay.desk),
        ask=None,
        edit=None,
        upkeep=None,
    )


async def _window(stay: Stay, seat: Seat, opens: Reference | None, run_app: RunApp) -> int:
    from tui.arrival import Arrival
    from tui.ssh.window_run import NoMemory

    if opens is not None:
        await stay.desk.read(look_at, opens, newest=1)

    async def arrive() -> Arrival:
        return Arrival(stay.reception, NoMemory(), stay.desk, True, _nothing, opens=opens)

    async def open_app() -> int:
        return await run_app(arrive, seat)

    return await stay.during(asyncio.create_task(open_app()), _leave)


def _seat(terminal: ClientTerminal, came: Came) -> Seat:
    from tui.gate import gated
    from tui.seat import Seat
    from tui.ssh.own_terminal import OwnTerminalDriver

    os.environ["TERM"] = terminal.kind
    return Seat(gated(OwnTerminalDriver), terminal.environment, came.reached)


def _leave() -> None:
    """As when the process is asked to end: what was typed is kept."""
    os.kill(os.getpid(), signal.SIGTERM)


async def _nothing() -> None:
    """The desk is closed when the session is."""
