"""The way to a mail server: never without TLS, unless the server is this machine."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from core.errors import NotUnderstood
from core.safe_text import safe_line

LETTER_AT_MOST = 25.0
"""Seconds for one letter, connecting included."""
ANSWER_AT_MOST = 300
SCHEMES = {"smtp": 587, "smtps": 465}
LOOKS_LIKE = "Write it as smtp://user@host:port, or smtps://user@host:port."


class NotTaken(Exception):
    """The server did not take this letter. `for_good`: it never will."""

    def __init__(self, answer: str, *, for_good: bool) -> None:
        super().__init__(answer)
        self.answer = safe_line(" ".join(answer.split()))[:ANSWER_AT_MOST]
        self.for_good = for_good


class Unreachable(NotTaken):
    """There is no way to the server now, for this letter or any other."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer, for_good=False)


def is_here(host: str) -> bool:
    """Whether it is this machine: what goes there crosses no network."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@dataclass(frozen=True, slots=True)
class MailServer:
    """`tls`: from the first byte. Else TLS begins by STARTTLS, but for a server on this machine, which has none."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        return is_here(self.host)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def read_server(url: str, password: str = "") -> MailServer:
    """The server that a URL names; `password` belongs to its user. Raises NotUnderstood."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in SCHEMES or not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise NotUnderstood(f"TTYDESK_SMTP does not name a mail server. {LOOKS_LIKE}", field="smtp")
    user = unquote(parts.username or "")
    server = MailServer(
        host,
        SCHEMES[parts.scheme] if port is None else port,
        parts.scheme == "smtps",
        user,
        unquote(parts.password or "") or password,
    )
    if server.user and not server.password:
        raise NotUnderstood(
            f"The password of {safe_line(user)} at the mail server is not known here: "
            "give it by TTYDESK_SMTP_PASSWORD, by a file that TTYDESK_SMTP_PASSWORD_FILE names, or by the keyring.",
            field="smtp",
        )
    return server


class Line:
    """A connection to the server, for as many letters as there are."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._smtp: aiosmtplib.SMTP | None = None

    async def send(self, letter: EmailMessage, sender: str, to: str) -> None:
        """Raises NotTaken, Unreachable."""
        try:
            async with asyncio.timeout(LETTER_AT_MOST):
                await self._send(letter, sender, to)
        except NotTaken:
            raise
        except aiosmtplib.SMTPRecipientsRefused as error:
            first = error.recipients[0]
            raise NotTaken(f"{first.code} {first.message}", for_good=first.code >= 500) from error
        except aiosmtplib.SMTPDataError as error:
            raise NotTaken(f"{error.code} {error.message}", for_good=error.code >= 500) from error
        except ssl.SSLError as error:  # a certificate that does not fit is a ValueError too
            await self.hang_up()
            raise Unreachable(f"{self.server} is not trusted: {error}") from error
        except (aiosmtplib.SMTPNotSupported, UnicodeError, ValueError) as error:
            raise NotTaken(f"The server takes no letter to such an address ({error}).", for_good=True) from error
        except TimeoutError as error:
            await self.hang_up()
            raise Unreachable(f"{self.server} did not answer in time.") from error
        except aiosmtplib.SMTPResponseException as error:  # it takes neither this sender nor this user
            await self.hang_up()
            raise Unreachable(f"{self.server} answered: {error.code} {error.message}") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            await self.hang_up()
            raise Unreachable(f"{self.server} was not reached: {error}") from error

    async def _send(self, letter: EmailMessage, sender: str, to: str) -> None:
        if self._smtp is None or not self._smtp.is_connected:
            self._smtp = await self._connect()
        await self._smtp.send_message(letter, sender=sender, recipients=[to])

    async def _connect(self) -> aiosmtplib.SMTP:
        server = self.server
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls,
            start_tls=False,
            tls_context=ssl.create_default_context(),
            timeout=LETTER_AT_MOST,
        )
        await smtp.connect()
        try:
            if not server.tls and not server.is_here:
                await self._begin_tls(smtp)
            if server.user:
                await smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    async def _begin_tls(self, smtp: aiosmtplib.SMTP) -> None:
        await smtp.ehlo()
        if not smtp.supports_extension("starttls"):
            raise Unreachable(f"{self.server} offers no TLS, and nothing is sent without it. Try smtps://.")
        await smtp.starttls()

    async def hang_up(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None and smtp.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(2):
                    await smtp.quit()
            smtp.close()


@asynccontextmanager
async def line_to(server: MailServer) -> AsyncIterator[Line]:
    """Connects when the first letter goes."""
    line = Line(server)
    try:
        yield line
    finally:
        await line.hang_up()
