"""`db check` finds what is broken and says what to do; `--mend` makes anew what follows from other rows."""

from __future__ import annotations

import io
import os

import pytest

from storage.checking import check
from storage.files_in_folder import UNFINISHED, FolderRoom
from storage.mending import mend
from tests.storage.hall import Hall
from tests.storage.worked_on import spoil, worked_on

__all__ = ["worked_on"]


async def test_a_desk_that_was_worked_on_is_clean(worked_on: Hall) -> None:
    assert check(worked_on.opened) == ()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE counters SET tickets = tickets + 1", "counters of tickets are wrong"),
        ("DELETE FROM counters", "counters of tickets are wrong"),
        ("UPDATE participants SET closed = NOT closed WHERE ticket_id = 1", "1 tickets stand in the wrong place"),
        ("UPDATE tickets SET last_message = 0 WHERE id = 1", "1 tickets do not know their last message"),
        ("UPDATE entries SET body = body || ' and more' WHERE id = 1", "does not find 1 messages"),
        (
            {
                "sqlite": "DELETE FROM entry_words_docsize WHERE id = 1",
                "postgresql": "DELETE FROM entry_words WHERE entry_id = 1",
            },
            "does not find 1 messages",
        ),
        (
            {
                "sqlite": "INSERT INTO entry_words (rowid, subject, body, ctx) VALUES (99, 'a', 'b', '')",
                "postgresql": "INSERT INTO entry_words (entry_id, words) VALUES (99, array_to_tsvector('{a}'))",
            },
            "1 messages that are gone",
        ),
    ],
)
async def test_what_drifted_is_found_and_mended(
    worked_on: Hall, url: str, damage: str | dict[str, str], says: str
) -> None:
    spoil(worked_on, damage if isinstance(damage, str) else damage[url.partition(":")[0]])
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


async def test_entries_newer_than_their_ticket_need_a_backup(worked_on: Hall) -> None:
    spoil(worked_on, "UPDATE entries SET version = 99 WHERE id = 1")
    assert check(worked_on.opened) == ("1 entries are newer than their ticket says. Restore a backup.",)
