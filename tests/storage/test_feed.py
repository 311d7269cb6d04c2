"""The change feed: what anybody commits is told to whoever listens, merged over a burst, on their own loop."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

from core.categories import add_category, rename_category
from core.references import Reference
from core.setting_up import change_settings
from storage.opening import open_store
from tests.storage.hall import Hall


class Ear:
    """Somebody who listens and can wait for a reference to be told."""

    def __init__(self) -> None:
        self.heard: list[frozenset[Reference]] = []
        self._told = asyncio.Event()

    def __call__(self, references: frozenset[Reference]) -> None:
        self.heard.append(references)
        self._told.set()

    @property
    def all(self) -> frozenset[Reference]:
        return frozenset[Reference]().union(*self.heard)

    async def hears(self, reference: Reference) -> None:
        async with asyncio.timeout(30):
            while reference not in self.all:
                self._told.clear()
                await self._told.wait()


WRITES = """
import asyncio, sys
from tests.storage.hall import hall_of
from core.replying import Reply, note
from core.people import Via
from core.reception import Reception
from storage.opening import open_store

async def main(url, reference):
    opened = open_store(url)
    reception = Reception(opened.store, opened.files, opened.passwords, opened.feed, via=Via.CLI, source="other",
                          clock=lambda: 1, chance=lambda: 5)
    jonas = await reception.claimed("jonas@acme.example")
    await jonas.write(note, Reply(reference, "from the other process", "other"))
    await opened.close()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_change_of_this_process_is_told(hall: Hall) -> None:
    ear = Ear()
    end = hall.opened.feed.subscribe(ear)
    ticket = await hall.opens(hall.ann)
    await ear.hears(ticket.reference)
    end()


async def test_a_change_of_another_process_is_told(hall: Hall, url: str) -> None:
    ticket = await hall.opens(hall.ann)
    ear = Ear()
    end = hall.opened.feed.subscribe(ear)
    await ear.hears(ticket.reference)
    ear.heard.clear()
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", WRITES, url, ticket.reference], check=True)
    await ear.hears(ticket.reference)
    end()


async def test_it_is_told_on_the_loop_that_subscribed(hall: Hall) -> None:
    threads: set[int] = set()
    ear = Ear()

    def changed(references: frozenset[Reference]) -> None:
        threads.add(threading.get_ident())
        ear(references)

    end = hall.opened.feed.subscribe(changed)
    await ear.hears((await hall.opens(hall.ann)).reference)
    assert threads == {threading.get_ident()}
    end()


async def test_a_burst_is_told_in_few_words_and_completely(hall: Hall) -> None:
    ear = Ear()
    end = hall.opened.feed.subscribe(ear)
    tickets = [await hall.opens(hall.ann, str(nth)) for nth in range(20)]
    for ticket in tickets:
        await ear.hears(ticket.reference)
    assert ear.all >= {ticket.reference for ticket in tickets}
    assert all(ear.heard)
    end()


async def test_who_ended_hears_nothing_more(hall: Hall) -> None:
    first, second = Ear(), Ear()
    end = hall.opened.feed.subscribe(first)
    end_second = hall.opened.feed.subscribe(second)
    end()
    await second.hears((await hall.opens(hall.ann)).reference)
    assert first.heard == []
    end_second()


async def test_soft_state_and_people_are_no_change(hall: Hall) -> None:
    ear = Ear()
    ticket = await hall.opens(hall.ann)
    end = hall.opened.feed.subscribe(ear)
    await ear.hears(ticket.reference)
    ear.heard.clear()
    jonas = hall.jonas.actor.person
    assert jonas is not None
    await hall.does(lambda tx: tx.mark_read(ticket, jonas, 1))
    other = await hall.opens(hall.ben)
    await ear.hears(other.reference)
    assert ear.all == {other.reference}
    end()


async def test_what_was_committed_between_opening_and_listening_is_told(hall: Hall, url: str) -> None:
    other = open_store(url)
    ticket = await hall.opens(hall.ann)
    ear = Ear()
    end = other.feed.subscribe(ear)
    await ear.hears(ticket.reference)
    end()
    await other.close()


SETS = """
import asyncio, sys
from core.people import Via
from core.reception import Reception
from core.setting_up import change_settings
from storage.opening import open_store

async def main(url):
    opened = open_store(url)
    reception = Reception(opened.store, opened.files, opened.passwords, opened.feed, via=Via.CLI, source="other",
                          clock=lambda: 1, chance=lambda: 5)
    olga = await reception.claimed("olga@acme.example")
    await olga.write(change_settings, {"desk.name": "Harbour Help"})
    await opened.close()

asyncio.run(main(*sys.argv[1:]))
"""


class Bell:
    """Rings when the settings of the desk are others."""

    def __init__(self) -> None:
        self.rung = 0
        self._rang = asyncio.Event()

    def __call__(self) -> None:
        self.rung += 1
        self._rang.set()

    async def rings(self) -> None:
        async with asyncio.timeout(30):
            await self._rang.wait()
        self._rang.clear()


async def test_changed_settings_are_told_to_who_asks_for_them(hall: Hall) -> None:
    ear, bell = Ear(), Bell()
    end = hall.opened.feed.subscribe(ear, bell)
    await hall.olga.write(change_settings, {"desk.contact": "Call 555 0100."})
    await bell.rings()
    await hall.olga.write(add_category, "Garden")
    await bell.rings()
    await hall.olga.write(rename_category, "Garden", "Park")
    await bell.rings()
    assert ear.heard == []
    end()


async def test_other_changes_ring_no_bell(hall: Hall) -> None:
    ear, bell = Ear(), Bell()
    end = hall.opened.feed.subscribe(ear, bell)
    await ear.hears((await hall.opens(hall.ann)).reference)
    bell.rung = 0
    await ear.hears((await hall.opens(hall.ben)).reference)
    assert bell.rung == 0
    end()


async def test_settings_of_another_process_are_told(hall: Hall, url: str) -> None:
    ear, bell = Ear(), Bell()
    end = hall.opened.feed.subscribe(ear, bell)
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", SETS, url], check=True)
    await bell.rings()
    end()
