"""Letters as an operator sees them: what became of each, since when, what it is about, whom it goes to."""

from __future__ import annotations

from collections.abc import Callable

from core.references import shown
from core.safe_text import safe_line, safe_name
from core.sending import Fate, Waiting
from tui.widgets.line import Line
from tui.widgets.rows import Rows
from tui.words import age, plural

STATE, WHEN, TICKET, GAP = 8, 4, 11, 2
TICKET_FROM, ANSWER_FROM = 76, 110
"""Cells from which these have columns; below, only what is told of the selected letter has them."""
STATES = {Fate.GIVEN_UP: ("given up", "late"), Fate.WAITS: ("waiting", "soon"), Fate.SENT: ("sent", "ok")}
UNTOLD = ("", "muted")


class MailList(Rows[Waiting]):
    """Those that were given up, those that wait, those that left last. `enter` opens the ticket of one."""

    known_as = "the letters"

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now

    def key_of(self, row: Waiting) -> str:
        return str(row.number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open" and (self.selected is None or self.selected.letter.ticket is None):
            return False
        return super().check_action(action, parameters)

    def render_heads(self, width: int) -> Line:
        about, to, answer = _columns(width)
        line = Line().cell("letter", STATE, "muted").gap(GAP).cell("", WHEN).gap(GAP)
        line.cell("about", about, "muted").gap(GAP).cell("to", to, "muted")
        if width >= TICKET_FROM:
            line.gap(GAP).cell("ticket", TICKET, "muted")
        return line.gap(GAP).cell("answer of the server", answer, "muted") if answer else line

    def render_row(self, row: Waiting, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        about, to, answer = _columns(width)
        cut = self.glyphs.cut
        word, hue = STATES.get(row.fate, UNTOLD)
        since = row.posted_at if row.ended_at is None else row.ended_at
        line = Line().cell(word, STATE, hue).gap(GAP).cell(age(since, self._now()), WHEN, "muted", right=True).gap(GAP)
        line.cell(about_of(row), about, mark=cut).gap(GAP).cell(safe_name(row.letter.to.email), to, mark=cut)
        if width >= TICKET_FROM:
            line.gap(GAP).cell(ticket_of(row), TICKET, "muted")
        return line.gap(GAP).cell(safe_line(row.answer), answer, "muted", mark=cut) if answer else line


def about_of(row: Waiting) -> str:
    return row.letter.subject.value.replace("_", " ")


def ticket_of(row: Waiting) -> str:
    return "" if row.letter.ticket is None else shown(row.letter.ticket.reference)


def told_of(row: Waiting) -> list[Line]:
    """The letter under the cursor, whole."""
    head = (
        Line(about_of(row), bold=True)
        .gap(GAP)
        .add(safe_name(row.letter.to.email))
        .gap(GAP)
        .add(ticket_of(row), "muted")
    )
    tries = f", {plural(row.tries, 'try', 'tries')} so far" if row.tries and row.fate is Fate.WAITS else ""
    said = Line(f"{STATES.get(row.fate, UNTOLD)[0]}{tries}", "muted")
    if row.answer:
        said.add("; the server answered: ", "muted").add(row.answer)
    return [head, said]


def _columns(width: int) -> tuple[int, int, int]:
    """Cells of what it is about, of the address, and of the server's answer."""
    rest = width - STATE - WHEN - 3 * GAP - 1 - (TICKET + GAP if width >= TICKET_FROM else 0)
    about = 15
    to = min(rest - about, 34) if width >= ANSWER_FROM else min(rest - about, 44)
    return about, to, max(rest - about - to - GAP, 0) if width >= ANSWER_FROM else 0
