"""Letters over LMTP: an answer for each recipient, and none that says kept before the letter is."""

from __future__ import annotations

import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from core.collecting import TooLarge
from core.errors import TryLater
from core.incoming import LETTER_AT_MOST, Way
from core.receiving import is_waiting
from mail import lmtp
from mail.lmtp import CONNECTIONS_AT_MOST, KEPT, NOT_NOW, TOO_LARGE, listening
from mail.receiving import receive
from tests.storage.hall import Hall

LETTER = b"Subject: The printer is on fire\r\nFrom: ann@acme.example\r\n\r\nIt burns.\r\n"


@dataclass
class Letters:
    """What was brought to a letter box, and how it answers: by each of these errors once, and then by taking it."""

    errors: list[Exception] = field(default_factory=list)
    taken: list[tuple[bytes, str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    port: int = 0

    async def take(self, raw: bytes, sender: str, recipient: str) -> bool:
        if self.errors:
            raise self.errors.pop(0)
        self.taken.append((raw, sender, recipient))
        return True

    async def say(self, *lines: bytes) -> bytes:
        """All that is answered to these lines, until the connection ends."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"".join(lines))
        answered = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answered


@asynccontextmanager
async def box(take: Callable[[bytes, str, str], Awaitable[bool]] | None = None) -> AsyncIterator[Letters]:
    letters = Letters()
    with socket.create_server(("127.0.0.1", 0)) as at:
        letters.port = at.getsockname()[1]
        async with listening(at, take or letters.take, letters.told.append):
            yield letters


def envelope(*to: str, sender: str = "ann@acme.example") -> bytes:
    asked = [f"LHLO mx\r\nMAIL FROM:<{sender}>\r\n", *(f"RCPT TO:<{one}>\r\n" for one in to), "DATA\r\n"]
    return "".join(asked).encode()


END = b".\r\nQUIT\r\n"
HELP, SIGNED = "help@desk.example", "help+01abc@desk.example"


async def test_a_letter_is_answered_once_it_is_kept_and_once_for_each_recipient(hall: Hall) -> None:
    desk = hall.reception.the_desk_itself()

    async def take(raw: bytes, sender: str, recipient: str) -> bool:
        return await receive(desk, raw, Way.LMTP, sender, recipient)

    async with box(take) as letters:
        answered = await letters.say(envelope(HELP, "info@desk.example"), LETTER, END)

        assert answered.count(KEPT.encode()) == 2
        assert await desk.read(is_waiting, desk.now())
    assert letters.told == [KEPT]


async def test_what_came_is_kept_as_it_is_with_the_recipient_that_tells_most() -> None:
    async with box() as letters:
        await letters.say(envelope(HELP, SIGNED), b"..a line with a dot\r\n", END)
        await letters.say(envelope(HELP, sender=""), LETTER, END)

    assert letters.taken == [
        (b".a line with a dot\r\n", "ann@acme.example", SIGNED),
        (LETTER, "<>", HELP),
    ]


async def test_addresses_may_have_letters_of_any_script_and_lines_any_length() -> None:
    long = b"x" * 20_000 + b"\r\n"
    async with box() as letters:
        asked = envelope("hilfe@büro.example").replace(b"example>\r\n", b"example> SMTPUTF8\r\n", 1)
        await letters.say(asked, long, END)

    assert letters.taken == [(long, "ann@acme.example", "hilfe@büro.example")]


async def test_a_desk_that_can_not_keep_it_now_has_it_brought_again() -> None:
    async with box() as letters:
        letters.errors = [TryLater("The disk is full.")]
        answered = await letters.say(envelope(HELP, SIGNED), LETTER, END)
        assert (answered.count(NOT_NOW.encode()), KEPT.encode() in answered) == (2, False)

        assert KEPT.encode() in await letters.say(envelope(HELP), LETTER, END)


async def test_one_that_is_too_large_is_refused_for_good_and_the_next_one_is_taken() -> None:
    async with box() as letters:
        announced = envelope(HELP).replace(b">\r\n", b"> SIZE=%d\r\n" % (LETTER_AT_MOST + 1), 1)
        assert b"\r\n552 " in await letters.say(announced, b"QUIT\r\n")

        body = (b"x" * 998 + b"\r\n") * (LETTER_AT_MOST // 1000 + 1)
        answered = await letters.say(envelope(HELP, SIGNED), body, b".\r\n", envelope(HELP), LETTER, END)
        assert (answered.count(b"552 "), answered.count(KEPT.encode())) == (2, 1)

        letters.errors = [TooLarge()]
        assert TOO_LARGE.encode() in await letters.say(envelope(HELP), LETTER, END)


@pytest.mark.parametrize("end", [b"\n.\n", b"\r\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n", b"\n.\r"])
async def test_a_letter_can_not_smuggle_another_one_in_behind_a_false_end(end: bytes) -> None:
    second = envelope("boss@desk.example", sender="boss@desk.example").replace(b"LHLO mx\r\n", b"")
    async with box() as letters:
        await letters.say(envelope(HELP), LETTER, b"The end?", end, second, b"Smuggled\r\n", END)

    ((raw, sender, recipient),) = letters.taken
    assert (sender, recipient, b"Smuggled" in raw) == ("ann@acme.example", HELP, True)


async def test_nobody_takes_all_the_connections() -> None:
    async with box() as letters:
        lines = [await asyncio.open_connection("127.0.0.1", letters.port) for _ in range(CONNECTIONS_AT_MOST)]
        for reader, _ in lines:
            assert (await reader.readline()).startswith(b"220 ")

        assert (await letters.say()).startswith(b"421 ")

        lines[0][1].close()
        await lines[0][1].wait_closed()
        while not (await letters.say(b"QUIT\r\n")).startswith(b"220 "):
            pass
        for _, writer in lines[1:]:
            writer.close()
            await writer.wait_closed()


async def test_a_desk_that_closes_answers_the_letter_that_is_there_and_takes_no_half_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lmtp, "LAST_LETTERS", 0.2)
    goes_on, asked = asyncio.Event(), asyncio.Event()

    async def take(raw: bytes, sender: str, recipient: str) -> bool:
        asked.set()
        await goes_on.wait()
        return True

    async with box(take) as letters:
        whole = asyncio.create_task(letters.say(envelope(HELP), LETTER, b".\r\n"))
        half = asyncio.create_task(letters.say(envelope(HELP), LETTER))
        await asked.wait()
        asyncio.get_running_loop().call_later(0.05, goes_on.set)

    assert (KEPT.encode() in await whole, KEPT.encode() in await half) == (True, False)


async def test_a_program_for_mail_understands_it() -> None:
    async with box() as letters:

        def bring() -> dict[str, tuple[int, bytes]]:
            with smtplib.LMTP("127.0.0.1", letters.port) as line:
                return line.sendmail("ann@acme.example", [HELP], LETTER)

        assert await asyncio.to_thread(bring) == {}
    assert len(letters.taken) == 1
