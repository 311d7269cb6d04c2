"""The terminal at the other end of a connection, as far as one believes what its program says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

SMALLEST, LARGEST = (20, 5), (500, 200)
CELLS_AT_MOST = 40_000
"""Of a whole window: every one of them is drawn when its size changes. The largest screens have fewer."""
USUAL = (80, 24)
DUMB = "dumb"
UNKNOWN = "xterm-256color"
"""What is said of a terminal whose own name is no name."""
UTF8 = {"LANG": "C.UTF-8"}
"""Most programs send no locale, and nearly all terminals of today show UTF-8."""

_NAME = re.compile(r"[A-Za-z0-9+._-]{1,64}\Z")
_VALUE = re.compile(r"[A-Za-z0-9+._@;:-]{0,64}\Z")
_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")
BELIEVED = frozenset({"COLORTERM", "COLORFGBG", "NO_COLOR", *_LOCALE})
"""The variables that are looked at; all others are nothing to us."""


@dataclass(frozen=True, slots=True)
class ClientTerminal:
    """Its kind, its size, and what else it says."""

    kind: str = UNKNOWN
    size: tuple[int, int] = USUAL
    variables: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, columns: int, lines: int) -> Self:
        return cls(kind if _NAME.match(kind) else UNKNOWN, clamped(columns, lines))

    def with_variables(self, sent: Mapping[bytes, bytes]) -> ClientTerminal:
        read = {_text(name): _text(value) for name, value in sent.items()}
        return replace(self, variables={name: text for name, text in read.items() if name in BELIEVED and _fits(text)})

    @property
    def is_dumb(self) -> bool:
        """Whether it can show lines only."""
        return self.kind in (DUMB, "unknown")

    @property
    def environment(self) -> Mapping[str, str]:
        """What a program on this terminal would find in its environment."""
        has_locale = any(self.variables.get(name) for name in _LOCALE)
        return {**({} if has_locale else UTF8), **self.variables, "TERM": self.kind}


def clamped(columns: int, lines: int) -> tuple[int, int]:
    """A size that can be drawn, whatever was asked for; nothing at all means the usual one."""
    (least_columns, least_lines), (most_columns, most_lines) = SMALLEST, LARGEST
    columns, lines = columns or USUAL[0], lines or USUAL[1]
    columns = max(least_columns, min(columns, most_columns))
    return columns, max(least_lines, min(lines, most_lines, CELLS_AT_MOST // columns))


def _text(sent: bytes) -> str:
    return sent.decode("ascii", "replace")


def _fits(value: str) -> bool:
    return _VALUE.match(value) is not None
