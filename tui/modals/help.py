"""The keys of what has the focus, read from the live bindings, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from tui.glyphs import Glyphs, glyphs_of
from tui.modals.panel import Panel
from tui.widgets.keys import ANSWER, CHANGE, EVERYWHERE, MARK, MOVE, TEXT, VIEW, Key, live_keys, told_together
from tui.widgets.line import Line, lines
from tui.widgets.one_line import OneLine

WIDTH = 104
ORDER = [group.description for group in (MOVE, VIEW, MARK, ANSWER, CHANGE, TEXT, EVERYWHERE)]
LEGEND = (
    (("late", "late"), ("soon", "soon"), ("paused", "paused")),
    (
        ("open", "open"),
        ("in_progress", "in progress"),
        ("waiting", "waiting"),
        ("resolved", "resolved"),
        ("closed", "closed"),
    ),
    (("urgent", "urgent"), ("high", "high"), ("medium", "medium"), ("low", "low")),
    (("unread", "unread"), ("marked", "marked"), ("internal", "internal"), ("file", "file")),
)
"""Names of glyphs and what they mean, by what belongs together."""


class Help(Panel[None]):
    """What can be pressed now. A widget that has the attribute `known_as` ("the list") is named."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", "scroll", id="help.down", group=MOVE),
        Binding("k,up", "scroll(-1)", "scroll", id="help.up", group=MOVE),
        Binding("slash", "filter", "filter", id="help.filter", group=MOVE),
        Binding("question_mark,f1,q", "close", "close", id="help.close", show=False, group=EVERYWHERE),
    ]

    def __init__(self, contact: str = "") -> None:
        super().__init__()
        self.contact = contact
        self._keys: list[Key] = []
        self._typed = ""
        self._place = ""
        self._width = 0
        self.top = Static(id="help-title")
        self.page = Static()
        self.scroller = VerticalScroll(self.page, can_focus=False)

    def compose_panel(self) -> ComposeResult:
        below = self.app.screen_stack[-2]
        self._keys = live_keys(below)
        self._place = getattr(below.focused, "known_as", "")
        yield self.top
        yield OneLine(placeholder="type a part of what you look for")
        yield self.scroller

    def on_mount(self) -> None:
        """Drawn for the width that it will have, so that it is there at once; again where the guess was wrong."""
        self.draw(min(WIDTH, self.app.size.width * 94 // 100) - 6)

    def on_resize(self) -> None:
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        width = self.page.size.width
        if width and width != self._width:
            self.draw(width)

    def draw(self, width: int) -> None:
        self._width = width
        self.top.update(Line(f"Keys of {self._place}" if self._place else "Keys", "accent", bold=True).content())
        found = [key for key in self._keys if self._typed in f"{key.says} {key.verb} {key.shown}".casefold()]
        contact = [Line(), Line().upto(self.contact, width, "muted")] if self.contact else []
        self.page.update(lines([*columns(found, width), *legend_lines(glyphs_of(self.app), width), *contact]))

    @on(Input.Changed)
    def narrow(self, changed: Input.Changed) -> None:
        self._typed = changed.value.casefold().strip()
        self.draw(self._width)

    def action_scroll(self, by: int) -> None:
        self.scroller.scroll_relative(y=by, animate=False)

    def action_filter(self) -> None:
        self.add_class("-filters")
        self.query_one(OneLine).focus()


def columns(keys: Iterable[Key], width: int) -> list[Line]:
    """The keys under their headings, in as many columns as there is room for, none split between two."""
    keys = list(keys)
    across = max([len(key.shown) + 2 for key in told_together(keys, says=True)], default=0)
    blocks = list(_blocks(keys, across))
    widest = max([line.cells + 2 for block in blocks for line in block], default=1)
    count = max(min(width // widest, 3), 1)
    most = max(sum(map(len, blocks)) // count, max(map(len, blocks), default=0))
    stacks: list[list[Line]] = [[]]
    for block in blocks:
        if stacks[-1] and len(stacks[-1]) + len(block) // 2 > most and len(stacks) < count:
            stacks.append([])
        stacks[-1] += block
    each = width // len(stacks)
    height = max(map(len, stacks))
    return [_side_by_side([stack[y] if y < len(stack) else Line() for stack in stacks], each) for y in range(height)]


def legend_lines(glyphs: Glyphs, width: int) -> Iterable[Line]:
    """`▲ late  △ soon`: what belongs together stays on one line where it fits."""
    line = Line()
    for group in LEGEND:
        told = Line()
        for name, word in group:
            told.gap(2 if told.cells else 0).add(getattr(glyphs, name), "muted").gap(1).add(word, "muted")
        if line.cells and line.cells + 5 + told.cells > width:
            yield line
            line = Line()
        line.gap(5 if line.cells else 0).join(told)
    yield line


def _blocks(keys: Iterable[Key], across: int) -> Iterable[list[Line]]:
    """A heading, its keys, and a blank line."""
    order = [*ORDER, ""]
    ranked = sorted(keys, key=lambda key: order.index(key.group) if key.group in order else len(order))
    for heading, group in groupby(ranked, key=lambda key: key.group):
        told = told_together(list(group), says=True)
        yield [
            Line(heading or "Here", "muted"),
            *(Line(key.shown, bold=True).to(across).add(key.says) for key in told),
            Line(),
        ]


def _side_by_side(those: list[Line], each: int) -> Line:
    line = Line()
    for place, part in enumerate(those):
        line.to(place * each).join(part.cropped(each - 1))
    return line
