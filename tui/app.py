"""The app: it waits for the desk to open, lets somebody in, shows them their home screen, and spreads what changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from rich.console import RenderableType
from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen

from core.desk import Desk
from core.errors import DeskError
from core.reading import notices
from core.references import Reference
from core.safe_text import safe_line
from core.setting_up import mine
from core.signing_in import forget
from core.soft_state import SoftState
from tui.arrival import Arrival, Arrive
from tui.gate import VisibleText, expect_copy, local_driver
from tui.glyphs import choose_glyphs
from tui.messages import Entered, Left, TicketsChanged
from tui.modals.help import Help
from tui.palette import Palette
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.first_run import FirstRunScreen
from tui.screens.inbox import InboxScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.screens.opening import OpeningScreen
from tui.screens.queues import QueuesScreen
from tui.screens.welcome import WelcomeScreen
from tui.session import Session
from tui.themes import dress, theme_name, variable_defaults
from tui.turns import Turns
from tui.widgets.hint_line import HintLine, key_pressed
from tui.widgets.keys import EVERYWHERE

VISIBLE = VisibleText()


class DeskApp(App[int]):
    """One person's window on the desk. The first screen is painted before the database is open."""

    CSS_PATH: ClassVar = ["../styles/app.tcss", "../styles/modals.tcss"]
    ENABLE_COMMAND_PALETTE = False  # ours is tui/palette.py
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "keys", "keys", id="app.keys", group=EVERYWHERE),
        Binding("ctrl+p", "command_palette", "commands", id="app.commands", priority=True, group=EVERYWHERE),
        Binding("ctrl+q", "leave", "leave ttydesk", id="app.leave", show=False, priority=True, group=EVERYWHERE),
    ]

    class Arrived(Message):
        """The desk is open."""

        def __init__(self, arrival: Arrival) -> None:
            super().__init__()
            self.arrival = arrival

    class Settled(Message):
        """It is known who is here and what they set for themself."""

        def __init__(self, session: Session, notice: str) -> None:
            super().__init__()
            self.session = session
            self.notice = notice

    def __init__(self, arrive: Arrive) -> None:
        super().__init__(driver_class=local_driver(), watch_css=False)
        self.refusal: DeskError | None = None
        """Why the desk could not be opened, told once the terminal is its owner's again."""
        self.glyphs = choose_glyphs("auto", os.environ)
        self.soft = SoftState()
        self._turns = Turns(self, self._give)
        self.animation_level = "none"
        self._arrive = arrive
        self._arrival: Arrival | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._contact = ""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults()

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), VISIBLE]

    def on_mount(self) -> None:
        self._wear("auto")
        self.push_screen(OpeningScreen())
        self.open_the_desk()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await self._give(event)

    async def _give(self, event: events.Event) -> None:
        """A message in the hint line stands until the next key or click."""
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            key_pressed(self)
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Help and palette speak of the screen below, so they do not open over a panel."""
        return not (action in ("keys", "command_palette") and self.screen.is_modal)

    def action_keys(self) -> None:
        self.push_screen(Help(self._contact))

    def action_command_palette(self) -> None:
        self.push_screen(Palette())

    @work(group="arrival", exit_on_error=False)
    async def open_the_desk(self) -> None:
        try:
            self.post_message(self.Arrived(await self._arrive()))
        except DeskError as error:
            self.refusal = error
            self.exit(error.status)

    @on(Arrived)
    def let_in(self, arrived: Arrived) -> None:
        arrival = self._arrival = arrived.arrival
        self._unsubscribe = arrival.reception.feed.subscribe(self._spread)
        if not arrival.is_set_up:
            self._show_first(FirstRunScreen(arrival.reception))
        else:
            self.settle(arrival.desk or arrival.reception.guest(), arrival.warning)

    @on(Entered)
    def welcome(self, entered: Entered) -> None:
        self.settle(entered.desk, entered.notice)

    @work(group="arrival", exclusive=True, exit_on_error=False)
    async def settle(self, desk: Desk, notice: str = "") -> None:
        if (arrival := self._arrival) is None:
            return
        try:
            known, own = await desk.read(notices), await desk.read(mine)
        except DeskError as error:
            self.refusal = error
            self.exit(error.status)
            return
        glyphs = choose_glyphs(own.glyphs, os.environ)
        session = Session(desk, arrival.reception, known, own, glyphs, arrival.memory, self.soft)
        self.post_message(self.Settled(session, notice))

    @on(Settled)
    def go_home(self, settled: Settled) -> None:
        session = settled.session
        self.glyphs = session.glyphs
        self._contact = session.notices.settings.contact
        self._wear(session.mine.theme)
        while len(self.screen_stack) > 2:  # Textual's own blank one, and the one that home takes the place of
            self.pop_screen()
        home = home_of(session)
        self._show_first(home)
        if settled.notice:
            home.call_after_refresh(lambda: home.query_one(HintLine).say(safe_line(settled.notice)))

    def _show_first(self, screen: Screen[None]) -> None:
        """Put a screen in the place of the present one, and give it what was typed while the desk opened."""
        typed = self.screen.typed if isinstance(self.screen, OpeningScreen) else []
        self.switch_screen(screen)
        screen.call_after_refresh(self._type, screen, typed)

    def _type(self, screen: Screen[None], keys: list[events.Key]) -> None:
        """One key after the other: each may move the focus for the next."""
        if keys and screen is self.screen:
            self.post_message(keys[0])
            screen.call_after_refresh(self._type, screen, keys[1:])

    @on(Left)
    def sign_out(self) -> None:
        if (arrival := self._arrival) is not None:
            self.forget_sign_in(arrival)

    @work(group="sign out", exit_on_error=False)
    async def forget_sign_in(self, arrival: Arrival) -> None:
        """The token ends in the desk and on this machine, then Welcome stands there again."""
        await self.soft.flush()
        if (token := await arrival.memory.token()) is not None:
            with suppress(DeskError):  # the desk is away: then only this machine forgets
                await arrival.reception.guest().write(forget, token)
        await arrival.memory.drop()
        self.settle(arrival.reception.guest())

    def copy_to_clipboard(self, text: str) -> None:
        expect_copy(self)
        super().copy_to_clipboard(text.encode("utf-8", "replace").decode())

    async def action_leave(self) -> None:
        """Write what waits, close the desk, and end."""
        await self.soft.flush()
        self.exit(0)

    async def on_unmount(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
        await self.soft.flush()
        if self._arrival is not None:
            await self._arrival.close()

    @property
    def mishap(self) -> Exception | None:
        """What went wrong on our side and ended the app."""
        return self._exception

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002
        """Textual gives up, and has drawn why; only that it happened is kept."""
        self._exception = self._exception or RuntimeError("Textual gave up")
        self._return_code = 1
        self._fatal_error()

    def _fatal_error(self) -> None:
        """End without a word: Textual would print a traceback with the values of variables, tickets among them."""
        self._close_messages_no_wait()

    def _wear(self, theme: str) -> None:
        dress(self, theme_name(theme, no_color=self.no_color))
        self.set_class(self.glyphs.is_plain, "-plain")

    def _spread(self, references: frozenset[Reference]) -> None:
        """Called by the feed, on this loop: every screen that is open hears of it."""
        for screen in self.screen_stack:
            screen.post_message(TicketsChanged(references))


def home_of(session: Session) -> Screen[None]:
    """Where somebody starts, by who they are."""
    actor = session.desk.actor
    if actor.person is None:
        return WelcomeScreen(session)
    if actor.only is not None:
        return CustomerTicketScreen(session, actor.only)
    if actor.is_operator:
        return QueuesScreen(session)
    return InboxScreen(session) if actor.is_staff else MyTicketsScreen(session)
