"""One setting, typed anew: what is wrong stands under the field, what it would mean below; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui.modals.panel import Panel
from tui.widgets.form import Field
from tui.widgets.keys import EVERYWHERE, TEXT
from tui.widgets.line import Line, lines


class EditSetting(Panel[None]):
    """Stays until whoever opened it has kept the text and closes it with `kept`, or until it is left for now.

    `typed` is what was typed when it was left. `check` gives the sentence that says what to mend, or ""; `changed`
    hears every text that is typed; `save` gets the one that is meant.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", "keep it", id="setting.keep", priority=True, group=TEXT),
        Binding("f9", "as_it_was", "as it was", id="setting.as_it_was", priority=True, group=TEXT),
        Binding("escape", "close", "close", id="panel.close", group=EVERYWHERE),
    ]

    def __init__(
        self,
        title: str,
        *,
        value: str,
        typed: str = "",
        says: str,
        check: Callable[[str], str],
        changed: Callable[[EditSetting, str], None],
        save: Callable[[EditSetting, str], None],
    ) -> None:
        super().__init__()
        self.value = value
        self.says = says
        self.check = check
        self.changed = changed
        self.save = save
        self.field = Field(title, value=typed or value, max_length=1000)

    def compose_panel(self) -> ComposeResult:
        yield self.field
        yield Static(id="preview", classes="panel-text")
        yield Static(Line(self.says, "muted").content(), classes="panel-text")

    def on_mount(self) -> None:
        self.query_one("#preview").display = False
        self.changed(self, self.field.value)

    def show_preview(self, typed: str, told: list[Line]) -> None:
        """What `typed` would mean, unless something else is typed by now."""
        if self.is_mounted and typed == self.field.value:
            preview = self.query_one("#preview", Static)
            preview.display = bool(told)
            preview.update(lines(told))

    @on(Field.Changed)
    def tell_changed(self, changed: Field.Changed) -> None:
        changed.stop()
        self.changed(self, changed.value)

    @on(Field.Submitted)
    def keep_to_itself(self, submitted: Field.Submitted) -> None:
        submitted.stop()

    def action_save(self) -> None:
        typed = self.field.value
        if wrong := self.check(typed):
            self.field.complain(wrong)
        elif typed == self.value:
            self.kept()
        else:
            self.save(self, typed)

    def refuse(self, sentence: str) -> None:
        """The desk did not take it."""
        if self.is_mounted:
            self.field.complain(sentence)

    def kept(self) -> None:
        if self.is_mounted:
            self.dismiss(None)

    def action_as_it_was(self) -> None:
        self.field.value = self.value
