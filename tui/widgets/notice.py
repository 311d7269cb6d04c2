"""What came in while an answer was typed: it stands between the conversation and the untouched draft."""

from __future__ import annotations

from itertools import islice

from textual.strip import Strip
from textual.widget import Widget

from core.entries import Entry, Kind
from core.safe_text import safe
from tui.glyphs import Glyphs, glyphs_of
from tui.letter_words import writer
from tui.themes import ink_of
from tui.widgets.events import Block, blocks, deeds, doer
from tui.widgets.keys import key_of
from tui.widgets.line import Line
from tui.widgets.wrapping import body_lines
from tui.words import clock, plural

GO_ON = "or just go on writing"
ENTRIES_AT_MOST = 4
LINES_OF_ONE = 3
ROOMY = 30
"""Lines of the screen from which there is room for blank lines around."""


def notice_lines(
    entries: tuple[Entry, ...], now: int, width: int, glyphs: Glyphs, *, read: str, send: str, in_short: bool = False
) -> list[Line]:
    """What is said in it, top to bottom: `read` and `send` are the keys; `in_short` where the screen is low."""
    head = Line(f"{glyphs.soon} Changed while you typed.", "soon", bold=True)
    head = head if width < head.cells + 40 else head.gap(2).add("Nothing was sent; your text is below.")
    found = blocks(entries)
    shown = found[-1 if in_short else -ENTRIES_AT_MOST :]
    came: list[Line] = []
    for block in shown:
        one = [_event(block, now)] if block.is_events else _message(block.entries[0], now, width, glyphs)
        came += one[:2] if in_short else one
    if len(found) > len(shown) and not in_short:
        came.append(Line().gap(2).add(f"and {plural(len(found) - len(shown), 'change')} before", "muted"))
    keys = Line(read, bold=True).add(" read the thread", "muted").gap(3)
    keys.add(send, bold=True).add(" send it as it is", "muted")
    keys = keys if width < keys.cells + len(GO_ON) + 3 else keys.gap(3).add(GO_ON, "muted")
    if in_short:
        return [head, *came, keys]
    return [Line(), head, Line(), *came, Line(), keys, Line()]


def _event(block: Block, now: int) -> Line:
    when = clock(block.entries[-1].created_at, now)
    return Line().gap(2).add(doer(block), bold=True).gap(2).add(f"{', '.join(deeds(block))} at {when}", "muted")


def _message(entry: Entry, now: int, width: int, glyphs: Glyphs) -> list[Line]:
    note = entry.kind is Kind.INTERNAL
    head = Line(glyphs.internal if note else glyphs.unread, "note" if note else "accent").gap(1)
    head.upto(writer(entry), width - 30, bold=True, mark=glyphs.cut).gap(2)
    head.add(f"{'left a note' if note else 'wrote'} at {clock(entry.created_at, now)}", "muted")
    body = (line for line in body_lines(safe(entry.body[:2000]), width - 2, glyphs.quote) if line.text)
    return [head, *(Line().gap(2).add(line.text) for line in islice(body, LINES_OF_ONE))]


class Notice(Widget):
    """Away until `show`."""

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: tuple[Entry, ...] = ()
        self._now = 0
        self._lines: list[Line] = []

    @property
    def is_shown(self) -> bool:
        return bool(self._lines)

    def show(self, entries: tuple[Entry, ...], now: int) -> None:
        self._entries, self._now = entries, now
        self.display = True
        self._work_out()

    def hide(self) -> None:
        self._lines = []
        self.display = False

    def on_mount(self) -> None:
        self.display = False
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def on_resize(self) -> None:
        if self._lines:
            self._work_out()

    def _work_out(self) -> None:
        width = max(self.size.width - 4, 20)
        in_short = self.app.size.height < ROOMY
        read, send = key_of(self, "ticket.read_it"), key_of(self, "ticket.send_anyway")
        self._lines = notice_lines(
            self._entries, self._now, width, glyphs_of(self.app), read=read, send=send, in_short=in_short
        )
        self.styles.height = len(self._lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        line = Line().gap(1).join(self._lines[y]) if y < len(self._lines) else Line()
        return line.strip(ink_of(self.app), self.size.width, "raised")
