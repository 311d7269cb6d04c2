"""The database stays quick by itself: it learns how many rows it has, once in a while, by whoever comes first."""

from __future__ import annotations

from core.calendars import HOUR
from storage.filling import fill
from storage.leases import hold
from storage.opened import OpenedStore
from tests.storage.hall import MONDAY
from tui.demo import sample_desk

KNOWN = {
    "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'audit'",
    "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = 'audit'",
}


def knows(opened: OpenedStore, url: str) -> bool:
    asked = KNOWN[url.partition(":")[0]]
    return bool(opened.store.write_now(lambda connection: connection.exec_driver_sql(asked).scalar()))


async def test_a_desk_that_grew_is_counted(opened: OpenedStore, url: str) -> None:
    fill(opened, sample_desk(tickets=200, now=MONDAY, utc_offset=0))
    opened.store.engine.look_after()
    assert knows(opened, url)
    opened.store.engine.look_after()


async def test_of_all_processes_one_does_it(opened: OpenedStore) -> None:
    assert await hold(opened.store, "upkeep", "one", MONDAY, 20 * HOUR)
    assert not await hold(opened.store, "upkeep", "another", MONDAY + HOUR, 20 * HOUR)
    assert await hold(opened.store, "upkeep", "another", MONDAY + 21 * HOUR, 20 * HOUR)
