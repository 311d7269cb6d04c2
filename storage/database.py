"""Runs work on the database: one thread that writes, two that read, and one that searches, so that no page waits for
a search. Each piece of work has one transaction of its own.

Waiting is bounded. A read that nobody waits for any more is dropped, or interrupted when it runs; a write that was
handed in is carried to its end.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, StatementError

from core.errors import DeskError, NotUnderstood, Refused, TryLater
from core.store import Transaction
from storage import sqlite_driver
from storage.transaction import StoredTransaction

R = TypeVar("R")

READERS = 2
READ_AT_MOST = 2.0
SEARCH_AT_MOST = 5.0
WRITE_AT_MOST = 10.0
"""Seconds, waiting for one's turn and for the lock included."""

_BUSY = "The desk is busy just now. Nothing was written: try again in a moment."
_SLOW = "The desk took too long to answer. Try again in a moment."


class Reading:
    """A read that may have to be stopped: the connection that it runs on, while it runs."""

    def __init__(self, until: float) -> None:
        self.until = until
        self._lock = threading.Lock()
        self._driver: Any = None
        self._stopped = False

    def begins(self, connection: Connection) -> None:
        """Raises TryLater when it was stopped before."""
        with self._lock:
            if self._stopped:
                raise TryLater(_SLOW)
            self._driver = connection.connection.driver_connection

    def ends(self) -> None:
        with self._lock:
            self._driver = None

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            if self._driver is not None:
                self._driver.interrupt()

    @property
    def is_stopped(self) -> bool:
        return self._stopped


class Database:
    """Is a core.store.Store on SQLite. `wrote` is called after each commit, on the thread that writes."""

    def __init__(self, path: Path, wrote: Callable[[], None]) -> None:
        self.path = path
        self._wrote = wrote
        self._writing = sqlite_driver.engine(path, writes=True, connections=1)
        self._reading = sqlite_driver.engine(path, writes=False, connections=READERS + 1)
        self._writer = ThreadPoolExecutor(1, "desk-writes")
        self._readers = ThreadPoolExecutor(READERS, "desk-reads")
        self._searcher = ThreadPoolExecutor(1, "desk-searches")

    async def read(self, work: Callable[[Transaction], R]) -> R:
        return await self._read_within(READ_AT_MOST, self._readers, work)

    async def search(self, work: Callable[[Transaction], R]) -> R:
        return await self._read_within(SEARCH_AT_MOST, self._searcher, work)

    async def _read_within(self, limit: float, threads: ThreadPoolExecutor, work: Callable[[Transaction], R]) -> R:
        reading = Reading(time.monotonic() + limit)
        running = _handed_in(threads, partial(self._read, work, reading))
        try:
            async with asyncio.timeout(limit):
                return await asyncio.wrap_future(running)
        except TimeoutError:
            raise TryLater(_SLOW) from None
        finally:
            if not running.done():
                running.cancel()
                reading.stop()

    async def write(self, work: Callable[[Transaction], R]) -> R:
        running = _handed_in(self._writer, partial(self._write, work, time.monotonic() + WRITE_AT_MOST))
        return await asyncio.shield(asyncio.wrap_future(running))

    def write_now(self, work: Callable[[Connection], R]) -> R:
        """One write of this thread's own, for what fills or mends a whole desk; waits as long as it takes."""
        return _handed_in(self._writer, partial(self._in_transaction, work)).result()

    def close(self) -> None:
        """Let what was handed in end, then close every connection."""
        self._readers.shutdown(cancel_futures=True)
        self._searcher.shutdown(cancel_futures=True)
        self._writer.shutdown()
        self._reading.dispose()
        self._writing.dispose()

    def _read(self, work: Callable[[Transaction], R], reading: Reading) -> R:
        def attempt() -> R:
            with self._reading.connect() as connection, connection.begin():
                reading.begins(connection)
                try:
                    return work(StoredTransaction(connection))
                finally:
                    reading.ends()

        return _tried(attempt, reading.until, lambda: reading.is_stopped)

    def _write(self, work: Callable[[Transaction], R], until: float) -> R:
        def attempt() -> R:
            return self._in_transaction(lambda connection: work(StoredTransaction(connection)))

        return _tried(attempt, until)

    def _in_transaction(self, work: Callable[[Connection], R]) -> R:
        with self._writing.connect() as connection, connection.begin():
            result = work(connection)
        self._wrote()
        return result


def _handed_in(threads: ThreadPoolExecutor, work: Callable[[], R]) -> Future[R]:
    try:
        return threads.submit(work)
    except RuntimeError:
        raise TryLater("The desk is closed. Start the program again.") from None


def _tried(attempt: Callable[[], R], until: float, is_stopped: Callable[[], bool] = lambda: False) -> R:
    """What the work gives, tried again while others hold the lock. Every error becomes one that a desk may answer."""
    tries = 0
    while True:
        if is_stopped() or time.monotonic() > until:
            raise TryLater(_BUSY)
        try:
            return attempt()
        except DBAPIError as error:
            if not sqlite_driver.is_busy(error):
                raise _answer(error) from error
        except StatementError as error:
            if isinstance(error.orig, DeskError):
                raise error.orig from None
            raise
        except UnicodeEncodeError:
            raise NotUnderstood("The text holds half a character, which can not be kept. Take it out.") from None
        tries += 1
        time.sleep(min(0.3, 0.01 * 2**tries) * (0.5 + secrets.randbelow(1000) / 1000))


def _answer(error: DBAPIError) -> Exception:
    if sqlite_driver.is_interrupted(error):
        return TryLater(_SLOW)
    sentence = sqlite_driver.says(error.orig)
    if sentence is None:
        return error
    return TryLater(sentence) if sqlite_driver.may_pass(error) else Refused(sentence)
