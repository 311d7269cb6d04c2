"""The audit as a list: when, who, through which door and whether that was only claimed, what, to which ticket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from core.auditing import Deed
from core.references import shown
from core.safe_text import safe_name
from tui.widgets.line import Line
from tui.widgets.rows import Rows

WHEN, VIA, ASSERTED, TICKET, GAP = 12, 4, 8, 11, 2
VIA_FROM, TICKET_FROM, DETAIL_FROM = 60, 76, 100
"""Cells from which these have columns; below, only what is told of the selected deed has them."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(at: int, now: int) -> str:
    """To the second for today, `21 Nov 10:55` for other days of this year, `21 Nov 2025` before."""
    then, today = (datetime.fromtimestamp(instant / 1000).astimezone() for instant in (at, now))
    day = f"{then.day} {_MONTHS[then.month - 1]}"
    if then.date() == today.date():
        return f"{then:%H:%M:%S}"
    return f"{day} {then:%H:%M}" if then.year == today.year else f"{day} {then.year}"


def name_in(who: str) -> str:
    """The name without the address that stands behind it."""
    return who.partition(" <")[0]


class AuditList(Rows[Deed]):
    """The newest first. `enter` opens the ticket of a deed that has one."""

    known_as = "the audit"

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now

    def key_of(self, row: Deed) -> str:
        return str(row.number)

    def cursor_of(self, row: Deed) -> int:
        return row.number

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open" and (self.selected is None or self.selected.reference is None):
            return False
        return super().check_action(action, parameters)

    def render_heads(self, width: int) -> Line:
        who, what = self._columns(width)
        line = Line().cell("when", WHEN, "muted").gap(GAP).cell("who", who, "muted").gap(GAP)
        line.cell("via", VIA + 1 if width >= VIA_FROM else 0, "muted").gap(ASSERTED + GAP).cell("what", what, "muted")
        if width >= TICKET_FROM:
            line.gap(GAP).cell("ticket", TICKET, "muted")
        return line.gap(GAP).add("detail", "muted") if width >= DETAIL_FROM else line

    def render_row(self, row: Deed, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        who, what = self._columns(width)
        cut = self.glyphs.cut
        line = Line().cell(moment(row.at, self._now()), WHEN, "muted").gap(GAP)
        line.cell(safe_name(name_in(row.who)), who, mark=cut).gap(GAP)
        line.cell(row.via.value, VIA + 1 if width >= VIA_FROM else 0, "muted", mark="")
        line.cell("asserted" if row.asserted else "", ASSERTED, "soon").gap(GAP).cell(row.what, what, mark=cut)
        if width >= TICKET_FROM:
            line.gap(GAP).cell("" if row.reference is None else shown(row.reference), TICKET, "muted")
        if width >= DETAIL_FROM:
            line.gap(GAP).upto(row.detail, max(width - line.cells - GAP - 1, 0), "muted", mark=cut)
        return line

    def _columns(self, width: int) -> tuple[int, int]:
        """Cells of who and what."""
        if width >= DETAIL_FROM:
            return 18, 24
        rest = width - WHEN - ASSERTED - 3 * GAP - 1
        rest -= VIA + 1 if width >= VIA_FROM else 0
        rest -= TICKET + GAP if width >= TICKET_FROM else 0
        who = min(rest * 2 // 5, 18)
        return who, min(rest - who, 30)


def told_of(deed: Deed) -> list[Line]:
    """The deed under the cursor, whole."""
    who = Line(deed.who, bold=True).gap(GAP).add(f"via {deed.via.value}", "muted")
    if deed.asserted:
        who.gap(GAP).add("asserted", "soon")
    what = Line(deed.what)
    if deed.reference is not None:
        what.gap(GAP).add(shown(deed.reference), "muted")
    told = [who, what, *([Line(deed.detail, "muted")] if deed.detail else [])]
    if deed.asserted:
        told.append(Line("Asserted: only claimed, by somebody who can open the database.", "muted"))
    return told
