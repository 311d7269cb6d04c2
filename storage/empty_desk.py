"""Where a desk may be made out of an archive; storage/sqlite_restoring.py and storage/postgres_restoring.py make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from core.errors import Refused
from storage.engine import DeskEngine
from storage.files import BlobFiles


@dataclass(slots=True)
class EmptyDesk:
    """In a transaction that is committed when all went well. The tables are there, empty.

    `files` gives the place of a desk's files by its id. `in_doubt`: the commit failed, and yet it may have been kept.
    """

    connection: Connection
    engine: DeskEngine
    files: Callable[[str], BlobFiles]
    in_doubt: bool = False


def somebody_is_here() -> Refused:
    return Refused("There is a desk already, with people in it. Name another database, or replace it: --replace.")
