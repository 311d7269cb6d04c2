"""A mailbox whose server lies about sizes, or does not end: it costs the desk little, and is told in a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from core.collecting import TooLarge
from mail import imap, imap_bounds
from mail.imap import Away, Line, NotGiven, line_to
from mail.mailbox import MailboxServer

Says = Callable[[bytes], bytes | None]
"""What the server says to a question before it is done; None for what an honest one says."""


class Wicked:
    def __init__(self, says: Says, *, on_and_on: bytes = b"") -> None:
        self._says = says
        self._on_and_on = on_and_on
        self.asked: list[bytes] = []
        self.served: set[asyncio.Task[None]] = set()

    def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.served.add(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK hello\r\n")
        with suppress(OSError):
            async for line in reader:
                tag, _, asked = line.strip().partition(b" ")
                self.asked.append(asked)
                said = self._says(asked)
                writer.write(_honest(asked) if said is None else said)
                while said is not None and self._on_and_on:
                    writer.write(self._on_and_on)
                    await writer.drain()
                    await asyncio.sleep(0.005)
                writer.write(tag + b" OK done\r\n")
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def _honest(asked: bytes) -> bytes:
    if asked == b"CAPABILITY":
        return b"* CAPABILITY IMAP4rev1\r\n"
    return b"* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 4] x\r\n" if asked.startswith(b"SELECT") else b""


@asynccontextmanager
async def line(wicked: Wicked) -> AsyncIterator[Line]:
    server = await asyncio.start_server(wicked.serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        async with line_to(MailboxServer("127.0.0.1", port, tls=False, user="help", password="p")) as opened:
            yield opened
        await asyncio.wait(wicked.served)


def to(question: bytes, answer: bytes) -> Says:
    return lambda asked: answer if asked.startswith(question) else None


async def test_a_letter_of_two_gigabytes_is_not_even_begun() -> None:
    async with line(Wicked(to(b"UID FETCH", b"* 1 FETCH (UID 1 BODY[]<0> {2000000000}\r\n"))) as mailbox:
        await mailbox.ask(mailbox.talk.open)
        with pytest.raises(Away, match=r"sends without end\.$"):
            await mailbox.ask(lambda: mailbox.talk.letter(1))


async def test_a_letter_without_end_is_asked_for_up_to_the_size_that_a_letter_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imap, "PIECE", 10)
    monkeypatch.setattr(imap, "LETTER_AT_MOST", 35)

    def piece(asked: bytes) -> bytes | None:
        if not asked.startswith(b"UID FETCH"):
            return None
        start = asked.partition(b"<")[2].partition(b".")[0]
        return b"* 1 FETCH (UID 1 BODY[]<%s> {10}\r\n0123456789)\r\n" % start

    wicked = Wicked(piece)
    async with line(wicked) as mailbox:
        await mailbox.ask(mailbox.talk.open)
        with pytest.raises(TooLarge):
            await mailbox.ask(lambda: mailbox.talk.letter(1))
    assert sum(asked.startswith(b"UID FETCH") for asked in wicked.asked) == 4


@pytest.mark.parametrize("sent", [b"{11}\r\n01234567890", b"12", b"NIL"])
async def test_a_piece_that_is_none_is_no_letter(sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "PIECE", 10)
    async with line(Wicked(to(b"UID FETCH", b"* 1 FETCH (UID 1 BODY[]<0> %s)\r\n" % sent))) as mailbox:
        await mailbox.ask(mailbox.talk.open)
        with pytest.raises(NotGiven):
            await mailbox.ask(lambda: mailbox.talk.letter(1))


@pytest.mark.parametrize(
    "sent",
    [b"* OK more\r\n" * 100, b"* OK " + b"x" * 10_000, b"* X {100000}\r\n" + b"x" * 100_000, b"+ go on\r\n" * 100],
)
async def test_an_answer_without_end_is_broken_off(sent: bytes) -> None:
    async with line(Wicked(to(b"SELECT", b""), on_and_on=sent)) as mailbox:
        with pytest.raises(Away, match=r"sends without end\.$"):
            await mailbox.ask(mailbox.talk.open)


async def test_what_nobody_asked_for_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_bounds, "LINES_AT_MOST", 30)
    async with line(Wicked(to(b"UID SEARCH", b"* X y\r\n" * 20 + b"* SEARCH\r\n"))) as mailbox:
        await mailbox.ask(mailbox.talk.open)
        for _ in range(3):
            await mailbox.ask(mailbox.talk.unseen)
        connection = mailbox.talk._connection
        assert connection is not None
        assert len(connection.untagged_responses["X"]) == 20


async def test_one_who_answers_a_letter_at_a_time_is_torn_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "ANSWER_AT_MOST", 0.2)
    for question in (b"CAPABILITY", b"SELECT"):
        async with line(Wicked(to(question, b"* OK "), on_and_on=b"x")) as mailbox:
            with pytest.raises(Away, match=r"did not come to an end in time\.$"):
                await mailbox.ask(mailbox.talk.open)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (b"UID SEARCH", b"* SEARCH 1 99999999999999999999999999999999\r\n"),
        (b"UID SEARCH", b"* SEARCH 1 " + b"9" * 5000 + b"\r\n"),
        (b"SELECT", b"* OK [UIDVALIDITY 4294967296] x\r\n"),
        (b"SELECT", b"* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 99999999999] x\r\n"),
        (b"UID FETCH", b"* 1 FETCH (UID 1 RFC822.SIZE large)\r\n"),
        (b"UID FETCH", b"* 1 FETCH (UID 1 RFC822.SIZE -5)\r\n"),
    ],
)
async def test_numbers_that_imap_has_not_are_not_taken(question: bytes, answer: bytes) -> None:
    async with line(Wicked(to(question, answer))) as mailbox:

        def look() -> None:
            mailbox.talk.open()
            mailbox.talk.unseen()
            mailbox.talk.size(1)

        with pytest.raises(Away, match=r"counts .* by numbers that IMAP has not\.$|was not understood: "):
            await mailbox.ask(look)
