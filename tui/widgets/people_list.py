"""People as an operator sees them: name, e-mail, role, whether they can come in, and when they did last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from core.people import Person
from core.safe_text import safe_name
from tui.widgets.line import Line
from tui.widgets.rows import Rows
from tui.words import age

GAP = 2
STATE_FROM = 76
"""Cells from which the state has a column; below, it takes the place of the role."""
SIGNED_IN_FROM = 90


class PersonColumns(NamedTuple):
    """Cells of each; 0 for one that is left out."""

    name: int
    email: int
    role: int
    state: int
    signed_in: int


def person_columns(width: int, *, has_signed_in: bool) -> PersonColumns:
    """`has_signed_in`: whether that is known of anybody; else its column would be empty."""
    state = 12 if width >= STATE_FROM else 0
    signed_in = 9 if width >= SIGNED_IN_FROM and has_signed_in else 0
    role = 8 if state else 12
    rest = width - role - 2 * GAP - sum(cells + GAP for cells in (state, signed_in) if cells) - 1
    name = min(rest * 2 // 5, 28)
    return PersonColumns(name, min(rest - name, 40), role, state, signed_in)


def state_of(person: Person) -> str:
    if not person.active:
        return "disabled"
    if person.undeliverable:
        return "no letters"
    return "" if person.verified else "not verified"


class PeopleList(Rows[Person]):
    """Staff first, then customers, each by name."""

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self._signed_in: Mapping[int, int] = {}

    def show_with(self, people: Sequence[Person], signed_in: Mapping[int, int]) -> None:
        """`signed_in`: when each signed in last, by the number of the person."""
        self._signed_in = signed_in
        self.show(people)

    def key_of(self, row: Person) -> str:
        return row.email

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A person has no page to open; their role is what a double click asks for."""
        return action != "open" and super().check_action(action, parameters)

    def words_of(self, row: Person) -> str:
        return row.name

    def render_heads(self, width: int) -> Line:
        cells = person_columns(width, has_signed_in=bool(self._signed_in))
        line = Line().cell("name", cells.name, "muted").gap(GAP).cell("e-mail", cells.email, "muted")
        line.gap(GAP).cell("role", cells.role, "muted")
        if cells.state:
            line.gap(GAP).cell("", cells.state)
        return line.gap(GAP).cell("signed in", cells.signed_in, "muted", right=True) if cells.signed_in else line

    def render_row(self, row: Person, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        cells = person_columns(width, has_signed_in=bool(self._signed_in))
        about, hue = state_of(row), "text" if row.active else "muted"
        line = Line().cell(safe_name(row.name), cells.name, hue, bold=row.is_staff and row.active, mark=self.glyphs.cut)
        line.gap(GAP).cell(safe_name(row.email), cells.email, "muted", mark=self.glyphs.cut).gap(GAP)
        about_hue = ("late" if row.undeliverable else "soon") if row.active else "muted"
        if not cells.state:
            told, of = (about, about_hue) if about else (row.role.word, hue if row.is_staff else "muted")
            return line.cell(told, cells.role, of)
        line.cell(row.role.word, cells.role, hue if row.is_staff else "muted")
        line.gap(GAP).cell(about, cells.state, about_hue)
        return line.gap(GAP).cell(self._last(row), cells.signed_in, "muted", right=True) if cells.signed_in else line

    def _last(self, person: Person) -> str:
        at = self._signed_in.get(person.id)
        return "" if at is None else age(at, self._now())
