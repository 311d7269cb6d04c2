"""Fields of a form: label, bar, what is typed, and the sentence that says what to do when it can not be taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from core.safe_text import safe_line
from tui.glyphs import glyphs_of
from tui.widgets.line import Line

BEFORE_HINT = 3
PASTE_AT_MOST = 256 * 1024
"""Letters in one paste: laying out a longer one would hold up everything else."""


class Complaint(Static):
    """The sentence right under a field; away while there is nothing to say."""

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.display = False

    def say(self, sentence: str) -> None:
        self.display = bool(sentence)
        self.update(Line(f"{glyphs_of(self.app).error} {sentence}", "late").content() if sentence else Content(""))


class Labelled(Widget):
    """A part of a form with a label above and room for a complaint below."""

    can_focus = False

    def __init__(self, label: str, *, hint: str = "", id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.label = label
        self.hint = hint
        self.complaint = ""
        self.sentence = Complaint(classes="complaint")

    def compose_label(self) -> Static:
        return Static(self.label_words(), classes="label")

    def label_words(self) -> Content:
        hint = (" " * BEFORE_HINT + safe_line(self.hint), "$muted not bold") if self.hint else ""
        return Content.assemble(safe_line(self.label), hint)

    def complain(self, sentence: str) -> None:
        """Say what to do, or with "" that all is well."""
        self.complaint = sentence
        self.set_class(bool(sentence), "-wrong")
        self.sentence.say(sentence)

    def on_descendant_focus(self) -> None:
        """Show the label and the complaint too, where the form has to scroll."""
        self.call_after_refresh(self.scroll_visible, animate=False)

    def take_focus(self) -> None:
        """Put the focus where one can mend it."""
        for child in self.query("*"):
            if child.focusable:
                child.focus()
                return


class OneLine(Input):
    """An input that never blinks and pastes at most what it may hold."""

    def __init__(self, **options: Any) -> None:
        super().__init__(select_on_focus=False, **options)
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        event.text = event.text[: self.max_length or PASTE_AT_MOST]


class Field(Labelled):
    """One line of text."""

    @dataclass
    class Changed(Message):
        field: Field
        value: str

        @property
        def control(self) -> Field:
            return self.field

    @dataclass
    class Submitted(Message):
        """`enter` was pressed in it."""

        field: Field
        value: str

        @property
        def control(self) -> Field:
            return self.field

    def __init__(
        self,
        label: str,
        *,
        value: str = "",
        placeholder: str = "",
        hint: str = "",
        password: bool = False,
        max_length: int = 200,
        suggester: Suggester | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(label, hint=hint, id=id)
        self.input = OneLine(
            value=value, placeholder=placeholder, password=password, max_length=max_length, suggester=suggester
        )

    def compose(self) -> ComposeResult:
        yield self.compose_label()
        yield self.input
        yield self.sentence

    @property
    def value(self) -> str:
        return self.input.value

    @value.setter
    def value(self, text: str) -> None:
        self.input.value = text

    @on(Input.Changed)
    def _changed(self, changed: Input.Changed) -> None:
        changed.stop()
        if self.complaint:
            self.complain("")
        self.post_message(self.Changed(self, changed.value))

    @on(Input.Submitted)
    def _submitted(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        self.post_message(self.Submitted(self, submitted.value))


class TextBox(TextArea, inherit_bindings=False):
    """Several lines of text as typed. `tab` leaves it, and the function keys belong to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in Binding.make_bindings(TextArea.BINDINGS) if binding.key not in ("f6", "f7")
    ]

    @dataclass
    class PasteRefused(Message):
        """What was pasted is too long for a message."""

        box: TextBox
        letters: int

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(text, id=id, classes=classes, highlight_cursor_line=False)
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        if len(event.text) > PASTE_AT_MOST:
            event.prevent_default()
            event.stop()
            self.post_message(self.PasteRefused(self, len(event.text)))


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

    @on(TextBox.PasteRefused)
    def _refused(self, refused: TextBox.PasteRefused) -> None:
        refused.stop()
        self.complain(f"That has {refused.letters} letters, too many to paste. Save it as a file and attach it.")


class Mendable(Protocol):
    """What `complain_all` can point at."""

    def complain(self, sentence: str) -> None: ...
    def take_focus(self) -> None: ...


def complain_all(complaints: Iterable[tuple[Mendable, str]]) -> int:
    """Say each sentence under its field and go to the first one that has any. Gives how many there are to fix."""
    first: Mendable | None = None
    count = 0
    for field, sentence in complaints:
        field.complain(sentence)
        count += bool(sentence)
        first = first or (field if sentence else None)
    if first is not None:
        first.take_focus()
    return count
