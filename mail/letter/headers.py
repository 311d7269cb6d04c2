"""The headers of a letter, or of one of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from mail.letter.raw_headers import RawHeader
from mail.letter.words import readable, unfolded


class Headers:
    def __init__(self, raw: Sequence[RawHeader]) -> None:
        self._values: dict[str, list[bytes]] = {}
        self._exact: dict[str, list[bytes]] = {}
        for header in raw:
            self._values.setdefault(header.name, []).append(header.value)
            if header.is_exact:
                self._exact.setdefault(header.name, []).append(header.value)

    def all(self, name: str) -> list[str]:
        """Of all headers of this name, from the top, as they stand there: encoded words are not read yet."""
        return [unfolded(value) for value in self._values.get(name, ())]

    def exactly(self, name: str) -> list[str]:
        """The same without those that other programs may not take for headers of this name: for what is believed."""
        return [unfolded(value) for value in self._exact.get(name, ())]

    def first(self, name: str) -> str:
        """Empty where there is none."""
        return unfolded(self._values[name][0]) if name in self._values else ""

    def said(self, name: str) -> str:
        """The first one, as people read it."""
        return readable(self.first(name))

    def has(self, name: str) -> bool:
        return name in self._values
