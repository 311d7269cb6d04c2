"""A one-time password, shown once to the operator who gives it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from core.people import Person
from core.safe_text import safe_name
from tui.modals.panel import Panel
from tui.widgets.line import Line, lines


class OneTimePassword(Panel[None]):
    """Stands until it is closed; nobody can see it again."""

    def __init__(self, person: Person, password: str) -> None:
        super().__init__(f"One-time password of {safe_name(person.name)}")
        self.password = password

    def compose_panel(self) -> ComposeResult:
        yield Static(Line(self.password, bold=True).content(), id="one-time-password", classes="panel-text")
        told = [
            Line("Tell it to them now: it is not shown again, and it holds for three days.", "muted"),
            Line("They choose their own when they sign in with it.", "muted"),
        ]
        yield Static(lines(told), classes="panel-text")
