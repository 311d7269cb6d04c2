"""Who takes letters in may be killed at any step: whoever brought one brings it again, and it is one entry."""

from __future__ import annotations

import asyncio
import os
import signal
import smtplib
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import select

from core.calendars import HOUR
from core.incoming import Way
from core.occasion import Occasion
from core.people import Actor
from core.quarantine import held
from core.signing import reply_address, signing_key
from core.store import Transaction
from core.tickets import Ticket
from mail.reading import Reader
from mail.receiving import file_letters, receive
from storage.schema import entries
from tests.machine import PATIENCE
from tests.mail.conftest import ADDRESS, always
from tests.mail.mailboxes import Mailboxes, mailboxes
from tests.mail.receiving_until_killed import out_of_a_mailbox
from tests.storage.hall import Hall

ROUNDS = int(os.environ.get("TTYDESK_KILL_ROUNDS", "5"))
STEPS = (
    *((Way.LMTP, "after keep"), (Way.IMAP, "after keep_place"), (Way.PIPE, "in file_letter"), (Way.IMAP, "after keep")),
    *((Way.LMTP, "after file_letter"), (Way.PIPE, "after put"), (Way.PIPE, "in keep"), (Way.PIPE, "after keep")),
    *((Way.LMTP, "in keep"), (Way.LMTP, "after put"), (Way.LMTP, "in file_letter"), (Way.LMTP, "after take_in")),
    *((Way.IMAP, "in keep_place"), (Way.IMAP, "in keep"), (Way.IMAP, "after put"), (Way.IMAP, "after take_in")),
    *((Way.IMAP, "in file_letter"), (Way.IMAP, "after file_letter"), (Way.PIPE, "after file_letter")),
)
"""Those that tell most come first. `in`: all is written, nothing is there for good yet."""


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Mailboxes]:
    with mailboxes() as served:
        yield served


@pytest.fixture
def letterbox() -> Iterator[Path]:
    """The path of a socket has to be short."""
    with TemporaryDirectory(prefix="lmtp-") as made:
        yield Path(made) / "lmtp"


@dataclass
class Bringing:
    """Brings letters to processes that are killed, and again to one that is not: this one."""

    hall: Hall
    dovecot: Mailboxes
    letterbox: Path

    async def brings(self, letter: bytes, way: Way, step: str) -> bool:
        """Whether it was killed."""
        places = {Way.IMAP: self.dovecot.url(), Way.LMTP: str(self.letterbox), Way.PIPE: ""}
        url = f"sqlite:///{self.hall.opened.store.engine.path}"  # type: ignore[attr-defined]
        told = [way.value, places[way], step, str(self.hall.clock[0]), url]
        if way is Way.IMAP:
            await asyncio.to_thread(self.dovecot.brings, letter)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.mail.receiving_until_killed", *told), stdin=asyncio.subprocess.PIPE
        )
        was_told = way is Way.LMTP and await asyncio.to_thread(hands_over, letter, self.letterbox)
        await process.communicate(letter if way is Way.PIPE else b"")
        await self.brings_again(letter, way, was_told)
        return process.returncode == -signal.SIGKILL

    async def brings_again(self, letter: bytes, way: Way, was_told: bool) -> None:
        """As a server does that was not told that the letter is kept, or a mailbox in which it lies."""
        desk = self.hall.reception.the_desk_itself()
        if way is Way.IMAP:
            await out_of_a_mailbox(desk, self.dovecot.url())
        elif not was_told:
            await receive(desk, letter, way)

    async def entries(self) -> Counter[str]:
        said = select(entries.c.body).where(entries.c.body.startswith("It burns"))
        store = self.hall.opened.store
        rows = await asyncio.to_thread(store.write_now, lambda one: one.execute(said).scalars().all())
        return Counter(str(one).strip() for one in rows)


def hands_over(letter: bytes, at: Path) -> bool:
    """Whether whoever takes letters there said that it is kept."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            line = smtplib.LMTP(str(at))
        except OSError:  # not yet: the socket may be that of the one that was killed before
            time.sleep(0.02)
            continue
        try:
            return line.sendmail("ann@acme.example", [ADDRESS], letter) == {}
        except (smtplib.SMTPException, OSError):
            return False
        finally:
            line.close()
    raise AssertionError("nobody takes letters")


def signed(tx: Transaction, _actor: Actor, occasion: Occasion, ticket: Ticket) -> str:
    return reply_address(ADDRESS, signing_key(tx, occasion), ticket.reference, ticket.requester)


async def test_a_receiver_that_is_killed_loses_no_letter_and_files_none_twice(
    hall: Hall, dovecot: Mailboxes, letterbox: Path
) -> None:
    bringing, desk = Bringing(hall, dovecot, letterbox), hall.reception.the_desk_itself()
    ticket = await hall.opens(hall.ann)
    answers_to = await desk.write(signed, await hall.says(hall.maya, ticket))
    async with Reader() as reader:
        for nth, (way, step) in zip(range(ROUNDS), cycle(STEPS), strict=False):
            to = answers_to if nth // 2 % 2 else ADDRESS
            letter = f"From: ann@acme.example\r\nTo: {to}\r\nSubject: It burns\r\n\r\nIt burns, {nth}.\r\n".encode()
            assert await bringing.brings(letter, way, step), (way, step)
            hall.later(HOUR)  # what was taken up is free again
            filed = await file_letters(desk, reader, always)
            assert not filed.mishaps

    assert await hall.olga.read(held) == ()
    assert await bringing.entries() == Counter(f"It burns, {nth}." for nth in range(ROUNDS))
