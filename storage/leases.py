"""Leases: of the processes that have a desk open, one at a time does a piece of work."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database

# Every engine of ours reads this; SQLAlchemy's own words for it are another for each.
_HOLD = text(
    "INSERT INTO leases (name, holder, until) VALUES (:work, :who, :to) ON CONFLICT (name) DO UPDATE"
    " SET holder = excluded.holder, until = excluded.until"
    " WHERE leases.until <= :now OR leases.holder = excluded.holder"
)


_LET_GO = text("UPDATE leases SET until = 0 WHERE name = :work AND holder = :who")


async def hold(database: Database, work: str, holder: str, now: int, lasts: int) -> bool:
    """Take this work for so many milliseconds, or keep it; False while somebody else holds it."""

    def take(connection: Connection) -> bool:
        values = {"work": work, "who": holder, "to": now + lasts, "now": now}
        return connection.execute(_HOLD, values).rowcount == 1

    try:
        return await asyncio.to_thread(database.write_now, take)
    except DBAPIError as error:
        if database.engine.is_race(error, 0):  # others write: their turn
            return False
        raise database.engine.answer(error) from error


async def let_go(database: Database, work: str, holder: str) -> None:
    """Let others take it at once; where that fails it ends by itself."""

    def leave(connection: Connection) -> None:
        connection.execute(_LET_GO, {"work": work, "who": holder})

    with suppress(DBAPIError):
        await asyncio.to_thread(database.write_now, leave)
