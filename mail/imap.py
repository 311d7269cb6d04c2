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
from io import BytesIO
from queue import SimpleQueue
from typing import Any, TypeVar

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from core.collecting import TooLarge
from core.incoming import LETTER_AT_MOST
from core.safe_text import safe_line
from mail.imap_bounds import Bounded, Client, Endless
from mail.mailbox import MailboxServer

SILENT_AT_MOST = 30.0
"""Seconds until a connection is there, or the server says anything."""
ANSWER_AT_MOST = 60.0
"""Seconds for one answer in all."""
PIECE = 1024 * 1024
"""Bytes of a letter that are asked for at once."""
NUMBERS = range(2**32)
"""Those that IMAP counts with."""
SAID_AT_MOST = 300
SEEN, FLAGGED = rb"\Seen", rb"\Flagged"
SIZE = "RFC822.SIZE"
WRONG: tuple[tuple[type[Exception], str], ...] = (
    (Endless, "sends without end"),
    (LoginError, "does not let the desk in"),
    (IMAPClientAbortError, "has hung up"),
    (IMAPClientError, "answered"),
    (ssl.SSLError, "is not trusted"),
    (TimeoutError, "did not answer in time"),
    (OSError, "was not reached"),
    (Exception, "was not understood"),
)
"""The first that fits is told."""

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
        self._imap: Client | None = None
        self._connection: Bounded | None = None
        self._is_late = False
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
            uidvalidity, uidnext = answer.get(b"UIDVALIDITY", 1), answer.get(b"UIDNEXT") or max(uids, default=0) + 1
            self._counted([uidvalidity, uidnext])
            return Opened(uidvalidity, uidnext)

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
            size = self._fetched(uid, SIZE).get(SIZE.encode())
            if size is not None:
                self._counted([size])
            return size

    def letter(self, uid: int) -> bytes | None:
        """Its bytes, in pieces, whatever its size was said to be; it stays unseen. Raises TooLarge."""
        letter = BytesIO()
        while (piece := self._piece(uid, letter.tell())) is not None:
            letter.write(piece)
            if letter.tell() > LETTER_AT_MOST:
                raise TooLarge
            if len(piece) < PIECE:
                return letter.getvalue()
        return None

    def _piece(self, uid: int, start: int) -> bytes | None:
        with self._said():
            found = self._fetched(uid, f"BODY.PEEK[]<{start}.{PIECE}>")
            if not found:
                return None
            piece = found.get(b"BODY[]<%d>" % start)
            if not isinstance(piece, bytes) or len(piece) > PIECE:
                raise NotGiven("It sent something else.")
            return piece

    def mark(self, uids: Sequence[int], flag: bytes) -> None:
        """As a service to people who look there; a mailbox that can only be read goes without."""
        with self._said(), suppress(NotGiven):
            self._asked(lambda: self._client.add_flags(uids, [flag], silent=True))

    def idle(self, seconds: float) -> bool:
        """Wait for news, at most so long; False where the server does not tell any."""
        with self._said(seconds + ANSWER_AT_MOST):
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
            with suppress(Exception), self._in_time(ANSWER_AT_MOST):
                imap.logout()
            with suppress(Exception):
                imap.shutdown()

    def tear(self) -> None:
        """From any thread: whoever waits for the server gets an error now."""
        if (connection := self._connection) is not None:
            with suppress(Exception):
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)  # not that of TLS, which is in use

    def _begun(self, connection: Bounded) -> None:
        self._connection = connection

    @property
    def _client(self) -> Client:
        if self._imap is None:
            raise Away(f"{self._server} has hung up.")
        return self._imap

    def _connected(self) -> Client:
        server, trusted = self._server, ssl.create_default_context()
        imap = Client(
            server.host,
            server.port,
            trusted=trusted if server.tls else None,
            timeout=SILENT_AT_MOST,
            begun=self._begun,
        )
        try:
            if not server.tls and not server.is_here:
                self._begin_tls(imap, trusted)
        except BaseException:
            imap.shutdown()
            raise
        return imap

    def _begin_tls(self, imap: Client, trusted: ssl.SSLContext) -> None:
        if not imap.has_capability("STARTTLS"):
            raise Away(f"{self._server} offers no TLS, and no password is told without it. Try imaps://.")
        imap.starttls(trusted)

    def _sign_in(self, imap: Client) -> None:
        user, password = self._server.user, self._server.password
        (imap.login if (user + password).isascii() else imap.plain_login)(user, password)

    def _found(self, what: Any) -> list[int]:
        with self._said():
            return sorted(self._counted(self._client.search(what)))

    def _counted(self, numbers: Sequence[Any]) -> Sequence[int]:
        if all(isinstance(one, int) and one in NUMBERS for one in numbers):
            return numbers
        raise self._away("counts its letters by numbers that IMAP has not")

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
    def _in_time(self, seconds: float) -> Iterator[None]:
        """It is torn away from a server that goes on and on; at a time when there is no socket yet, once there is."""
        over = threading.Event()

        def late() -> None:
            wait = seconds
            while not over.wait(wait):
                self._is_late, wait = True, 1.0
                self.tear()

        threading.Thread(target=late, name="deadline", daemon=True).start()
        try:
            yield
        finally:
            over.set()

    @contextmanager
    def _said(self, seconds: float = 0.0) -> Iterator[None]:
        """Whatever goes wrong with the server, in a sentence; the connection is not used any more."""
        self._is_late = False
        if self._connection is not None:
            self._connection.asks()
        try:
            with self._in_time(seconds or ANSWER_AT_MOST):
                yield
        except (Away, NotGiven):
            raise
        except Exception as error:  # a library that meets a server which it does not understand raises anything
            what = next(what for kind, what in WRONG if isinstance(error, kind))
            raise self._away(what, "" if isinstance(error, Endless) else str(error) or type(error).__name__) from error

    def _away(self, what: str, said: str = "") -> Away:
        self._drop()
        if self._is_late:
            return Away(f"{self._server} did not come to an end in time.")
        said = said[2:-1] if said.startswith(("b'", 'b"')) else said  # bytes that the library made a text of
        return Away(f"{self._server} {what}: {said}" if said else f"{self._server} {what}.")

    def _drop(self) -> None:
        imap, self._imap, self._connection = self._imap, None, None
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
