"""What a customer's ticket is about and how it stands, in the customer's words: above the conversation or beside it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from core.entries import Attachment
from core.references import shown
from core.safe_text import safe_line, safe_name
from core.tickets import Status, Ticket
from tui.glyphs import Glyphs, glyphs_of
from tui.seat import is_hosted
from tui.themes import ink_of
from tui.widgets.keys import is_text, key_of
from tui.widgets.line import Line, lines
from tui.widgets.my_ticket_list import customer_status
from tui.widgets.thread_lines import TEXT_AT_MOST, file_words
from tui.widgets.ticket_columns import priority_words
from tui.widgets.wrapping import wrapped
from tui.words import clock, plural, promise

MARGIN = 2
SUBJECT_LINES = 3
LABEL = 10
ROOMY = 80
FILES_SHOWN = 8
COPIES_SHOWN = 4


class MyTicketHead(Widget):
    """Subject and ID, then status, meaning, priority, and the rest as far as it is not told beside."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self._ticket: Ticket | None = None
        self._now = 0
        self.in_short = False
        """Without what stands beside the conversation, or what there is no room for while an answer is typed."""

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def show(self, ticket: Ticket, now: int) -> None:
        self._ticket, self._now = ticket, now
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        found = self._lines(self.size.width)
        return (found[y] if y < len(found) else Line()).strip(ink_of(self.app), self.size.width)

    def _lines(self, width: int) -> list[Line]:
        if self._ticket is None:
            return []
        glyphs, room = glyphs_of(self.app), max(width - 3 * MARGIN, 20)
        told = _subject_lines(self._ticket, min(room - MARGIN, TEXT_AT_MOST), glyphs)
        state = _state(self._ticket, glyphs, short=self.in_short)
        told += flowing(state if self.in_short else [*state, *_times(self._ticket, self._now)], room)
        return [Line().gap(2 * MARGIN).join(line) for line in told]


def flowing(pieces: Iterable[Line], width: int) -> list[Line]:
    """Pieces side by side, going on in the next line where one ends."""
    found, gap = [Line()], 3 if width >= ROOMY else 2
    for piece in pieces:
        if found[-1].cells and found[-1].cells + gap + piece.cells > width:
            found.append(Line())
        found[-1].gap(gap if found[-1].cells else 0).join(piece)
    return found


def _subject_lines(ticket: Ticket, width: int, glyphs: Glyphs) -> list[Line]:
    id = Line(shown(ticket.reference), "muted")
    parts = list(islice(wrapped(safe_line(ticket.subject), width - id.cells - 2), SUBJECT_LINES + 1))
    if len(parts) > SUBJECT_LINES:
        parts[SUBJECT_LINES - 1 :] = [parts[SUBJECT_LINES - 1] + glyphs.cut]
    first, *others = (Line(part, bold=True) for part in parts)
    return [first.at_right(id, width), *others]


def _state(ticket: Ticket, glyphs: Glyphs, *, short: bool) -> list[Line]:
    status = bold_status(ticket.status, glyphs)
    told = [status.gap(2).add(ticket.status.meaning, "muted"), priority_words(ticket.priority, glyphs)]
    return told if short else [*told, Line(safe_name(ticket.category), "muted"), Line(whose(ticket), "muted")]


def bold_status(status: Status, glyphs: Glyphs) -> Line:
    hue = {Status.WAITING: "soon", Status.RESOLVED: "ok", Status.CLOSED: "muted"}.get(status, "text")
    line = Line()
    for piece in customer_status(status, glyphs).pieces:
        line.add(piece.text, hue, bold=bool(piece.text.strip()))
    return line


def _times(ticket: Ticket, now: int) -> list[Line]:
    told = [
        Line("opened", "muted").gap(1).add(clock(ticket.created_at, now), "muted"),
        Line("updated", "muted").gap(1).add(clock(ticket.updated_at, now), "muted"),
    ]
    if copies := copies_words(ticket):
        told.append(Line(f"copies to {copies}", "muted"))
    answer = answer_words(ticket, now)
    return [*told, Line("answer ", "muted").add(answer)] if answer else told


def copies_words(ticket: Ticket) -> str:
    """Who gets copies, by name alone; beyond a few they are counted."""
    names = [safe_name(person.name) for person in ticket.participants]
    more = [f"{len(names) - COPIES_SHOWN} more"] if len(names) > COPIES_SHOWN else []
    return ", ".join([*names[:COPIES_SHOWN], *more])


def answer_words(ticket: Ticket, now: int) -> str:
    """`by 13:12 today`, or what is so instead of a promise."""
    if ticket.status is Status.WAITING:
        return "paused until you write"
    if not ticket.status.is_active or ticket.respond_by is None:
        return ""
    return f"by {promise(ticket.respond_by, now)}" if ticket.respond_by > now else "late, we are on it"


def whose(ticket: Ticket) -> str:
    return f"with {safe_name(ticket.assignee.name)}" if ticket.assignee else "nobody has it yet"


class MyTicketFacts(Static):
    """The same and more as a column beside the conversation, where there is room; files at its end."""

    _lines: tuple[Line, ...] = ()
    _key = Line()

    def show(self, ticket: Ticket, files: tuple[Attachment, ...], now: int) -> None:
        glyphs, width = glyphs_of(self.app), max(self.content_size.width, 20)
        room = width - LABEL
        told = [
            *_fact("status", customer_status(ticket.status, glyphs), ticket.status.meaning, room),
            *_fact("priority", priority_words(ticket.priority, glyphs), ticket.priority.meaning, room),
            *_fact("category", Line().upto(safe_name(ticket.category), room, mark=glyphs.cut), "", room),
            *_fact("with", Line(safe_name(ticket.assignee.name) if ticket.assignee else "nobody yet"), "", room),
            Line(),
            *_fact("opened", Line(clock(ticket.created_at, now)), "", room),
            *_fact("updated", Line(clock(ticket.updated_at, now)), "", room),
        ]
        if copies := copies_words(ticket):
            first, *others = wrapped(copies, room)
            told += [Line("copies to", "muted").to(LABEL).add(first), *(Line().gap(LABEL).add(one) for one in others)]
        if answer := answer_words(ticket, now):
            told += _fact("answer", Line(answer), "", room)
        if ticket.follows is not None:
            told += _fact("follows", Line(shown(ticket.follows)), "", room)
        if files:
            told += [Line(), Line(plural(len(files), "file"), bold=True)]
            told += [file_words(file, width, glyphs) for file in files[-FILES_SHOWN:]]
        self._lines = tuple(told)
        self._key = Line()
        if files or is_hosted(self.app):
            what = "tells how to copy files" if is_hosted(self.app) else "saves one of them here"
            self._key = Line(key_of(self, "ticket.files"), bold=True).gap(1).add(what, "muted")
        self.tell_key()

    def tell_key(self) -> None:
        """The key is told while it is one: where somebody writes, it is a letter."""
        self.update(lines([*self._lines, Line() if is_text(self.screen.focused) else self._key]))


def _fact(label: str, value: Line, more: str, room: int) -> list[Line]:
    rest = [Line().gap(LABEL).add(words, "muted") for words in wrapped(more, room)] if more else []
    return [Line(label, "muted").to(LABEL).join(value), *rest]
