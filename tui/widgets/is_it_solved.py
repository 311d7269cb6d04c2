"""The question of a resolved ticket: two plain keys with what follows from each; neither is preselected."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Static

from core.safe_text import safe_name
from core.tickets import Ticket
from tui.widgets.keys import key_of
from tui.widgets.line import Line, lines
from tui.words import date

AROUND = 8
"""Cells at both sides of the text."""
WORDS_AT = 25
"""Where what follows begins."""


class IsItSolved(Static):
    """Away while there is nothing to ask. The keys are bound by the screen; a click on a line does the same."""

    @dataclass
    class Answered(Message):
        yes: bool

    def on_mount(self) -> None:
        self.display = False

    def ask(self, ticket: Ticket, close_after: int, now: int) -> None:
        """`close_after`: how long the desk waits for an answer before it takes silence for a yes."""
        closes = date((ticket.settled_at or now) + close_after, now)
        told = f"{safe_name(ticket.assignee.first_name)} is told at once" if ticket.assignee else "we are told at once"
        yes = (f"no hurry: it closes by itself on {closes}", f"or it closes on {closes}")
        no = (f"tell us what still fails; {told}", told)
        question = [Line("Is it solved?", bold=True), Line()]
        question.append(self._answer("ticket.confirm", "yes, close it", yes))
        question.append(self._answer("ticket.reopen", "no, reopen it", no))
        self.update(lines(question))
        self.display = True

    def _answer(self, id: str, says: str, follows: tuple[str, str]) -> Line:
        """A key, what it says, and what follows from it as far as there is room."""
        room = self.screen.size.width - AROUND - WORDS_AT
        longer, shorter = follows
        line = Line(key_of(self, id), bold=True).gap(2).add(says).to(WORDS_AT)
        return line.upto(longer if len(longer) <= room else shorter, room, "muted")

    def on_click(self, event: events.Click) -> None:
        line = event.get_content_offset_capture(self).y
        if line in (2, 3):
            self.post_message(self.Answered(line == 2))
