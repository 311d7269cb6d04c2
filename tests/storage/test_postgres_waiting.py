"""How work is run on PostgreSQL: many write at a time, and each is told what SQLite would have told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from core.errors import Refused, TryLater
from core.opening import Form, open_ticket
from core.people import Role
from core.store import Transaction
from core.tickets import Priority
from core.triage import change
from core.wish import Wish
from storage import database, postgres_driver
from storage.checking import check
from storage.engine import BUSY, Receipt
from tests.storage.below import connection_of, runs
from tests.storage.hall import Hall


@pytest.fixture
def url(postgres_url: str, place: Path) -> str:
    return postgres_url


@contextmanager
def somebody_locks(url: str, what: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url) as connection:
        connection.execute(what)
        yield connection


LOCKS_ALL = "LOCK TABLE tickets IN EXCLUSIVE MODE"


async def test_a_write_waits_for_the_lock_and_gives_up_in_a_sentence(
    hall: Hall, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WRITE_AT_MOST", 0.3)
    with somebody_locks(url, LOCKS_ALL), pytest.raises(TryLater, match="Nothing was written"):
        await hall.opens(hall.ann)
    await hall.opens(hall.ann)


async def test_a_write_that_found_the_lock_taken_is_done_when_it_is_free(hall: Hall, url: str) -> None:
    with somebody_locks(url, LOCKS_ALL):
        writing = asyncio.ensure_future(hall.opens(hall.ann))
        await asyncio.sleep(postgres_driver.LOCK_WAIT / 1000 + 0.5)
        assert not writing.done()
    assert (await writing).version == 2


async def test_the_lists_are_read_while_somebody_writes(hall: Hall, url: str) -> None:
    await hall.opens(hall.ann)
    with somebody_locks(url, LOCKS_ALL):
        assert len((await hall.page(hall.ann)).rows) == 1


async def test_many_who_change_one_ticket_lose_nothing_and_nobody_is_turned_away(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    names = [f"tag{nth}" for nth in range(16)]
    await asyncio.gather(*(hall.maya.write(change, Wish(ticket.reference, add_tags=(name,))) for name in names))
    now = await hall.asks(lambda tx: tx.ticket(ticket.reference, seen_by=hall.maya.actor))
    assert sorted(now.tags) == sorted(names)
    assert now.version == ticket.version + len(names)
    assert check(hall.opened) == ()


async def test_the_same_request_many_times_at_once_does_its_work_once(hall: Hall) -> None:
    form = Form("Once", "It broke.", "nightly")
    tickets = await asyncio.gather(*(hall.ann.write(open_ticket, form) for _ in range(8)))
    assert len({ticket.reference for ticket in tickets}) == 1
    assert await hall.subjects(hall.ann) == ["Once"]


async def test_two_who_take_tickets_in_another_order_do_not_wait_for_ever(hall: Hall) -> None:
    one, two = await hall.opens(hall.ann, "one"), await hall.opens(hall.ann, "two")
    both_begun = threading.Barrier(2, timeout=5)
    tries: list[str] = []

    def raise_all(*references: Any) -> Any:
        def work(tx: Transaction) -> None:
            tries.append("a try")
            for nth, reference in enumerate(references):
                before = tx.ticket(reference, seen_by=hall.maya.actor)
                if nth == 0 and len(tries) <= 2:
                    both_begun.wait()
                after = replace(before, priority=Priority.HIGH, reopens=before.reopens + 1)
                tx.save(before, after, hall.maya.actor, hall.clock[0])

        return work

    there, back = raise_all(one.reference, two.reference), raise_all(two.reference, one.reference)
    await asyncio.gather(hall.does(there), hall.does(back))
    for ticket in (one, two):
        now = await hall.asks(lambda tx, one=ticket: tx.ticket(one.reference, seen_by=hall.maya.actor))  # type: ignore[misc]
        assert now.reopens == 2
    assert len(tries) > 2


async def test_what_the_server_can_not_put_in_a_row_with_others_is_done_again(hall: Hall) -> None:
    """Two who read what the other writes, where the server minds: one of them is told 40001, and does it again."""
    both_looked = threading.Barrier(2, timeout=5)
    told: list[str] = []

    def count_and_add(name: str) -> Any:
        def work(tx: Transaction) -> None:
            connection = connection_of(tx)
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")  # type: ignore[attr-defined]
            before = len(tx.people())
            if len(told) < 2:
                told.append(name)
                both_looked.wait()
            else:
                told.append("again")
            tx.add_person(f"{name}@acme.example", f"{name} after {before}", Role.CUSTOMER, verified=True, at=1)

        return work

    await asyncio.gather(hall.does(count_and_add("one")), hall.does(count_and_add("two")))

    people = await hall.asks(lambda tx: tx.people())
    assert sorted(person.name.split()[-1] for person in people if " after " in person.name) == ["5", "6"]
    assert told.count("again") >= 1


async def test_a_fault_of_the_program_is_no_race_for_ever(hall: Hall) -> None:
    def twice(tx: Transaction) -> None:
        for _ in range(2):
            tx.add_person("same@acme.example", "Same", Role.CUSTOMER, verified=True, at=1)

    with pytest.raises(DBAPIError, match="people_email"):
        await hall.does(twice)
    assert await hall.asks(lambda tx: tx.person("same@acme.example")) is None


async def test_a_connection_that_the_server_ends_is_replaced_and_nobody_notices(hall: Hall, url: str) -> None:
    ticket = await hall.opens(hall.ann)
    end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    for _ in range(2):
        with psycopg.connect(url) as connection:
            connection.execute(end_all + " AND pid <> pg_backend_pid()")
        assert len((await hall.page(hall.ann)).rows) == 1
        ticket = await hall.says(hall.maya, ticket)
    assert check(hall.opened) == ()


async def test_a_write_whose_commit_was_kept_though_the_connection_broke_is_done_once(hall: Hall) -> None:
    """The connection ends when the work is done and before anybody heard of its commit."""
    engine = hall.opened.store.engine
    broken: list[Receipt | None] = []

    class Breaks(type(engine)):  # type: ignore[misc]
        def receipt(self, connection: Any) -> Receipt | None:
            receipt: Receipt | None = super().receipt(connection)
            if not broken:
                broken.append(receipt)
                driver = connection.connection.driver_connection
                driver.execute("COMMIT")
                driver.close()
            return receipt

    hall.opened.store.engine = Breaks(engine.address)  # type: ignore[attr-defined]
    await hall.opens(hall.ann, "kept")
    assert all(broken)
    assert len(broken) == 1
    assert await hall.subjects(hall.ann) == ["kept"]


async def test_a_write_whose_connection_broke_before_its_commit_is_done_again(hall: Hall) -> None:
    engine = hall.opened.store.engine
    broken: list[Receipt | None] = []

    class Breaks(type(engine)):  # type: ignore[misc]
        def receipt(self, connection: Any) -> Receipt | None:
            receipt: Receipt | None = super().receipt(connection)
            if not broken:
                broken.append(receipt)
                connection.connection.driver_connection.close()
            return receipt

    hall.opened.store.engine = Breaks(engine.address)  # type: ignore[attr-defined]
    await hall.opens(hall.ann, "again")
    assert all(broken)
    assert len(broken) == 1
    assert await hall.subjects(hall.ann) == ["again"]


async def test_a_desk_that_may_only_be_read_says_so(hall: Hall, url: str) -> None:
    ticket = await hall.opens(hall.ann)
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    hall.opened.store._writing.dispose()
    with pytest.raises(Refused, match="can not be written here"):
        await hall.says(hall.maya, ticket)
    assert len((await hall.page(hall.ann)).rows) == 1


async def test_nothing_waits_longer_than_it_may(hall: Hall) -> None:
    limits = await hall.asks(runs("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"))
    assert [tuple(row) for row in limits] == [("6s", "2s")]  # type: ignore[attr-defined]
    assert "try again" in BUSY


SNAPSHOT = "SELECT pg_current_snapshot()::text, current_setting('transaction_isolation')"


async def test_a_read_of_several_questions_is_of_one_moment_and_one_of_one_question_needs_no_transaction(
    hall: Hall,
) -> None:
    tries: list[str] = []

    def asks(tx: Transaction) -> tuple[str, str]:
        row = connection_of(tx).exec_driver_sql(SNAPSHOT).one()  # type: ignore[attr-defined]
        return row[0], row[1]

    def asks_twice(tx: Transaction) -> tuple[str, str]:
        tries.append("a try")
        first = asks(tx)
        tx.categories()
        assert asks(tx) == first
        return first

    assert (await hall.asks(asks))[1] == "read committed"
    assert (await hall.asks(asks_twice))[1] == "repeatable read"
    assert (await hall.asks(asks_twice))[1] == "repeatable read"
    assert len(tries) == 3  # it is known now how such reads begin


async def test_what_only_reads_can_not_write_even_by_one_statement(hall: Hall) -> None:
    with pytest.raises(Refused, match="can not be written here"):
        await hall.asks(lambda tx: tx.add_person("x@x.example", "X", Role.CUSTOMER, verified=True, at=1))
