"""The first run of a desk: its name, and the first operator, who is signed in at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from core.desk import Desk
from core.errors import DeskError, NotUnderstood
from core.people import EMAIL_AT_MOST, NAME_AT_MOST, read_email, read_name
from core.reception import Reception
from core.settings import DeskSettings, read_setting
from tui.messages import Entered
from tui.modals.confirm import Confirm
from tui.screens.form import SENDING, FormBody, FormScreen
from tui.ticket_form import faults_of
from tui.widgets.button import Button
from tui.widgets.form import Field
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import EVERYWHERE, TEXT, declared_keys, shown_key
from tui.widgets.line import Line, lines
from tui.widgets.own_password import OwnPassword
from tui.widgets.top_bar import TopBar

DESK_NAME = "desk.name"
SAYS = "Name your desk and make its first operator. It takes a minute."


class FirstRunScreen(FormScreen):
    """Nothing is written before everything fits."""

    ALSO_CALLED: ClassVar[Mapping[str, str]] = {DESK_NAME: "desk"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", "open the desk", id="form.send", group=TEXT),
        Binding("escape", "quit", "quit", id="form.back", group=EVERYWHERE),
    ]

    def __init__(self, reception: Reception) -> None:
        super().__init__()
        self.reception = reception

    def compose(self) -> ComposeResult:
        yield TopBar("ttydesk", "First run")
        with FormBody(), Vertical(classes="sheet"):
            yield Static(lines([Line("Welcome to your help desk", bold=True), Line(SAYS, "muted")]), classes="says")
            yield Field("Name of the desk", id="desk", placeholder="Acme Support", max_length=200)
            yield Field("Your full name", id="name", max_length=2 * NAME_AT_MOST)
            yield Field("Your e-mail", id="email", max_length=EMAIL_AT_MOST)
            yield OwnPassword()
            yield from self.compose_refusal()
            yield Button("Open the desk", id="send")
        yield HintLine()

    async def action_quit(self) -> None:
        """Nothing can be kept before there is a desk, so what was typed is not thrown away by one key."""
        if not any((*self._typed(), self.query_one(OwnPassword).value)):
            await self.app.run_action("leave")
            return
        question = Confirm("Leave without making a desk?", "What you typed is not kept.", yes="leave", no="go on")
        self.app.push_screen(question, self._leave)

    async def _leave(self, yes: bool | None) -> None:
        if yes:
            await self.app.run_action("leave")

    def faults(self) -> Mapping[str, DeskError]:
        desk, name, email = self._typed()
        return faults_of(
            {
                DESK_NAME: lambda: _read_desk_name(desk),
                "name": lambda: _read_own_name(name),
                "email": lambda: read_email(email),
            }
            | self.query_one(OwnPassword).checks()
        )

    def deliver(self) -> None:
        self._set_up(*self._typed(), self.query_one(OwnPassword).value)

    @work(group=SENDING, exclusive=True, exit_on_error=False)
    async def _set_up(self, desk: str, name: str, email: str, password: str) -> None:
        try:
            opened: Desk = await self.reception.set_up(desk, read_name(name), read_email(email), password)
        except DeskError as error:
            self.post_message(self.Refusal(error))
        else:
            self.post_message(Entered(opened, _ready()))

    def _typed(self) -> tuple[str, str, str]:
        desk, name, email = (self.query_one(f"#{field}", Field).value for field in ("desk", "name", "email"))
        return desk, name, email


def _ready() -> str:
    """What comes next, by the keys of a screen that is not there yet."""
    from tui.screens.people import PeopleScreen

    keys = declared_keys(PeopleScreen)
    people, add = (shown_key(keys[id][0]) for id in ("operator.people", "people.add"))
    return f"The desk is open. {people}, then {add} makes your colleagues known."


def _read_own_name(typed: str) -> str:
    """Elsewhere customers are asked for theirs."""
    if not typed.strip():
        raise NotUnderstood("Say your full name: it stands beside your answers.", field="name")
    return read_name(typed)


def _read_desk_name(typed: str) -> str:
    """Beside the field nobody needs the key of the setting."""
    try:
        return read_setting(DeskSettings, DESK_NAME, typed)
    except NotUnderstood as error:
        raise NotUnderstood(error.sentence.removeprefix(f"{DESK_NAME}: "), field=DESK_NAME) from None
