"""Processes that are killed while they write: what was acknowledged is there, and nothing is half."""

from __future__ import annotations

import os
import time
from functools import partial

from core.people import Actor, Via
from core.references import Reference
from core.store import Transaction
from storage.checking import check
from storage.opening import open_store
from tests.storage.hall import hall_of
from tests.storage.writers import newest, next_line, writing

ROUNDS = int(os.environ.get("TTYDESK_KILL_ROUNDS", "1"))  # each costs the start of eight programs
WRITERS = 8
THE_DESK = Actor(Via.CLI, is_desk=True)


async def test_nothing_acknowledged_is_lost_when_writers_are_killed(url: str) -> None:
    opened = open_store(url, create=True)
    await hall_of(opened)
    await opened.close()
    for nth in range(ROUNDS):
        acknowledged = one_round(url, nth)
        opened = open_store(url)
        assert check(opened) == ()
        assert acknowledged
        for reference, version in acknowledged.items():
            assert (await opened.store.read(partial(version_of, reference))) >= version
        await opened.close()


def version_of(reference: Reference, tx: Transaction) -> int:
    return tx.ticket(reference, seen_by=THE_DESK).version


def one_round(url: str, nth: int) -> dict[Reference, int]:
    """Start writers, let them work, kill them all; gives the newest version of each ticket that they were told."""
    with writing(url, [f"round {nth} writer {writer}" for writer in range(WRITERS)]) as writers:
        lines = [next_line(writers[0])]  # everybody is about to write
        time.sleep(1.0)
        for writer in writers:
            writer.kill()
        lines += [line for writer in writers for line in writer.communicate()[0].splitlines()]
    return newest(lines)
