"""What the operator's screens share: they stand on the number keys, and 0 goes to the Inbox."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType

from core.errors import DeskError
from tui.commands import Command
from tui.messages import Left
from tui.screens.desk_screen import DeskScreen
from tui.screens.inbox import InboxScreen
from tui.screens.sizes import HEIGHTS, WIDTHS
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import EVERYWHERE, MOVE
from tui.widgets.places import Place


class OperatorScreen(DeskScreen):
    """Queues is home; one of the others stands above it, and `q` is the way back from each."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    NAME: ClassVar[str] = ""
    """Which of the screens this is, as `show` calls it."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "show('queues')", "queues", id="operator.queues", group=MOVE),
        Binding("2", "show('people')", "people", id="operator.people", group=MOVE),
        Binding("3", "show('mail')", "mail", id="operator.mail", group=MOVE),
        Binding("4", "show('audit')", "audit", id="operator.audit", group=MOVE),
        Binding("6", "show('settings')", "settings", id="operator.settings", group=MOVE),
        Binding("0", "show_inbox", "inbox", id="operator.inbox", tooltip="the inbox, and back", group=MOVE),
        Binding("q", "back", "back", id="back", group=EVERYWHERE),
        Binding("q", "end", "quit", id="back", show=False, group=EVERYWHERE),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def say(self, words: str, kind: str = "ok", *, bold: str = "") -> None:
        self.query_one(HintLine).say(words, kind, bold=bold)

    def explain(self, error: DeskError) -> None:
        self.say(error.sentence, "error")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "show":
            return parameters != (self.NAME,) and not (parameters == ("queues",) and self.is_home)
        if action == "back":
            return not self.is_home
        return self.is_home if action == "end" else True

    def open_inbox(self, place: Place | None = None) -> None:
        """In the place of this screen, unless it is home: so that the way back is always Queues."""
        self._put(InboxScreen(self.session, place))

    def action_show_inbox(self) -> None:
        self.open_inbox()

    def action_show(self, name: str) -> None:
        if name == "queues":
            self.dismiss()
        else:
            self._put(_screens()[name](self.session))

    def action_back(self) -> None:
        self.dismiss()

    async def action_end(self) -> None:
        await self.app.run_action("leave")

    def _put(self, screen: DeskScreen) -> None:
        if self.is_home:
            self.app.push_screen(screen)
        else:
            self.app.switch_screen(screen)

    # The palette

    def command_line(self, action: str) -> str:
        """The same as a shell command."""
        return _COMMAND_LINES.get(action, "")

    def commands(self) -> Iterable[Command]:
        yield Command("Sign out", lambda: self.post_message(Left()), where="everywhere")


_COMMAND_LINES = {
    "show('queues')": "ttydesk queues",
    "show('people')": "ttydesk people list",
    "show('mail')": "ttydesk mail status",
    "show('audit')": "ttydesk audit",
    "show('settings')": "ttydesk settings show",
    "show_inbox": "ttydesk list",
}


def _screens() -> dict[str, type[OperatorScreen]]:
    """Each of them is an OperatorScreen itself, so they are known only when one is asked for."""
    from tui.screens.audit import AuditScreen
    from tui.screens.mail import MailScreen
    from tui.screens.people import PeopleScreen
    from tui.screens.settings import SettingsScreen

    return {screen.NAME: screen for screen in (PeopleScreen, MailScreen, AuditScreen, SettingsScreen)}
