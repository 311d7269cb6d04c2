"""Before an upgrade on a server: all that it keeps is written down as it is, in a file that `ttydesk db restore` takes.

The files of tickets are not in it: they stay where they are, and no upgrade changes them.
"""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from core.copies import Kind
from core.errors import Refused
from core.safe_text import safe_name
from storage.archive import FORMAT, Head
from storage.archive_file import put_file
from storage.archiving import write_rows
from storage.older_copies import tables_then
from storage.place import make_folder, users_files
from storage.postgres_engine import PostgresEngine
from storage.schema import desk


def keep_copy(engine: PostgresEngine, version: str) -> Path:
    """In the user's data folder, named by the database and by the version of its tables. Raises Refused."""
    name = safe_name(str(engine.address.database)).replace("/", "_")
    path = _unused(users_files().parent, f"{name}.before-upgrade-from-{version}")
    try:
        make_folder(path.parent)
    except OSError as error:
        raise Refused(f"The copy {path} can not be made: {error.strerror}. Make room for it, then try again.") from None
    try:
        with engine.snapshot() as connection:
            row = connection.execute(select(desk.c.id, desk.c.made_at)).one()
            head = Head(Kind.BACKUP.value, FORMAT, version, "", row.id, row.made_at, int(time.time() * 1000))
            tables = tables_then(connection, Kind.BACKUP)
            put_file(path, Kind.BACKUP, lambda out: write_rows(connection, tables, out, head))
    except DBAPIError as error:
        raise engine.answer(error) from error
    return path


def _unused(folder: Path, name: str) -> Path:
    """A second copy never replaces the first."""
    path, nth = folder / name, 0
    while path.exists():
        nth += 1
        path = folder / f"{name}-{nth}"
    return path
