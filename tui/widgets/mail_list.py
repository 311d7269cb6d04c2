"""Letters as an operator sees them: what became of each, since when, what it is about, whom it goes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.incoming import Incoming
from core.references import shown
from core.safe_text import safe_line, safe_name
from core.sending import Fate, Waiting
from tui.widgets.line import Line
from tui.widgets.rows import Rows
from tui.words import age, plural

STATE, WHEN, ABOUT, TICKET, GAP = 8, 4, 15, 11, 2
TICKET_FROM, ANSWER_FROM = 76, 110
"""Cells from which these have columns; below, only what is told of the selected letter has them."""
STATES = {Fate.GIVEN_UP: ("given up", "late"), Fate.WAITS: ("waiting", "soon"), Fate.SENT: ("sent", "ok")}
UNTOLD = ("", "muted")


class MailList(Rows[Incoming | Waiting]):
    """Those that are held, that were given up, that wait, that left last. `enter` shows a held one, else its ticket."""

    known_as = "the letters"

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now

    def key_of(self, row: Incoming | Waiting) -> str:
        return f"{'in' if isinstance(row, Incoming) else 'out'} {row.number}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open" and isinstance(self.selected, Waiting) and self.selected.letter.ticket is None:
            return False
        return super().check_action(action, parameters)

    def render_heads(self, width: int) -> Line:
        about, to, answer = _columns(width)
        line = Line().cell("letter", STATE, "muted").gap(GAP).cell("", WHEN).gap(GAP)
        line.cell("about", about, "muted").gap(GAP).cell("to, from", to, "muted")
        if width >= TICKET_FROM:
            line.gap(GAP).cell("ticket", TICKET, "muted")
        return line.gap(GAP).cell("answer, or why held", answer, "muted") if answer else line

    def render_row(
        self,
        row: Incoming | Waiting,
        width: int,
        *,
        selected: bool,  # noqa: ARG002
        focused: bool,  # noqa: ARG002
        marked: bool,  # noqa: ARG002
    ) -> Line:
        about, whom, answer = _columns(width)
        cut, told = self.glyphs.cut, _of_held(row) if isinstance(row, Incoming) else _of_posted(row)
        line = Line().cell(told.state, STATE, told.hue).gap(GAP)
        line.cell(age(told.since, self._now()), WHEN, "muted", right=True).gap(GAP)
        line.cell(told.about, about, mark=cut).gap(GAP).cell(told.whom, whom, mark=cut)
        if width >= TICKET_FROM:
            line.gap(GAP).cell(told.ticket, TICKET, "muted")
        return line.gap(GAP).cell(told.why, answer, "muted", mark=cut) if answer else line


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands in the columns."""

    state: str
    hue: str
    since: int
    about: str
    whom: str
    ticket: str
    why: str


def _of_held(row: Incoming) -> _Told:
    return _Told("held", "soon", row.came_at, subject_of(row), whose(row), seems_about(row), safe_line(row.why))


def _of_posted(row: Waiting) -> _Told:
    word, hue = STATES.get(row.fate, UNTOLD)
    since = row.posted_at if row.ended_at is None else row.ended_at
    return _Told(word, hue, since, about_of(row), safe_name(row.letter.to.email), ticket_of(row), safe_line(row.answer))


def subject_of(letter: Incoming) -> str:
    return safe_line(letter.subject) or "(no subject)"


def whose(letter: Incoming) -> str:
    return safe_name(letter.author or letter.arrived.sender)


def seems_about(letter: Incoming) -> str:
    return "" if letter.reference is None else shown(letter.reference)


def about_of(row: Waiting) -> str:
    return row.letter.subject.value.replace("_", " ")


def ticket_of(row: Waiting) -> str:
    return "" if row.letter.ticket is None else shown(row.letter.ticket.reference)


def told_of(row: Incoming | Waiting) -> list[Line]:
    """The letter under the cursor, whole."""
    return _told_of_held(row) if isinstance(row, Incoming) else _told_of_posted(row)


def _told_of_held(letter: Incoming) -> list[Line]:
    head = Line(subject_of(letter), bold=True).gap(GAP).add(whose(letter)).gap(GAP).add(seems_about(letter), "muted")
    return [head, Line("held: ", "muted").add(safe_line(letter.why), "muted")]


def _told_of_posted(row: Waiting) -> list[Line]:
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
    """Cells of what it is about, of the address, and of the server's answer or why it is held."""
    rest = width - STATE - WHEN - 3 * GAP - 1 - (TICKET + GAP if width >= TICKET_FROM else 0)
    about = ABOUT + max(rest - 2 * ABOUT, 0) // 4
    to = min(rest - about, 30) if width >= ANSWER_FROM else min(rest - about, 44)
    return about, to, max(rest - about - to - GAP, 0) if width >= ANSWER_FROM else 0
