"""Those to whom desks write: robots that answer everything, addresses that bounce, other desks. For one day every
letter that leaves a desk arrives, and what is answered to it comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import count

from core import waking
from core.calendars import DAY, HOUR, MINUTE
from core.incoming import LetterRead, Way
from core.sending import is_due
from core.store import Blob, Files
from mail.letter.reading import read_letter
from mail.reading import Reader
from mail.receiving import file_letters, receive
from mail.sending import send_letters
from mail.smtp import read_server
from tests.mail.post_office import PostOffice
from tests.storage.hall import Hall

Robot = Callable[[EmailMessage], bytes | None]
"""What is answered to a letter, if anything is."""
LETTERS_AT_MOST = 200
"""Whoever still writes then never ends."""
_numbers = count(1)


class Here(Reader):
    """Reads letters in this process."""

    async def read(self, files: Files, raw: Blob) -> LetterRead:
        into = _Bytes()
        await files.copy(raw.sha256, into)  # type: ignore[arg-type]
        return read_letter(into.content).letter


class _Bytes:
    content = b""

    def writelines(self, pieces: list[bytes]) -> None:
        self.content = b"".join(pieces)


@dataclass
class World:
    """The desks by their addresses, and everybody else by theirs; `letters` counts who wrote to whom."""

    office: PostOffice
    halls: dict[str, Hall]
    robots: dict[str, Robot] = field(default_factory=dict)
    letters: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def arrives(self, raw: bytes, desk: str) -> None:
        itself = self.halls[desk].reception.the_desk_itself()
        await receive(itself, raw, Way.LMTP)
        filed = await file_letters(itself, Here(), _always)
        assert filed.mishaps == ()

    async def day_goes_by(self) -> int:
        """How long it took until nobody answered any more."""
        hall = next(iter(self.halls.values()))
        begun = answered = hall.clock[0]
        while hall.clock[0] < begun + DAY:
            carried, before = await self._minute_goes_by(), self._from_others()
            for letter, raw in carried:
                await self._carry(letter, raw)
            if self._from_others() > before:
                answered = hall.clock[0]
            elif not carried:
                self._later(HOUR)
        return answered - begun

    def _from_others(self) -> int:
        return sum(count for (writer, _), count in self.letters.items() if writer not in self.halls)

    async def _minute_goes_by(self) -> list[tuple[EmailMessage, bytes]]:
        """What left meanwhile."""
        self._later(MINUTE)
        for hall in self.halls.values():
            itself = hall.reception.the_desk_itself()
            await itself.write(waking.wake)
            if await itself.read(is_due, itself.now()):
                await send_letters(itself, read_server(self.office.url), hall.opened.passwords, _always)
        carried = list(zip(self.office.letters, self.office.raw, strict=True))
        self.office.letters, self.office.raw = [], []
        return carried

    async def _carry(self, letter: EmailMessage, raw: bytes) -> None:
        writer, to = address_in(letter, "From"), address_in(letter, "To")
        self._count(writer, to)
        desk = next((one for one in self.halls if is_at(to, one)), None)
        if desk is not None:
            await self.arrives(raw, desk)
        elif (robot := self.robots.get(to)) and (answer := robot(letter)) is not None:
            self._count(to, writer)
            await self.arrives(answer, writer)

    def _count(self, writer: str, to: str) -> None:
        self.letters[writer, to] += 1
        assert self.letters.total() < LETTERS_AT_MOST, self.letters

    def _later(self, length: int) -> None:
        for hall in self.halls.values():
            hall.later(length)


def is_at(address: str, desk: str) -> bool:
    local, _, domain = desk.partition("@")
    return address == desk or (address.startswith(f"{local}+") and address.endswith(f"@{domain}"))


def address_in(letter: EmailMessage, header: str) -> str:
    return str(letter[header].addresses[0].addr_spec)


def answering(
    *headers: str, text: str = "Thank you for your letter. It is number {} today.", threads: bool = True
) -> Robot:
    """A robot that answers everything; without `threads` to the plain address, as a letter of its own."""

    def robot(letter: EmailMessage) -> bytes | None:
        return written(
            address_in(letter, "To"),
            address_in(letter, "Reply-To" if threads else "From"),
            f"Re: {letter['Subject']}" if threads else "We are here for you",
            text.format(next(_numbers)),
            *headers,
            *((f"In-Reply-To: {letter['Message-ID']}",) if threads else ()),
        )

    return robot


def away(letter: EmailMessage) -> bytes | None:
    """A vacation robot as the standard wants it, but for one thing: it answers machines too."""
    return answering("Auto-Submitted: auto-replied", text="I am away.")(letter)


def bouncing(letter: EmailMessage) -> bytes | None:
    """A mail server that knows no such address."""
    to = address_in(letter, "To")
    report = (
        *("--x", "Content-Type: text/plain", "", f"Sorry, no {to} here.", "--x"),
        *("Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", ""),
        *(f"Final-Recipient: rfc822; {to}", "Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 no"),
        *("--x", "Content-Type: text/rfc822-headers", "", f"Message-ID: {letter['Message-ID']}", "--x--"),
    )
    kind = "Content-Type: multipart/report; report-type=delivery-status; boundary=x"
    desk = address_in(letter, "From")
    return written("mailer-daemon@mx.example", desk, "Undelivered", "\r\n".join(report), kind)


def written(author: str, to: str, subject: str, text: str, *headers: str) -> bytes:
    head = (f"From: {author}", f"To: {to}", f"Subject: {subject}", f"Message-ID: <{next(_numbers)}@{author}>", *headers)
    return "\r\n".join((*head, "", text, "")).encode()


async def _always() -> bool:
    return True
