"""What a desk on SQLite needs now and then: to know how many rows its tables have, and a short journal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storage import schema, sqlite_driver

GREW = 2
"""A table is counted again when it has so many times the rows that it had; or so many times fewer."""
FEW = 1000
"""Below so many rows every plan is a good one."""
WAITS = 5_000  # milliseconds

_KNOWN = "SELECT max(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = ?"


def look_after(path: Path) -> None:
    """Each table in a transaction of its own: who writes waits for one of them at most, about a second for a million.
    Raises TryLater."""
    connection = sqlite_driver.connect(path)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # a backup may have kept it from being written back
        connection.execute(f"PRAGMA busy_timeout = {WAITS}")
        connection.execute("PRAGMA analysis_limit = 0")  # a glance at some rows chooses wrong plans
        for table in _that_grew(connection):
            connection.execute(f"ANALYZE {table}")
    except sqlite_driver.Error as error:
        raise sqlite_driver.answer(error) from error
    finally:
        connection.close()


def _that_grew(connection: Any) -> list[str]:
    knows = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()
    return [name for name in schema.metadata.tables if _grew(connection, name, knows=bool(knows))]


def _grew(connection: Any, table: str, *, knows: bool) -> bool:
    (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  names of ours
    (known,) = connection.execute(_KNOWN, (table,)).fetchone() if knows else (None,)
    return bool(rows > FEW and not (known or 0) / GREW < rows < (known or 0) * GREW)
