"""The way out to the terminal: only what Textual itself says passes, everything else becomes a visible token.

Textual and Rich do not stop escape sequences in text, so two doors stand behind `core.safe_text`, for the day on which
somebody forgets it, and for what a person pastes into a field:
- `VisibleText` looks at each piece of text before it gets its colours;
- `Gate` looks at all that is written to the terminal. It knows Textual's grammar (measured): whole control writes, and
  frames made of text, colours and cursor addresses. OSC 52 passes once for each copy that a person asked for, OSC 8
  never.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter

from core.safe_text import safe

_MODES = "7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048"
_CONTROL = re.compile(
    rf"\x1b\[\?(?:{_MODES})[hl]"  # modes: alternate screen, cursor, mouse, paste, synchronised output
    r"|\x1b\[\?(?:2026|2048)\$p"  # questions whether the terminal knows them
    r"|\x1b\[>\d{1,2}u|\x1b\[<u"  # kitty's keyboard
    r"|\x1b\]22;[a-z-]{0,20}\x07"  # shape of the pointer
)
_COPY = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/]*=*\x07")
# What may not stand in a frame. An escape may begin a colour or a cursor address and nothing else.
_HARMFUL = (
    "\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f"  # controls, but for line feed and escape
    "\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # unseen
    "\ud800-\udfff"  # halves of letters, which can not be encoded
)
_STRANGE = re.compile(rf"\x1b(?!\[[0-9;]*m|\[\d*;\d*H)|[{_HARMFUL}]")
_STRANGE_TEXT = re.compile(rf"[\x1b{_HARMFUL}]")

SENTENCE_SIGNS = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "~", "·": "."}
"""Signs that may stand in sentences, and what a terminal with plain glyphs gets for them."""
_PLAIN = str.maketrans(SENTENCE_SIGNS)


class Gate:
    """Lets Textual's own output through and makes the rest visible."""

    def __init__(self) -> None:
        self._copies = 0

    def expect_copy(self) -> None:
        """A person has asked for something to be copied: let the next OSC 52 pass."""
        self._copies += 1

    def let_through(self, written: str) -> str:
        """What may be written to the terminal in place of this."""
        if _CONTROL.fullmatch(written):
            return written
        if self._copies and _COPY.fullmatch(written):
            self._copies -= 1
            return written
        return _STRANGE.sub(_token, written)


class VisibleText(LineFilter):
    """Makes controls visible in what widgets draw, where text can still be told from Textual's own sequences.

    Here even a plain change of colour that stands in a text is caught: on its way out it would look like one of ours.
    The line keeps its width, or it would push what stands beside it out of the window.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        line = "".join([text for text, _, _ in segments])
        if line.isprintable() or not _STRANGE_TEXT.search(line):  # the first is true of nearly every line, and quick
            return segments
        seen = [Segment(_STRANGE_TEXT.sub(_token, text), style) for text, style, _ in segments]
        return Segment.adjust_line_length(seen, Segment.get_line_length(segments), pad=False)


class PlainWords(LineFilter):
    """Quotes, dashes and the like of sentences in the form that every terminal has, for those that draw plain glyphs.

    Each stays one cell, so nothing moves.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        if all(text.isascii() for text, _, _ in segments):
            return segments
        return [Segment(text.translate(_PLAIN), style) for text, style, _ in segments]


def gated(driver: type[Driver]) -> type[Driver]:
    """The same driver, writing through a gate of its own."""

    def write(self: Any, data: str) -> None:
        driver.write(self, self.gate.let_through(data))

    def begin(self: Any, *args: Any, **options: Any) -> None:
        self.gate = Gate()
        driver.__init__(self, *args, **options)

    return type(f"Gated{driver.__name__}", (driver,), {"__init__": begin, "write": write, "__doc__": driver.__doc__})


def local_driver() -> type[Driver]:
    """The driver for the terminal that the program was started in."""
    if sys.platform == "win32":
        from textual.drivers.windows_driver import WindowsDriver

        return gated(WindowsDriver)
    from tui.terminal import TerminalDriver

    return gated(TerminalDriver)


def expect_copy(app: App[Any]) -> None:
    """Call this right before `super().copy_to_clipboard(...)`; without it nothing leaves for the clipboard."""
    gate = getattr(app._driver, "gate", None)  # noqa: SLF001
    if isinstance(gate, Gate):
        gate.expect_copy()


def _token(found: re.Match[str]) -> str:
    letter = found[0][0]
    shown = safe(letter)
    return shown if shown != letter else f"<U+{ord(letter):04X}>"
