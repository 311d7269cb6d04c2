"""What a ticket is, beside its conversation: state, promises, customer, other tickets. A click changes or opens."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from core.people import Person
from core.reading import TicketView
from core.references import Reference, shown
from core.safe_text import safe_name
from core.tickets import Ticket
from tui.glyphs import Glyphs, glyphs_of
from tui.letter_words import no_letters
from tui.themes import ink_of
from tui.widgets.keys import MOVE
from tui.widgets.line import Line
from tui.widgets.ticket_columns import priority_words, status_words
from tui.widgets.wrapping import wrapped
from tui.words import age, clock, date, deadline, promise

MARGIN = 2
LABEL = 11
ANSWER_AT_MOST = 4
"""Lines of what a mail server said."""
COPIES = "copies"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the panel. `action`: what a click does, an action of the screen; `other`: the ticket it opens."""

    line: Line
    action: str = ""
    other: Reference | None = None


def facts(view: TicketView, now: int, me: Person | None, glyphs: Glyphs, width: int) -> list[Fact]:
    """The whole panel, top to bottom."""
    ticket = view.ticket
    head = Line("Ticket", "muted").at_right(Line(shown(ticket.reference)), width)
    found = [Fact(head, "copy_id"), Fact(Line()), *_state(ticket, me, glyphs, width), Fact(Line())]
    if promises := _promises(ticket, now, glyphs, width):
        found += [*promises, Fact(Line())]
    found += [Fact(Line("Customer", "muted")), Fact(Line()), *_customer(view, glyphs, width), Fact(Line())]
    return found + (_others(view, now, glyphs, width) if view.others else [])


def _label(name: str) -> Line:
    return Line().cell(name, LABEL, "muted")


def _state(ticket: Ticket, me: Person | None, glyphs: Glyphs, width: int) -> list[Fact]:
    room = width - LABEL
    mine = me is not None and ticket.assignee is not None and ticket.assignee.id == me.id
    owner = "nobody" if ticket.assignee is None else "you" if mine else safe_name(ticket.assignee.name)
    tags = ", ".join(safe_name(tag) for tag in ticket.tags) or "none"
    first, *more = wrapped(tags, room)
    return [
        Fact(_label("status").join(status_words(ticket.status, glyphs)), "status"),
        Fact(_label("priority").join(priority_words(ticket.priority, glyphs)), "priority"),
        Fact(_label("queue").upto(safe_name(ticket.category), room, mark=glyphs.cut), "category"),
        Fact(_label("owner").upto(owner, room, "text" if ticket.assignee else "muted", mark=glyphs.cut), "assign"),
        Fact(_label("tags").add(first, "text" if ticket.tags else "muted"), "tags"),
        *(Fact(Line().gap(LABEL).add(line), "tags") for line in more),
    ]


def _promises(ticket: Ticket, now: int, glyphs: Glyphs, width: int) -> list[Fact]:
    """What was promised and still runs: the answer, then the solution."""
    found = []
    for name, clock_runs, due in (
        ("reply", ticket.respond, ticket.respond_by),
        ("solve", ticket.resolve, ticket.resolve_by),
    ):
        if clock_runs is None or ticket.status.is_settled:
            continue
        if clock_runs.paused_at is not None:
            found.append(Fact(_label(name).add(f"{glyphs.paused} paused", "muted")))
        elif due is not None:
            found += _running(name, due, due == ticket.due and now >= ticket.soon_at, now, glyphs, width)
    return found


def _running(name: str, due: int, soon: bool, now: int, glyphs: Glyphs, width: int) -> list[Fact]:
    words, late = deadline(due, now), now >= due
    line = _label(name)
    if late:
        line.add(f"{glyphs.late} {words}", "late", bold=True)
    else:
        line.add(f"{glyphs.soon} {words}" if soon else words, "soon" if soon else "text")
    when = f"was due {_at(clock(due, now))}" if late else _due(due, now)
    return [Fact(line), Fact(Line().gap(LABEL).upto(when, width - LABEL, "muted", mark=glyphs.cut))]


def _due(due: int, now: int) -> str:
    """`due at 13:12 today`; further away the day has to do."""
    words = promise(due, now)
    return f"due on {date(due, now)}" if " on " in words else f"due at {words}"


def _at(words: str) -> str:
    return f"at {words}" if words[:1].isdigit() and ":" in words else words


