"""What a guest meets first: three ways in, what the desk promises, and how else to reach it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from tui.screens.find_ticket import FindTicketScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.sign_in import SignInScreen
from tui.session import Session
from tui.widgets.doors import Door, Doors
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import ANSWER, EVERYWHERE
from tui.widgets.line import Line, lines
from tui.widgets.promises import hours_words, promises_line

DOORS = (
    Door("new", "n", "Open a ticket", "name, e-mail and what is wrong: a minute"),
    Door("find", "f", "Find my ticket", "with its ID and your e-mail address"),
    Door("sign_in", "s", "Sign in", "with your e-mail address and password"),
)


class WelcomeScreen(Screen[None]):
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
        settings = self.session.notices.settings
        with VerticalScroll(id="hall", can_focus=False), Vertical(id="ways-in"):
            yield Static(lines([Line(settings.name, bold=True), *self._greeting()]), id="name")
            yield Doors(DOORS)
            yield Static(lines([promises_line(settings)]), id="promises")
        yield HintLine()

    def _greeting(self) -> list[Line]:
        """When people answer, and how else to reach them: as far as the desk says so."""
        settings = self.session.notices.settings
        told = (hours_words(settings), settings.contact)
        return [Line(words, "muted") for words in told if words] or [Line("How can we help?", "muted")]

    @on(Doors.Chosen)
    def enter(self, chosen: Doors.Chosen) -> None:
        self.action_take(chosen.door.id)

    def action_take(self, door: str) -> None:
        screens = {"new": NewTicketScreen, "find": FindTicketScreen, "sign_in": SignInScreen}
        self.app.push_screen(screens[door](self.session))
