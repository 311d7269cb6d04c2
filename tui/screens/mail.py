"""Mail: an operator decides about letters that are held, and sees which wait, which were given up and which left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeGuard

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from core.collecting import MailIn, mail_in
from core.errors import DeskError
from core.incoming import Incoming
from core.quarantine import held
from core.safe_text import safe_line, safe_name
from core.sending import Fate, MailView, Waiting, mail_view, send_again
from tui.glyphs import glyphs_of
from tui.messages import SettingsChanged, TicketsChanged
from tui.modals.confirm import Confirm
from tui.screens.held_letters import HeldLetters
from tui.screens.pace import COUNTS_AFTER
from tui.screens.ticket import TicketScreen
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import ANSWER
from tui.widgets.line import Line, lines
from tui.widgets.mail_list import MailList, told_of
from tui.widgets.rows import Empty, Rows
from tui.widgets.top_bar import TopBar
from tui.words import age, plural

LEAVES_WITHIN = 5.0
"""Seconds after which it is looked what became of letters that wait."""
COMES_WITHIN = 15.0
"""Seconds after which it is looked whether another one is held: that changes no ticket, so nobody tells."""


class MailScreen(HeldLetters):
    """What is held and what was given up stand first: somebody has to do something about them."""

    NAME: ClassVar = "mail"
    CSS_PATH: ClassVar = "../../styles/mail.tcss"
    AUTO_FOCUS = "MailList"
    HINTS: ClassVar = (
        *("rows.open", "mail.release", "mail.discard", "mail.retry", "mail.retry_all"),
        *("operator.queues", "operator.settings"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "retry", "retry", id="mail.retry", tooltip="have this letter tried again", group=ANSWER),
        Binding("R", "retry_all", "retry all", id="mail.retry_all", tooltip="try all of them again", group=ANSWER),
    ]

    @dataclass
    class Came(Message):
        view: MailView
        held: tuple[Incoming, ...]
        comes: MailIn

    @dataclass
    class NotDone(Message):
        error: DeskError

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._reading: Timer | None = None
        self._says = ""
        self._shown: MailScreen.Came | None = None

    def compose(self) -> ComposeResult:
        yield TopBar(self.session.notices.settings.name, "Mail", self.session.who)
        with Vertical(id="mail"):
            yield OneLiner(id="title")
            yield OneLiner(id="mailbox")
            yield MailList(self.session.desk.now, id="letters")
            yield Static(id="letter")
        yield HintLine()

    def on_mount(self) -> None:
        self.letters.empty = Empty(
            "No letter waits for you.", "None is held, and none was given up.", "What leaves this desk stands here too."
        )
        self.read()

    @property
    def letters(self) -> MailList:
        return self.query_one(MailList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "retry":
            return self.is_mounted and _is_lost(self.letters.selected)
        if action == "retry_all":
            return self._lost > 0
        return super().check_action(action, parameters)

    @property
    def held_letter(self) -> Incoming | None:
        selected = self.letters.selected
        return selected if isinstance(selected, Incoming) else None

    @property
    def _lost(self) -> int:
        return 0 if self._shown is None else self._shown.view.state.given_up

    # Reading

    def read(self, says: str = "") -> None:
        """Read all of them again, and then say what was done. A reading that comes in between takes that over."""
        self._says = says or self._says
        self.read_now()

    @work(group="letters", exclusive=True, exit_on_error=False)
    async def read_now(self) -> None:
        try:
            desk = self.session.desk
            self.post_message(self.Came(await desk.read(mail_view), await desk.read(held), await desk.read(mail_in)))
        except DeskError as error:
            self.post_message(self.NotDone(error))

    @on(Came)
    def show(self, came: Came) -> None:
        self.tell_trouble(came.comes)
        if came != self._shown:
            self._shown = came
            self.letters.show([*came.held, *came.view.letters])
            self.query_one("#title", OneLiner).show(self._title(came))
            self.tell_letter()
        if self._says:
            self.say(self._says)
            self._says = ""
        moves = came.comes.waiting or (came.view.state.waiting and self.session.has_mail)
        self.read_after(LEAVES_WITHIN if moves else COMES_WITHIN)

    @on(NotDone)
    def refuse(self, refused: NotDone) -> None:
        self.explain(refused.error)
        self.letters.cannot_show(refused.error.sentence)

    @on(TicketsChanged)
    @on(SettingsChanged)
    def read_soon(self) -> None:
        self.read_after(COUNTS_AFTER)

    def read_after(self, seconds: float) -> None:
        """A burst of changes is read once, and only while one looks."""
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(seconds, self._read_if_seen)

    def _read_if_seen(self) -> None:
        self._reading = None
        if self.is_current:
            self.read()

    def on_screen_resume(self) -> None:
        if self._shown is not None:
            self.read()

    def tell_trouble(self, comes: MailIn) -> None:
        """A line for a mailbox that can not be read, where there is one."""
        where = [place for place in comes.mailboxes if place.trouble]
        line = self.query_one("#mailbox", OneLiner)
        line.display = bool(where)
        for place in where[:1]:
            since = age(place.at, self.session.desk.now())
            told = Line(f"{glyphs_of(self.app).error} {safe_name(place.name)}, {_ago(since)}: ", "late")
            line.show(told.add(safe_line(place.trouble)))

    def _title(self, came: Came) -> Line:
        now, state, comes = self.session.desk.now(), came.view.state, came.comes
        line = Line("Mail", "accent", bold=True).gap(2)
        if comes.held:
            line.add(f"{_count(comes.held)} held", "soon").gap(2)
        if comes.waiting:
            line.add(f"{_count(comes.waiting)} to be filed").gap(2)
        if not self.session.notices.settings.address:
            return line.add("no letter leaves: desk.address in the settings is not set", "soon")
        if not self.session.reception.has_mail_server:
            return line.add("no mail server is set here: TTYDESK_SMTP names one", "soon")
        line.add(f"{_count(state.waiting)} waiting").gap(2)
        line.add(f"{_count(state.given_up)} given up", "late" if state.given_up else "text")
        left = "none left yet" if state.last_sent is None else f"the last one left {_ago(age(state.last_sent, now))}"
        return line.gap(2).add(left, "muted")

    @on(Rows.Highlighted)
    def tell_letter(self) -> None:
        selected = self.letters.selected
        self.query_one("#letter", Static).update(lines([] if selected is None else told_of(selected)))
        self.refresh_bindings()

    @on(Rows.Opened)
    def open_ticket(self, opened: Rows.Opened) -> None:
        if isinstance(opened.row, Incoming):
            self.look_at_letter(opened.row)
        elif opened.row.letter.ticket is not None:
            self.app.push_screen(TicketScreen(self.session, opened.row.letter.ticket.reference))

    # Trying again

    def action_retry(self) -> None:
        letter = self.letters.selected
        if _is_lost(letter):
            self.try_again(letter.name, f"The letter to {safe_name(letter.letter.to.email)} will be tried again.")

    def action_retry_all(self) -> None:
        lost = self._lost

        def answered(yes: bool | None) -> None:
            if yes:
                self.try_again(None, f"{plural(lost, 'letter')} will be tried again.")

        self.app.push_screen(
            Confirm(f"Try {plural(lost, 'letter')} again?", "Each goes under its Message-ID."), answered
        )

    @work(group="retry", exit_on_error=False)
    async def try_again(self, name: str | None, says: str) -> None:
        try:
            await self.session.desk.write(send_again, name)
        except DeskError as error:
            self.post_message(self.NotDone(error))
        else:
            self.read(says)

    # The palette

    def command_line(self, action: str) -> str:
        letter = self.letters.selected
        if action == "retry" and _is_lost(letter):
            return f"ttydesk mail retry {letter.name}"
        return "ttydesk mail retry --all" if action == "retry_all" else super().command_line(action)


def _is_lost(letter: Waiting | Incoming | None) -> TypeGuard[Waiting]:
    return isinstance(letter, Waiting) and letter.fate is Fate.GIVEN_UP


def _count(letters: int) -> str:
    return "1000+" if letters > 1000 else str(letters)


def _ago(words: str) -> str:
    return "just now" if words == "now" else f"{words} ago"
