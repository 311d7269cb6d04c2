"""The question of a resolved ticket: two plain keys with what follows from each; neither is preselected."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Static

from core.tickets import Ticket
from tui.widgets.line import Line, lines
from tui.words import date

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
        closes = (ticket.settled_at or now) + close_after
        owner = f"; {ticket.assignee.first_name} is told at once" if ticket.assignee else ""
        by_itself = f"no hurry: it closes by itself on {date(closes, now)}"
        told = [Line("Is it solved?", bold=True), Line()]
        for key, says, follows in (
            ("c", "yes, close it", by_itself),
            ("o", "no, reopen it", f"tell us what still fails{owner}"),
        ):
            line = Line(key, bold=True).gap(2).add(says)
            room = self.screen.size.width - 8 - WORDS_AT
            told.append(line.to(WORDS_AT).upto(follows, room, "muted") if room >= 20 else line)
        self.update(lines(told))
        self.display = True

    def on_click(self, event: events.Click) -> None:
        line = event.get_content_offset_capture(self).y
        if line in (2, 3):
            self.post_message(self.Answered(line == 2))
