"""Saved searches on every engine: kept, changed, shared, dropped, heard of; and how many tickets one finds."""

from __future__ import annotations

import asyncio

import pytest

from core import saved_searches
from core.listing import Found
from core.query import read_query
from core.reading import notices
from core.saved_searches import Naming, count_found, remove_search, save_search
from core.tickets import Priority
from storage import finding
from storage.opened import OpenedStore
from tests.storage.hall import Hall


async def test_ones_own_come_first_as_they_were_saved_then_what_others_share(hall: Hall) -> None:
    await hall.jonas.write(save_search, Naming("Zebra", "zebra", shared=True))
    await hall.jonas.write(save_search, Naming("His alone", "printer"))
    for name in ("Ünpaid", "Late ones"):
        hall.later(1000)
        await hall.maya.write(save_search, Naming(name, "due:late"))
    hall.later(1000)
    await hall.maya.write(save_search, Naming("ÜNPAID", "refund"))

    seen = await hall.maya.read(saved_searches.saved_searches)

    assert [(one.name, one.query, one.owner.name) for one in seen] == [
        ("ÜNPAID", "refund", "Maya Lind"),
        ("Late ones", "due:late", "Maya Lind"),
        ("Zebra", "zebra", "Jonas Weber"),
    ]
    await hall.maya.write(remove_search, "ünpaid")
    assert [one.name for one in (await hall.maya.read(notices)).searches] == ["Late ones", "Zebra"]
    assert (await hall.ann.read(notices)).searches == ()


async def test_everybody_hears_of_a_search_that_somebody_shares(hall: Hall, opened: OpenedStore) -> None:
    told = asyncio.Event()
    end = opened.feed.subscribe(lambda _references: None, told.set)
    await hall.maya.write(save_search, Naming("Late ones", "due:late", shared=True))

    async with asyncio.timeout(30):
        await told.wait()
    end()


async def test_what_a_search_finds_is_counted_as_its_list_would_have_it(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nth in range(5):
        priority = Priority.HIGH if nth % 2 else Priority.LOW
        await hall.opens(hall.ann, f"VPN {nth}", priority=priority)

    async def found(typed: str) -> Found:
        return await hall.maya.search(count_found, read_query(typed), hall.maya.now())

    assert await found("priority:high") == (2, False)
    assert await found("vpn -priority:high") == (3, False)
    assert await found("nowhere") == (0, False)
    monkeypatch.setattr(saved_searches, "COUNTED_AT_MOST", 2)
    assert await found("priority:low") == (2, True)
    monkeypatch.setattr(finding, "WALKED_AT_MOST", 1)
    assert (await found("priority:high")).more
