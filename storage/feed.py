"""The change feed: one thread per process that sees what any process committed, and tells whoever subscribed here.

It wakes at once for a commit of this process. For others it asks SQLite for the figure that every commit changes,
which costs some microseconds. It always goes on from its last position, so nothing between two looks is missed.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.references import Reference
from storage import sqlite_driver
from storage.settings import REVISION

LOOKS = 0.075
"""Seconds between two looks."""
_AT_ONCE = 5000

_SINCE = (
    "SELECT changes.seq, tickets.reference FROM changes JOIN tickets ON tickets.id = changes.ticket_id"
    " WHERE changes.seq > ? ORDER BY changes.seq LIMIT ?"
)
_REVISION = "SELECT text FROM settings WHERE key = ?"

Changed = Callable[[frozenset[Reference]], None]
SettingsChanged = Callable[[], object]


class Subscription:
    """Somebody who listens, on the event loop on which they began to; what comes in a burst is told once."""

    def __init__(self, changed: Changed, settings_changed: SettingsChanged | None) -> None:
        self._changed = changed
        self._settings_changed = settings_changed
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._pending: set[Reference] = set()
        self._resettled = False
        self._ended = False

    def add(self, references: frozenset[Reference], resettled: bool) -> None:
        """Called by the thread of the feed. `resettled`: settings of the desk are others now."""
        with self._lock:
            first = not (self._pending or self._resettled)
            self._pending |= references
            self._resettled |= resettled
        if first and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell)

    def end(self) -> None:
        self._ended = True

    def _tell(self) -> None:
        with self._lock:
            references, self._pending = frozenset(self._pending), set()
            resettled, self._resettled = self._resettled, False
        if self._ended:
            return
        if resettled and self._settings_changed is not None:
            self._settings_changed()
        if references:
            self._changed(references)


class ChangeFeed:
    """Is a core.store.Feed. Begins to look when the first one subscribes."""

    def __init__(self, path: Path, position: int, revision: str) -> None:
        self._path = path
        self._position = position
        self._revision = revision
        self._subscriptions: set[Subscription] = set()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None

    def subscribe(self, changed: Changed, settings_changed: SettingsChanged | None = None) -> Callable[[], None]:
        subscription = Subscription(changed, settings_changed)
        with self._lock:
            self._subscriptions.add(subscription)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="desk-feed", daemon=True)
                self._thread.start()

        def end() -> None:
            subscription.end()
            with self._lock:
                self._subscriptions.discard(subscription)

        return end

    def wake(self) -> None:
        """This process committed something."""
        self._wake.set()

    def close(self) -> None:
        self._closed = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        connection = sqlite_driver.connect(self._path)
        version = -1
        try:
            while not self._closed:
                try:
                    version = self._look(connection, version)
                except sqlite_driver.OperationalError:
                    version = -1  # a writer holds the file: look again
                self._wake.wait(LOOKS)
                self._wake.clear()
        finally:
            connection.close()

    def _look(self, connection: Any, version: int) -> int:
        """Tell what changed if anything did. Gives SQLite's figure as it was before, so that a later commit shows."""
        (now,) = connection.execute("PRAGMA data_version").fetchone()
        while now != version:
            rows = connection.execute(_SINCE, (self._position, _AT_ONCE)).fetchall()
            resettled = self._is_resettled(connection)
            if rows:
                self._position = rows[-1][0]
            if rows or resettled:
                self._tell(frozenset(Reference(reference) for _, reference in rows), resettled)
            if len(rows) < _AT_ONCE:
                break
        return int(now)

    def _is_resettled(self, connection: Any) -> bool:
        """Whether somebody changed settings since the last look."""
        (revision,) = connection.execute(_REVISION, (REVISION,)).fetchone() or ("",)
        before, self._revision = self._revision, revision
        return bool(revision != before)

    def _tell(self, references: frozenset[Reference], resettled: bool) -> None:
        with self._lock:
            subscriptions = tuple(self._subscriptions)
        for subscription in subscriptions:
            subscription.add(references, resettled)
