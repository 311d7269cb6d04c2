"""Which rows of a list are marked: single ones, and a range while it is being drawn."""

from __future__ import annotations

from collections.abc import Iterable


class Marks:
    """Marked rows by their identity, in the order in which they were marked."""

    def __init__(self) -> None:
        self._marked: dict[str, None] = {}
        self.range_from: str | None = None
        """Where a range began that is not closed yet."""

    def __len__(self) -> int:
        return len(self._marked)

    def __contains__(self, key: object) -> bool:
        return key in self._marked

    def keys(self) -> tuple[str, ...]:
        return tuple(self._marked)

    def toggle(self, key: str) -> None:
        if key in self._marked:
            del self._marked[key]
        else:
            self._marked[key] = None

    def add(self, keys: Iterable[str]) -> None:
        self._marked.update(dict.fromkeys(keys))

    def drop(self, keys: Iterable[str]) -> None:
        """Rows that are no longer in the list: nothing is done to what can not be seen."""
        for key in keys:
            self._marked.pop(key, None)

    def clear(self) -> None:
        self._marked.clear()
        self.range_from = None

    def close_range(self, keys: Iterable[str]) -> None:
        """Mark the rows that the range has reached; it grows no more."""
        self.add(keys)
        self.range_from = None
