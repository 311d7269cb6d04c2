"""An IMAP connection that takes in no more than was asked for, whatever sizes the server names."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable
from typing import Any

from imapclient import IMAPClient

ANSWER_AT_MOST = 2 * 1024 * 1024
"""Bytes of all that the server sends for one question."""
LINES_AT_MOST = 10_000


class Endless(Exception):
    """The server sends more than anybody asked for; the connection is not used any more."""


class Bounded(imaplib.IMAP4):
    """`begun` is told of it before it connects."""

    def __init__(self, *args: Any, begun: Callable[[Bounded], None], **kwargs: Any) -> None:
        self.asks()
        begun(self)
        super().__init__(*args, **kwargs)

    def asks(self) -> None:
        """A question begins: what was sent unasked up to now is forgotten."""
        self._bytes = ANSWER_AT_MOST
        self._lines = LINES_AT_MOST
        self.untagged_responses = {}

    def read(self, size: int) -> bytes:
        self._take(size)
        return super().read(size)

    def readline(self) -> bytes:
        try:
            line = super().readline()
        except self.abort:
            raise
        except self.error as error:  # one that has no end
            raise Endless from error
        self._lines -= 1
        self._take(len(line))
        return line

    def _take(self, size: int) -> None:
        self._bytes -= size
        if self._bytes < 0 or self._lines < 0:
            raise Endless


class BoundedByTls(Bounded, imaplib.IMAP4_SSL):
    """With TLS from the first byte."""


class Client(IMAPClient):  # type: ignore[misc]
    """The library's, over such a connection. `trusted`: with TLS from the first byte."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        trusted: ssl.SSLContext | None,
        timeout: float,
        begun: Callable[[Bounded], None],
    ) -> None:
        self._begun = begun
        super().__init__(host, port, ssl=trusted is not None, ssl_context=trusted, timeout=timeout)

    def _create_IMAP4(self) -> Bounded:  # noqa: N802
        timeout = self._timeout.connect
        if self.ssl:
            return BoundedByTls(self.host, self.port, ssl_context=self.ssl_context, timeout=timeout, begun=self._begun)
        return Bounded(self.host, self.port, timeout, begun=self._begun)
