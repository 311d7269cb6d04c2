"""We have it: the ID of the new ticket, when an answer will be there, and the ways back."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from core.desk import Desk
from core.errors import DeskError
from core.references import shown
from core.tickets import Ticket
from tui.commands import in_a_shell
from tui.glyphs import glyphs_of
from tui.promised import answered_within
from tui.screens.desk_screen import DeskScreen
from tui.seat import way_in
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import ANSWER, EVERYWHERE, key_of
from tui.widgets.line import Line, lines
from tui.widgets.top_bar import TopBar
from tui.words import promise

LABEL = 11
"""Cells of the column of labels."""
ROOM = 56
"""Cells that the narrowest window has for a line."""


class CopyId(Static):
    """The words that copy the ID, for the mouse."""

    async def on_click(self) -> None:
        await self.run_action("screen.copy")


class ConfirmationScreen(DeskScreen):
    """Stands in the place of the form; `email` is what a guest typed there, `mailed` what goes to whom by mail."""

    CSS_PATH: ClassVar = "../../styles/confirmation.tcss"
    HINTS: ClassVar = ("confirmation.open", "ticket.copy_id", "confirmation.another")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open it", id="confirmation.open", group=ANSWER),
        Binding("y", "copy", "copy ID", id="ticket.copy_id", tooltip="copy the ticket ID", group=ANSWER),
        Binding("n", "another", "another ticket", id="confirmation.another", group=ANSWER),
        Binding("q", "back", "done", id="back", group=EVERYWHERE),
        Binding("escape", "back", "done", id="confirmation.leave", group=EVERYWHERE),
    ]

    class PairOpened(Message):
        """A guest comes in to their own ticket, with the pair that they were just given."""

        def __init__(self, desk: Desk) -> None:
            super().__init__()
            self.desk = desk

    class Refusal(Message):
        def __init__(self, error: DeskError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, session: Session, ticket: Ticket, email: str, mailed: str = "") -> None:
        super().__init__()
        self.session = session
        self.ticket = ticket
        self.email = email
        self.mailed = mailed

    @property
    def id_shown(self) -> str:
        return shown(self.ticket.reference)

    def compose(self) -> ComposeResult:
        done = glyphs_of(self.app).resolved
        yield TopBar(self.session.notices.settings.name, "New ticket", self.session.who)
        with VerticalScroll(id="hall", can_focus=False), Vertical(id="we-have-it"):
            yield Static(Line(done, "ok").gap(1).add("We have it. Your ticket ID is").content())
            with Horizontal(id="ticket-id"):
                yield Static(Line(self.id_shown, "accent", bold=True).content(), id="the-id")
                yield CopyId(Line(key_of(self, "ticket.copy_id"), bold=True).gap(1).add("copies it", "muted").content())
            yield Static(self._facts())
            yield Static(self._ways_back(), id="ways-back")
        yield HintLine()

    def _facts(self) -> Content:
        ticket, settings, now = self.ticket, self.session.notices.settings, self.session.desk.now()
        glyph = getattr(glyphs_of(self.app), ticket.priority.word)
        priority = Line("priority", "muted").to(LABEL).add(f"{glyph} {ticket.priority.word}")
        told = [
            Line("subject", "muted").to(LABEL).add(ticket.subject),
            priority.gap(3).add(ticket.priority.meaning, "muted"),
        ]
        if ticket.respond_by is not None:
            answer = Line("answer", "muted").to(LABEL).add(f"by {promise(ticket.respond_by, now)}", bold=True)
            told += _promised(answer, f"within {answered_within(settings, ticket.priority)}")
        if self.mailed:
            told.append(Line("mail", "muted").to(LABEL).add(self.mailed))
        return lines(told)

    def _ways_back(self) -> Content:
        is_guest = self.session.desk.actor.is_guest
        pair = f" --email {shlex.quote(self.email.strip())}" if is_guest else ""
        here = "choose Find my ticket on the first page" if is_guest else "it stands in your list"
        if self.session.desk.actor.is_staff:
            here = "it stands in the Inbox"
        told = [
            Line("Come back any time: ", "muted").add(here, "muted"),
        ]
        way, reference = way_in(self.app, self.session.notices.settings), self.ticket.reference
        if way is None:
            verbs = f"show {self.id_shown}{pair}", f"attach {self.id_shown} FILE{pair}"
            told += _commands(*(in_a_shell(self.app, f"ttydesk {verb}") for verb in verbs))
        else:
            told += _commands(
                way.opens(reference), way.sends(reference, self.email) if is_guest else way.puts(reference)
            )
        if is_guest:
            told += [Line(), Line("No account? This ID and your e-mail address do.", "muted")]
        return lines(told)

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self.id_shown)
        self.query_one(HintLine).say("is copied", bold=self.id_shown)

    def action_back(self) -> None:
        self.app.pop_screen()

    def action_another(self) -> None:
        from tui.screens.new_ticket import NewTicketScreen

        self.app.switch_screen(NewTicketScreen(self.session))

    def action_open(self) -> None:
        if self.session.desk.actor.is_guest:
            self._come_in()
        else:
            self._show(self.session)

    @work(group="open", exclusive=True, exit_on_error=False)
    async def _come_in(self) -> None:
        try:
            desk = await self.session.reception.by_pair(self.ticket.reference, self.email)
        except DeskError as error:
            self.post_message(self.Refusal(error))
        else:
            self.post_message(self.PairOpened(desk))

    def on_confirmation_screen_pair_opened(self, opened: PairOpened) -> None:
        self._show(replace(self.session, desk=opened.desk))

    def on_confirmation_screen_refusal(self, refusal: Refusal) -> None:
        self.query_one(HintLine).say(refusal.error.sentence, "error")

    def _show(self, session: Session) -> None:
        """The screens of tickets open new ones too, so they are imported when somebody goes there."""
        from tui.screens.customer_ticket import CustomerTicketScreen
        from tui.screens.ticket import TicketScreen

        kind = TicketScreen if session.desk.actor.is_staff else CustomerTicketScreen
        self.app.switch_screen(kind(session, self.ticket.reference))


def _commands(back: str, send: str) -> list[Line]:
    return [Line().gap(2).add(back), Line("Send a file later:", "muted"), Line().gap(2).add(send)]


def _promised(answer: Line, within: str) -> list[Line]:
    """On one line where the narrowest window has room for both."""
    if answer.cells + 3 + len(within) <= ROOM:
        return [answer.gap(3).add(within, "muted")]
    return [answer, Line().to(LABEL).add(within, "muted")]
