"""`ttydesk db upgrade`: an older desk becomes one of this version; a copy first, then each migration whole."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from core.errors import Refused
from storage import schema, sqlite_driver
from storage.opening import can_not_open, no_desk, refused_version
from storage.place import PRIVATE_FILE, read_url, refuse_network, refuse_what_others_reach
from storage.sqlite_schema import look

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> Path | None:
    """Give the copy that was made before, or None when nothing was due. Raises Refused."""
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
    migrate(path, schema.VERSION)
    return kept


def migrate(path: Path, to: str, scripts: Path | None = None) -> None:
    """Run the migrations that are due up to a version, each in a transaction of its own."""
    from alembic import command
    from alembic.config import Config

    engine = sqlite_driver.engine(path, writes=True, connections=1)
    try:
        with engine.connect() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(scripts or MIGRATIONS).replace("%", "%%"))
            command.upgrade(config, to)
    finally:
        engine.dispose()


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
