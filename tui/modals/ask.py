"""One line of text, asked for on the spot."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui.modals.panel import Panel
from tui.widgets.form import Field
from tui.widgets.keys import TEXT
from tui.widgets.line import Line

TYPED_AT_MOST = 5_000
"""Letters: a hundred tags of the longest kind."""


class Ask(Panel[str]):
    """Answers what was typed, or None. `check` gives the sentence that says what to mend, or ""."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "done", id="ask.submit", priority=True, group=TEXT)
    ]

    def __init__(
        self,
        title: str,
        *,
        value: str = "",
        hint: str = "",
        placeholder: str = "",
        password: bool = False,
        check: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__()
        self.hint = hint
        self.check = check
        self.field = Field(title, value=value, placeholder=placeholder, password=password, max_length=TYPED_AT_MOST)

    def compose_panel(self) -> ComposeResult:
        yield self.field
        if self.hint:
            yield Static(Line(self.hint, "muted").content(), classes="panel-text")

    @on(Field.Changed)
    @on(Field.Submitted)
    def keep_to_itself(self, message: Field.Changed | Field.Submitted) -> None:
        message.stop()

    def action_submit(self) -> None:
        typed = self.field.value
        wrong = self.check(typed) if self.check else ""
        if wrong:
            self.field.complain(wrong)
        else:
            self.dismiss(typed)
