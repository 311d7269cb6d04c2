"""A page of a list as front ends ask for it: what a query finds is searched for, everything else is simply read."""

from __future__ import annotations

from core import reading
from core.desk import Desk
from core.listing import PAGE, Cursor, Page, Query


async def page(
    desk: Desk, query: Query, *, start: Cursor | None = None, backwards: bool = False, limit: int = PAGE
) -> Page:
    """Raises NotUnderstood for an order that this list does not have, TryLater where it takes too long."""
    if query.search:
        return await desk.search(reading.page, query, desk.now(), start=start, backwards=backwards, limit=limit)
    return await desk.read(reading.page, query, desk.now(), start=start, backwards=backwards, limit=limit)
