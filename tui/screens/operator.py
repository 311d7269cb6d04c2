"""What the operator's screens share: they stand on the number keys, and 0 goes to the Inbox."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from core.errors import DeskError
from tui.screens.desk_screen import DeskScreen
from tui.screens.inbox import InboxScreen
from tui.screens.sizes import HEIGHTS, WIDTHS
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import EVERYWHERE, MOVE
from tui.widgets.places import Place


class OperatorScreen(DeskScreen):
    """Queues is home; the others stand above it."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "show_queues", "queues", id="operator.queues", group=MOVE),
        Binding("2", "show_people", "people", id="operator.people", group=MOVE),
        Binding("0", "show_inbox", "inbox", id="operator.inbox", tooltip="the inbox, and back", group=MOVE),
        Binding("q", "back", "back", id="back", group=EVERYWHERE),
        Binding("q", "end", "quit", id="back.quit", show=False, group=EVERYWHERE),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def say(self, words: str, kind: str = "ok", *, bold: str = "") -> None:
        self.query_one(HintLine).say(words, kind, bold=bold)

    def explain(self, error: DeskError) -> None:
        self.say(error.sentence, "error")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action in ("back", "show_queues"):
            return not self.is_home
        if action in ("end", "show_people"):
            return self.is_home
        return True

    def open_inbox(self, place: Place | None = None) -> None:
        """In the place of this screen, unless it is home: so that the way back is always Queues."""
        if self.is_home:
            self.app.push_screen(InboxScreen(self.session, place))
        else:
            self.app.switch_screen(InboxScreen(self.session, place))

    def action_show_inbox(self) -> None:
        self.open_inbox()

    def action_show_queues(self) -> None:
        self.dismiss()

    def action_back(self) -> None:
        self.dismiss()

    async def action_end(self) -> None:
        await self.app.run_action("leave")
