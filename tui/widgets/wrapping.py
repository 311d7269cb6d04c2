"""A message as lines of a given width, measured in cells: prose between words, quotes and code as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

from tui.glyphs import UNICODE

_WORDS = re.compile(r"\S+\s*|\s+")
_QUOTE = re.compile(r"(?:> ?)+")
CODE = "    "


class TextLine(NamedTuple):
    """One line on the screen; `quoted` lines are what somebody cites."""

    text: str
    quoted: bool = False


def body_lines(body: str, width: int, quote: str = UNICODE.quote) -> Iterator[TextLine]:
    """The lines of a message that went through `safe`, one after the other, so that a reader pays for what is shown."""
    for paragraph in body.split("\n"):
        if cited := _QUOTE.match(paragraph):
            for line in wrapped(paragraph[cited.end() :], width - 2):
                yield TextLine(f"{quote} {line}".rstrip(), quoted=True)
        elif paragraph.startswith(CODE):
            yield from (TextLine(line) for line in chopped(paragraph.rstrip(), width))
        else:
            yield from (TextLine(line) for line in wrapped(paragraph, width))


def wrapped(paragraph: str, width: int) -> Iterator[str]:
    """Lines of at most `width` cells, broken between words where that is possible."""
    width = max(1, width)
    if len(paragraph) <= width and paragraph.isascii():
        yield paragraph.rstrip()
        return
    line, used = "", 0
    for word in _WORDS.findall(paragraph):
        bare = word.rstrip()
        if used + cell_len(bare) > width and line.strip():
            yield line.rstrip()
            line, used = "", 0
        if used + cell_len(bare) > width:  # a word that is longer than a line, or too long for its indent
            *full, rest = chopped(line + bare, width)
            yield from full
            line, used, word = "", 0, rest + word[len(bare) :]
        line += word
        used += cell_len(word)
    yield line.rstrip()


def chopped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken wherever the width ends, never through a wide character."""
    width = max(1, width)
    if text.isascii():
        return [text[start : start + width] for start in range(0, len(text), width)] or [""]
    return chop_cells(text, width) or [""]
