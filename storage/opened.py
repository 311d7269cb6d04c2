"""A desk that is open, whichever engine keeps it, and the version of its tables that this program can open."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.errors import Refused
from storage import schema
from storage.database import Database
from storage.feed import ChangeFeed
from storage.files import BlobFiles, Room, is_desk_id
from storage.passwords import Argon2Passwords

if TYPE_CHECKING:
    from storage.bucket import Bucket


class OpenedStore(NamedTuple):
    """A desk that is open: the parts that core/reception.py takes. `desk_id` names the desk wherever it is moved."""

    store: Database
    files: BlobFiles
    passwords: Argon2Passwords
    feed: ChangeFeed
    desk_id: str

    async def close(self) -> None:
        """Let what was handed in end, then close everything."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        self.feed.close()
        self.passwords.close()
        self.store.close()


class Found(NamedTuple):
    """What lies where a desk is looked for: `version` is the migration that made its tables, None where there are none.

    It is empty for tables that are not a desk's. What follows is there for this version's tables only: `position` and
    `revision` are what a feed goes on from.
    """

    version: str | None
    desk_id: str = ""
    position: int = 0
    revision: str = ""


def files_in(place: Path | Bucket, desk_id: str) -> BlobFiles:
    """The files of one desk; a place may keep those of many. Raises Refused for an id that would lead out of it."""
    if not is_desk_id(desk_id):
        raise Refused("The id of the desk in this database is not one that ttydesk gave. Restore a backup of the desk.")

    def open_room() -> Room:
        if isinstance(place, Path):
            from storage.files_in_folder import FolderRoom  # no list needs a file

            return FolderRoom(place / desk_id)
        from storage.files_in_bucket import BucketRoom  # its library is heavy, and few desks have a bucket

        return BucketRoom(place, desk_id)

    return BlobFiles(open_room)


def refused_version(place: Path | str, version: str) -> Refused | None:
    """Why tables of this version can not be used as they are; None when they can."""
    if version == schema.VERSION:
        return None
    if not version:
        return Refused(f"{place} holds something else than a desk. Give another place with --db.")
    if version > schema.VERSION:
        return Refused(f"{place} was made by a newer ttydesk. Use that one, or a newer one.")
    return Refused(f"{place} was made by an older ttydesk. Run `ttydesk db upgrade`; it keeps a copy first.")
