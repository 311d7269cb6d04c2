"""The app: it waits for the desk to open, lets somebody in, shows them their home screen, and spreads what changed.

Until it has painted, only what the first frame needs is imported: everything else comes where it is used.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import events, on, work
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen

from core.errors import DeskError
from core.references import Reference
from core.safe_text import safe_line
from core.soft_state import SoftState
from tui.focus import focus_what_came
from tui.gate import PlainWords, VisibleText, expect_copy
from tui.glyphs import choose_glyphs
from tui.messages import Entered, Left, SettingsChanged, TicketsChanged
from tui.screens.opening import OpeningScreen
from tui.screens.pace import AGAIN_AFTER, FRAME_FIRST
from tui.screens.sizes import fold
from tui.seat import Seat, seat_here
from tui.themes import dress, theme_name, variable_defaults
from tui.timers import SureTimers
from tui.turns import Turns
from tui.widgets.hint_line import HintLine, key_pressed
from tui.widgets.keys import OF_THE_APP, KeysOfPerson

if TYPE_CHECKING:
    from core.desk import Desk
    from core.own_keys import OwnKeys
    from core.people import Person
    from core.reading import Notices
    from core.settings import PersonalSettings
    from tui.arrival import Arrival, Arrive
    from tui.commands import Command
    from tui.modals.your_keys import OwnKey
    from tui.session import Session

VISIBLE, PLAIN_WORDS = VisibleText(), PlainWords()


class DeskApp(App[int], SureTimers):
    """One person's window on the desk. The first screen is painted before the database is open."""

    CSS_PATH: ClassVar = "../styles/app.tcss"
    ENABLE_COMMAND_PALETTE = False  # ours is tui/palette.py
    BINDINGS: ClassVar[list[BindingType]] = OF_THE_APP

    class Arrived(Message):
        """The desk is open."""

        def __init__(self, arrival: Arrival) -> None:
            super().__init__()
            self.arrival = arrival

    class Settled(Message):
        """It is known who is here and what they set for themself."""

        def __init__(self, session: Session, notice: str, kind: str, keys: KeysOfPerson) -> None:
            super().__init__()
            self.session = session
            self.notice = notice
            self.kind = kind
            self.keys = keys

    class NoticesCame(Message):
        """What holds for the desk, and who it is that sits here, as it is now."""

        def __init__(self, session: Session, notices: Notices, person: Person | None) -> None:
            super().__init__()
            self.session = session
            self.notices = notices
            self.person = person

    class OwnSettingsKept(Message):
        """What somebody set for themself, as it is now; `error` where a change of it could not be kept."""

        def __init__(self, session: Session, mine: PersonalSettings, error: DeskError | None = None) -> None:
            super().__init__()
            self.session = session
            self.mine = mine
            self.error = error

    def __init__(self, arrive: Arrive, seat: Seat | None = None) -> None:
        self.seat = seat or seat_here()
        super().__init__(driver_class=self.seat.driver, watch_css=False)
        self.refusal: DeskError | None = None
        """Why the desk could not be opened, told once the terminal is its owner's again."""
        self.glyphs = choose_glyphs("auto", self.seat.environment)
        self.own_keys: Mapping[str, tuple[str, ...]] = {}
        self.named_desk = ""
        """The desk as an option of the command named it: commands that are shown name it too."""
        self.soft = SoftState()
        self._turns = Turns(self, self._give)
        self.animation_level = "none"
        self._disable_notifications = self._disable_tooltips = True  # the hint line tells; each is a widget a screen
        self._arrive = arrive
        self._arrival: Arrival | None = None
        self._came_for: Reference | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._session: Session | None = None
        self._unkept: dict[str, str] = {}
        self._wear("auto")  # before the styles are read, or they would be read twice

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults()

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), VISIBLE, *[PLAIN_WORDS] * self.glyphs.is_plain]

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Read what the screen brings with it, before it is mounted. By itself Textual would then read all other styles
        again, and fold the screen to its size after it was laid out."""
        for path in screen.css_path:
            if not self.stylesheet.has_source(str(path), ""):
                self.stylesheet.read(path)
        super()._load_screen_css(screen)
        fold(screen, self.size)

    def on_mount(self) -> None:
        frame = OpeningScreen()
        self.push_screen(frame)
        frame.set_timer(FRAME_FIRST, self.open_the_desk)

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

    def watch_app_focus(self, focus: bool) -> None:
        if focus:
            focus_what_came(self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Help and palette speak of the screen below, so they do not open over a panel; but there they are named."""
        if action == "own_settings":
            return self._session is not None and self._session.is_somebodys
        return None if action in ("keys", "command_palette") and self.screen.is_modal else True

    def action_keys(self) -> None:
        from tui.modals.help import Help

        self.push_screen(Help(self._session.notices.settings.contact if self._session else ""))

    def action_command_palette(self) -> None:
        from tui.palette import Palette

        self.push_screen(Palette())

    @work(group="arrival", exit_on_error=False)
    async def open_the_desk(self) -> None:
        try:
            self.post_message(self.Arrived(await self._arrive()))
        except DeskError as error:
            self.refusal = error
            self.exit(error.status)

    @on(Arrived)
    async def let_in(self, arrived: Arrived) -> None:
        arrival = self._arrival = arrived.arrival
        self._came_for, self.named_desk = arrival.opens, arrival.named
        self._unsubscribe = arrival.reception.feed.subscribe(self._spread, self.read_notices)
        if not arrival.is_set_up:
            from tui.screens.first_run import FirstRunScreen

            await self._show_first(FirstRunScreen(arrival.reception))
        else:
            self.settle(arrival.desk or arrival.reception.guest(), arrival.warning)

    @on(Entered)
    def welcome(self, entered: Entered) -> None:
        self.settle(entered.desk, entered.notice, entered.kind)

    @work(group="arrival", exclusive=True, exit_on_error=False)
    async def settle(self, desk: Desk, notice: str = "", kind: str = "ok") -> None:
        from core.reading import notices
        from core.setting_up import mine
        from tui.session import Session

        if (arrival := self._arrival) is None:
            return
        try:
            known, own = await desk.read(notices), await desk.read(mine)
        except DeskError as error:
            self.refusal = error
            self.exit(error.status)
            return
        glyphs = choose_glyphs(own.glyphs, self.seat.environment)
        parts = arrival.reception, known, own, glyphs, arrival.memory, self.soft, arrival.offer, self._unkept
        session = Session(desk, *parts)
        keys = await asyncio.to_thread(_fitted, own.keys) if own.keys else KeysOfPerson()
        told = (notice, kind) if notice else (keys.says, "soon")
        self.post_message(self.Settled(session, *told, keys))

    @on(Settled)
    async def go_home(self, settled: Settled) -> None:
        from tui.homes import came_for, home_of

        session = self._session = settled.session
        self.glyphs = session.glyphs
        self.own_keys = settled.keys.own
        self.set_keymap(settled.keys.keymap)
        self._wear(session.mine.theme)
        while len(self.screen_stack) > 2:  # Textual's own blank one, and the one that home takes the place of
            self.pop_screen()
        home = home_of(session)
        await self._show_first(home)
        if self._came_for is not None:
            reference, self._came_for = self._came_for, None
            await self.push_screen(came_for(session, reference))
        if settled.notice:
            home.call_after_refresh(lambda: home.query_one(HintLine).say(safe_line(settled.notice), settled.kind))

    # What is set, for the desk and for oneself

    def commands(self) -> Iterable[Command]:
        """What the palette offers on every screen, besides the keys."""
        from tui.commands import Command

        if self._session is not None and self._session.is_somebodys:
            yield Command("Your keys", self.show_own_keys, where="everywhere", line="ttydesk bindings")
            yield Command("Your SSH keys", self.show_ssh_keys, where="everywhere", line="ttydesk keys list")

    @work(group="own keys", exclusive=True, exit_on_error=False)
    async def show_own_keys(self) -> None:
        from tui.modals.your_keys import YourKeys

        self.push_screen(YourKeys(await asyncio.to_thread(_told, self.own_keys) if self.own_keys else ()))

    def show_ssh_keys(self) -> None:
        from tui.screens.ssh_keys import SshKeysScreen

        if self._session is not None:
            self.push_screen(SshKeysScreen(self._session))

    def action_own_settings(self) -> None:
        from tui.modals.own_settings import OwnSettings

        if (session := self._session) is not None and not self.screen.is_modal:
            staff, mail = session.desk.actor.is_staff, session.has_mail
            panel = OwnSettings(session.mine, is_staff=staff, wear=self._wear, has_mail=mail)
            self.push_screen(panel, self._keep_own)

    def _keep_own(self, changed: Mapping[str, str] | None) -> None:
        if changed and self._session is not None:
            self.keep_own_settings(self._session, changed)

    @work(group="own settings", exit_on_error=False)
    async def keep_own_settings(self, session: Session, changed: Mapping[str, str]) -> None:
        from core.setting_up import change_mine

        try:
            self.post_message(self.OwnSettingsKept(session, await session.desk.write(change_mine, changed)))
        except DeskError as error:
            self.post_message(self.OwnSettingsKept(session, session.mine, error))

    @on(OwnSettingsKept)
    def wear_own_settings(self, kept: OwnSettingsKept) -> None:
        """As they are now; where they could not be kept, as they were."""
        session = kept.session
        session.mine, session.glyphs = kept.mine, choose_glyphs(kept.mine.glyphs, self.seat.environment)
        if session is not self._session:
            return
        self.glyphs = session.glyphs
        self._wear(session.mine.theme)
        self.theme_changed_signal.publish(self.current_theme)  # other signs are drawn where the colours are
        for line in self.screen.query(HintLine):
            line.say(kept.error.sentence if kept.error else "Your settings are kept.", "error" if kept.error else "ok")

    @work(group="notices", exclusive=True, exit_on_error=False)
    async def read_notices(self) -> None:
        """Somebody changed what holds for the desk. Called by the feed, on this loop."""
        from core.reading import notices
        from core.signing_in import myself

        if (session := self._session) is None:
            return
        try:
            person = await session.desk.read(myself)
            self.post_message(self.NoticesCame(session, await session.desk.read(notices), person))
        except DeskError:  # busy or away: it is worth asking again
            self.set_timer(AGAIN_AFTER, self.read_notices)

    @on(NoticesCame)
    def spread_notices(self, came: NoticesCame) -> None:
        """Every screen that is open hears of it."""
        before, came.session.notices = came.session.notices, came.notices
        if before != came.notices and came.session is self._session:
            for screen in self.screen_stack:
                screen.post_message(SettingsChanged(before, came.notices))
        if came.session is self._session:
            self._meet_again(came.session.desk, came.person)

    def _meet_again(self, desk: Desk, person: Person | None) -> None:
        """An operator changed what somebody may do here: they begin again as that, with what they typed kept."""
        actor = desk.actor
        if actor.person is None or actor.only is not None or self._arrival is None:
            return
        if person is None:
            self.forget_sign_in(self._arrival, "Your access was ended.")
        elif person != actor.person:
            desk.actor = replace(actor, person=person)
            if person.role is not actor.person.role:
                self.settle(desk, f"Your role here is {person.role.word} now.")

    async def _show_first(self, screen: Screen[None]) -> None:
        """Put a screen in the place of the present one, and give it what was typed while the desk opened."""
        from tui.homes import first_rows

        typed = self.screen.typed if isinstance(self.screen, OpeningScreen) else []
        with self.batch_update():  # it is laid out and painted once it stands whole
            await self.switch_screen(screen)
            await first_rows(screen)
        screen.call_after_refresh(self._type, screen, typed)
        self.call_after_refresh(_collect_again)

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
    async def forget_sign_in(self, arrival: Arrival, notice: str = "") -> None:
        """The token ends in the desk and on this machine, then Welcome stands there again."""
        from tui.remembered import end_sign_in

        await self.soft.flush()
        await end_sign_in(arrival.memory, arrival.reception)
        self.settle(arrival.reception.guest(), notice)

    def copy_to_clipboard(self, text: str) -> None:
        expect_copy(self)
        super().copy_to_clipboard(text.encode("utf-8", "replace").decode())

    @property
    def keeps_drafts(self) -> bool:
        """Whether whoever sits here finds what they typed when they come another day."""
        return self._session is None or self._session.keeps_drafts

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
        background = self.seat.environment.get("COLORFGBG", "")
        dress(self, theme_name(theme, no_color=self.no_color, colorfgbg=background))
        self.set_class(self.glyphs.is_plain, "-plain")

    def _spread(self, references: frozenset[Reference]) -> None:
        """Called by the feed, on this loop: every screen that is open hears of it."""
        for screen in self.screen_stack:
            screen.post_message(TicketsChanged(references))


def _collect_again() -> None:
    """Garbage was not collected while everything was imported (tui/main.py), and what was imported then is none."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _fitted(own: OwnKeys) -> KeysOfPerson:
    from tui.own_keys import fitted

    return fitted(own)


def _told(own: Mapping[str, tuple[str, ...]]) -> list[OwnKey]:
    from tui.own_keys import told

    return told(own)
