"""A mail server for tests: takes letters over SMTP, or answers what it is told to answer."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TAKEN = "250 OK"
USER, PASSWORD = "desk", "staple the horse"


@dataclass
class PostOffice:
    """`answers` come to the letters one after the other, then each is taken; `refused` addresses get theirs."""

    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    signed_in: list[str] = field(default_factory=list)
    port: int = 0
    reached: Callable[[str], None] = lambda step: None
    """Is told every step of a conversation before it is answered."""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, name: str) -> list[EmailMessage]:
        """The letters to whoever has this name before the @."""
        return [letter for letter in self.letters if str(letter["To"].addresses[0].username) == name]

    def collected(self) -> list[EmailMessage]:
        """The letters since this was asked last."""
        taken, self.letters = self.letters, []
        return taken

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.reached("EHLO")
        session.host_name = name
        return answers

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.reached("MAIL")
        envelope.mail_from, envelope.mail_options = address, options
        return TAKEN

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.reached("RCPT")
        if answer := self.refused.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer == TAKEN:
            raw = cast("bytes", envelope.original_content)
            self.raw.append(raw)
            self.letters.append(message_from_bytes(raw, policy=WIRE))
        self.reached("DATA")
        return answer

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        self.signed_in.append(said.login.decode())
        fits = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=fits, handled=False)


@asynccontextmanager
async def post_office(*, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> AsyncIterator[PostOffice]:
    """With `tls` it asks for STARTTLS and a password."""
    office = PostOffice()

    def conversation() -> SMTP:
        secured: dict[str, Any] = {}
        if tls is not None:
            secured = {"tls_context": tls, "require_starttls": True, "auth_required": True}
        return SMTP(office, hostname="mail.example", authenticator=office.authenticate, **secured)

    server = await asyncio.get_running_loop().create_server(conversation, host, 0)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        await server.wait_closed()


@contextmanager
def post_office_beside() -> Iterator[PostOffice]:
    """The same on a thread of its own, for what has a loop of its own or none."""
    loop, is_open = asyncio.new_event_loop(), threading.Event()
    opened: list[PostOffice] = []
    ended = asyncio.Event()

    async def run() -> None:
        async with post_office() as office:
            opened.append(office)
            is_open.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    is_open.wait()
    try:
        yield opened[0]
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


def text_of(letter: EmailMessage) -> str:
    return content(letter, "plain")


def html_of(letter: EmailMessage) -> str:
    return content(letter, "html")


def content(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
