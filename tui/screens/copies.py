"""Who gets copies of the letters of a ticket: an agent allows who asked for them, adds somebody, takes somebody off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message

from core.errors import DeskError
from core.reading import TicketView, look_at
from core.safe_text import safe_name
from tui.screens import wishes
from tui.screens.agent import AgentScreen, Target
from tui.widgets.keys import CHANGE

HOW = "Type ann@acme.example to add somebody, -ann@acme.example to refuse them or take them off."


class CopiesScreen(AgentScreen):
    """Asks about one ticket; what it has is read anew, so that nobody is allowed who took it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "m", "copies", "copies", id="ticket.copies", tooltip="who gets copies by mail", show=False, group=CHANGE
        )
    ]

    @dataclass
    class CopiesCame(Message):
        target: Target
        view: TicketView

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "copies":
            return self.has_targets()
        return super().check_action(action, parameters)

    def action_copies(self) -> None:
        for target in self.targets()[:1]:
            self.fetch_copies(target)

    @work(group="copies", exclusive=True, exit_on_error=False)
    async def fetch_copies(self, target: Target) -> None:
        try:
            view = await self.session.desk.read(look_at, target.reference, newest=1)
        except DeskError as error:
            self.post_message(self.ChangeRefused(error))
        else:
            self.post_message(self.CopiesCame(target, view))

    @on(CopiesCame)
    def ask_about_copies(self, came: CopiesCame) -> None:
        asked = [safe_name(one.email) for one in came.view.copies_asked]

        def typed(text: str | None) -> None:
            if text is not None:
                self.want(wishes.copies(text), [came.target])

        self._ask("Copies", _hint(came.view, asked), wishes.wrong_with_copies, typed, value=", ".join(asked))

    def command_line(self, action: str) -> str:
        if action == "copies" and self.has_targets():
            return f"ttydesk set {self.targets()[0].reference[:5]} cc=+EMAIL,-EMAIL"
        return super().command_line(action)


def _hint(view: TicketView, asked: list[str]) -> str:
    names = ", ".join(safe_name(person.name) for person in view.ticket.participants)
    now = f"Copies go to {names}. " if names else ""
    wait = f"{', '.join(asked)} {'asks' if len(asked) == 1 else 'ask'} for copies. " if asked else ""
    return f"{wait}{now}{HOW}"
