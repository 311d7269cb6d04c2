"""Runs work on the database: threads that write, threads that read and threads that search, each piece of work in one
transaction.

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
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, StatementError

from core.errors import DeskError, NotUnderstood, TryLater
from core.store import Transaction
from storage.engine import BUSY, SLOW, AsksMore, DeskEngine, Receipt
from storage.transaction import StoredTransaction, import_all_rooms

R = TypeVar("R")

READ_AT_MOST = 2.0
SEARCH_AT_MOST = 5.0
WRITE_AT_MOST = 10.0
"""Seconds, waiting for one's turn and for the lock included."""
_ASKS_AGAIN = 0.2

IN_DOUBT = (
    "The database went away in the moment of writing, and it is not known whether it still wrote."
    " Look whether it is there before you try again."
)


class Reading:
    """A read that may have to be stopped: the connection that it runs on, while it runs."""

    def __init__(self, until: float, engine: DeskEngine) -> None:
        self.until = until
        self._engine = engine
        self._lock = threading.Lock()
        self._driver: Any = None
        self._stopped = False

    def begins(self, connection: Connection) -> None:
        """Raises TryLater when it was stopped before."""
        with self._lock:
            if self._stopped:
                raise TryLater(SLOW)
            self._driver = connection.connection.driver_connection

    def ends(self) -> None:
        with self._lock:
            self._driver = None

    def stop(self) -> None:
        self._stopped = True
        threading.Thread(target=self._interrupt, name="desk-stops", daemon=True).start()  # a server may not answer

    def _interrupt(self) -> None:
        """Under the lock, so that it never hits what the connection does next."""
        with self._lock:
            if self._driver is not None:
                with suppress(Exception):  # the connection may be broken, and then the read ends anyhow
                    self._engine.interrupt(self._driver)

    @property
    def is_stopped(self) -> bool:
        return self._stopped


class _InDoubt(Exception):
    """The connection broke while it committed."""

    def __init__(self, was_kept: Receipt, result: Any) -> None:
        super().__init__()
        self.was_kept = was_kept
        self.result = result


class Database:
    """Is a core.store.Store. `wrote` is called after each commit, on the thread that wrote."""

    def __init__(self, engine: DeskEngine, wrote: Callable[[], None]) -> None:
        self.engine = engine
        self._wrote = wrote
        self._writing = engine.connections(engine.writers, writes=True)
        self._reading = engine.connections(engine.readers + engine.searchers, writes=False)
        self._patient = engine.connections(1, writes=True, patient=True) if engine.writers > 1 else self._writing
        self._writer = ThreadPoolExecutor(engine.writers, "desk-writes")
        self._readers = ThreadPoolExecutor(engine.readers, "desk-reads")
        self._searchers = ThreadPoolExecutor(engine.searchers, "desk-searches")

    async def read(self, work: Callable[[Transaction], R]) -> R:
        return await self._read_within(READ_AT_MOST, self._readers, work)

    async def search(self, work: Callable[[Transaction], R]) -> R:
        return await self._read_within(SEARCH_AT_MOST, self._searchers, work)

    async def _read_within(self, limit: float, threads: ThreadPoolExecutor, work: Callable[[Transaction], R]) -> R:
        reading = Reading(time.monotonic() + limit, self.engine)
        running = _handed_in(threads, partial(self._read, work, reading))
        try:
            async with asyncio.timeout(limit):
                return await asyncio.wrap_future(running)
        except TimeoutError:
            raise TryLater(SLOW) from None
        finally:
            if not running.done():
                running.cancel()
                reading.stop()

    async def write(self, work: Callable[[Transaction], R]) -> R:
        running = _handed_in(self._writer, partial(self._write, work, time.monotonic() + WRITE_AT_MOST))
        return await asyncio.shield(asyncio.wrap_future(running))

    def write_now(self, work: Callable[[Connection], R]) -> R:
        """One write of this thread's own, for what fills or mends a whole desk; waits as long as it takes."""
        try:
            return _handed_in(self._writer, partial(self._in_transaction, self._patient, work)).result()
        except _InDoubt:
            raise TryLater(IN_DOUBT) from None

    def close(self) -> None:
        """Let what was handed in end, then close every connection."""
        self._readers.shutdown(cancel_futures=True)
        self._searchers.shutdown(cancel_futures=True)
        self._writer.shutdown()
        for connections in {self._reading, self._writing, self._patient}:
            connections.dispose()

    def _read(self, work: Callable[[Transaction], R], reading: Reading) -> R:
        def attempt() -> R:
            with self._reading.connect() as connection:
                while True:
                    with suppress(AsksMore), self.engine.moment(connection):
                        return self._looked(work, reading, connection)

        return self._tried(attempt, reading.until, lambda: reading.is_stopped)

    def _looked(self, work: Callable[[Transaction], R], reading: Reading, connection: Connection) -> R:
        reading.begins(connection)
        try:
            return work(StoredTransaction(connection, self.engine, writes=False))
        finally:
            reading.ends()

    def _write(self, work: Callable[[Transaction], R], until: float) -> R:
        def in_transaction(connection: Connection) -> R:
            return work(StoredTransaction(connection, self.engine, writes=True))

        def attempt() -> R:
            return self._in_transaction(self._writing, in_transaction)

        import_all_rooms()
        while True:
            try:
                return self._tried(attempt, until)
            except _InDoubt as doubt:
                if self._was_kept(doubt.was_kept, until):
                    self._wrote()
                    result: R = doubt.result
                    return result

    def _in_transaction(self, connections: Engine, work: Callable[[Connection], R]) -> R:
        done: list[tuple[R, Receipt | None]] = []  # while this is empty, what breaks was not committed
        try:
            with connections.connect() as connection, connection.begin():
                done.append((work(connection), self.engine.receipt(connection)))
        except DBAPIError as error:
            for result, receipt in done:
                if receipt is not None and error.connection_invalidated:
                    raise _InDoubt(receipt, result) from error
            raise
        self._wrote()
        return done[0][0]

    def _was_kept(self, was_kept: Receipt, until: float) -> bool:
        """Whether the transaction was committed after all. Raises TryLater when the database does not come back."""
        while time.monotonic() < until:
            with suppress(DBAPIError), self._reading.connect() as connection:
                if (kept := was_kept(connection)) is not None:
                    return kept
            time.sleep(_ASKS_AGAIN)
        raise TryLater(IN_DOUBT)

    def _tried(self, attempt: Callable[[], R], until: float, is_stopped: Callable[[], bool] = lambda: False) -> R:
        """What the work gives, tried again while others are at it. Every error becomes one that a desk may answer."""
        tries = 0
        while True:
            if is_stopped() or time.monotonic() > until:
                raise TryLater(BUSY)
            try:
                return attempt()
            except DBAPIError as error:
                if not self.engine.is_race(error, tries):
                    raise self.engine.answer(error) from error
            except StatementError as error:
                if isinstance(error.orig, DeskError):
                    raise error.orig from None
                raise
            except UnicodeEncodeError:
                raise NotUnderstood("The text holds half a character, which can not be kept. Take it out.") from None
            tries += 1
            time.sleep(min(0.3, 0.01 * 2**tries) * (0.5 + secrets.randbelow(1000) / 1000))


def _handed_in(threads: ThreadPoolExecutor, work: Callable[[], R]) -> Future[R]:
    try:
        return threads.submit(work)
    except RuntimeError:
        raise TryLater("The desk is closed. Start the program again.") from None
