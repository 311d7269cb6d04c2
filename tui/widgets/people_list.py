"""People as an operator sees them: name, e-mail, role, and whether they can come in."""

from __future__ import annotations

from core.people import Person
from core.safe_text import safe_name
from tui.widgets.line import Line
from tui.widgets.rows import Rows

ROLE, STATE, GAP = 8, 12, 2
STATE_FROM = 76
"""Cells from which the state has a column; below, it takes the place of the role."""


def state_of(person: Person) -> str:
    if not person.active:
        return "disabled"
    return "" if person.verified else "not verified"


class PeopleList(Rows[Person]):
    """Staff first, then customers, each by name."""

    def key_of(self, row: Person) -> str:
        return row.email

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A person has no page to open; their role is what a double click asks for."""
        return action != "open" and super().check_action(action, parameters)

    def words_of(self, row: Person) -> str:
        return row.name

    def render_heads(self, width: int) -> Line:
        name, email, state = self._columns(width)
        line = Line().cell("name", name, "muted").gap(GAP).cell("e-mail", email, "muted")
        return line.gap(GAP).cell("role", ROLE, "muted").gap(GAP if state else 0).cell("", state)

    def render_row(self, row: Person, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        name, email, state = self._columns(width)
        about, hue = state_of(row), "text" if row.active else "muted"
        line = Line().cell(safe_name(row.name), name, hue, bold=row.is_staff and row.active, mark=self.glyphs.cut)
        line.gap(GAP).cell(safe_name(row.email), email, "muted", mark=self.glyphs.cut).gap(GAP)
        line.cell(row.role.word if state or row.active else about, ROLE, hue if row.is_staff else "muted")
        return line.gap(GAP).cell(about, state, "muted" if not row.active else "soon") if state else line

    def _columns(self, width: int) -> tuple[int, int, int]:
        """Cells of name, e-mail and state."""
        state = STATE if width >= STATE_FROM else 0
        rest = width - ROLE - 2 * GAP - (state + GAP if state else 0) - 1
        name = min(rest * 2 // 5, 28)
        return name, min(rest - name, 40), state
