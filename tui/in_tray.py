"""Letters in, of a desk that this process has open: each is kept for good, and filed soon after.

They come by a pipe, over LMTP, or out of a mailbox; what takes them is in mail/.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from core.calendars import MINUTE
from core.collecting import Collected, Filed, TooLarge, mailbox_place, tell_trouble
from core.errors import DeskError, TryLater
from core.incoming import Way
from tui.claims import Claims, Work
from tui.kept_secrets import OF_THE_MAILBOX, secret_of_mail
from tui.machine import state_folder
from tui.mishaps import log_mishap, sentence_for

if TYPE_CHECKING:
    from core.reception import Reception
    from mail.collecting import Collector
    from mail.mailbox import MailboxServer

R = TypeVar("R")

IN, MAILBOX = "filing", "mailbox"
LOOKS = 5.0
"""Seconds between two looks whether a letter is to be filed: one row of an index."""
LOOKS_AFTER_MAILBOX = 30.0
"""Seconds until another process takes over a mailbox that is free."""
MAILBOX_LEASE = 3 * MINUTE
RESTS = (60.0, 120.0, 300.0, 900.0)
"""Seconds in which a mailbox that can not be read is left in peace, once, twice, and so on: servers lock out whoever
tries a wrong password time and again."""
IN_A_ROUND = 1000
AT_ONCE = 20
"""Letters that whoever brings one files before it ends, its own included."""


def mailbox_server(imap: str) -> MailboxServer:
    """The mailbox that TTYDESK_IMAP names, with the password that belongs to it. Raises NotUnderstood."""
    from mail.mailbox import read_mailbox

    return read_mailbox(imap, secret_of_mail(imap, os.environ, OF_THE_MAILBOX))


def without_first_line(raw: bytes) -> tuple[bytes, str]:
    """A letter without the line that programs put before it for a mailbox file, and the sender which that names."""
    if not raw.startswith(b"From "):
        return raw, ""
    line, _, letter = raw.partition(b"\n")
    return letter, line.split()[1].decode("utf-8", "replace") if len(line.split()) > 1 else ""


@contextmanager
def what_may_pass() -> Iterator[None]:
    """Around what takes a letter: raises TooLarge for one that never fits, and TryLater for everything else, so that
    whoever brings it tries again."""
    try:
        yield
    except (TooLarge, TryLater):
        raise
    except DeskError as error:
        raise TryLater(error.sentence, field=error.field) from error
    except Exception as error:
        raise TryLater(sentence_for(log_mishap(error, state_folder()))) from error


class InTray:
    """Takes letters, and files them where no other process that has the desk open is at it."""

    def __init__(self, reception: Reception, imap: str, claims: Claims) -> None:
        """`imap`: the URL of the mailbox that letters are fetched from, empty where this machine knows none."""
        self._reception = reception
        self._imap = imap
        self._claims = claims
        self._something_came = asyncio.Event()
        self._rests = iter(RESTS)
        self._rests_until = 0.0

    def work(self) -> Iterator[Work]:
        yield Work(self.file_what_came, LOOKS, self._something_came)
        if self._imap:
            yield Work(self.watch_mailbox, LOOKS_AFTER_MAILBOX)

    async def take(self, raw: bytes, way: Way, sender: str, recipient: str) -> bool:
        """Keep a letter for good; whether it is new. Raises TooLarge, and TryLater for all that may pass."""
        with what_may_pass():
            from mail.receiving import receive

            is_new = await receive(self._reception.the_desk_itself(), raw, way, sender, recipient)
        self._something_came.set()
        return is_new

    @asynccontextmanager
    async def listening(self, at: socket.socket, told: Callable[[str], None]) -> AsyncIterator[None]:
        """Take what a mail server brings there over LMTP."""
        from mail.lmtp import listening

        async def take(raw: bytes, sender: str, recipient: str) -> bool:
            return await self.take(raw, Way.LMTP, sender, recipient)

        async with listening(at, take, told):
            yield

    async def file_what_came(self) -> None:
        await self.file_letters()

    async def file_if_it_can(self) -> None:
        """For a letter that is kept already: where it is not filed now, it is later."""
        try:
            await self.file_letters(AT_ONCE)
        except DeskError:
            pass
        except Exception as error:  # noqa: BLE001  whoever brought the letter must not bring it again
            log_mishap(error, state_folder())

    async def file_letters(self, at_most: int = IN_A_ROUND) -> Filed:
        from core.receiving import is_waiting

        desk = self._reception.the_desk_itself()
        self._something_came.clear()
        if not await desk.read(is_waiting, desk.now()):
            return Filed()
        turns = iter(range(at_most))

        async def may_go_on() -> bool:
            return next(turns, None) is not None and await self._claims.hold(IN)

        async with self._claims.claimed(IN) as is_ours:
            if not is_ours:
                return Filed(elsewhere=True)
            from mail.reading import Reader
            from mail.receiving import file_letters

            async with Reader() as reader:
                filed = await file_letters(desk, reader, may_go_on)
        self._write_down(filed.mishaps)
        return filed

    # From a mailbox

    async def watch_mailbox(self) -> None:
        """As long as no other process does. Raises TryLater where it can not be read: then it is left in peace."""
        if time.monotonic() < self._rests_until:
            return

        def told(collected: Collected) -> None:
            self._rests = iter(RESTS)
            self._write_down(collected.mishaps)

        try:
            await self._at_mailbox(lambda collector: collector.watch(told))
        except TryLater:
            self._rests_until = time.monotonic() + next(self._rests, RESTS[-1])
            raise

    async def collect(self) -> Collected:
        """What is in the mailbox now, where this machine knows one."""
        if not self._imap:
            return Collected()
        try:
            collected = await self._at_mailbox(lambda collector: collector.look())
        except TryLater as error:
            return Collected(trouble=error.sentence, is_away=True)
        if collected is None:
            return Collected(elsewhere=True)
        self._write_down(collected.mishaps)
        return collected

    async def _at_mailbox(self, work: Callable[[Collector], Awaitable[R]]) -> R | None:
        """None where another process looks after it. Raises TryLater."""
        async with self._claims.claimed(MAILBOX, MAILBOX_LEASE) as is_ours:
            if not is_ours:
                return None
            from mail.collecting import Collector
            from mail.imap import Away, line_to
            from mail.receiving import receive

            desk = self._reception.the_desk_itself()

            async def take(raw: bytes) -> bool:
                is_new = await receive(desk, raw, Way.IMAP)
                self._something_came.set()
                return is_new

            server = await asyncio.to_thread(mailbox_server, self._imap)
            try:
                async with line_to(server) as line:
                    may_go_on = partial(self._claims.hold, MAILBOX, MAILBOX_LEASE)
                    return await work(Collector(desk, server, line, take, may_go_on))
            except Away as away:
                if (await desk.read(mailbox_place, server.name)).trouble != away.sentence:
                    await desk.write(tell_trouble, server.name, away.sentence)
                raise TryLater(away.sentence) from away

    def _write_down(self, mishaps: Iterable[Exception]) -> None:
        for mishap in mishaps:
            log_mishap(mishap, state_folder())
