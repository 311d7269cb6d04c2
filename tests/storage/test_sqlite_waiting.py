"""How work is run on SQLite: one lock for all that write, one file that has to have room."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from core.errors import TryLater
from core.store import Transaction
from storage import database, sqlite_driver
from tests.storage.below import connection_of, runs
from tests.storage.hall import Hall


@pytest.fixture
def url(place: Path) -> str:
    return f"sqlite:///{place}/desk.db"


async def test_a_write_waits_for_the_lock_and_gives_up_in_a_sentence(
    hall: Hall, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = sqlite_driver.connect(place / "desk.db")
    holder.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(database, "WRITE_AT_MOST", 0.3)
    with pytest.raises(TryLater, match="Nothing was written"):
        await hall.opens(hall.ann)
    holder.execute("COMMIT")
    holder.close()
    await hall.opens(hall.ann)


async def test_a_write_that_found_the_lock_taken_is_done_when_it_is_free(hall: Hall, place: Path) -> None:
    holder = sqlite_driver.connect(place / "desk.db")
    holder.execute("BEGIN IMMEDIATE")
    writing = asyncio.ensure_future(hall.opens(hall.ann))
    await asyncio.sleep(0.4)
    assert not writing.done()
    holder.execute("COMMIT")
    holder.close()
    assert (await writing).version == 2


async def test_the_lists_are_read_while_somebody_writes(hall: Hall, place: Path) -> None:
    await hall.opens(hall.ann)
    holder = sqlite_driver.connect(place / "desk.db")
    holder.execute("BEGIN IMMEDIATE")
    assert len((await hall.page(hall.ann)).rows) == 1
    holder.execute("ROLLBACK")
    holder.close()


async def test_a_commit_that_fails_is_taken_back_and_the_next_one_works(hall: Hall) -> None:
    def work(tx: Transaction) -> None:
        connection_of(tx).exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # type: ignore[attr-defined]
        connection_of(tx).exec_driver_sql(  # type: ignore[attr-defined]
            "INSERT INTO sign_ins (token_hash, person_id, at) VALUES ('x', 999, 1)"
        )

    with pytest.raises(DBAPIError, match="FOREIGN KEY"):
        await hall.does(work)
    assert await hall.asks(lambda tx: tx.remembered("x")) is None
    await hall.opens(hall.ann)


async def test_a_full_disk_is_a_sentence_and_leaves_nothing_half(hall: Hall) -> None:
    await hall.opens(hall.ann)

    def fill(tx: Transaction) -> None:
        pages = connection_of(tx).exec_driver_sql("PRAGMA page_count").scalar()  # type: ignore[attr-defined]
        connection_of(tx).exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")  # type: ignore[attr-defined]

    await hall.does(fill)
    with pytest.raises(TryLater, match="The disk is full"):
        await hall.opens(hall.ann, body="much text " * 6000)
    assert len((await hall.page(hall.ann)).rows) == 1
    await hall.does(lambda tx: runs("PRAGMA max_page_count = 1000000")(tx) and None)
    await hall.opens(hall.ann, body="much text " * 6000)
