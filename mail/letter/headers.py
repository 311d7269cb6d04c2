"""The headers of a letter, or of one of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from mail.letter.raw_headers import RawHeader
from mail.letter.words import readable, unfolded


class Headers:
    def __init__(self, raw: Sequence[RawHeader]) -> None:
        self._raw = raw

    def all(self, name: str) -> list[str]:
        """Of all headers of this name, from the top, as they stand there: encoded words are not read yet."""
        return [unfolded(header.value) for header in self._raw if header.name == name]

    def first(self, name: str) -> str:
        """Empty where there is none."""
        return next(iter(self.all(name)), "")

    def said(self, name: str) -> str:
        """The first one, as people read it."""
        return readable(self.first(name))

    def has(self, name: str) -> bool:
        return any(header.name == name for header in self._raw)
