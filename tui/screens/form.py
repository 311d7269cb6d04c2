"""A screen that asks: what is wrong stands beside its field, it sends once, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from core.errors import DeskError
from tui.screens.desk_screen import DeskScreen
from tui.widgets.button import Button
from tui.widgets.form import Complaint, Field, Labelled, complain_all
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import EVERYWHERE, TEXT
from tui.widgets.one_line import OneLine
from tui.widgets.text_box import Area
from tui.words import plural

SENDING = "send"
"""The worker group of `deliver`."""
SOON_TOLD = 0.3
"""Seconds after which waiting is a word in the hint line."""


class FormBody(VerticalScroll, can_focus=False):
    """Holds the fields; scrolls with the focus where the screen is low."""


class FormScreen(DeskScreen):
    """What its fields are, what is wrong with them and how they are sent is said by each form.

    The id of a field is what refusals of core name in `DeskError.field`; `ALSO_CALLED` maps those that differ.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../../styles/form.tcss"]
    AUTO_FOCUS = "OneLine"
    ALSO_CALLED: ClassVar[Mapping[str, str]] = {}
    HINTS: ClassVar[tuple[str, ...]] = ("form.next", "form.send")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "next field", id="form.next", group=TEXT),
        Binding("shift+tab", "app.focus_previous", "previous field", id="form.previous", show=False),
        Binding("enter", "go_on", "next field", id="form.go_on", show=False, priority=True, group=TEXT),
        Binding("ctrl+s", "send", "send", id="form.send", group=TEXT),
        Binding("escape", "back", "back", id="form.back", group=EVERYWHERE),
    ]

    class Refusal(Message):
        """The desk said no; nothing was done."""

        def __init__(self, error: DeskError) -> None:
            super().__init__()
            self.error = error

    def compose_refusal(self) -> ComposeResult:
        """The place of a sentence that belongs to no field."""
        yield Complaint(classes="complaint refusal")

    # What a form says of itself

    def faults(self) -> Mapping[str, DeskError]:
        """What has to be mended before it is sent, by field."""
        return {}

    def deliver(self) -> None:
        """Start a worker of the group `send`; it answers with a message, `Refusal` for a DeskError."""
        raise NotImplementedError

    def action_back(self) -> None:
        self.app.pop_screen()

    # Sending

    @property
    def is_sending(self) -> bool:
        return any(worker.group == SENDING and not worker.is_finished for worker in self.workers)

    def action_send(self) -> None:
        if self.is_sending:
            return
        self.forget_complaints()
        if faults := self.faults():
            self.complain(faults)
            return
        self.deliver()
        self.set_timer(SOON_TOLD, self._tell_sending)

    def _tell_sending(self) -> None:
        if self.is_sending and self.is_current:
            self.query_one(HintLine).say("sending", "")

    @on(Refusal)
    def tell_refusal(self, refusal: Refusal) -> None:
        self.query_one(HintLine).forget()
        self.complain({refusal.error.field or "": refusal.error})

    @on(Button.Pressed, "#send")
    def press(self) -> None:
        self.action_send()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return isinstance(self.focused, OneLine) if action == "go_on" else True

    def action_go_on(self) -> None:
        """From a line to the next one. At once: whoever types on is not overtaken."""
        inputs = list(self.query(OneLine))
        following = inputs[inputs.index(self.focused) + 1 :] if isinstance(self.focused, OneLine) else []
        if following:
            self.set_focus(following[0])
        else:
            self.after_last_line()

    def after_last_line(self) -> None:
        """Enter in the last line of the form."""
        self.action_send()

    # Complaints

    def asked(self, field: str) -> Labelled | None:
        """The widget that asks for this field."""
        name = self.ALSO_CALLED.get(field, field)
        return next((one for one in self.query(Labelled) if one.id == name), None)

    def complain(self, faults: Mapping[str, DeskError]) -> None:
        """Put each sentence under its field, the focus on the first, and what to fix into the hint line."""
        placed = [(self.asked(field), error.sentence) for field, error in faults.items()]
        wrong = [(widget, sentence) for widget, sentence in placed if widget is not None]
        for widget, sentence in placed:
            if widget is None:
                self.tell(sentence)
        if complain_all(wrong):
            names = _fault(wrong[0][0]) if len(wrong) == 1 else ", ".join(widget.label.lower() for widget, _ in wrong)
            self.query_one(HintLine).say(names, "error", bold=f"{plural(len(wrong), 'thing')} to fix:")

    def tell(self, sentence: str) -> None:
        """A sentence that belongs to no field."""
        refusal = self.query_one(".refusal", Complaint)
        refusal.say(sentence)
        if sentence:
            refusal.scroll_visible(animate=False)

    def forget_complaints(self) -> None:
        for widget in self.query(Labelled):
            widget.complain("")
        self.tell("")


def _fault(widget: Labelled) -> str:
    """How the hint line names the one thing that has to be mended."""
    label = widget.label.lower()
    typed = widget.value if isinstance(widget, Field) else widget.text if isinstance(widget, Area) else label
    return label if typed.strip() else f"{label} is empty"
