"""The lines of headers as bytes: where they end, and what each says once it is unfolded.

They end where mail servers let them end: at the first line that is none. Whoever checked a letter on its way here and
whoever reads it must see the same headers.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mail.letter.limits import NotReadable

_LINE = re.compile(rb"([!-9;-~]{1,200})([ \t]*):")
_BOX_LINE = (b"From ", b">From ")
"""How a program begins a letter that it takes from a mailbox file."""


class RawHeader(NamedTuple):
    """`name` is lower-case, `value` one line. `is_exact`: no blank stands between the name and the colon. Programs
    differ in whether such a line is a header of that name."""

    name: str
    value: bytes
    is_exact: bool = True


def split_headers(
    raw: bytes, start: int = 0, end: int | None = None, *, at_most: int | None = None
) -> tuple[list[RawHeader], int]:
    """The headers that begin at `start`, and where the body begins. Raises NotReadable past `at_most` bytes."""
    end = len(raw) if end is None else end
    found: list[tuple[str, list[bytes], bool]] = []
    position = start
    while position < end:
        if at_most is not None and position - start > at_most:
            raise NotReadable(f"It has more than {at_most // 1024} KiB of headers.")
        after = raw.find(b"\n", position, end) + 1 or end
        if at_most is not None and after - position > at_most:
            raise NotReadable(f"It has a header of more than {at_most // 1024} KiB.")
        line = raw[position:after].rstrip(b"\r\n")
        if not line:
            return _joined(found), after
        if line[:1] in b" \t" and found:
            found[-1][1].append(line)
        elif begun := _LINE.match(line):
            found.append((begun[1].decode("ascii").lower(), [line[begun.end() :]], not begun[2]))
        elif found or position > start or not line.startswith(_BOX_LINE):
            break
        position = after
    return _joined(found), position


def first_line(raw: bytes) -> int:
    """Where a letter begins behind blank lines that a program put before it."""
    return len(raw) - len(raw.lstrip(b"\r\n"))


def _joined(found: list[tuple[str, list[bytes], bool]]) -> list[RawHeader]:
    return [RawHeader(name, _one_line(pieces), is_exact) for name, pieces, is_exact in found]


def _one_line(pieces: list[bytes]) -> bytes:
    return b" ".join(piece.strip(b" \t\r") for piece in pieces).strip()
