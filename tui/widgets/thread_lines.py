"""A conversation as lines: messages, internal notes on their own ground, events folded into one line each.

Pure: what stands here knows widths and words, but no widget.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from rich.cells import cell_len

from core.entries import Attachment, Entry, Kind
from core.highlighting import places
from core.people import Person, Sender, Via
from core.query_terms import Words
from core.safe_text import safe, safe_name
from tui.glyphs import Glyphs
from tui.letter_words import quoted_words, writer
from tui.widgets.events import Block, deeds, doer
from tui.widgets.line import Line
from tui.widgets.wrapping import body_lines, wrapped
from tui.words import clock, cut, plural, size

TEXT_AT_MOST = 84
"""Cells of a message, however wide the screen is."""
LINES_AT_FIRST = 200
"""Lines of one message before the reader asks for the rest of it."""
LETTERS_AT_FIRST = 16_000
MESSAGE, QUOTED = "the message goes on", "what is quoted goes on"
MORE_LINES = 1_000
"""Lines that the reader gets each time: working out more would hold up everything else."""


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One line of the conversation. `note`: on the ground of an internal note. What a click on it means: `files` with
    the cells that each takes, the rest of a long message (`more`), or what a letter quotes (`quotes`)."""

    line: Line
    note: bool = False
    files: tuple[tuple[int, int, Attachment], ...] = ()
    more: bool = False
    quotes: bool = False


BLANK = ThreadLine(Line())


@dataclass(frozen=True, slots=True)
class Look:
    """What the lines depend on besides the entry: `width` is that of the text; `read_up_to` the last entry known."""

    width: int
    now: int
    glyphs: Glyphs
    me: Person | None
    staff: bool
    read_up_to: int
    more_key: str = ""
    earlier_key: str = ""
    quotes_key: str = ""
    """Keys that show more of a long message, what is folded, and what is quoted; none where nothing can be shown."""
    sought: tuple[Words, ...] = ()
    """Words that were looked for: they are underlined where they stand."""

    def mark(self, text: str, hue: str = "text") -> Line:
        return Line().marking(text, places(text, self.sought), hue) if self.sought else Line(text, hue)

    def is_mine(self, entry: Entry) -> bool:
        return self.me is not None and entry.author is not None and entry.author.id == self.me.id

    def is_new(self, entry: Entry) -> bool:
        return entry.id > self.read_up_to and entry.kind is not Kind.EVENT and not self.is_mine(entry)


def block_lines(
    block: Block, look: Look, at_most: int = LINES_AT_FIRST, *, with_quotes: bool = False
) -> list[ThreadLine]:
    """Each line begins with two cells for what marks it: the dot of what is new, the bar of a note, or nothing."""
    if block.is_events:
        return _event_lines(block, look)
    entry = block.entries[0]
    note = entry.kind is Kind.INTERNAL
    lines = [ThreadLine(_head(entry, look), note)]
    lines += _beginning(entry.body, look, note, at_most)
    if entry.quoted:
        lines.append(_quotes_line(entry, look, note, is_open=with_quotes))
    if with_quotes:
        lines += _beginning(entry.quoted, look, note, at_most, QUOTED)
    lines += _file_lines(entry, look, note)
    return lines


class ReadOn:
    """A long message that somebody reads on in: each of its lines is worked out once, and only as far as is wanted."""

    def __init__(self, entry: Entry, look: Look) -> None:
        note = entry.kind is Kind.INTERNAL
        self._entry = entry
        self._note = note
        self._body = _Worked(entry.body, look, note)
        self._quoted = _Worked(entry.quoted, look, note, QUOTED)

    def lines(self, look: Look, at_most: int, *, with_quotes: bool = False) -> list[ThreadLine]:
        lines = [ThreadLine(_head(self._entry, look), self._note), *self._body.lines(look, at_most)]
        if self._entry.quoted:
            lines.append(_quotes_line(self._entry, look, self._note, is_open=with_quotes))
        if with_quotes:
            lines += self._quoted.lines(look, at_most)
        return [*lines, *_file_lines(self._entry, look, self._note)]


