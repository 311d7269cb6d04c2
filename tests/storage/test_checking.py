"""`db check` finds what is broken and says what to do; `--mend` makes anew what follows from other rows."""

from __future__ import annotations

import io
import os

import pytest

from core.entries import Attachment
from core.settling import Settling, confirm
from core.tickets import Status
from storage.checking import check
from storage.files_in_folder import UNFINISHED, FolderRoom
from storage.mending import mend
from tests.storage.hall import Hall


@pytest.fixture
async def worked_on(hall: Hall) -> Hall:
    """A desk on which something of everything happened."""
    blob = await hall.opened.files.put(io.BytesIO(b"log"), at_most=3)
    file = Attachment("vpn.log", blob.size, "text/plain", blob.sha256)
    ticket = await hall.opens(hall.ann, "Żółw 東京都", "vpn ERR-4821", files=(file,))
    await hall.says(hall.maya, ticket, then=Status.WAITING)
    await hall.notes(hall.jonas, ticket)
    await hall.changes(hall.maya, ticket, subject="Another subject", add_tags=("vpn",))
    await hall.says(hall.ann, ticket, "Thanks.")
    closed = await hall.opens(hall.ben)
    await hall.ben.write(confirm, Settling(closed.reference))
    return hall


def spoil(hall: Hall, *statements: str) -> None:
    for statement in statements:
        hall.opened.store.write_now(lambda connection, sql=statement: connection.exec_driver_sql(sql))  # type: ignore[misc]


async def test_a_desk_that_was_worked_on_is_clean(worked_on: Hall) -> None:
    assert check(worked_on.opened) == ()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE counters SET tickets = tickets + 1", "counters of tickets are wrong"),
        ("DELETE FROM counters", "counters of tickets are wrong"),
        ("UPDATE participants SET closed = 1 - closed WHERE ticket_id = 1", "1 tickets stand in the wrong place"),
        ("UPDATE tickets SET last_message = 0 WHERE id = 1", "1 tickets do not know their last message"),
        ("UPDATE entries SET body = body || ' and more' WHERE id = 1", "does not find 1 messages"),
        ("DELETE FROM entry_words_docsize WHERE id = 1", "does not find 1 messages"),
        ("INSERT INTO entry_words (rowid, subject, body, ctx) VALUES (99, 'a', 'b', '')", "1 messages that are gone"),
    ],
)
async def test_what_drifted_is_found_and_mended(worked_on: Hall, damage: str, says: str) -> None:
    spoil(worked_on, damage)
    (finding,) = check(worked_on.opened)
    assert says in finding
    assert finding.endswith("Run `ttydesk db check --mend`.")
    mend(worked_on.opened)
    assert check(worked_on.opened) == ()
    assert await worked_on.subjects(worked_on.maya, words="subject thanks") == ["Another subject"]


async def test_after_mending_everything_works_on(worked_on: Hall) -> None:
    mend(worked_on.opened)
    (row,) = (await worked_on.page(worked_on.ann)).rows
    await worked_on.changes(worked_on.maya, await worked_on.opens(worked_on.ben), subject="New")
    assert row.reference
    assert check(worked_on.opened) == ()


def folder_of(hall: Hall) -> FolderRoom:
    room = hall.opened.files.room
    assert isinstance(room, FolderRoom)
    return room


async def test_missing_and_changed_bytes_are_named(worked_on: Hall) -> None:
    (digest,) = worked_on.opened.files.digests()
    path = folder_of(worked_on).path_of(digest)
    path.write_bytes(b"not what it was")
    (finding,) = check(worked_on.opened)
    assert finding.startswith("The bytes of vpn.log changed")
    path.unlink()
    (finding,) = check(worked_on.opened)
    assert finding.startswith("The bytes of vpn.log are missing")


async def test_what_only_takes_room_is_told(worked_on: Hall) -> None:
    room = folder_of(worked_on)
    blob = await worked_on.opened.files.put(io.BytesIO(b"nobody's"), at_most=100)
    (room.folder / UNFINISHED / "rest").touch()
    (unfinished,) = check(worked_on.opened)
    assert unfinished.startswith("Unfinished uploads")

    os.utime(room.path_of(blob.sha256), (0, 0))
    spare, _ = check(worked_on.opened)
    assert spare.startswith("1 of the files")
    assert spare.endswith("Run `ttydesk db check --mend`.")
    mend(worked_on.opened)
    assert check(worked_on.opened) == (unfinished,)


async def test_rows_without_their_ticket_need_a_backup(worked_on: Hall) -> None:
    spoil(worked_on, "PRAGMA foreign_keys = OFF")
    with worked_on.opened.store._writing.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("INSERT INTO tags (ticket_id, name, place) VALUES (999, 'lost', 0)")
    assert check(worked_on.opened) == ("Rows of tags belong to rows that are gone. Restore a backup.",)


async def test_entries_newer_than_their_ticket_need_a_backup(worked_on: Hall) -> None:
    spoil(worked_on, "UPDATE entries SET version = 99 WHERE id = 1")
    assert check(worked_on.opened) == ("1 entries are newer than their ticket says. Restore a backup.",)


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
