"""The life of a ticket by mail, with Postfix and Dovecot: opened, answered in the app, answered by mail in all the ways
in which people answer, resolved, confirmed. Once with letters that come over LMTP, and once out of a mailbox."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from pathlib import Path

import pytest

from core.desk import Desk
from core.entries import Entry, Kind
from core.incoming import Stage, Way
from core.people import Sender
from core.quarantine import held
from core.reading import TicketView, look_at
from core.receiving import is_waiting
from core.references import Reference, shown
from core.settling import Settling, confirm
from core.tickets import Status
from tests.machine import PATIENCE
from tests.mail.mail_server import MX, MailServer, mail_server
from tests.mail.mailboxes import Mailboxes, mailboxes
from tests.mail.post_office import text_of
from tests.tui.front_desk import FrontDesk, front_desk
from tui.claims import Claims
from tui.in_tray import InTray
from tui.letterbox import bound
from tui.postal import PostRoom

HELP, GINA, MAYA = "help@desk.example", "gina@acme.example", "maya@acme.example"
NAMES = (HELP, GINA, MAYA, "olga@acme.example")
SETTINGS = [("desk.address", HELP), ("mail.authserv", MX)]
UNDO = 60_000
"""Milliseconds after which no answer waits any more for its author to think again."""
CANARY = "She is the mother of the boss."


@pytest.fixture(scope="module")
def boxes() -> Iterator[Mailboxes]:
    with mailboxes() as served:
        yield served


@dataclass
class ByMail:
    """A desk whose letters leave and come through these servers."""

    front: FrontDesk
    tray: InTray
    post: PostRoom
    way: Way

    async def files_what_comes(self) -> None:
        """One letter that is on its way."""
        await until(self._came)
        assert not (await self.tray.file_letters()).mishaps

    async def _came(self) -> bool:
        if self.way is Way.IMAP:
            return (await self.tray.collect()).letters == 1
        desk = self.front.reception.the_desk_itself()
        return await desk.read(is_waiting, desk.now())

    async def sends(self) -> None:
        self.front.clock[0] += UNDO
        await self.post.send_what_waits()

    async def view(self, reference: Reference) -> TicketView:
        maya = await self.front.reception.claimed(MAYA)
        return await maya.read(look_at, reference)

    async def said(self, reference: Reference) -> list[Entry]:
        return [one for one in (await self.view(reference)).thread.entries if one.kind is not Kind.EVENT]

    async def comes_by_pair(self, reference: Reference) -> Desk:
        """As Gina does, who asks for a code."""
        self.front.reception.has_mail_server = True
        pair = await self.front.reception.by_pair(reference, GINA)
        await self.front.reception.ask_to_write(pair)
        await self.sends()
        return pair


@dataclass
class Customer:
    """Gina, with a mailbox and a program for mail."""

    boxes: Mailboxes
    server: MailServer

    async def writes(self, letter: EmailMessage, *, proved: bool = False) -> None:
        letter["From"] = f"Gina Guest <{GINA}>"
        letter["Message-ID"] = f"<{abs(hash(letter.as_string()))}@acme.example>"
        brings = self.server.brings
        await asyncio.to_thread(brings, letter.as_bytes(policy=WIRE), GINA, str(letter["To"]), proved=proved)

    def letters(self) -> list[EmailMessage]:
        with self.boxes.opened(GINA) as imap:
            uids = imap.search("ALL")
            found = imap.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        return [message_from_bytes(found[uid][b"BODY[]"], policy=WIRE) for uid in sorted(found)]

    async def gets(self, nth: int) -> EmailMessage:
        """The letter that comes as the nth."""

        async def came() -> bool:
            return len(await asyncio.to_thread(self.letters)) >= nth

        await until(came)
        letters = await asyncio.to_thread(self.letters)
        assert len(letters) == nth
        return letters[-1]


def letter(to: str, subject: str, text: str) -> EmailMessage:
    written = EmailMessage(policy=WIRE)
    written["To"], written["Subject"] = to, subject
    written.set_content(text)
    return written


def answer(read: EmailMessage, text: str) -> EmailMessage:
    """As most programs answer: to where it asks for, with its place in the thread, and with what was read below."""
    wrote = f"On Mon, 24 Nov 2025 at 12:00, Acme Support <{HELP}> wrote:"
    quoted = "".join(f"> {line}\n" for line in text_of(read).splitlines())
    written = letter(str(read["Reply-To"]), f"Re: {read['Subject']}", f"{text}\n\n{wrote}\n{quoted}")
    written["In-Reply-To"] = str(read["Message-ID"])
    written["References"] = f"{read['References'] or ''} {read['Message-ID']}".strip()
    return written


async def answers_in_the_app(desk: ByMail, key: str, text: str, told: str) -> None:
    await desk.front.presses(key)
    await desk.front.types(text)
    await desk.front.presses("ctrl+s")
    await desk.front.sees(told)


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    end = time.monotonic() + PATIENCE
    while not await true():
        assert time.monotonic() < end, "it did not come"
        await asyncio.sleep(0.02)


async def hold(_work: str, _lasts: int = 0) -> bool:
    return True


async def let_go(_work: str) -> None:
    return None


@asynccontextmanager
async def desk_at(folder: Path, boxes: Mailboxes, server: MailServer, way: Way) -> AsyncIterator[ByMail]:
    async with AsyncExitStack() as stack:
        front = await stack.enter_async_context(front_desk(folder, who=MAYA, settings=SETTINGS))
        claims = Claims(hold, let_go)
        tray = InTray(front.reception, boxes.url(HELP) if way is Way.IMAP else "", claims)
        if way is Way.LMTP:
            at = stack.enter_context(bound(server.letterbox))
            await stack.enter_async_context(tray.listening(at, lambda _told: None))
        else:
            await tray.collect()
        yield ByMail(front, tray, PostRoom(front.reception, server.url, claims), way)


@pytest.mark.parametrize("way", [Way.LMTP, Way.IMAP])
async def test_a_ticket_lives_by_mail(tmp_path: Path, boxes: Mailboxes, way: Way) -> None:
    with mail_server(boxes, NAMES, to_a_desk=way is Way.LMTP) as server:
        async with desk_at(tmp_path, boxes, server, way) as desk:
            gina = Customer(boxes, server)
            before = len(gina.letters())

            # Opened by a letter; nobody proves that it is hers, so it is not told to her again.
            await gina.writes(letter(HELP, "The printer is on fire", "It burns since noon."))
            await desk.files_what_comes()
            await desk.sends()
            told = await gina.gets(before + 1)
            found = re.search(r"Its ticket ID is (\S+)\.", text_of(told))
            assert found is not None
            assert "fire" not in told.as_string()
            reference = Reference(found[1].replace("-", ""))
            assert [(one.body, one.sender) for one in await desk.said(reference)] == [
                ("It burns since noon.", Sender.UNVERIFIED)
            ]

            # Answered in the app.
            await desk.front.sees("The printer is on fire")
            await desk.front.presses("enter")
            await desk.front.sees("It burns since noon.", "i note")
            await answers_in_the_app(desk, "r", "Which printer?", "Reply sent to Gina")
            await answers_in_the_app(desk, "i", CANARY, "Note")
            await desk.sends()
            asked = await gina.gets(before + 2)
            assert "Which printer?" in text_of(asked)
            assert told["Message-ID"] in str(asked["References"])
            assert asked["Reply-To"] != HELP

            # From the thread: the address is hers alone, so it speaks for her.
            await gina.writes(answer(asked, "The one by the window."))
            await desk.files_what_comes()
            newest = (await desk.said(reference))[-1]
            assert (newest.body, newest.sender) == ("The one by the window.", Sender.VERIFIED)
            assert "> Which printer?" in newest.quoted

            # A fresh letter with the ID: only where her mail server vouches for her.
            subject = f"My ticket {shown(reference)}"
            await gina.writes(letter(HELP, subject, "Nobody knows who wrote this."))
            await desk.files_what_comes()
            await gina.writes(letter(HELP, subject, "It smells."), proved=True)
            await desk.files_what_comes()

            # A program that drops all but the address.
            await gina.writes(letter(str(asked["Reply-To"]), "", "Now it is out."))
            await desk.files_what_comes()

            assert [one.body for one in await desk.said(reference)] == [
                "It burns since noon.",
                "Which printer?",
                CANARY,
                "The one by the window.",
                "It smells.",
                "Now it is out.",
            ]
            olga = await desk.front.reception.claimed("olga@acme.example")
            (doubted,) = await olga.read(held)
            assert (doubted.stage, doubted.reference, doubted.why) == (
                Stage.HELD,
                reference,
                f"Nothing proves that {GINA} wrote it.",
            )

            # Resolved in the app, confirmed with a code that is mailed.
            await desk.front.sees("Now it is out.")
            await desk.front.presses("e")
            await desk.front.sees("Resolved. Gina")
            await desk.sends()
            assert "solved" in text_of(await gina.gets(before + 3))
            pair = await desk.comes_by_pair(reference)
            mailed = re.search(r"^ *(\d{4} \d{4})$", text_of(await gina.gets(before + 4)), re.MULTILINE)
            assert mailed is not None
            hers = await desk.front.reception.may_write(pair, mailed[1])
            await hers.write(confirm, Settling(reference, (await hers.read(look_at, reference)).ticket.version))
            assert (await desk.view(reference)).ticket.status is Status.CLOSED

            await desk.sends()
            assert all(CANARY not in one.as_string() for one in gina.letters())
            assert await desk.front.reception.the_desk_itself().read(is_waiting, desk.front.clock[0]) is False