class _Worked:
    """The lines of a text that were wanted so far."""

    def __init__(self, text: str, look: Look, note: bool, what: str = MESSAGE) -> None:
        self._goes_on = partial(_goes_on, text, note=note, what=what)
        self._coming = _text_lines(text, look, note, what)
        self._lines: list[ThreadLine] = []
        self._next = next(self._coming, None) if text else None

    def lines(self, look: Look, at_most: int) -> list[ThreadLine]:
        while self._next is not None and len(self._lines) < at_most:
            self._lines.append(self._next)
            self._next = next(self._coming, None)
        return [*self._lines, *([self._goes_on(look=look)] if self._next is not None else [])]


def _margin(note: bool, look: Look) -> Line:
    return Line(look.glyphs.bar, "note").gap(1) if note else Line().gap(2)


def _head(entry: Entry, look: Look) -> Line:
    """Who speaks, as what, and when at the right end; the name gives way where it gets narrow."""
    note = entry.kind is Kind.INTERNAL
    time = clock(entry.created_at, look.now)
    new = look.is_new(entry)
    line = Line(look.glyphs.unread, "accent").gap(1) if new and not note else _margin(note, look)
    if note:
        line.add(f"{look.glyphs.internal} INTERNAL NOTE", "note", bold=True).gap(2)
    room = look.width + 2 - line.cells - len(time) - 2
    name, about = speaker(entry, look), _about(entry, look)
    if about.cells + cell_len(name) > room:
        about = _about(entry, look, in_short=True)
    if about.cells > room - 8:
        about = Line()
    line.add(cut(name, room - about.cells, look.glyphs.cut), bold=True).join(about)
    return line.to(look.width + 2 - len(time)).add(time, "muted")


def speaker(entry: Entry, look: Look) -> str:
    return "You" if not look.staff and look.is_mine(entry) else writer(entry)


def _about(entry: Entry, look: Look, *, in_short: bool = False) -> Line:
    """The words behind the name: the role, whether it came by mail, whether the desk is sure of who it is, and what is
    new."""
    line = _role(entry, look)
    if entry.via is Via.MAIL and not in_short:
        line.gap(2).add("by mail", "muted")
    if look.staff and entry.sender is Sender.UNVERIFIED:
        line.gap(2).add("not verified", "soon")
    return line.gap(2).add("new", "accent") if look.is_new(entry) else line


def _role(entry: Entry, look: Look) -> Line:
    if entry.kind is Kind.INTERNAL:
        return Line().gap(2).add("customers never see this", "muted")
    if entry.author is None or (look.is_mine(entry) and not look.staff):
        return Line()
    staff = entry.sender is Sender.STAFF
    return Line().gap(2).add(("agent" if look.staff else "support") if staff else "customer", "muted")


