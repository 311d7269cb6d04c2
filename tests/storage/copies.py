"""Copies of a desk for tests: made in memory, and made into a desk again."""

from __future__ import annotations

import io
from pathlib import Path

from core.copies import Copied, Kind
from storage.archiving import write_archive
from storage.opened import OpenedStore
from storage.restoring import restore

THEN = 1_763_975_400_000


def lines_of(opened: OpenedStore, kind: Kind = Kind.EXPORT) -> bytes:
    out = io.BytesIO()
    write_archive(opened, out, kind, "1.0", THEN, lambda done: None)
    return out.getvalue()


def made_of(lines: bytes, url: str, data: Path | None = None, *, replace: bool = False) -> Copied:
    return restore(url, data, io.BytesIO(lines), replace=replace, told=lambda done: None)
