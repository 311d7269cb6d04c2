"""A command over SSH: one verb of the same tree as in a local shell, without anything of this machine.

It runs in a thread with a loop of its own, so that a long table holds up nobody's keys. No shell is ever reached: the
line is split into words, and the first of them is looked up among the verbs.
"""

from __future__ import annotations

import asyncio
import io
import shlex
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from core.desk import Desk
from core.errors import NotUnderstood, SignInNeeded
from core.reception import Reception
from core.references import Reference, is_whole, read_reference
from core.safe_text import safe_line
from tui.cli.door import Door
from tui.ssh.pipe import Pipe, StandardInput
from tui.ssh.sentences import sentence_of

if TYPE_CHECKING:
    from tui.cli.options import Options
    from tui.ssh.session import Session

LINE_AT_MOST = 65_536
WIDEST = 400
INTERRUPTED = 130
NO_QUOTE = "A quote in the command does not end. Remember that your own shell takes the outer quotes away."
GUEST = "Nobody is signed in. Come with a key that the desk knows, or give your e-mail when it is asked."


class ConnectionVisit:
    """Is a tui.cli.door.Visit. Who it is comes from the connection alone: no option and no environment says it."""

    def __init__(self, reception: Reception, desk: Desk | None) -> None:
        self._reception = reception
        self._desk = desk

    async def reception(self, options: Options, *, create: bool = False) -> Reception:
        del options, create
        return self._reception

    async def known(self, options: Options) -> Desk | None:
        del options
        return self._desk

    async def signed_in(self, options: Options) -> Desk:
        del options
        if self._desk is None:
            raise SignInNeeded(GUEST)
        return self._desk

    async def send_letters(self) -> None:
        """The server does it by itself."""

    async def leave(self) -> None:
        """The desk stays open for the others."""


class CommandRun:
    """Is what a Session runs."""

    def __init__(self, session: Session, line: str) -> None:
        loop = asyncio.get_running_loop()
        self._session = session
        self._line = line
        self._out = Pipe(session, loop)
        self._err = Pipe(session, loop, error=True)
        self._in = StandardInput(session, loop)
        self._task: asyncio.Task[int] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_left = False

    async def run(self, desk: Desk) -> tuple[int, str]:
        try:
            words = words_of(self._line)
        except NotUnderstood as error:
            return error.status, safe_line(error.sentence)
        door = self._door(desk)
        try:
            done = self._session.house.threads.submit(lambda: asyncio.run(self._carry_out(words, door)))
            status = await asyncio.shield(asyncio.wrap_future(done))
        except asyncio.CancelledError:
            self.leave()
            raise
        except BrokenPipeError:  # whoever reads the output has seen enough
            return 0, ""
        except Exception as error:  # noqa: BLE001  it is this command's end, and nobody else's
            return 1, await sentence_of(error)
        await self._out.sent()
        await self._err.sent()
        return status, ""

    async def _carry_out(self, words: list[str], door: Door) -> int:
        """In the thread."""
        from tui.cli.runner import run

        self._loop, self._task = asyncio.get_running_loop(), asyncio.create_task(run(words, door))
        if self._is_left:
            self._task.cancel()
        try:
            status = await self._task
        except asyncio.CancelledError:
            return INTERRUPTED
        door.out.flush()
        door.err.flush()
        return status

    def _door(self, desk: Desk) -> Door:
        session, terminal = self._session, self._session.terminal
        mark = "\r\n" if terminal is not None else "\n"
        out, err = io.BufferedWriter(self._out), io.BufferedWriter(self._err)
        return Door(
            out=io.TextIOWrapper(out, "utf-8", "replace", newline=mark),
            err=io.TextIOWrapper(err, "utf-8", "replace", newline=mark, line_buffering=True),
            bytes_out=out,
            read=self._in.read,
            piped=terminal is None,
            terminal=terminal is not None,
            visit=ConnectionVisit(session.visitor.reception, None if desk.actor.person is None else desk),
            now=desk.now,
            width=None if terminal is None else min(terminal.size[0], WIDEST),
        )

    def leave(self) -> None:
        """End it: what it has begun to write in the desk is carried to its end."""
        self._is_left = True
        self._out.close_soon()
        self._err.close_soon()
        self._in.close_soon()
        if self._loop is not None and self._task is not None:
            with suppress(RuntimeError):  # it has just ended
                self._loop.call_soon_threadsafe(self._task.cancel)

    def take(self, data: bytes) -> None:
        self._in.feed(data)

    def no_more(self) -> None:
        self._in.feed(b"")

    def hold(self, is_full: bool) -> None:
        self._out.hold(is_full)
        self._err.hold(is_full)


def words_of(line: str) -> list[str]:
    """The words of a command line; the name of the command itself may stand before them, as in a local shell."""
    if len(line) > LINE_AT_MOST:
        raise NotUnderstood("The command is too long. Send what is long on standard input.")
    try:
        words = shlex.split(line)
    except ValueError:
        raise NotUnderstood(NO_QUOTE) from None
    words = words[1:] if words[:1] == ["ttydesk"] else words
    return words if ticket_meant(words) is None else ["show", *words]


def ticket_meant(words: Sequence[str]) -> Reference | None:
    """A word alone may be the ID of a ticket: then that is what they want to see."""
    try:
        reference = read_reference(words[0]) if len(words) == 1 else None
    except NotUnderstood:
        return None
    return reference if reference is not None and is_whole(reference) else None
