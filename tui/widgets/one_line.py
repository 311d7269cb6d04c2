"""One line that people type in: of a form, of a panel, of a search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.message import Message
from textual.widgets import Input

LINE_AT_MOST = 1_000
"""Letters of one line, where it is not said otherwise: laying out more would hold up everything else."""
_LINE_ENDS = re.compile(r"[ \t]*[\r\n]+[ \t]*")


class OneLine(Input):
    """An input that never blinks. Of what is pasted it takes what it has room for, and says so when it is not all."""

    @dataclass
    class Cut(Message):
        """What was pasted is longer than the line, which holds so many letters."""

        room: int

    known_as = "this field"

    def __init__(self, *, max_length: int = LINE_AT_MOST, **options: Any) -> None:
        super().__init__(select_on_focus=False, max_length=max_length, **options)
        self.cursor_blink = False
        self._holds = max_length

    def on_paste(self, event: events.Paste) -> None:
        line = _LINE_ENDS.sub(" ", event.text[: 2 * self._holds].strip("\r\n"))
        room = max(0, self._holds - len(self.value) + len(self.selected_text))
        if len(line) > room:
            self.call_later(self.post_message, self.Cut(self._holds))  # behind the change, which says all is well
        event.text = line[:room]
