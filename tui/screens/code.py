"""Typing a one-time code that came by mail: to sign in, or to write in a ticket that was found by its ID."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from core.desk import Desk
from core.errors import DeskError, NotUnderstood
from core.mailed_codes import DIGITS, read_code
from tui.messages import Entered
from tui.promised import code_is_coming, code_is_coming_to
from tui.screens.form import SENDING, FormBody, FormScreen
from tui.session import Session
from tui.ticket_form import faults_of
from tui.widgets.button import Button
from tui.widgets.form import Field
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import TEXT
from tui.widgets.line import Line, lines
from tui.widgets.top_bar import TopBar


class CodeScreen(FormScreen):
    """Asks for a code as soon as it opens; another one takes the place of the one before."""

    NAME: ClassVar = ""
    HINTS: ClassVar = ("form.send", "code.again", "form.back")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "ask_again", "another code", id="code.again", tooltip="have another code mailed", group=TEXT)
    ]

    class Asked(Message):
        """It is on its way, if anywhere."""

        def __init__(self, notice: str) -> None:
            super().__init__()
            self.notice = notice

    class Fits(Message):
        def __init__(self, desk: Desk) -> None:
            super().__init__()
            self.desk = desk

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        yield TopBar(self.session.notices.settings.name, self.NAME, self.session.who)
        with FormBody(), Vertical(classes="sheet"):
            yield Static(lines([Line(self.NAME, bold=True), *self.told()]), classes="says")
            yield Field("Code", id="code", hint=f"{DIGITS} figures", max_length=40)
            yield from self.compose_refusal()
            yield Button("Go on", id="send")
        yield HintLine()

    def told(self) -> list[Line]:
        """What stands above the field."""
        raise NotImplementedError

    async def ask(self) -> None:
        raise NotImplementedError

    async def opened_by(self, typed: str) -> Desk:
        """Raises DeskError for a code that does not hold."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self._ask("")

    def action_ask_again(self) -> None:
        self.forget_complaints()
        self._ask("Another code is on its way; the one before does not hold any more.")

    @work(group="ask", exclusive=True, exit_on_error=False)
    async def _ask(self, notice: str) -> None:
        try:
            await self.ask()
        except DeskError as error:
            self.post_message(self.Refusal(error))
        else:
            self.post_message(self.Asked(notice))

    @on(Asked)
    def tell_asked(self, asked: Asked) -> None:
        if asked.notice:
            self.query_one(HintLine).say(asked.notice)

    @property
    def typed(self) -> str:
        return self.query_one("#code", Field).value

    def faults(self) -> Mapping[str, DeskError]:
        return faults_of({"code": lambda: _say_code(self.typed)})

    def deliver(self) -> None:
        self._try(self.typed)

    @work(group=SENDING, exclusive=True, exit_on_error=False)
    async def _try(self, typed: str) -> None:
        try:
            self.post_message(self.Fits(await self.opened_by(typed)))
        except DeskError as error:
            self.post_message(self.Refusal(error))


class WriteByCodeScreen(CodeScreen):
    """Whoever came by ID and e-mail may write once they read what is sent to that address."""

    NAME: ClassVar = "Prove your address"

    def told(self) -> list[Line]:
        person = self.session.desk.actor.person
        return [Line(code_is_coming_to(person.email if person else ""), "muted")]

    async def ask(self) -> None:
        await self.session.reception.ask_to_write(self.session.desk)

    async def opened_by(self, typed: str) -> Desk:
        return await self.session.reception.may_write(self.session.desk, typed)

    @on(CodeScreen.Fits)
    def go_on(self, fits: CodeScreen.Fits) -> None:
        self.post_message(Entered(fits.desk, "That is your address. You can write here now."))


class SignInByCodeScreen(CodeScreen):
    """In place of a password. Whether to remember them was asked before."""

    NAME: ClassVar = "A code by mail"

    def __init__(self, session: Session, email: str, *, remember: bool) -> None:
        super().__init__(session)
        self._email = email
        self._remember = remember

    def told(self) -> list[Line]:
        return [Line(code_is_coming(self._email), "muted")]

    async def ask(self) -> None:
        await self.session.reception.ask_for_code(self._email)

    async def opened_by(self, typed: str) -> Desk:
        return await self.session.reception.sign_in_by_code(self._email, typed)

    @on(CodeScreen.Fits)
    def come_in(self, fits: CodeScreen.Fits) -> None:
        self._come_in(fits.desk)

    @work(group=SENDING, exit_on_error=False)
    async def _come_in(self, desk: Desk) -> None:
        self.post_message(Entered(desk, *(await self.session.remember(desk) if self._remember else ())))


def _say_code(typed: str) -> None:
    if len(read_code(typed)) != DIGITS:
        raise NotUnderstood(f"A code has {DIGITS} figures, like 4821 0937.", field="code")
