"""Finding a ticket without an account: its ID and the e-mail address that it was opened with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from core.errors import DeskError, NotUnderstood
from core.people import EMAIL_AT_MOST, read_email
from tui.messages import Entered
from tui.screens.form import SENDING, FormBody, FormScreen
from tui.session import Session
from tui.ticket_form import faults_of
from tui.widgets.button import Button
from tui.widgets.form import Field
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import TEXT
from tui.widgets.line import Line, lines
from tui.widgets.top_bar import TopBar


class FindTicketScreen(FormScreen):
    """The pair opens that one ticket. Whatever is wrong with it, the answer is the same."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "send", "find it", id="form.send", group=TEXT)]

    def __init__(self, session: Session, typed_id: str = "") -> None:
        """`typed_id`: what they came for already."""
        super().__init__()
        self.session = session
        self._typed_id = typed_id

    def compose(self) -> ComposeResult:
        says = "The ID stands on the page that you saw when you opened it."
        yield TopBar(self.session.notices.settings.name, "Find my ticket", self.session.who)
        with FormBody(), Vertical(classes="sheet"):
            yield Static(lines([Line("Find my ticket", bold=True), Line(says, "muted")]), classes="says")
            yield Field("Ticket ID", id="id", value=self._typed_id, hint="like K7M2Q-9XR4T", max_length=40)
            yield Field("E-mail", id="email", hint="the address that you gave us", max_length=EMAIL_AT_MOST)
            yield from self.compose_refusal()
            yield Button("Find it", id="send")
        yield HintLine()

    def faults(self) -> Mapping[str, DeskError]:
        typed, email = self._pair()
        return faults_of({"id": lambda: _say_id(typed), "email": lambda: read_email(email)})

    def deliver(self) -> None:
        self._look_up(*self._pair())

    @work(group=SENDING, exclusive=True, exit_on_error=False)
    async def _look_up(self, typed_id: str, email: str) -> None:
        try:
            desk = await self.session.reception.by_pair(typed_id, email)
        except DeskError as error:
            self.post_message(self.Refusal(error))
        else:
            self.post_message(Entered(desk))

    def _pair(self) -> tuple[str, str]:
        return self.query_one("#id", Field).value, self.query_one("#email", Field).value


def _say_id(typed: str) -> None:
    if not typed.strip():
        raise NotUnderstood("Type the ID of your ticket: 10 letters and digits, like K7M2Q-9XR4T.", field="id")
