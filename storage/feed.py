"""The change feed: one thread per process that sees what any process committed, and tells whoever subscribed here.

How it sees that is each engine's own: storage/sqlite_feed.py, storage/postgres_feed.py. It always goes on from its
last position, so nothing between two looks is missed.
"""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

from core.references import Reference

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


class ChangeFeed(ABC):
    """Is a core.store.Feed. Begins to look when the first one subscribes."""

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._subscriptions: set[Subscription] = set()
        self._lock = threading.Lock()
        self._woken = threading.Event()
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
        self._woken.set()

    def close(self) -> None:
        self._closed = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join()

    @abstractmethod
    def _run(self) -> None:
        """Look until it is closed, on a thread of its own."""

    def _is_resettled(self, found: tuple[str] | None) -> bool:
        """Whether somebody changed settings since the last look; `found` is the row that counts their changes."""
        before, self._revision = self._revision, found[0] if found else ""
        return self._revision != before

    def _tell(self, references: frozenset[Reference], resettled: bool) -> None:
        with self._lock:
            subscriptions = tuple(self._subscriptions)
        for subscription in subscriptions:
            subscription.add(references, resettled)
