"""How far a desk has come: a figure that dates what is read with it, greater with every commit that is seen.

It stands in a statement as one value, so that a page comes with its date at once. On SQLite it is the newest change.
PostgreSQL gives numbers before it commits, so there it is how many transactions have ended: exact for a snapshot, and
greater in every later one that sees more.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_CHANGES = "(SELECT coalesce(max(seq), 0) FROM changes)"
_TRANSACTIONS_ENDED = (
    "(SELECT pg_snapshot_xmax(seen)::text::bigint - (SELECT count(*) FROM pg_snapshot_xip(seen))"
    " FROM pg_current_snapshot() AS seen)"
)


class Position(FunctionElement[int]):
    """A function, because SQLAlchemy keeps no compiled statement in which another element of ours stands."""

    inherit_cache = True
    type = BigInteger()


@compiles(Position)
def _of_changes(element: Position, compiler: object, **named: Any) -> str:
    del element, compiler, named
    return _CHANGES


@compiles(Position, "postgresql")
def _of_snapshots(element: Position, compiler: object, **named: Any) -> str:
    del element, compiler, named
    return _TRANSACTIONS_ENDED
