"""What is pasted comes as one thing, whatever stands in it.

Textual reads a paste letter by letter, and takes what follows an escape sequence inside it for keys: a pasted log could
send a reply.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

KEPT = len(BRACKETED_PASTE_START) - 1
"""Letters that may be the beginning of a mark whose rest is still to come."""


class WholePastes(XTermParser):
    """Textual's parser is given everything but what stands between the marks of a paste."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None  # None: nobody pastes
        self._last = ""  # the letters that came last, as far as they may begin a mark

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasted is None:
                typed, data = self._split(data, BRACKETED_PASTE_START)
                yield from super().feed(typed)
            else:
                pasted, data = self._split(data, BRACKETED_PASTE_END)
                self._pasted.append(pasted)
            if not self._last:
                yield from self._turn()

    def _split(self, data: str, mark: str) -> tuple[str, str]:
        """What comes up to the end of a mark and what follows it; `_last` is empty once the mark is whole."""
        seen = self._last + data
        if (at := seen.find(mark)) < 0:
            self._last = seen[-KEPT:]
            return data, ""
        end = at + len(mark) - len(self._last)
        self._last = ""
        return data[:end], data[end:]

    def _turn(self) -> Iterable[Message]:
        """A mark is whole: a paste begins, or ends and is told."""
        if self._pasted is None:
            self._pasted = []
            return
        text = "".join(self._pasted).removesuffix(BRACKETED_PASTE_END).replace("\x00", "")
        self._pasted = None
        yield events.Paste(text)
        for message in super().feed(BRACKETED_PASTE_END):
            if not isinstance(message, events.Paste):  # of which it has seen nothing
                yield message