def _beginning(text: str, look: Look, note: bool, at_most: int, what: str = MESSAGE) -> Iterator[ThreadLine]:
    if not text:
        return
    start = text[: at_most * LETTERS_AT_FIRST // LINES_AT_FIRST]
    lines = _text_lines(start, look, note, what)
    yield from islice(lines, at_most)
    if len(start) < len(text) or next(lines, None) is not None:
        yield _goes_on(text, look=look, note=note, what=what)


def _text_lines(text: str, look: Look, note: bool, what: str) -> Iterator[ThreadLine]:
    for line in body_lines(safe(text), look.width, look.glyphs.quote):
        hue = "muted" if line.quoted or what == QUOTED else "text"
        yield ThreadLine(_margin(note, look).join(look.mark(line.text, hue)), note)


def _goes_on(text: str, *, look: Look, note: bool, what: str) -> ThreadLine:
    weight = size(len(text.encode("utf-8", "replace")))
    line = _margin(note, look).add(f"{look.glyphs.cut} {what}, {weight} in all", "muted")
    return ThreadLine(_key(line, look.more_key, "shows more"), note, more=True)


def _quotes_line(entry: Entry, look: Look, note: bool, *, is_open: bool) -> ThreadLine:
    """What stood below in a letter, in one line."""
    line = _margin(note, look).add(f"{look.glyphs.cut} {quoted_words(entry.quoted)}", "muted")
    return ThreadLine(_key(line, look.quotes_key, "hides" if is_open else "shows"), note, quotes=True)


def _file_lines(entry: Entry, look: Look, note: bool) -> Iterator[ThreadLine]:
    """Files side by side as far as they fit."""
    line = _margin(note, look)
    places: list[tuple[int, int, Attachment]] = []
    for file in entry.attachments:
        shown = file_words(file, look.width, look.glyphs)
        if places and line.cells + 3 + shown.cells > look.width + 2:
            yield ThreadLine(line, note, tuple(places))
            line, places = _margin(note, look), []
        line.gap(3 if places else 0)
        places.append((line.cells, line.cells + shown.cells, file))
        line.join(shown)
    if places:
        yield ThreadLine(line, note, tuple(places))


def file_words(file: Attachment, width: int, glyphs: Glyphs) -> Line:
    weight = size(file.size)
    name = cut(safe_name(file.name), width - 3 - len(weight), glyphs.cut)
    return Line(f"{glyphs.file} ", "muted").add(name).add(f" {weight}", "muted")


def _event_lines(block: Block, look: Look) -> list[ThreadLine]:
    sign = look.glyphs.event
    words = [
        _first_deed(block, look),
        *deeds(block, staff=look.staff)[1:],
        clock(block.entries[-1].created_at, look.now),
    ]
    first, *others = wrapped(f" {sign} ".join(words), look.width - 2)
    lines = [Line().gap(2).add(f"{sign} {first}", "muted"), *(Line().gap(4).add(other, "muted") for other in others)]
    return [ThreadLine(line) for line in lines]


def _first_deed(block: Block, look: Look) -> str:
    """Who did what; a customer is spoken to here as above their messages."""
    is_mine = not look.staff and look.is_mine(block.entries[0])
    return f"{'You' if is_mine else doer(block)} {deeds(block, staff=look.staff)[0]}"


def fold_line(folded: list[Block], not_here: int, look: Look) -> ThreadLine:
    """One line for all that stands before: how much it is, and the key that shows it.

    `not_here` counts what was not even fetched; then a figure has to do.
    """
    sign = look.glyphs.event
    parts = [Line(_earlier(not_here + sum(len(block.entries) for block in folded)), "muted")]
    parts = parts if not_here else _fold_words(folded, look)
    while len(parts) > 1 and sum(part.cells + 3 for part in parts) + 11 > look.width:
        del parts[-2]  # that there is an internal note is told to the last
    line = Line()
    for part in parts:
        line.add(f" {sign} " if line.cells else "", "muted").join(part)
    return ThreadLine(_key(Line().gap(2).add(f"{sign} ", "muted").join(line), look.earlier_key, "shows"))


def _earlier(number: int) -> str:
    return f"{number:,} earlier {'entry' if number == 1 else 'entries'}"


def _key(line: Line, key: str, does: str) -> Line:
    return line.gap(3).add(key, bold=True).add(f" {does}", "muted") if key else line


def _fold_words(folded: list[Block], look: Look) -> list[Line]:
    """`1 earlier message`, `Maya took it`, `1 internal note`."""
    entries = [block.entries[0] for block in folded if not block.is_events]
    messages = sum(entry.kind is Kind.PUBLIC for entry in entries)
    notes = len(entries) - messages
    parts = [Line(plural(messages, "earlier message"), "muted")] if messages else []
    parts += [Line(_first_deed(block, look), "muted") for block in folded if block.is_events][-1:]
    if notes:
        parts.append(Line(f"{look.glyphs.internal} {plural(notes, 'internal note')}", "note"))
    return parts
