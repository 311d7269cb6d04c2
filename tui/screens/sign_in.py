"""Signing in with e-mail and password or a mailed code, and choosing one's own password after a one-time one."""

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
from core.people import EMAIL_AT_MOST, read_email
from core.reception import SignedIn
from core.signing_in import PASSWORD_AT_MOST
from tui.messages import Entered
from tui.screens.code import SignInByCodeScreen
from tui.screens.form import SENDING, FormBody, FormScreen
from tui.seat import is_hosted
from tui.session import Session
from tui.ticket_form import faults_of
from tui.widgets.button import Button
from tui.widgets.choice import Choice, Option
from tui.widgets.form import Field
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import TEXT, key_of
from tui.widgets.line import Line, lines
from tui.widgets.own_password import OwnPassword
from tui.widgets.top_bar import TopBar


class SignInScreen(FormScreen):
    """Whoever fits is handed to the app, after choosing a password of their own where theirs was for one time."""

    HINTS: ClassVar = ("form.next", "form.send", "sign_in.code")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", "sign in", id="form.send", group=TEXT),
        Binding(
            "f2", "mail_code", "code by mail", id="sign_in.code", tooltip="a code by mail, no password", group=TEXT
        ),
    ]

    class Fits(Message):
        """E-mail and password belong together."""

        def __init__(self, signed_in: SignedIn, remember: bool) -> None:
            super().__init__()
            self.signed_in = signed_in
            self.remember = remember

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        yield TopBar(self.session.notices.settings.name, "Sign in", self.session.who)
        with FormBody(), Vertical(classes="sheet"):
            yield Field("E-mail", id="email", max_length=EMAIL_AT_MOST)
            yield Field("Password", id="password", password=True, max_length=2 * PASSWORD_AT_MOST)
            yield from self._asks_to_remember()
            yield from self.compose_refusal()
            yield Button("Sign in", id="send")
            yield Static(Line(self._without_password(), "muted").content())
        yield HintLine()

    def _without_password(self) -> str:
        if self.session.has_mail:
            return f"No password? Type your e-mail and press {key_of(self, 'sign_in.code')} for a code by mail."
        return "No password yet? An operator of the desk gives you one."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.session.has_mail if action == "mail_code" else super().check_action(action, parameters)

    def _asks_to_remember(self) -> ComposeResult:
        """This machine's keyring is that of a server to whoever came over SSH; their own key may be remembered."""
        offer = self.session.offer
        question = offer.question if offer else "" if is_hosted(self.app) else "Stay signed in on this machine"
        if question:
            yes_or_no = [Option("yes", "yes"), Option("no", "no")]
            yield Choice(question, yes_or_no, value="yes", across=True, id="remember")

    def action_mail_code(self) -> None:
        email = self.query_one("#email", Field).value
        self.forget_complaints()
        if faults := faults_of({"email": lambda: read_email(email)}):
            self.complain(faults)
        else:
            self.app.push_screen(SignInByCodeScreen(self.session, email, remember=self._remembers))

    def faults(self) -> Mapping[str, DeskError]:
        email, password = self.query_one("#email", Field).value, self.query_one("#password", Field).value
        return faults_of({"email": lambda: read_email(email), "password": lambda: _say_password(password)})

    def deliver(self) -> None:
        email, password = self.query_one("#email", Field).value, self.query_one("#password", Field).value
        self._knock(email, password, self._remembers)

    @property
    def _remembers(self) -> bool:
        return any(choice.value == "yes" for choice in self.query("#remember").results(Choice))

    @work(group=SENDING, exclusive=True, exit_on_error=False)
    async def _knock(self, email: str, password: str, remember: bool) -> None:
        try:
            signed_in = await self.session.reception.sign_in(email, password)
        except DeskError as error:
            self.post_message(self.Refusal(error))
        else:
            self.post_message(self.Fits(signed_in, remember))

    @on(Fits)
    def let_in(self, fits: Fits) -> None:
        if fits.signed_in.must_choose:
            self.app.push_screen(ChoosePasswordScreen(self.session, fits.signed_in.desk, remember=fits.remember))
        else:
            self._come_in(fits.signed_in.desk, fits.remember)

    @work(group=SENDING, exit_on_error=False)
    async def _come_in(self, desk: Desk, wanted: bool) -> None:
        self.post_message(Entered(desk, *(await self.session.remember(desk) if wanted else ())))


class ChoosePasswordScreen(FormScreen):
    """A one-time password opened the door; before anything else its owner chooses one that only they know."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "send", "keep it", id="form.send", group=TEXT)]

    def __init__(self, session: Session, desk: Desk, *, remember: bool) -> None:
        super().__init__()
        self.session = session
        self.desk = desk
        self.remember = remember

    def compose(self) -> ComposeResult:
        person = self.desk.actor.person
        why = "The one you signed in with was for one time. Choose your own."
        yield TopBar(self.session.notices.settings.name, "Choose a password", person.name if person else "")
        with FormBody(), Vertical(classes="sheet"):
            yield Static(lines([Line("Choose your password", bold=True), Line(why, "muted")]), classes="says")
            yield OwnPassword()
            yield from self.compose_refusal()
            yield Button("Keep it and come in", id="send")
        yield HintLine()

    def faults(self) -> Mapping[str, DeskError]:
        return faults_of(self.query_one(OwnPassword).checks())

    def deliver(self) -> None:
        self._choose(self.query_one(OwnPassword).value)

    @work(group=SENDING, exclusive=True, exit_on_error=False)
    async def _choose(self, password: str) -> None:
        try:
            await self.session.reception.choose_password(self.desk, password)
        except DeskError as error:
            self.post_message(self.Refusal(error))
            return
        self.post_message(Entered(self.desk, *(await self.session.remember(self.desk) if self.remember else ())))


def _say_password(typed: str) -> None:
    if not typed:
        raise NotUnderstood("Type your password.", field="password")
