"""A backup that is made while people work is a whole desk, with all that was acknowledged before it began."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from core.copies import Kind
from core.people import Actor, Via
from core.references import Reference
from core.store import Transaction
from storage.archive_file import read_file, write_file
from storage.checking import check
from storage.opening import open_store
from storage.restoring import restore
from tests.storage.copies import THEN
from tests.storage.hall import hall_of
from tests.storage.writers import newest, next_line, writing

ROUNDS = int(os.environ.get("TTYDESK_BACKUP_ROUNDS", "1"))
FIRST = 20
"""Lines that are acknowledged before each backup."""
THE_DESK = Actor(Via.CLI, is_desk=True)


async def test_what_was_acknowledged_before_a_backup_is_there_after_it_is_restored(url: str, place: Path) -> None:
    opened = open_store(url, create=True)
    await hall_of(opened)
    with writing(url, ["one", "another"]) as writers:
        acknowledged: dict[Reference, int] = {}
        for nth in range(ROUNDS):
            lines = [next_line(writer) for writer in writers for _ in range(FIRST)]
            acknowledged |= newest(lines)
            file = place / "desk.backup"
            write_file(opened, file, Kind.BACKUP, "1.0", THEN, lambda done: None)
            assert [writer.poll() for writer in writers] == [None, None]
            await assert_whole(f"sqlite:///{place}/round {nth}/desk.db", file, acknowledged)
    await opened.close()


async def assert_whole(elsewhere: str, file: Path, acknowledged: dict[Reference, int]) -> None:
    with read_file(file) as source:
        restore(elsewhere, None, source, replace=False, told=lambda done: None)
    there = open_store(elsewhere)
    assert check(there) == ()
    for reference, version in acknowledged.items():
        assert await there.store.read(partial(version_of, reference)) >= version
    await there.close()


def version_of(reference: Reference, tx: Transaction) -> int:
    return tx.ticket(reference, seen_by=THE_DESK).version
