"""Fields of a form: label, bar, what is typed, and the sentence that says what to do when it can not be taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from core.safe_text import safe_line
from tui.glyphs import glyphs_of
from tui.widgets.line import Line, lines
from tui.widgets.one_line import OneLine
from tui.widgets.wrapping import wrapped

BEFORE_HINT = 3


class Complaint(Static):
    """The sentence right under a field; away while there is nothing to say."""

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.sentence = ""
        self.display = False

    def say(self, sentence: str) -> None:
        self.display = bool(sentence)
        self.sentence = sentence
        self._draw()

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)  # right now its height would be kept

    def _draw(self) -> None:
        """Under its own words where it takes two lines, so that the sign stands alone."""
        around = self.size.width or (self.parent.size.width if isinstance(self.parent, Widget) else 0)
        parts = list(wrapped(safe_line(self.sentence), max(around, 20) - 2)) if self.sentence else []
        signs = (f"{glyphs_of(self.app).error} ", *["  "] * len(parts))
        self.update(lines(Line(sign + part, "late") for sign, part in zip(signs, parts, strict=False)))


class Label(Static):
    """What a part of a form is called. A click on it is one on what it names."""

    def on_click(self) -> None:
        if isinstance(self.parent, Labelled):
            self.parent.take_focus()


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
        return Label(self.label_words(), classes="label")

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
        if self.input.has_focus:  # whoever types on does so behind it
            self.input.cursor_position = len(self.input.value)

    @on(Input.Changed)
    def _changed(self, changed: Input.Changed) -> None:
        changed.stop()
        if self.complaint:
            self.complain("")
        self.post_message(self.Changed(self, changed.value))

    @on(OneLine.Cut)
    def _cut(self, cut: OneLine.Cut) -> None:
        cut.stop()
        self.complain(f"Only {cut.room:,} letters fit here: the end of what was pasted is left out.")

    @on(Input.Submitted)
    def _submitted(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        self.post_message(self.Submitted(self, submitted.value))


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
