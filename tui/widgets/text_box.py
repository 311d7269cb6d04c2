"""Several lines of text as typed: by itself in the composer, and as the message of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.message import Message
from textual.widgets import TextArea

from core.tickets import BODY_AT_MOST
from tui.messages import LeftOut
from tui.widgets.form import Labelled

LINES_AT_MOST = 5_000
LINE_AT_MOST = 16 * 1024
"""Bytes of one line. Each letter that is typed lays out its whole line again, and a new width lays out all lines."""


class TextBox(TextArea, inherit_bindings=False):
    """`tab` leaves it, and the function keys belong to the screen. It holds what a conversation holds, and no more:
    everything else would have to wait while a longer text is laid out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in Binding.make_bindings(TextArea.BINDINGS) if binding.key not in ("f6", "f7")
    ]

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(text, id=id, classes=classes, highlight_cursor_line=False)
        self.cursor_blink = False

    def edit(self, edit: Edit) -> EditResult:
        """Every way into the text leads through here."""
        if edit.text and not self._has_room(edit.text):
            self.post_message(LeftOut(edit.text))
            return EditResult(self.cursor_location, "")
        return super().edit(edit)

    def _has_room(self, text: str) -> bool:
        if len(text) > BODY_AT_MOST or _bytes(text) + _bytes(self.text) > BODY_AT_MOST:
            return False
        lines = f"{text}.".splitlines()  # the end of a line is the beginning of the next
        beside = _bytes(self.document[self.cursor_location[0]])
        return (
            self.document.line_count + len(lines) - 1 <= LINES_AT_MOST
            and max(map(_bytes, lines)) + beside <= LINE_AT_MOST
        )


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


class Area(Labelled):
    """A message in a form."""

    @dataclass
    class Changed(Message):
        area: Area

        @property
        def control(self) -> Area:
            return self.area

    def __init__(self, label: str, *, text: str = "", hint: str = "", id: str | None = None) -> None:
        super().__init__(label, hint=hint, id=id)
        self.box = TextBox(text)

    def compose(self) -> ComposeResult:
        yield self.compose_label()
        yield self.box
        yield self.sentence

    @property
    def text(self) -> str:
        return self.box.text

    @text.setter
    def text(self, text: str) -> None:
        self.box.text = text

    @on(TextArea.Changed)
    def _changed(self, changed: TextArea.Changed) -> None:
        changed.stop()
        if self.complaint:
            self.complain("")
        self.post_message(self.Changed(self))
