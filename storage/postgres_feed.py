"""The change feed on PostgreSQL: a connection of its own that every commit with news wakes.

What it has told is remembered by position: everything of transactions below the floor, and beyond it row by row,
because a transaction that began earlier may commit later. So nothing is missed, whether a notice was lost or the
connection was, and nobody waits for a transaction of others that takes long.
"""

from __future__ import annotations

import secrets
import select
import socket
import time
from typing import Any

import psycopg
from sqlalchemy import URL

from core.references import Reference
from storage import postgres_driver
from storage.feed import ChangeFeed
from storage.postgres_schema import CHANNEL
from storage.settings import REVISION

LOOKS = 5.0
"""Seconds after which it looks without having been woken."""
BREATH = 0.01
"""Seconds from one look to the next at least: a burst is told in some."""
RESTS, RESTS_AT_MOST = 0.1, 5.0
"""Seconds before it connects again, a little more each time."""
_AT_ONCE = 5000

_SINCE = """
SELECT changes.xid, changes.seq, tickets.reference, pg_snapshot_xmin(pg_current_snapshot())::text::bigint
FROM (SELECT) AS always LEFT JOIN (
 SELECT xid, seq, ticket_id FROM changes WHERE xid >= %(floor)s AND seq <> ALL(%(told)s)
 ORDER BY xid, seq LIMIT %(most)s
) AS changes ON true LEFT JOIN tickets ON tickets.id = changes.ticket_id
"""
_REVISION = "SELECT text FROM settings WHERE key = %s"


class PostgresFeed(ChangeFeed):
    def __init__(self, address: URL, floor: int, revision: str) -> None:
        super().__init__(revision)
        self._address = address
        self._floor = floor
        self._told: dict[int, int] = {}
        self._bell, self._ringer = socket.socketpair()

    def wake(self) -> None:
        """The server wakes this process for its own commits as well."""

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._ringer.send(b"!")
            super().close()
            self._bell.close()
            self._ringer.close()

    def _run(self) -> None:
        rests = RESTS
        while not self._closed:
            try:
                with postgres_driver.connect(self._address) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    rests = RESTS
                    self._follow(connection)
            except psycopg.Error:
                self._wait([self._bell], rests * (0.5 + secrets.randbelow(1000) / 1000))
                rests = min(rests * 2, RESTS_AT_MOST)

    def _follow(self, connection: psycopg.Connection[Any]) -> None:
        while not self._closed:
            looked = time.monotonic()
            while self._look(connection):
                pass
            self._wait([connection.fileno(), self._bell], LOOKS)
            time.sleep(max(0.0, BREATH - (time.monotonic() - looked)))
            connection.pgconn.consume_input()
            while connection.pgconn.notifies() is not None:
                pass

    def _wait(self, for_any: list[Any], seconds: float) -> None:
        select.select(for_any, [], [], seconds)

    def _look(self, connection: psycopg.Connection[Any]) -> bool:
        """Tell what is new; whether there is more of it."""
        asked = {"floor": self._floor, "told": list(self._told), "most": _AT_ONCE}
        rows = connection.execute(_SINCE, asked).fetchall()
        resettled = self._is_resettled(connection.execute(_REVISION, (REVISION,)).fetchone())
        new = [row for row in rows if row[1] is not None]
        self._told |= {seq: xid for xid, seq, _, _ in new}
        if new or resettled:
            self._tell(frozenset(Reference(reference) for _, _, reference, _ in new), resettled)
        if len(new) == _AT_ONCE:
            return True
        # Whatever is below the oldest that still ran at this look was seen by it.
        self._floor = max(self._floor, rows[0][3])
        self._told = {seq: xid for seq, xid in self._told.items() if xid >= self._floor}
        return False
