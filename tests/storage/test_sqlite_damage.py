"""What SQLite itself finds broken in its file needs a backup."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.checking import check
from tests.storage.hall import Hall
from tests.storage.worked_on import spoil, worked_on

__all__ = ["worked_on"]


@pytest.fixture
def url(place: Path) -> str:
    return f"sqlite:///{place}/desk.db"


async def test_rows_without_their_ticket_need_a_backup(worked_on: Hall) -> None:
    spoil(worked_on, "PRAGMA foreign_keys = OFF")
    with worked_on.opened.store._writing.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("INSERT INTO tags (ticket_id, name, place) VALUES (999, 'lost', 0)")
    assert check(worked_on.opened) == ("Rows of tags belong to rows that are gone. Restore a backup.",)


async def test_a_damaged_file_needs_a_backup(worked_on: Hall) -> None:
    spoil(worked_on, "PRAGMA writable_schema = ON")
    with worked_on.opened.store._writing.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA writable_schema = ON")
        driver.execute("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'tags_name'")
        driver.execute("PRAGMA writable_schema = OFF")
    worked_on.opened.store._reading.dispose()
    (finding,) = check(worked_on.opened)
    assert "malformed" in finding
    assert finding.endswith("Restore a backup.")
