"""A ticket in a few lines: what state it is in, and the newest message as far as it fits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from core.entries import Entry, Kind
from core.highlighting import holds_all, places
from core.people import Person, Sender
from core.reading import TicketView
from core.references import shown
from core.safe_text import safe, safe_name
from core.tickets import Ticket
from tui.glyphs import Glyphs
from tui.letter_words import writer
from tui.widgets.line import Line
from tui.widgets.thread_lines import LETTERS_AT_FIRST, TEXT_AT_MOST, Look, file_words
from tui.widgets.ticket_columns import due_words, priority_words, status_words
from tui.widgets.wrapping import TextLine, body_lines
from tui.words import ago, cut, plural


def state_line(
    ticket: Ticket, now: int, me: Person | None, glyphs: Glyphs, width: int, gap: int = 3, *, in_short: bool = False
) -> Line:
    """`▲ reply late 35m   ◐ in progress   ! urgent   Network   with you   #vpn`, as much of it as fits."""
    parts = [
        due_words(ticket, now, glyphs, about=due_about(ticket)),
        status_words(ticket.status, glyphs),
        priority_words(ticket.priority, glyphs),
    ]
    if not in_short:
        tags = " ".join(f"#{safe_name(tag)}" for tag in ticket.tags)
        parts += [Line(safe_name(ticket.category), "muted"), Line(with_whom(ticket, me), "muted"), Line(tags, "muted")]
    line = Line()
    for part in parts:
        if part.cells and line.cells + part.cells + gap <= width:
            line.gap(gap if line.cells else 0).join(part)
    return line


def due_about(ticket: Ticket) -> str:
    """Which promise is the nearest: an answer, or the solution."""
    return "solve" if ticket.resolve_by is not None and ticket.resolve_by == ticket.due else "reply"


def with_whom(ticket: Ticket, me: Person | None) -> str:
    if ticket.assignee is None:
        return "with nobody"
    mine = me is not None and ticket.assignee.id == me.id
    return "with you" if mine else f"with {safe_name(ticket.assignee.name)}"


def preview_lines(view: TicketView, look: Look, width: int, height: int) -> list[Line]:
    """Subject and state, then the newest message: what stands below the list."""
    ticket = view.ticket
    id = Line(shown(ticket.reference), "muted")
    subject = Line().upto(ticket.subject, width - id.cells - 2, bold=True, mark=look.glyphs.cut)
    lines = [subject.at_right(id, width), state_line(ticket, look.now, look.me, look.glyphs, width), Line()]
    entry = shown_message(view, look)
    if entry is None:
        return lines
    who = _who(entry, look, Line(ago(entry.created_at, look.now), "muted"), width)
    foot = _foot(view, entry, look, width)
    room = height - len(lines) - 1 - (2 if foot.cells else 0)
    lines += [who, *_message(entry, look, width - 2, room)]
    return [*lines, Line(), Line().gap(2).join(foot)] if foot.cells else lines


def peek_lines(view: TicketView, look: Look, width: int, height: int) -> list[Line]:
    """State, who wrote last, and two lines of it."""
    id = Line(shown(view.ticket.reference), "muted")
    state = state_line(view.ticket, look.now, look.me, look.glyphs, width - id.cells - 2, 2)
    lines = [state.at_right(id, width)]
    entry = shown_message(view, look)
    if entry is None:
        return lines
    about = Line(ago(entry.created_at, look.now), "muted")
    for file in entry.attachments[:1]:
        about.add(" · ", "muted").join(file_words(file, 30, look.glyphs))
    who = _dot(entry, look).upto(writer(entry), width // 3, bold=True, mark=look.glyphs.cut)
    who.gap(2).add(f"{_role(entry)} {look.glyphs.dot} ", "muted").join(about)
    return [*lines, who, *_message(entry, look, width - 2, height - 2)]


def shown_message(view: TicketView, look: Look) -> Entry | None:
    """The newest message or note that was found, if words were looked for; else the newest message."""
    subject = view.ticket.subject
    said = [entry for entry in view.thread.entries if entry.kind is not Kind.EVENT] if look.sought else []
    found = (entry for entry in reversed(said) if holds_all([entry.body, subject], look.sought))
    best = sorted(found, key=lambda entry: -len(places(entry.body[:LETTERS_AT_FIRST], look.sought)))
    return best[0] if best else newest_message(view)


def newest_message(view: TicketView) -> Entry | None:
    """The newest message of the conversation; a note only where there is none."""
    entries = [entry for entry in view.thread.entries if entry.kind is not Kind.EVENT]
    public = [entry for entry in entries if entry.kind is Kind.PUBLIC]
    messages = public or entries
    return messages[-1] if messages else None


def _dot(entry: Entry, look: Look) -> Line:
    if entry.kind is Kind.INTERNAL:
        return Line(f"{look.glyphs.internal} ", "note")
    return Line(look.glyphs.unread if look.is_new(entry) else " ", "accent").gap(1)


def _role(entry: Entry) -> str:
    if entry.author is None:
        return ""
    return {Sender.STAFF: "agent", Sender.DESK: ""}.get(entry.sender, "customer")


def _who(entry: Entry, look: Look, about: Line, width: int) -> Line:
    line = _dot(entry, look).upto(writer(entry), width - about.cells - 14, bold=True, mark=look.glyphs.cut)
    return line.gap(2).add(_role(entry), "muted").at_right(about, width)


def _message(entry: Entry, look: Look, width: int, room: int) -> list[Line]:
    """As many lines as there is room for, from the first hit on where words were looked for; the last says with a sign
    that there is more."""
    body = body_lines(safe(entry.body[:LETTERS_AT_FIRST]), min(width, TEXT_AT_MOST), look.glyphs.quote)
    full = (line for line in body if line.text)
    found = list(islice(from_hit(full, look, max(room, 0)), max(room, 0) + 1))
    lines = [Line().gap(2).join(look.mark(line.text, hue_of(line))) for line in found[: max(room, 0)]]
    if len(found) > room and lines:
        last = cut(f"{found[room - 1].text} ", width - 1, "")
        lines[-1] = Line().gap(2).join(look.mark(last, hue_of(found[room - 1]))).add(look.glyphs.cut)
    return lines


def hue_of(line: TextLine) -> str:
    return "muted" if line.quoted else "text"


def from_hit(lines: Iterator[TextLine], look: Look, room: int) -> Iterator[TextLine]:
    """From the line before the first hit on, where the hit would not be seen otherwise."""
    if not look.sought:
        yield from lines
        return
    kept: list[TextLine] = []
    for line in lines:
        kept.append(line)
        if places(line.text, look.sought):
            yield from kept if len(kept) <= room else kept[-min(2, max(room, 1)) :]
            yield from lines
            return
    yield from kept


def _foot(view: TicketView, entry: Entry, look: Look, width: int) -> Line:
    """The files of the message, and what else the conversation holds."""
    line = Line()
    for file in entry.attachments:
        words = file_words(file, 40, look.glyphs)
        if line.cells + words.cells + 3 <= width - 2:
            line.gap(3 if line.cells else 0).join(words)
    others = [one for one in view.thread.entries if one.kind is not Kind.EVENT and one.id != entry.id]
    messages = sum(one.kind is Kind.PUBLIC for one in others)
    notes = len(others) - messages
    rest = Line()
    if messages or view.thread.earlier:
        more = plural(messages, "earlier message") if not view.thread.earlier else "many earlier messages"
        rest.add(more, "muted")
    if notes:
        rest.add(f" {look.glyphs.dot} " if rest.cells else "", "muted")
        rest.add(f"{look.glyphs.internal} {plural(notes, 'internal note')}", "note")
    if rest.cells and line.cells + rest.cells + 5 <= width - 2:
        line.gap(5 if line.cells else 0).join(rest)
    return line
