"""Letters over LMTP, as a mail server on this machine hands them over: each is answered once it is kept for good."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import cast

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from core.collecting import TooLarge
from core.errors import DeskError
from core.incoming import LETTER_AT_MOST

CONNECTIONS_AT_MOST = 20
RECIPIENTS_AT_MOST = 100
LINE_AT_MOST = 1_000_000
"""Bytes; mail servers keep to 998, and not all of them break what programs wrote in one line."""
SILENT_AT_MOST = 300.0
"""Seconds from one command to the next, and for a letter from its first byte to its answer."""
LAST_LETTERS = 2.0
"""Seconds that letters which are on their way have when the desk closes."""
KEPT = "250 2.0.0 Kept"
TOO_LARGE = "552 5.3.4 Too large"
NOT_NOW = "451 4.3.0 Not now, try again"
CLOSES = "421 4.3.2 The desk closes, try again"
TOO_MANY = "421 4.3.2 Too many connections, try again"

Take = Callable[[bytes, str, str], Awaitable[bool]]
"""Keeps a letter for good, with the sender and the recipient of its envelope; the empty sender of those who report is
written in angles. Raises DeskError."""


class LetterBox:
    """What those who bring letters meet. `told` hears every answer to a letter."""

    def __init__(self, take: Take, told: Callable[[str], None]) -> None:
        self._take = take
        self._told = told
        self.lines: set[LetterLine] = set()
        self.closes = False
        self._letters = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    @contextmanager
    def letter(self) -> Iterator[None]:
        """Around one that is on its way."""
        self._letters += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._letters -= 1
            if not self._letters:
                self._quiet.set()

    def line(self) -> LetterLine:
        """For one who comes."""
        return LetterLine(self)

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.closes:
            return CLOSES
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= RECIPIENTS_AT_MOST:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._answer(envelope)
        self._told(answer)
        return answer

    async def _answer(self, envelope: Envelope) -> str:
        sender, raw = envelope.mail_from or "<>", cast("bytes", envelope.content)
        try:
            await self._take(raw, sender, _signed_or_first(envelope.rcpt_tos))
        except TooLarge:
            return TOO_LARGE
        except DeskError:  # who brings it is a program; what is wrong stands in the desk's own log
            return NOT_NOW
        return KEPT

    async def handle_exception(self, _error: Exception) -> str:
        return NOT_NOW

    async def close(self) -> None:
        """Letters that are half here have some seconds; of those that come too late none is answered as kept."""
        self.closes = True
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_LETTERS):
                await self._quiet.wait()
        for line in tuple(self.lines):
            line.hang_up()
        await asyncio.sleep(0)


class LetterLine(LMTP):
    """One connection. After a letter there is an answer for each recipient, also where aiosmtpd itself gives it."""

    line_length_limit = LINE_AT_MOST

    def __init__(self, box: LetterBox) -> None:
        super().__init__(
            box,
            data_size_limit=LETTER_AT_MOST,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="ttydesk",
            timeout=SILENT_AT_MOST,
            loop=asyncio.get_running_loop(),
        )
        self._box = box
        self._answers = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if len(self._box.lines) >= CONNECTIONS_AT_MOST or self._box.closes:
            line = cast("asyncio.Transport", transport)
            line.write(f"{TOO_MANY}\r\n".encode())
            line.close()
            return
        self._box.lines.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self in self._box.lines:
            self._box.lines.discard(self)
            super().connection_lost(error)

    def eof_received(self) -> bool | None:
        return super().eof_received() if self in self._box.lines else False

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        with self._box.letter():
            await super().smtp_DATA(arg)

    async def push(self, status: str | bytes) -> None:
        text = status if isinstance(status, str) else status.decode("utf-8", "replace")
        times, self._answers = max(1, self._answers), self._recipients() if text.startswith("354") else 0
        await super().push("\r\n".join([text] * times))

    def _recipients(self) -> int:
        return 0 if self.envelope is None else len(self.envelope.rcpt_tos)

    def hang_up(self) -> None:
        if self.transport is not None:
            self.transport.close()


def _signed_or_first(recipients: list[str]) -> str:
    """A letter to several addresses of the desk is one: the one that tells most is kept with it."""
    return next((one for one in recipients if "+" in one.rpartition("@")[0]), recipients[0])


@asynccontextmanager
async def listening(at: socket.socket, take: Take, told: Callable[[str], None]) -> AsyncIterator[None]:
    """Take letters at a socket that is bound already, of a path or of an address."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # it names who writes to whom
    box, loop = LetterBox(take, told), asyncio.get_running_loop()
    listen = loop.create_unix_server if at.family == getattr(socket, "AF_UNIX", None) else loop.create_server
    server = await listen(box.line, sock=at)
    try:
        yield
    finally:
        server.close()
        await box.close()
