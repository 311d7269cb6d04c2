"""Leases: of the processes that have a desk open, one at a time does a piece of work."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from storage import sqlite_driver
from storage.database import Database
from storage.schema import leases

_INSERT = insert(leases).values(name=bindparam("work"), holder=bindparam("who"), until=bindparam("to"))
_HOLD = _INSERT.on_conflict_do_update(
    index_elements=[leases.c.name],
    set_={"holder": _INSERT.excluded.holder, "until": _INSERT.excluded.until},
    where=(leases.c.until <= bindparam("now")) | (leases.c.holder == bindparam("who")),
)


async def hold(database: Database, work: str, holder: str, now: int, lasts: int) -> bool:
    """Take this work for so many milliseconds, or keep it; False while somebody else holds it."""

    def take(connection: Connection) -> bool:
        values = {"work": work, "who": holder, "to": now + lasts, "now": now}
        return connection.execute(_HOLD, values).rowcount == 1

    try:
        return await asyncio.to_thread(database.write_now, take)
    except DBAPIError as error:
        if sqlite_driver.is_busy(error):  # others write: their turn
            return False
        raise
