"""The conversation of a ticket: opens at the newest message, and works out only the lines that somebody looks at.

What does not fit at first is folded into one line at the top; going up unfolds it, then asks for what was not fetched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from core.entries import Attachment, Entry, Thread
from core.people import Person
from core.query_terms import Words
from tui.glyphs import UNICODE, glyphs_of
from tui.themes import ink_of
from tui.widgets.events import Block, blocks
from tui.widgets.keys import MOVE, key_of
from tui.widgets.thread_lines import (
    BLANK,
    LINES_AT_FIRST,
    MORE_LINES,
    TEXT_AT_MOST,
    Look,
    ReadOn,
    ThreadLine,
    block_lines,
    fold_line,
)

FOLD = 0
"""Stands for the folded line where lines name their block."""
NEW_AT_MOST = 20
"""New messages that are laid out on opening; more of them stay folded."""
LINES_KEPT = 4_000
"""Lines of a long message that stay shown when the window gets another width: all of them are worked out again."""
WHEEL = 3
KEYS_TOLD = ("thread.more", "thread.up", "thread.quotes")


class Conversation(ScrollView, can_focus=True):
    """Draws what `show` was given; asks for more with `EarlierWanted`."""

    known_as = "the ticket"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "line_down", "scroll", id="thread.down", tooltip="one line on", group=MOVE),
        Binding("k", "line_up", "scroll", id="thread.up", tooltip="one line back, and what is folded", group=MOVE),
        Binding("down", "line_down", show=False, id="thread.arrow_down"),
        Binding("up", "line_up", show=False, id="thread.arrow_up"),
        Binding("space,pagedown", "page(1)", "page", show=False, id="thread.page_down", group=MOVE),
        Binding("pageup", "page(-1)", "page back", show=False, id="thread.page_up", group=MOVE),
        Binding("home", "to_first", "to the first message", show=False, id="thread.first", group=MOVE),
        Binding("end", "to_newest", "to the newest message", show=False, id="thread.newest", group=MOVE),
        Binding("enter", "more", "show more of the message", show=False, id="thread.more", group=MOVE),
        Binding("h", "quotes", "show or hide what is quoted", show=False, id="thread.quotes", group=MOVE),
    ]

    class EarlierWanted(Message):
        """Entries before `before` are wanted: the answer is `add_earlier`."""

        def __init__(self, before: int) -> None:
            super().__init__()
            self.before = before

    class FileChosen(Message):
        """Somebody clicked on a file."""

        def __init__(self, attachment: Attachment) -> None:
            super().__init__()
            self.attachment = attachment

    def __init__(self, me: Person | None, *, staff: bool, margin: int = 2, id: str | None = None) -> None:
        """`staff`: whether the one who reads is on the desk's side. `margin`: blank cells at the right of the text."""
        super().__init__(id=id)
        self._me = me
        self._staff = staff
        self._margin = margin
        self._forget()

    def start_over(self) -> None:
        """Another ticket comes: forget this one."""
        self._forget()
        self.virtual_size = Size(self.size.width, 0)
        self.refresh()

    def _forget(self) -> None:
        self._blocks: list[Block] = []
        self._not_here = 0
        self._look = Look(0, 0, UNICODE, self._me, self._staff, 0)
        self._newest = 0
        self._is_open = False
        self._at_end = True
        self._has_moved = False
        self._opened_at = 0  # the newest entry when reading began
        self._asked = False
        self._wanted = 1  # how many blocks, counted from the end, are to be shown whether they fit or not
        self._shown = 0
        self._with_quotes: set[int] = set()  # the messages whose quoted lines are shown
        self._at_most: dict[int, int] = {}  # lines of the messages that the reader wanted more of
        self._read_on: dict[int, ReadOn] = {}
        self._wrapped: dict[tuple[int, int], list[ThreadLine]] = {}
        self._lines: list[ThreadLine] = []
        self._owners: list[int] = []  # the block that each line belongs to

    @property
    def newest_id(self) -> int:
        """The last entry that there is, for the read mark; 0 when there is none."""
        return self._newest

    def show(self, thread: Thread, *, read_up_to: int, now: int, sought: tuple[Words, ...] = ()) -> None:
        """The newest entries. Shown again, the reader's place stays; at the end it stays the end.

        `sought`: words that are underlined where they stand.
        """
        first = thread.entries[0].id if thread.entries else 0
        kept = [entry for entry in self._entries() if entry.id < first]
        before = len(self._blocks)
        self._blocks = blocks((*kept, *thread.entries))
        self._newest = thread.entries[-1].id if thread.entries else 0
        self._not_here = max(0, thread.earlier - len(kept))
        read_up_to = self._look.read_up_to if before else read_up_to
        look = replace(self._look, now=now, read_up_to=read_up_to, glyphs=glyphs_of(self.app), sought=sought)
        self._look = self._with_keys(look, here=self.has_focus)
        self._wrapped.clear()
        if not before:
            self._wanted = max(1, self._count_new())
        elif self._wanted > 1 or not self._at_end:
            self._wanted = max(self._wanted, self._shown) + len(self._blocks) - before
        self._lay_out()

    def _with_keys(self, look: Look, *, here: bool) -> Look:
        """Keys are told only while they work, with the focus here."""
        more, earlier, quotes = (key_of(self, id) if here else "" for id in KEYS_TOLD)
        return replace(look, more_key=more, earlier_key=earlier, quotes_key=quotes)

    def _tell_keys(self, *, here: bool) -> None:
        """The focus came or went; while another window of the terminal has it, all stays as it is."""
        look = self._with_keys(self._look, here=here)
        if not self.app.app_focus or look == self._look:
            return
        self._look = look
        self._wrapped = {key: lines for key, lines in self._wrapped.items() if not any(map(_tells_key, lines))}
        if self._is_open:
            self._draw_lines()

    def on_focus(self) -> None:
        self._tell_keys(here=True)

    def on_blur(self) -> None:
        self._tell_keys(here=False)

    def add_earlier(self, thread: Thread) -> None:
        """What stood before the first entry here; the reader's place stays."""
        self._asked = False
        known = {entry.id for entry in self._entries()}
        news = [entry for entry in thread.entries if entry.id not in known]
        self._blocks = blocks((*news, *self._entries()))
        self._not_here = thread.earlier
        self._unfold()

    def _entries(self) -> list[Entry]:
        return [entry for block in self._blocks for entry in block.entries]

    def _count_new(self) -> int:
        """How many blocks from the first new message on."""
        places = [place for place, block in enumerate(self._blocks) if self._look.is_new(block.entries[0])]
        return min(len(self._blocks) - places[0], NEW_AT_MOST) if places else 0

    # What is shown, as lines

    def _lay_out(self) -> None:
        """Choose what is folded and work the rest out again, keeping the place of whoever reads further up."""
        if not self.size.width:
            return
        width = min(max(self.size.width - 2 - self._margin, 8), TEXT_AT_MOST)
        if width != self._look.width:
            self._look = replace(self._look, width=width)
            self._wrapped.clear()
            self._open_anew()
            self._read_on.clear()
            self._at_most = {id: min(lines, LINES_KEPT) for id, lines in self._at_most.items()}
        self._draw_lines()
        if not self._is_open and self._blocks:
            self._is_open, self._opened_at = True, self._newest
            self._go(self._first_new_line())
        elif self._at_end or len(self._lines) <= self.size.height:
            self._go(len(self._lines))

    def _open_anew(self) -> None:
        """A panel beside came or went while the screen opened: reading begins where it begins at this width."""
        if self._is_open and not self._has_moved and self._newest == self._opened_at:
            self._is_open = False
            self._wanted = max(1, self._count_new())

    def _draw_lines(self) -> None:
        """Lines of as many blocks from the end as are wanted or fit."""
        found: list[tuple[ThreadLine, int]] = []
        self._shown = 0
        for block in reversed(self._blocks):
            new = [(line, block.id) for line in self._lines_of(block)] + [(BLANK, block.id)] * bool(found)
            if self._shown >= self._wanted and not self._fits(len(found) + len(new), self._shown + 1):
                break
            found[:0] = new
            self._shown += 1
        if self._is_folded:
            folded = self._blocks[: len(self._blocks) - self._shown]
            found[:0] = [(fold_line(folded, self._not_here, self._look), FOLD), (BLANK, FOLD)]
        before, self._lines = self._lines, [line for line, _ in found]
        self._owners = [owner for _, owner in found]
        self.virtual_size = Size(self.size.width, len(found))
        if self._lines != before:
            self.refresh()

    def _lines_of(self, block: Block) -> list[ThreadLine]:
        key = (block.id, len(block.entries))
        if key not in self._wrapped:
            self._wrapped[key] = self._lay_out_block(block)
        return self._wrapped[key]

    def _lay_out_block(self, block: Block) -> list[ThreadLine]:
        with_quotes = block.id in self._with_quotes
        if (at_most := self._at_most.get(block.id)) is None:
            return block_lines(block, self._look, with_quotes=with_quotes)
        if block.id not in self._read_on:
            self._read_on[block.id] = ReadOn(block.entries[0], self._look)
        return self._read_on[block.id].lines(self._look, at_most, with_quotes=with_quotes)

    def _fits(self, lines: int, shown: int) -> bool:
        fold = 0 if shown == len(self._blocks) and not self._not_here else 2
        return lines + fold <= self.size.height

    @property
    def _is_folded(self) -> bool:
        return self._shown < len(self._blocks) or self._not_here > 0

    def _first_new_line(self) -> int:
        """Where reading begins: the end, unless what is new is longer than the screen."""
        end = max(0, len(self._lines) - self.size.height)
        new = {block.id for block in self._blocks if self._look.is_new(block.entries[0])}
        return min([end, *(y for y, owner in enumerate(self._owners) if owner in new)])

    def _unfold(self) -> None:
        """Show about a page more of what is folded; the reader's place stays."""
        room = self.size.height
        folded = self._blocks[: len(self._blocks) - self._shown]
        while folded and room > 0:
            room -= len(self._lines_of(folded.pop())) + 1
        self._wanted = len(self._blocks) - len(folded)
        from_end = len(self._lines) - self.scroll_offset.y
        self._draw_lines()
        self._go(len(self._lines) - from_end)

    def _go(self, y: int) -> None:
        end = max(0, len(self._lines) - self.size.height)
        self._at_end = y >= end
        self.scroll_to(y=max(0, min(y, end)), animate=False, force=True, immediate=True)

    def _read_at(self, y: int) -> None:
        """Where the reader wants to be."""
        self._has_moved = True
        self._go(y)

    def _back(self, lines: int) -> None:
        """Go up; at the top unfold, and at the end of what is here ask for more."""
        if self.scroll_offset.y - lines < 0 and self._is_folded:
            if self._shown < len(self._blocks):
                self._unfold()
            elif not self._asked and self._blocks:
                self._asked = True
                self.post_message(self.EarlierWanted(self._blocks[0].id))
        self._read_at(self.scroll_offset.y - lines)

    # Keys and mouse

    def action_line_down(self) -> None:
        self._read_at(self.scroll_offset.y + 1)

    def action_line_up(self) -> None:
        self._back(1)

    def action_page(self, pages: int) -> None:
        lines = max(1, self.size.height - 2)
        if pages < 0:
            self._back(lines)
        else:
            self._read_at(self.scroll_offset.y + lines)

    def action_to_first(self) -> None:
        self._back(len(self._lines))

    def action_to_newest(self) -> None:
        self._read_at(len(self._lines))

    def action_more(self) -> None:
        """Show more of the first cut message in view."""
        top = self.scroll_offset.y
        for y, line in enumerate(self._lines[top : top + self.size.height], top):
            if line.more:
                self._show_more(y)
                return

    def _show_more(self, y: int) -> None:
        owner = self._owners[y]
        self._at_most[owner] = self._at_most.get(owner, LINES_AT_FIRST) + MORE_LINES
        self._draw_anew(owner)

    def _draw_anew(self, owner: int) -> None:
        self._wrapped = {key: lines for key, lines in self._wrapped.items() if key[0] != owner}
        self._wanted = max(self._wanted, self._shown)
        self._draw_lines()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "quotes":
            return any(line.quotes for line in self._lines)
        return super().check_action(action, parameters)

    def action_quotes(self) -> None:
        """Of the last message in view that quotes something: a conversation is read from its newest message on."""
        top = self.scroll_offset.y
        in_view = self._owners[top : top + self.size.height]
        places = {self._owners[y]: y for y, line in enumerate(self._lines) if line.quotes}
        if found := [places[owner] for owner in in_view if owner in places]:
            self._turn_quotes(found[-1])

    def _turn_quotes(self, y: int) -> None:
        """Show or hide them; the line that tells of them stays where it is, or comes back into view."""
        owner = self._owners[y]
        self._with_quotes ^= {owner}
        self._draw_anew(owner)
        now_at = next(at for at, line in enumerate(self._lines) if line.quotes and self._owners[at] == owner)
        self._read_at(min(self.scroll_offset.y + now_at - y, now_at))

    def on_click(self, event: events.Click) -> None:
        y = event.y + self.scroll_offset.y
        if not 0 <= y < len(self._lines):
            return
        line = self._lines[y]
        if self._owners[y] == FOLD:
            self._back(1)
        elif line.more:
            self._show_more(y)
        elif line.quotes:
            self._turn_quotes(y)
        for start, end, file in line.files:
            if start <= event.x < end:
                self.post_message(self.FileChosen(file))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self._back(WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self._read_at(self.scroll_offset.y + WHEEL)

    # Drawing

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def on_resize(self) -> None:
        """Less room, as when the composer opens, folds more; but nothing under the eyes of who reads further up."""
        if self._is_open:
            self._wanted = 1 if self._at_end else max(self._wanted, self._shown)
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        ink, width = ink_of(self.app), self.size.width
        at = y + self.scroll_offset.y
        if at >= len(self._lines):
            return BLANK.line.strip(ink, width)
        line = self._lines[at]
        if not line.note:
            return line.line.strip(ink, width)
        tinted = min(width, self._look.width + 2 + self._margin)
        return Strip.join([line.line.strip(ink, tinted, "note_bg"), BLANK.line.strip(ink, width - tinted)])


def _tells_key(line: ThreadLine) -> bool:
    return line.more or line.quotes
