"""The change feed on PostgreSQL: nothing is missed when notices, connections or the server are lost."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest

from core.errors import TryLater
from core.people import Role
from core.replying import Reply, reply
from core.store import Transaction
from storage import postgres_feed
from storage.opening import open_store
from tests.storage.hall import Hall, hall_of
from tests.storage.server import own_server
from tests.storage.test_feed import Ear

END_ALL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def url(postgres_url: str, place: Path) -> str:
    return postgres_url


def run(url: str, statement: str) -> list[Any]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


async def test_what_no_notice_told_is_seen_after_a_while(hall: Hall, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_feed, "LOOKS", 0.2)
    run(url, "DROP TRIGGER changes_told ON changes")
    ear = Ear()
    end = hall.opened.feed.subscribe(ear)
    await ear.hears((await hall.opens(hall.ann, "first")).reference)
    await ear.hears((await hall.opens(hall.ann, "second")).reference)
    end()


async def test_a_transaction_that_began_first_and_commits_last_is_told(hall: Hall) -> None:
    """Its change has the lower number, and others with higher ones were told before."""
    slow = await hall.opens(hall.ann, "slow")
    ear = Ear()
    end = hall.opened.feed.subscribe(ear)
    await ear.hears(slow.reference)
    begun, go_on = threading.Event(), threading.Event()
    said = Reply(slow.reference, "I write slowly.", "slow")

    def write_slowly(tx: Transaction) -> None:
        before = tx.ticket(slow.reference, seen_by=hall.maya.actor)
        entry = tx.add_message(before, hall.maya.actor, said.body, hall.clock[0])
        tx.save(before, before, hall.maya.actor, hall.clock[0], entry)
        begun.set()
        go_on.wait(10)

    writing = asyncio.ensure_future(hall.does(write_slowly))
    await asyncio.to_thread(begun.wait, 10)
    ear.heard.clear()
    quick = [await hall.opens(hall.ben, f"quick {nth}") for nth in range(3)]
    for ticket in quick:
        await ear.hears(ticket.reference)  # nobody waits for the slow one
    assert slow.reference not in ear.all
    go_on.set()
    await writing
    await ear.hears(slow.reference)
    assert len([some for some in ear.heard if quick[0].reference in some]) == 1  # told once, though looked at again
    end()


async def test_a_lost_connection_is_made_again_and_what_came_meanwhile_is_told(hall: Hall, url: str) -> None:
    ear = Ear()
    end = hall.opened.feed.subscribe(ear)
    await ear.hears((await hall.opens(hall.ann, "before")).reference)
    for nth in range(3):
        run(url, END_ALL)
        await ear.hears((await hall.opens(hall.ann, f"meanwhile {nth}")).reference)
    end()


async def test_more_than_one_look_takes_is_told_to_its_end(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_feed, "_AT_ONCE", 3)
    tickets = [await hall.opens(hall.ann, str(nth)) for nth in range(10)]
    ear = Ear()
    end = hall.opened.feed.subscribe(ear)
    for ticket in tickets:
        await ear.hears(ticket.reference)
    end()


async def test_a_server_that_goes_and_comes_back_finds_everybody_where_they_were(place: Path) -> None:
    with own_server() as server:
        opened = open_store(server.empty(), create=True)
        hall = await hall_of(opened)
        other = open_store(server.url(str(opened.store.engine.address.database)))  # type: ignore[attr-defined]
        ear = Ear()
        end = other.feed.subscribe(ear)
        ticket = await hall.opens(hall.ann, "before")
        await ear.hears(ticket.reference)

        await asyncio.to_thread(server.stop)
        with pytest.raises(TryLater, match="does not answer"):
            await hall.page(hall.maya)
        with pytest.raises(TryLater, match="Nothing was written"):
            await hall.maya.write(reply, Reply(ticket.reference, "Are you there?", "one key"))
        ear.heard.clear()
        await asyncio.to_thread(server.start)

        answered = await hall.maya.write(reply, Reply(ticket.reference, "Are you there?", "one key"))
        await ear.hears(answered.reference)
        assert [row.subject for row in (await hall.page(hall.maya)).rows] == ["before"]
        await hall.does(lambda tx: tx.add_person("x@x.example", "X", Role.CUSTOMER, verified=True, at=1))
        end()
        await other.close()
        await opened.close()
