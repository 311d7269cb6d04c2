"""How work is run: writers in turn, reads that end when nobody waits, errors as sentences, nothing half done."""

from __future__ import annotations

import asyncio
import threading

import pytest

from core.errors import NotFound, TryLater
from core.people import Role
from core.store import Transaction
from storage import database, sqlite_driver
from storage.opened import OpenedStore
from storage.opening import open_store
from tests.storage.below import runs
from tests.storage.hall import Hall

SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


async def test_many_writers_in_one_process_lose_nothing(hall: Hall) -> None:
    tickets = await asyncio.gather(*(hall.opens(hall.ann, str(nth)) for nth in range(20)))
    assert len({ticket.reference for ticket in tickets}) == 20
    assert len((await hall.page(hall.ann)).rows) == 20


async def test_two_processes_worth_of_writers_wait_for_each_other(hall: Hall, url: str) -> None:
    other = open_store(url)

    async def add(opened: OpenedStore, name: str) -> None:
        await opened.store.write(
            lambda tx: tx.add_person(f"{name}@acme.example", name, Role.CUSTOMER, verified=True, at=1)
        )

    await asyncio.gather(*(add(opened, f"{side}{nth}") for nth in range(15) for side, opened in _sides(hall, other)))
    assert len(await hall.asks(lambda tx: tx.people())) == 35
    await other.close()


def _sides(hall: Hall, other: OpenedStore) -> tuple[tuple[str, OpenedStore], ...]:
    return (("here", hall.opened), ("there", other))


async def test_a_write_is_carried_to_its_end_when_nobody_waits_any_more(hall: Hall) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(tx: Transaction) -> None:
        begun.set()
        go_on.wait(5)
        tx.add_person("late@acme.example", "Late", Role.CUSTOMER, verified=True, at=1)

    writing = asyncio.ensure_future(hall.does(work))
    await asyncio.to_thread(begun.wait, 5)
    writing.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await writing
    async with asyncio.timeout(5):
        while await hall.asks(lambda tx: tx.person("late@acme.example")) is None:
            pass


async def test_a_read_that_takes_too_long_is_interrupted(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "READ_AT_MOST", 0.2)
    with pytest.raises(TryLater):
        await hall.asks(runs(SLOW))
    assert len(await hall.asks(lambda tx: tx.people())) == 5


async def test_a_read_whose_screen_left_frees_its_thread(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "READ_AT_MOST", 60.0)  # longer than anybody waits here
    readings = [asyncio.ensure_future(hall.asks(runs(SLOW))) for _ in range(hall.opened.store.engine.readers)]
    waiting = asyncio.ensure_future(hall.asks(runs(SLOW)))
    await asyncio.sleep(0.1)
    for reading in (*readings, waiting):
        reading.cancel()
    async with asyncio.timeout(30):
        assert len(await hall.asks(lambda tx: tx.people())) == 5


async def test_a_read_cannot_write(hall: Hall) -> None:
    with pytest.raises(Exception, match="can not be written"):
        await hall.asks(lambda tx: tx.add_person("x@acme.example", "X", Role.CUSTOMER, verified=True, at=1))
    assert await hall.asks(lambda tx: tx.person("x@acme.example")) is None


async def test_one_read_sees_one_moment(hall: Hall) -> None:
    begun, written = threading.Event(), threading.Event()

    def twice(tx: Transaction) -> tuple[int, int]:
        first = tx.position()
        begun.set()
        written.wait(5)
        return first, tx.position()

    reading = asyncio.ensure_future(hall.asks(twice))
    await asyncio.to_thread(begun.wait, 5)
    if hall.opened.store.engine.locks_rows or sqlite_driver.JOURNAL == "wal":
        await hall.opens(hall.ann)
    written.set()
    first, second = await reading
    assert first == second


async def test_an_error_in_the_middle_takes_everything_back(hall: Hall) -> None:
    def work(tx: Transaction) -> None:
        tx.add_person("half@acme.example", "Half", Role.CUSTOMER, verified=True, at=1)
        raise NotFound("no")

    with pytest.raises(NotFound):
        await hall.does(work)
    assert await hall.asks(lambda tx: tx.person("half@acme.example")) is None


async def test_closing_waits_for_what_was_handed_in(url: str) -> None:
    opened = open_store(url, create=True)
    writings = [
        asyncio.ensure_future(
            opened.store.write(
                lambda tx, nth=nth: tx.add_person(f"{nth}@x.example", "X", Role.CUSTOMER, verified=True, at=1)  # type: ignore[misc]
            )
        )
        for nth in range(10)
    ]
    await asyncio.sleep(0)
    await opened.close()
    await asyncio.gather(*writings)
    with pytest.raises(TryLater, match="closed"):
        await opened.store.read(lambda tx: tx.people())
    again = open_store(url)
    assert len(await again.store.read(lambda tx: tx.people())) == 10
    await again.close()
