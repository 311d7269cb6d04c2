"""What a guest meets first: three ways in, what the desk promises, and how else to reach it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from core.safe_text import safe_name
from tui.messages import SettingsChanged
from tui.promised import hours_words
from tui.screens.desk_screen import DeskScreen
from tui.screens.find_ticket import FindTicketScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.sign_in import SignInScreen
from tui.session import Session
from tui.widgets.doors import Door, Doors
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import ANSWER, EVERYWHERE
from tui.widgets.line import Line, lines
from tui.widgets.promises import promises_lines

DOORS = (
    Door("new", "welcome.new", "Open a ticket", "name, e-mail and what is wrong: a minute"),
    Door("find", "welcome.find", "Find my ticket", "with its ID and your e-mail address"),
    Door("sign_in", "welcome.sign_in", "Sign in", "with your e-mail address and password"),
)


class WelcomeScreen(DeskScreen):
    """Nobody is signed in here."""

    CSS_PATH: ClassVar = "../../styles/welcome.tcss"
    AUTO_FOCUS = "Doors"
    HINTS: ClassVar = ("doors.next", "doors.previous", "doors.choose")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "take('new')", "new ticket", id="welcome.new", tooltip="open a ticket", show=False, group=ANSWER),
        Binding("f", "take('find')", "find", id="welcome.find", tooltip="find my ticket", show=False, group=ANSWER),
        Binding("s", "take('sign_in')", "sign in", id="welcome.sign_in", show=False, group=ANSWER),
        Binding("q", "app.leave", "quit", id="back", group=EVERYWHERE),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="hall", can_focus=False), Vertical(id="ways-in"):
            yield Static(lines(self._head()), id="name")
            yield Doors(DOORS)
            yield Static(lines(promises_lines(self.session.notices.settings)), id="promises")
        yield HintLine()

    @on(SettingsChanged)
    def say_it_again(self) -> None:
        self.query_one("#name", Static).update(lines(self._head()))
        self.query_one("#promises", Static).update(lines(promises_lines(self.session.notices.settings)))

    def _head(self) -> list[Line]:
        """The desk, when people answer, and how else to reach them: as far as the desk says so."""
        settings = self.session.notices.settings
        told = [Line(words, "muted") for words in (hours_words(settings), settings.contact) if words]
        return [Line(safe_name(settings.name), bold=True), *(told or [Line("How can we help?", "muted")])]

    @on(Doors.Chosen)
    def enter(self, chosen: Doors.Chosen) -> None:
        self.action_take(chosen.door.id)

    def action_take(self, door: str) -> None:
        screens = {"new": NewTicketScreen, "find": FindTicketScreen, "sign_in": SignInScreen}
        self.app.push_screen(screens[door](self.session))
