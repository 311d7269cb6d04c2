"""`ttydesk db upgrade`: an older desk becomes one of this version; a copy first, then each migration whole."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from core.errors import Refused
from core.upkeep import Upgraded
from storage import schema, sqlite_driver
from storage.migrating import migrate
from storage.opened import refused_version
from storage.place import PRIVATE_FILE, is_of_a_server, read_url, refuse_network, refuse_what_others_reach
from storage.sqlite_engine import SqliteEngine
from storage.sqlite_opening import can_not_open, no_desk
from storage.sqlite_schema import look


def upgrade(url: str) -> Upgraded | None:
    """Bring a desk to this version; None when nothing was due. Raises Refused."""
    if is_of_a_server(url):
        from storage.postgres_upgrading import upgrade_on_server  # a desk in a file needs no driver of PostgreSQL

        return upgrade_on_server(url)
    sqlite_driver.refuse_old_library()
    path = read_url(url)
    if not path.is_file():
        raise no_desk(path)
    refuse_network(path)
    refuse_what_others_reach(path)
    try:
        version = look(path).version
    except (DBAPIError, sqlite_driver.Error) as error:
        raise can_not_open(path, error) from error
    if version is None:
        raise no_desk(path)
    if version == schema.VERSION:
        return None
    if not version or version > schema.VERSION:
        raise refused_version(path, version) or Refused(f"{path} is no desk.")
    kept = _keep_copy(path, version)
    migrate(SqliteEngine(path), schema.VERSION)
    return Upgraded(kept)


def _keep_copy(path: Path, version: str) -> Path:
    """A copy beside the database, named by its version; a second one never replaces the first."""
    nth = 0
    while True:
        kept = path.with_name(f"{path.name}.before-upgrade-from-{version}{f'-{nth}' if nth else ''}")
        try:
            os.close(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        except FileExistsError:
            nth += 1
            continue
        try:
            sqlite_driver.copy(path, kept)
        except (sqlite_driver.Error, OSError) as error:
            kept.unlink()
            raise Refused(f"There is no room for the copy {kept} ({error}). Make room, then upgrade again.") from error
        return kept
