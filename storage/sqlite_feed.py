"""The change feed on SQLite: a look at the figure that every commit of another connection changes.

It wakes at once for a commit of this process. For others it asks some thirteen times a second, which costs some
microseconds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.references import Reference
from storage import sqlite_driver
from storage.feed import ChangeFeed
from storage.settings import REVISION

LOOKS = 0.075
"""Seconds between two looks."""
_AT_ONCE = 5000

_SINCE = (
    "SELECT changes.seq, tickets.reference FROM changes JOIN tickets ON tickets.id = changes.ticket_id"
    " WHERE changes.seq > ? ORDER BY changes.seq LIMIT ?"
)
_REVISION = "SELECT text FROM settings WHERE key = ?"


class SqliteFeed(ChangeFeed):
    def __init__(self, path: Path, position: int, revision: str) -> None:
        super().__init__(revision)
        self._path = path
        self._position = position

    def _run(self) -> None:
        connection = sqlite_driver.connect(self._path)
        version = -1
        try:
            while not self._closed:
                try:
                    version = self._look(connection, version)
                except sqlite_driver.OperationalError:
                    version = -1  # a writer holds the file: look again
                self._woken.wait(LOOKS)
                self._woken.clear()
        finally:
            connection.close()

    def _look(self, connection: Any, version: int) -> int:
        """Tell what changed if anything did. Gives SQLite's figure as it was before, so that a later commit shows."""
        (now,) = connection.execute("PRAGMA data_version").fetchone()
        while now != version:
            rows = connection.execute(_SINCE, (self._position, _AT_ONCE)).fetchall()
            resettled = self._is_resettled(connection.execute(_REVISION, (REVISION,)).fetchone())
            if rows:
                self._position = rows[-1][0]
            if rows or resettled:
                self._tell(frozenset(Reference(reference) for _, reference in rows), resettled)
            if len(rows) < _AT_ONCE:
                break
        return int(now)
