"""Who wrote last in a ticket of one's own, how it begins, and what follows now."""

from __future__ import annotations

from itertools import islice

from textual.strip import Strip
from textual.widget import Widget

from core.entries import Entry
from core.people import Person, Sender
from core.query_terms import Words
from core.reading import TicketView
from core.safe_text import safe
from core.tickets import Status, Ticket
from tui.glyphs import Glyphs, glyphs_of
from tui.themes import ink_of
from tui.widgets.line import Line
from tui.widgets.preview_lines import from_hit, hue_of, shown_message
from tui.widgets.thread_lines import LETTERS_AT_FIRST, TEXT_AT_MOST, Look, file_words, speaker
from tui.widgets.wrapping import body_lines
from tui.words import ago, promise

MARGIN = 2
WITH_RULE_FROM = 5
"""Lines from which on a rule divides it from the list."""


class LastWord(Widget):
    """Stands below the list; it shows, and marks nothing as read."""

    can_focus = False

    def __init__(self, me: Person | None) -> None:
        super().__init__()
        self._me = me
        self._view: TicketView | None = None
        self._now = 0
        self._sought: tuple[Words, ...] = ()

    def show(self, view: TicketView | None, now: int, sought: tuple[Words, ...] = ()) -> None:
        """`sought`: words that the ticket was found by; the message that holds them stands there instead."""
        self._view, self._now, self._sought = view, now, sought
        self.refresh()

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def render_line(self, y: int) -> Strip:
        ink, width = ink_of(self.app), self.size.width
        ruled = self.size.height >= WITH_RULE_FROM and self._view is not None  # a rule divides; it frames nothing
        glyphs = glyphs_of(self.app)
        if ruled and y == 0:
            return Line(glyphs.rule * width, "faint").strip(ink, width)
        lines = self._lines(glyphs, width - 2 * MARGIN, self.size.height - int(ruled))
        place = y - int(ruled)
        return Line().gap(MARGIN).join(lines[place] if place < len(lines) else Line()).strip(ink, width)

    def _lines(self, glyphs: Glyphs, width: int, height: int) -> list[Line]:
        if self._view is None:
            return []
        follows = what_follows(self._view.ticket, self._now)
        room = height - 1 - (1 if follows and height > 2 else 0)
        look = Look(width, self._now, glyphs, self._me, False, self._view.read_up_to, sought=self._sought)
        lines = _said(self._view, look, room)
        if follows and height > len(lines):
            lines.append(Line().upto(follows, width, "muted", mark=glyphs.cut))
        return lines


def _said(view: TicketView, look: Look, room: int) -> list[Line]:
    entry = shown_message(view, look)
    if entry is None:
        return []
    who = Line().upto(speaker(entry, look), look.width - 22, bold=True, mark=look.glyphs.cut).gap(2)
    who.add(f"support {look.glyphs.dot} " if entry.sender is Sender.STAFF else "", "muted")
    who.add(ago(entry.created_at, look.now), "muted")
    return [who, *_body(entry, look, max(room, 0))]


def _body(entry: Entry, look: Look, room: int) -> list[Line]:
    """As many lines as there is room for; the last says with a sign that there is more."""
    width = min(look.width, TEXT_AT_MOST)
    found = body_lines(safe(entry.body[:LETTERS_AT_FIRST]), width, look.glyphs.quote)
    full = (line for line in found if line.text.strip())
    lines = list(islice(from_hit(full, look, room), room + 1))
    shown = [look.mark(line.text, hue_of(line)) for line in lines[:room]]
    if len(lines) > room and shown:
        shown[-1] = shown[-1].cropped(width - 2, "").add(f" {look.glyphs.cut}")
    elif entry.attachments and len(shown) < room:
        shown.append(file_words(entry.attachments[0], width, look.glyphs))
    return shown


def what_follows(ticket: Ticket, now: int) -> str:
    """Whose turn it is, in one sentence."""
    if ticket.status is Status.WAITING:
        return "The clock is paused until you answer."
    if ticket.status is Status.RESOLVED:
        return "Open it to confirm that it is solved, or to reopen it."
    if ticket.status.is_active and ticket.respond_by is not None and ticket.respond_by > now:
        return f"We answer by {promise(ticket.respond_by, now)}."
    return ""