def _customer(view: TicketView, glyphs: Glyphs, width: int) -> list[Fact]:
    ticket, who = view.ticket, view.ticket.requester
    lines = [
        Line().upto(safe_name(who.name), width, bold=True, mark=glyphs.cut),
        Line().upto(safe_name(who.email), width, "muted", mark=glyphs.cut),
    ]
    if not ticket.proved:
        lines.append(Line(f"{glyphs.soon} address not verified", "soon"))
    if silent := no_letters(who):
        lines += (Line(line, "late") for line in islice(wrapped(f"{glyphs.error} {silent}", width), ANSWER_AT_MOST))
    return [*(Fact(line) for line in lines), *_copies(view, glyphs, width)]


def _copies(view: TicketView, glyphs: Glyphs, width: int) -> list[Fact]:
    """Who gets copies of the letters, and who waits until somebody allows it; a click asks what is to be."""
    room = width - LABEL
    found: list[Fact] = []
    for nth, person in enumerate(view.ticket.participants):
        line = _label("" if nth else "copies to").upto(safe_name(person.name), room, mark=glyphs.cut)
        found.append(Fact(line, COPIES))
        if silent := no_letters(person):
            found += [Fact(Line().gap(LABEL).upto(silent, room, "late", mark=glyphs.cut), COPIES)]
    for nth, mailbox in enumerate(view.copies_asked):
        label = _label("" if nth else f"{glyphs.soon} asks")
        for part in wrapped(safe_name(mailbox.email), room):
            found.append(Fact(label.add(part, "soon"), COPIES))
            label = _label("")
    return found


def _others(view: TicketView, now: int, glyphs: Glyphs, width: int) -> list[Fact]:
    head = Line("Other tickets", "muted").at_right(Line(str(view.others_total), "muted"), width)
    found = [Fact(head), Fact(Line())]
    for row in view.others:
        when = Line(age(row.updated_at, now), "muted")
        line = status_words(row.status, glyphs, 1).gap(1)
        line.upto(row.subject, width - 4 - when.cells, "muted" if row.status.is_settled else "text", mark=glyphs.cut)
        found.append(Fact(line.at_right(when, width), other=row.reference))
    if view.others_total > len(view.others):
        found.append(Fact(Line().gap(2).add(f"{view.others_total - len(view.others)} more", "muted")))
    return found


class Properties(ScrollView, can_focus=True):
    """The panel at the right of a ticket. In a narrow window it stands in the place of the conversation, and has its
    keys then."""

    known_as = "the details"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "scroll", id="thread.down", tooltip="one line on", group=MOVE),
        Binding("k", "scroll_up", "scroll", id="thread.up", tooltip="one line back", group=MOVE),
        Binding("space,pagedown", "page_down", "page", show=False, id="thread.page_down", group=MOVE),
        Binding("pageup", "page_up", "page back", show=False, id="thread.page_up", group=MOVE),
    ]

    @dataclass
    class Chosen(Message):
        """Somebody clicked on a property: run this action of the screen."""

        action: str

    @dataclass
    class OtherChosen(Message):
        """Somebody clicked on another ticket."""

        reference: Reference

    def __init__(self, me: Person | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.can_focus = False
        self._me = me
        self._view: TicketView | None = None
        self._now = 0
        self._facts: list[Fact] = []

    def show(self, view: TicketView, now: int) -> None:
        self._view, self._now = view, now
        self._work_out()

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def on_resize(self) -> None:
        self._work_out()

    def _work_out(self) -> None:
        width = self.size.width - 2 * MARGIN
        if self._view is None or width <= LABEL:
            return
        self._facts = facts(self._view, self._now, self._me, glyphs_of(self.app), width)
        self.virtual_size = Size(self.size.width, len(self._facts) + 1)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        at = y + self.scroll_offset.y - 1
        line = self._facts[at].line if 0 <= at < len(self._facts) else Line()
        return Line().gap(MARGIN).join(line).strip(ink_of(self.app), self.size.width, "surface")

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.scroll_offset.y - 1
        if not 0 <= at < len(self._facts):
            return
        fact = self._facts[at]
        if fact.other is not None:
            self.post_message(self.OtherChosen(fact.other))
        elif fact.action:
            self.post_message(self.Chosen(fact.action))
