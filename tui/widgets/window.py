"""The part of a long list that is in memory: one contiguous run of rows, fetched page by page at either end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Generic, TypeVar

R = TypeVar("R")


class Direction(Enum):
    """Which rows are wanted."""

    FIRST = "the first rows of the list"
    LAST = "the last rows of the list"
    BEFORE = "the rows before the cursor"
    AFTER = "the rows after the cursor"
    AGAIN = "the rows in the window, as they are now: those after the cursor, or the first ones without a cursor"


class Window(Generic[R]):
    """Rows with an identity. `offset` is the place of the first row in the whole list, None where nobody knows."""

    def __init__(self, key_of: Callable[[R], str], at_most: int) -> None:
        self._key_of = key_of
        self._at_most = at_most
        self.rows: list[R] = []
        self.before = False
        self.after = False
        self.offset: int | None = 0
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def key(self, index: int) -> str:
        return self._key_of(self.rows[index])

    def keys(self) -> list[str]:
        return list(self._places)

    def place(self, key: str | None) -> int | None:
        """Where the row with this identity stands in the window."""
        return None if key is None else self._places.get(key)

    def put(self, direction: Direction, rows: Sequence[R], *, before: bool, after: bool, total: int | None) -> int:
        """Take a page in, and let rows go at the far end. Gives by how many places the rows that stay moved down."""
        if direction is Direction.BEFORE:
            moved = self._put_before(rows, before)
        elif direction is Direction.AFTER:
            moved = self._put_after(rows, after)
        else:
            self._put_all(direction, rows, before, after, total)
            moved = 0
        self._number()
        return moved

    def _put_all(self, direction: Direction, rows: Sequence[R], before: bool, after: bool, total: int | None) -> None:
        if not before:
            self.offset = 0
        elif direction is Direction.LAST:
            self.offset = None if total is None else max(total - len(rows), 0)
        self.rows, self.before, self.after = list(rows), before, after

    def _put_before(self, rows: Sequence[R], before: bool) -> int:
        known = {self._key_of(row) for row in rows}
        staying = [row for row in self.rows if self._key_of(row) not in known]
        gone_ahead = len(self.rows) - len(staying)
        self.rows = [*rows, *staying]
        self.before = before
        if len(self.rows) > self._at_most:
            del self.rows[self._at_most :]
            self.after = True
        if self.offset is not None:
            self.offset = max(self.offset - len(rows) + gone_ahead, 0) if before else 0
        return len(rows) - gone_ahead

    def _put_after(self, rows: Sequence[R], after: bool) -> int:
        known = {self._key_of(row) for row in rows}
        staying = [row for row in self.rows if self._key_of(row) not in known]
        self.rows = [*staying, *rows]
        self.after = after
        surplus = max(len(self.rows) - self._at_most, 0)
        if surplus:
            del self.rows[:surplus]
            self.before = True
            if self.offset is not None:
                self.offset += surplus
        return -surplus

    def _number(self) -> None:
        self._places = {self._key_of(row): place for place, row in enumerate(self.rows)}
