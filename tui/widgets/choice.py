"""One of several, chosen in a form: `◉ Network   ○ Accounts`, or a row for each with columns; where they have no room
side by side, all but the last one stand under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.form import BEFORE_HINT, Labelled
from tui.widgets.keys import MOVE
from tui.widgets.line import Line

BETWEEN = 3
UNDER = 4
"""Where the words begin that stand under their option: under its own."""


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen: `glyph` is the name of a glyph, `columns` are words beside the label."""

    value: str
    label: str
    glyph: str = ""
    columns: tuple[str, ...] = ()


class Radio(Widget, can_focus=True):
    """The options of a choice; arrows choose, nothing has to be confirmed."""

    known_as = "this choice"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right,j,l", "step(1)", "choose", id="choice.next", tooltip="next, previous", group=MOVE),
        Binding("up,left,k,h", "step(-1)", "choose", id="choice.previous", tooltip="next, previous", group=MOVE),
    ]

    value: reactive[str] = reactive("")

    def __init__(self, options: Sequence[Option], value: str, across: bool) -> None:
        super().__init__()
        self.options = tuple(options)
        self.across = across
        self.set_reactive(Radio.value, value)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._rows(width)) * self._lines_each(width)

    def render_line(self, y: int) -> Strip:
        rows, ink, width = self._rows(self.size.width), ink_of(self.app), self.size.width
        ground = "surface" if self.screen.is_modal else "bg"
        row, below = divmod(y, self._lines_each(width))
        if row >= len(rows):
            return Line().strip(ink, width, ground)
        if self.across:
            line = Line()
            for option in rows[row]:
                line.gap(BETWEEN if line.cells else 0).join(self._option(option))
            return line.strip(ink, width, ground)
        option = rows[row][0]
        on_it = self.has_focus and option.value == self.value
        line = self._under(option, width) if below else self._columns(option, width)
        return line.strip(ink, width, "raised" if on_it else ground)

    def action_step(self, by: int) -> None:
        values = [option.value for option in self.options]
        at = values.index(self.value) if self.value in values else -by
        self.value = values[max(min(at + by, len(values) - 1), 0)]

    def watch_value(self, value: str) -> None:
        if isinstance(self.parent, Choice):
            self.parent.post_message(Choice.Changed(self.parent, value))

    def on_click(self, event: events.Click) -> None:
        rows, row = self._rows(self.size.width), event.y // self._lines_each(self.size.width)
        if row >= len(rows):
            return
        begins = 0
        for option in rows[row]:
            ends = begins + self._option(option).cells if self.across else self.size.width
            if begins <= event.x < ends:
                self.value = option.value
            begins = ends + BETWEEN

    def _rows(self, width: int) -> list[list[Option]]:
        """The options line by line: one each, or as many as fit side by side."""
        if not self.across:
            return [[option] for option in self.options]
        rows: list[list[Option]] = []
        room = 0
        for option in self.options:
            cells = self._option(option).cells
            if not rows or cells > room:
                rows.append([])
                room = width
            rows[-1].append(option)
            room -= cells + BETWEEN
        return rows

    def _option(self, option: Option) -> Line:
        glyphs, chosen = glyphs_of(self.app), option.value == self.value
        focused = chosen and self.has_focus
        line = Line(glyphs.chosen if chosen else glyphs.not_chosen, "accent" if chosen else "muted").gap(1)
        if option.glyph:
            line.add(getattr(glyphs, option.glyph)).gap(1)
        return line.add(option.label, "accent" if focused and self.across else "text", bold=chosen)

    def _columns(self, option: Option, width: int) -> Line:
        chosen = option.value == self.value
        line = self._option(option)
        begins = self.columns_in(width)
        for place, words in enumerate(option.columns):
            if place in begins:
                is_last = place == len(option.columns) - 1
                line.to(begins[place]).add(words, "text" if chosen else "muted", bold=chosen and is_last)
        return line

    def _under(self, option: Option, width: int) -> Line:
        """The words that have no room beside their option."""
        words = [words for place, words in enumerate(option.columns) if place not in self.columns_in(width)]
        chosen = option.value == self.value
        cut = glyphs_of(self.app).cut
        return Line().gap(UNDER).upto(", ".join(words), width - UNDER, "text" if chosen else "muted", mark=cut)

    def _lines_each(self, width: int) -> int:
        return 1 if self.across or len(self.columns_in(width)) == len(next(iter(self._words()), ())) else 2

    def columns_in(self, width: int) -> dict[int, int]:
        """Where each column of words begins; the first ones go under it where there is no room for all of them."""
        widths = [max(Line(words).cells for words in column) for column in zip(*self._words(), strict=True)]
        begins = max(self._option(option).cells for option in self.options) + BETWEEN
        kept, apart = len(widths), BETWEEN + 1
        closer = begins - 1 + sum(widths) + (kept - 1) * (BETWEEN - 1)
        if closer <= width < begins + sum(widths) + (kept - 1) * apart:
            begins, apart = begins - 1, BETWEEN - 1  # rather than that a column goes
        while kept and begins + sum(widths[-kept:]) + (kept - 1) * apart > width:
            kept -= 1
        found = {}
        for place in range(len(widths) - kept, len(widths)):
            found[place] = begins
            begins += widths[place] + apart
        return found

    def _words(self) -> list[tuple[str, ...]]:
        return [option.columns for option in self.options if option.columns]


class Choice(Labelled):
    """A labelled choice. `across` puts the options side by side; `heads` names the columns, "" for none."""

    @dataclass
    class Changed(Message):
        choice: Choice
        value: str

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(
        self,
        label: str,
        options: Sequence[Option],
        *,
        value: str,
        across: bool = False,
        heads: tuple[str, ...] = (),
        id: str | None = None,
    ) -> None:
        super().__init__(label, id=id)
        self.radio = Radio(options, value, across)
        self.heads = heads

    def compose(self) -> ComposeResult:
        yield self.compose_label()
        yield self.radio
        yield self.sentence

    def on_resize(self) -> None:
        self.hint = self._heads_in(self.size.width)
        self.query_one(".label", Static).update(self.label_words())

    def _heads_in(self, width: int) -> str:
        """The head of each column that is there, over it; one that does not fit is left out whole."""
        line, begins = Line(self.label), self.radio.columns_in(width)
        for place, head in enumerate(self.heads):
            if head and place in begins and line.cells + BETWEEN + Line(head).cells <= width:
                line.to(min(begins[place], width - Line(head).cells)).add(head)
        return line.plain[Line(self.label).cells + BEFORE_HINT :]

    def offer(self, options: Sequence[Option], value: str) -> None:
        """Other options to choose from, `value` among them."""
        self.radio.options = tuple(options)
        self.radio.value = value
        self.radio.refresh(layout=True)

    @property
    def value(self) -> str:
        return self.radio.value

    @value.setter
    def value(self, value: str) -> None:
        self.radio.value = value
