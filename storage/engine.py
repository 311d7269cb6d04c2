"""What differs between the databases that can keep a desk; storage/sqlite_engine.py and storage/postgres_engine.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Connection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from storage.words import Phrase

BUSY = "The desk is busy just now. Nothing was written: try again in a moment."
RESTORE = "Restore a backup."
SLOW = "The desk took too long to answer. Try again in a moment."

Indexed = dict[str, Any]
"""A message as the index of words takes it: `entry`, and cut into words `subject`, `body`, `ctx`."""


Receipt = Callable[[Connection], bool | None]
"""Asks by another connection whether a transaction was committed; None while that is not decided."""


class AsksMore(Exception):
    """What is read needs a transaction after all: it has to be read anew, which it may be."""


class Walk(NamedTuple):
    """Through the messages before an entry, the newest first, that hold what is wanted and nothing that is unwanted.

    `facts` are words of `ctx` that they all have, the one that fewest messages have at the end; no more than `walked`
    messages are looked at.
    """

    wanted: Sequence[Phrase]
    unwanted: Sequence[Phrase]
    facts: Sequence[str]
    before: int
    walked: int


class Walked(NamedTuple):
    """What a walk found, each entry with its ticket. `end`: the last entry that it looked at, where it came to its own
    end before it had enough; None where it had, or where the index ended."""

    hits: Sequence[tuple[int, int]]
    end: int | None = None


class WordIndex(Protocol):
    """The index of words over messages and notes: the same words in, the same hits out."""

    def add(self, connection: Connection, rows: Sequence[Indexed]) -> None: ...
    def drop(self, connection: Connection, rows: Sequence[Indexed]) -> None:
        """Take messages out; the rows are as they went in."""
        ...

    def fill(self, connection: Connection, rows: Sequence[Indexed]) -> None:
        """As `add`, of many thousands at once."""
        ...

    def hits(
        self, connection: Connection, walk: Walk, conditions: Sequence[ColumnElement[bool]], enough: int
    ) -> Walked:
        """The first entries of a walk in tickets for which the conditions hold; without conditions a walk is no longer
        than enough. The older ones are not visited."""
        ...

    def make_anew(self, connection: Connection) -> None:
        """Leave it there, empty."""
        ...

    def gone(self, connection: Connection) -> int:
        """How many messages are in it that are not in the desk."""
        ...

    def wrong(self, connection: Connection) -> int:
        """How many messages are missing in it, or not there with all their words."""
        ...


class DeskEngine(Protocol):
    """One database, whichever it is."""

    writers: int
    readers: int
    searchers: int
    """Threads for searches beside those that read, so that no page waits for a search."""
    locks_rows: bool
    """Whether several may write at a time, so that a ticket is locked before it is decided what becomes of it."""

    @property
    def words(self) -> WordIndex: ...
    def connections(self, count: int, *, writes: bool, patient: bool = False) -> Engine:
        """Up to so many connections; `patient` ones may take minutes over a statement."""
        ...

    def snapshot(self) -> AbstractContextManager[Connection]:
        """Reads the desk as it is at one moment, for as long as that takes, and holds up nobody who writes."""
        ...

    def look_after(self) -> None:
        """What the database needs now and then to stay quick."""
        ...

    def moment(self, connection: Connection) -> AbstractContextManager[object]:
        """All that is read in it is of one moment. Raises AsksMore where that has to begin anew."""
        ...

    def interrupt(self, driver: Any) -> None:
        """End what a connection of the driver is doing. May block for a moment."""
        ...

    def is_race(self, error: DBAPIError, tries: int) -> bool:
        """Whether the same may work at once, or when others are done."""
        ...

    def answer(self, error: DBAPIError) -> Exception:
        """What people are told about it; the error itself when it is a fault of the program."""
        ...

    def receipt(self, connection: Connection) -> Receipt | None:
        """Of the transaction that ends now; None where a commit leaves no doubt."""
        ...

    def size_and_room(self, connection: Connection) -> tuple[int, int | None]:
        """The bytes of the database and those left on its disk; None where that can not be known."""
        ...

    def put(self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows as fast as the driver can; they may come with their numbers."""
        ...

    def damage(self, connection: Connection) -> Iterator[str]:
        """What is broken in the database itself, each in a sentence that says what to do."""
        ...
