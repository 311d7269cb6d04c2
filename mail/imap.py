"""A conversation with an IMAP server, on a thread of its own: whoever waits here can be torn away at any moment."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from core.safe_text import safe_line
from mail.mailbox import MailboxServer

ANSWER_AT_MOST = 30.0
"""Seconds for the answer to one command, and for a connection."""
SAID_AT_MOST = 300
SEEN, FLAGGED = rb"\Seen", rb"\Flagged"
SIZE, BODY = "RFC822.SIZE", "BODY.PEEK[]"

R = TypeVar("R")


class Away(Exception):
    """There is no way to the mailbox now; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = safe_line(" ".join(sentence.split()))[:SAID_AT_MOST]


class NotGiven(Exception):
    """The server did not give this letter, and goes on with others."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A mailbox as it was opened: letters have their UID as long as `uidvalidity` holds; the next that comes has at
    least `uidnext`."""

    uidvalidity: int
    uidnext: int


class Talk:
    """What can be asked of the server. Blocks, and raises Away; every method runs on the thread."""

    def __init__(self, server: MailboxServer) -> None:
        self._server = server
        self._imap: IMAPClient | None = None
        self._can_idle = True

    def open(self) -> Opened:
        """Connect, where there is no connection, and open the mailbox anew."""
        if self._imap is None:
            with self._said():
                self._imap = self._connected()
                self._sign_in(self._imap)
        with self._said():
            answer = self._client.select_folder(self._server.folder)
            uids = [] if b"UIDNEXT" in answer else self._client.search("ALL")
            return Opened(answer.get(b"UIDVALIDITY", 1), answer.get(b"UIDNEXT") or max(uids, default=0) + 1)

    def unseen(self) -> list[int]:
        return self._found("UNSEEN")

    def left_behind(self) -> int:
        """How many are marked as those that could not be taken."""
        return len(self._found(["UNSEEN", "FLAGGED"]))

    def after(self, uid: int) -> list[int]:
        """The server counts the last one as after itself, where nothing came behind it."""
        return [one for one in self._found(["UID", f"{uid + 1}:*"]) if one > uid]

    def size(self, uid: int) -> int | None:
        """None for a letter that is gone."""
        with self._said():
            return self._fetched(uid, SIZE).get(SIZE.encode())

    def letter(self, uid: int) -> bytes | None:
        """Its bytes; it stays unseen."""
        with self._said():
            return self._fetched(uid, BODY).get(b"BODY[]")

    def mark(self, uids: Sequence[int], flag: bytes) -> None:
        """As a service to people who look there; a mailbox that can only be read goes without."""
        with self._said(), suppress(NotGiven):
            self._asked(lambda: self._client.add_flags(uids, [flag], silent=True))

    def idle(self, seconds: float) -> bool:
        """Wait for news, at most so long; False where the server does not tell any."""
        with self._said():
            if not self._can_idle or not self._client.has_capability("IDLE"):
                return False
            try:
                self._client.idle()
                self._client.idle_check(seconds)
                self._client.idle_done()
            except IMAPClientAbortError:
                raise
            except IMAPClientError:  # it says that it can, and can not
                self._can_idle = False
            return self._can_idle

    def log_out(self) -> None:
        imap, self._imap = self._imap, None
        if imap is not None:
            with suppress(Exception):
                imap.logout()
            with suppress(Exception):
                imap.shutdown()

    def tear(self) -> None:
        """From any thread: whoever waits for the server gets an error now."""
        if (imap := self._imap) is not None:
            with suppress(Exception):
                socket.socket.shutdown(imap.socket(), socket.SHUT_RDWR)  # not that of TLS, which is in use

    @property
    def _client(self) -> IMAPClient:
        if self._imap is None:
            raise Away(f"{self._server} has hung up.")
        return self._imap

    def _connected(self) -> IMAPClient:
        server, trusted = self._server, ssl.create_default_context()
        imap = IMAPClient(
            server.host,
            server.port,
            ssl=server.tls,
            ssl_context=trusted if server.tls else None,
            timeout=ANSWER_AT_MOST,
        )
        try:
            if not server.tls and not server.is_here:
                self._begin_tls(imap, trusted)
        except BaseException:
            imap.shutdown()
            raise
        return imap

    def _begin_tls(self, imap: IMAPClient, trusted: ssl.SSLContext) -> None:
        if not imap.has_capability("STARTTLS"):
            raise Away(f"{self._server} offers no TLS, and no password is told without it. Try imaps://.")
        imap.starttls(trusted)

    def _sign_in(self, imap: IMAPClient) -> None:
        user, password = self._server.user, self._server.password
        (imap.login if (user + password).isascii() else imap.plain_login)(user, password)

    def _found(self, what: Any) -> list[int]:
        with self._said():
            return sorted(self._client.search(what))

    def _fetched(self, uid: int, what: str) -> dict[bytes, Any]:
        found: dict[int, dict[bytes, Any]] = self._asked(lambda: self._client.fetch([uid], [what]))
        return found.get(uid, {})

    def _asked(self, question: Callable[[], R]) -> R:
        try:
            return question()
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise NotGiven(str(error)) from error

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Whatever goes wrong with the server, in a sentence; the connection is not used any more."""
        try:
            yield
        except (Away, NotGiven):
            raise
        except LoginError as error:
            raise self._away("does not let the desk in", error) from error
        except IMAPClientAbortError as error:
            raise self._away("has hung up", error) from error
        except IMAPClientError as error:
            raise self._away("answered", error) from error
        except ssl.SSLError as error:
            raise self._away("is not trusted", error) from error
        except TimeoutError as error:
            raise self._away("did not answer in time", error) from error
        except OSError as error:
            raise self._away("was not reached", error) from error
        except Exception as error:  # a library that meets a server which it does not understand raises anything
            raise self._away("was not understood", error) from error

    def _away(self, what: str, error: Exception) -> Away:
        self._drop()
        said = str(error)
        said = said[2:-1] if said.startswith(("b'", 'b"')) else said  # bytes that the library made a text of
        return Away(f"{self._server} {what}: {said or type(error).__name__}")

    def _drop(self) -> None:
        imap, self._imap = self._imap, None
        if imap is not None:
            with suppress(Exception):
                imap.shutdown()


class Line:
    """The thread, and what is asked on it one after the other. No process waits at its end for this thread."""

    def __init__(self, server: MailboxServer) -> None:
        self.talk = Talk(server)
        self._asked: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        threading.Thread(target=self._answer, name="mailbox", daemon=True).start()

    async def ask(self, question: Callable[[], R]) -> R:
        """Raises Away, NotGiven."""
        answered: Future[R] = Future()
        self._asked.put(partial(_settle, answered, question))
        return await asyncio.wrap_future(answered)

    def _answer(self) -> None:
        while (asked := self._asked.get()) is not None:
            asked()

    def hang_up(self, *, at_once: bool) -> None:
        if at_once:
            self.talk.tear()
        self._asked.put(self.talk.log_out)
        self._asked.put(None)


def _settle(answered: Future[R], question: Callable[[], R]) -> None:
    if not answered.set_running_or_notify_cancel():
        return
    try:
        answered.set_result(question())
    except Exception as error:  # noqa: BLE001  whoever asked gets it
        answered.set_exception(error)


@asynccontextmanager
async def line_to(server: MailboxServer) -> AsyncIterator[Line]:
    """Connects with the first question. Who is torn away does not wait until the server has said good-bye."""
    line = Line(server)
    try:
        yield line
    except BaseException:
        line.hang_up(at_once=True)
        raise
    line.hang_up(at_once=False)
