"""What a copy of a desk holds: an export, a backup, or what was made of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """An export is for other programs and other databases; a backup holds, beside all of it, who is signed in
    where, and letters as they came in."""

    EXPORT = "export"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Copied:
    """`rows` counts those of each table; `missing` names attachments whose bytes were lost; `place` is where the files
    of a desk that was made are."""

    kind: Kind
    desk_id: str
    made_at: int
    rows: Mapping[str, int]
    files: int
    missing: tuple[str, ...] = ()
    place: str = ""

    @property
    def tickets(self) -> int:
        return self.rows.get("tickets", 0)
