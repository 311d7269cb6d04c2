"""A customer's own tickets: what waits for them comes first and is the only colour; what is closed is muted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.listing import Row
from core.references import shown
from core.safe_text import safe_name
from core.tickets import Status
from tui.glyphs import Glyphs
from tui.widgets.line import Line
from tui.widgets.rows import Rows
from tui.widgets.ticket_columns import priority_words
from tui.words import age

REFERENCE = 11
UPDATED = 4
STATUS_WORDS = 17
STATUS_NAMED_FROM = 70
"""From this width of list on the status is a word, below it its glyph."""
PRIORITY_NAMED_FROM = 96
CATEGORY_FROM = 110
OPENED_FROM = 126


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells of each column; 0 leaves it out, 1 leaves the glyph alone."""

    status: int
    subject: int
    priority: int
    category: int
    opened: int
    gap: int


def columns(width: int) -> Columns:
    """What there is room for beside the subject; `width` begins with the status."""
    gap = 2 if width >= PRIORITY_NAMED_FROM else 1
    status = STATUS_WORDS if width >= STATUS_NAMED_FROM else 1
    priority = 8 if width >= PRIORITY_NAMED_FROM else 1
    category = 12 if width >= CATEGORY_FROM else 0
    opened = 6 if width >= OPENED_FROM else 0
    others = sum(cells + gap for cells in (priority, category, opened, REFERENCE, UPDATED) if cells)
    return Columns(status, max(width - status - 2 - others - 1, 4), priority, category, opened, gap)


class MyTicketList(Rows[Row]):
    """`now` tells the time."""

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self.newest_first = False
        """Whether it is sorted by the newest change rather than by what waits."""

    def key_of(self, row: Row) -> str:
        return str(row.reference)

    def cursor_of(self, row: Row) -> object:
        return row.cursor

    def is_unread(self, row: Row) -> bool:
        return row.unread

    def words_of(self, row: Row) -> str:
        return row.subject

    def render_heads(self, width: int) -> Line:
        there = columns(width)
        line = Line().cell("status" if there.status > 1 else "", there.status, "muted").gap(2)
        line.cell("subject", there.subject, "muted").gap(there.gap)
        line.cell("priority" if there.priority > 1 else "", there.priority, "muted").gap(there.gap)
        if there.category:
            line.cell("category", there.category, "muted").gap(there.gap)
        line.cell("ticket ID", REFERENCE, "muted").gap(there.gap)
        if there.opened:
            line.cell("opened", there.opened, "muted", right=True).gap(there.gap)
        return line.join(self._updated_head())

    def _updated_head(self) -> Line:
        if not self.newest_first:
            return Line().cell("upd", UPDATED, "muted", right=True)
        return Line().cell(f"{self.glyphs.sorted}upd", UPDATED, bold=True, right=True)

    def head_at(self, x: int, width: int) -> str:
        """The two heads that stand for an order."""
        there = columns(width)
        if x < there.status + 2:
            return "status"
        end = self.render_heads(width).cells
        return "updated" if end - UPDATED <= x < end else ""

    def render_row(self, row: Row, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        there, glyphs, now = columns(width), self.glyphs, self._now()
        quiet = "muted" if row.status is Status.CLOSED else "text"
        line = customer_status(row.status, glyphs, there.status).gap(2)
        line.cell(row.subject, there.subject, quiet, bold=row.unread, mark=glyphs.cut).gap(there.gap)
        line.join(priority_words(row.priority, glyphs, there.priority)).gap(there.gap)
        if there.category:
            line.cell(safe_name(row.category), there.category, "muted", mark=glyphs.cut).gap(there.gap)
        line.cell(shown(row.reference), REFERENCE, "muted").gap(there.gap)
        if there.opened:
            line.cell(age(row.created_at, now), there.opened, "muted", right=True).gap(there.gap)
        return line.cell(age(row.updated_at, now), UPDATED, "muted", right=True)


def customer_status(status: Status, glyphs: Glyphs, width: int = 0) -> Line:
    """`▸ waiting for you`, in the customer's words; its glyph alone in one cell."""
    waits = status is Status.WAITING
    glyph = glyphs.waiting_for_you if waits else getattr(glyphs, status.code)
    hue = {Status.WAITING: "soon", Status.CLOSED: "muted", Status.RESOLVED: "ok"}.get(status, "text")
    line = Line(glyph, hue)
    if width != 1:
        line.gap(1).add(status.customer_word, "text" if status is Status.RESOLVED else hue, bold=waits)
    return line.to(width)
