"""Yes or no, before something that is told to others or can not be taken back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from core.safe_text import safe
from tui.modals.panel import Panel
from tui.widgets.keys import ANSWER, key_of
from tui.widgets.line import Line


class Answer(Static):
    """A key and what it answers; a click does the same."""

    def __init__(self, key: str, words: str, answer: bool) -> None:
        super().__init__(Line(key, bold=True).gap(2).add(words).content())
        self.answer = answer

    async def on_click(self) -> None:
        await self.run_action(f"screen.answer({self.answer})")


class Confirm(Panel[bool]):
    """Answers True for `y` alone: neither is preselected, `n` and `esc` answer False."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes", id="confirm.yes", group=ANSWER),
        Binding("n", "answer(False)", "no", id="confirm.no", group=ANSWER),
    ]

    def __init__(self, question: str, detail: str = "", *, yes: str = "yes", no: str = "no") -> None:
        super().__init__()
        self.question = question
        self.detail = detail
        self.yes = yes
        self.no = no

    def compose_panel(self) -> ComposeResult:
        yield Static(Content.styled(safe(self.question), "bold"), classes="panel-text")
        if self.detail:
            yield Static(Content.styled(safe(self.detail), "$muted"), classes="panel-text")
        yield Answer(key_of(self, "confirm.yes"), self.yes, True)
        yield Answer(key_of(self, "confirm.no"), self.no, False)

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)

    def action_close(self) -> None:
        self.dismiss(False)
