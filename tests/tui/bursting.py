"""Another process that changes every ticket of a desk again and again, a thousand changes within a second."""

from __future__ import annotations

import sys
import time
from functools import partial

from sqlalchemy import Connection, insert, select, update

from storage.opening import open_store
from storage.schema import changes, tickets

PUSHES = 50
EVERY = 0.02
"""Seconds from one transaction to the next."""
LAST = f"push {PUSHES - 1}"


def push(connection: Connection, nth: int) -> None:
    """Each ticket has another subject and another priority, and is told as changed."""
    t = tickets.c
    connection.execute(update(tickets).values(subject=f"push {nth}", priority=nth % 4, version=t.version + 1))
    told = select(t.updated_at, t.id, 1)
    connection.execute(insert(changes).from_select(["at", "ticket_id", "kind"], told))


def main(url: str) -> None:
    opened = open_store(url)
    began = time.monotonic()
    for nth in range(PUSHES):
        time.sleep(max(0.0, began + nth * EVERY - time.monotonic()))
        opened.store.write_now(partial(push, nth=nth))
    opened.close_now()


if __name__ == "__main__":
    main(sys.argv[1])
