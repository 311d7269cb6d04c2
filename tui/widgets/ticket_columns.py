"""The columns of a list of tickets: which of them there is room for, and what stands in each (LOOKS section 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from core.listing import Row, View
from core.people import Person
from core.safe_text import safe_name
from core.tickets import DueState, Priority, Status
from tui.glyphs import Glyphs
from tui.widgets.line import Line
from tui.words import age, cut, deadline

BEFORE_SUBJECT = 16
"""Bar, mark, unread and blank, then due."""
SUBJECT_AT_LEAST = 29
SUBJECT_BY_CHOICE = 34
"""What the subject keeps before owner, queue and updated get their columns."""
DUE = 12
SHORT = "prio"
"""The head of a column that is a glyph: only where the list is sorted by it, and in the blanks of the head before."""
WIDE = 96
"""From this width of list on there are two cells between columns."""
DAY_AHEAD = 86_400_000


class Columns(NamedTuple):
    """Cells of each column; 0 leaves it out, 1 leaves the glyph alone."""

    subject: int
    sender: int
    status: int
    priority: int
    owner: int
    queue: int
    updated: int
    gap: int

    @property
    def after_subject(self) -> tuple[tuple[str, int], ...]:
        cells = (self.sender, self.status, self.priority, self.owner, self.queue, self.updated)
        return tuple(zip(("from", "status", "priority", "owner", "queue", "updated"), cells, strict=True))


REPEATED = {
    View.NEXT: frozenset({"owner"}),
    View.MINE: frozenset({"owner"}),
    View.UNASSIGNED: frozenset({"owner", "status"}),
    View.WAITING: frozenset({"status"}),
    View.RESOLVED: frozenset({"status"}),
}
"""What a view says of all its rows already. In Next, open means nobody and in progress means you."""
_FOLDS = ((15, 13, 8), (12, 13, 1), (12, 13, 0), (11, 1, 0))
"""From, status, priority, as the list gets narrower."""
_BY_CHOICE = (("owner", 6), ("queue", 9), ("updated", 4))


def columns(width: int, repeated: frozenset[str] = frozenset(), sorted_by: str = "") -> Columns:
    """The columns of a list of this width, without those that say the same in every row. There is room sooner for the
    one that the list is sorted by."""
    gap = 2 if width >= WIDE else 1
    folds = [(sender, 0 if "status" in repeated else status, priority) for sender, status, priority in _FOLDS]
    fitting = [fold for fold in folds if _left_for_subject(width, fold, gap) >= SUBJECT_AT_LEAST]
    sender, status, priority = (fitting or folds[-1:])[0]
    subject = _left_for_subject(width, (sender, status, priority), gap)
    extra = {"owner": 0, "queue": 0, "updated": 0}
    for name, cells in sorted(_BY_CHOICE, key=lambda one: one[0] != sorted_by):
        if name in repeated:
            continue
        is_sorted = name == sorted_by
        if (priority != 8 and not is_sorted) or subject - cells - gap < (
            SUBJECT_AT_LEAST if is_sorted else SUBJECT_BY_CHOICE
        ):
            break
        extra[name] = cells
        subject -= cells + gap
    return Columns(max(subject, 4), sender, status, priority, **extra, gap=gap)


def _left_for_subject(width: int, others: tuple[int, ...], gap: int) -> int:
    return width - BEFORE_SUBJECT - 1 - sum(cells + gap for cells in others if cells)


def heads(columns: Columns, sorted_by: str = "", sign: str = "") -> Line:
    """The head of the column that the list is sorted by is bold, with a sign before it."""

    def head(line: Line, name: str, word: str, cells: int, *, right: bool = False) -> None:
        is_sorted = name == sorted_by
        if right:
            word = (sign if is_sorted else "") + word
        line.gap(0 if is_sorted and not right else 1).add(sign if is_sorted and not right else "", bold=True)
        line.cell(word, cells, "text" if is_sorted else "muted", bold=is_sorted, right=right)

    line = Line().gap(1)
    head(line, "due", "due", DUE - 2)
    line.cell("subject", columns.subject, "muted")
    for name, cells in _head_cells(columns, sorted_by):
        is_short = name == sorted_by and cells == len(SHORT) + 1
        word = SHORT if is_short else "" if cells == 1 else "upd" if name == "updated" else name
        head(line.gap(columns.gap - 1), name, word, cells, right=name == "updated" or is_short)
    return line


def head_at(columns: Columns, x: int, sorted_by: str = "") -> str:
    """The name of the column in whose head a cell lies; a blank before it is its own."""
    ends = 0
    after_subject = [(name, cells + columns.gap) for name, cells in _head_cells(columns, sorted_by)]
    for name, cells in (("due", DUE), ("subject", columns.subject), *after_subject):
        ends += cells
        if x < ends:
            return name
    return ""


def _head_cells(columns: Columns, sorted_by: str) -> list[tuple[str, int]]:
    """How wide the heads after the subject are: that of a sorted glyph borrows blanks from the one before."""
    found: list[tuple[str, int]] = []
    for name, cells in columns.after_subject:
        if (name, cells) == (sorted_by, 1) and found:
            before, its_cells = found.pop()
            found += [(before, its_cells - len(SHORT)), (name, 1 + len(SHORT))]
        elif cells:
            found.append((name, cells))
    return found


def ticket_line(row: Row, columns: Columns, now: int, me: Person | None, glyphs: Glyphs) -> Line:
    """One ticket, from the deadline on."""
    line = due_words(row, now, glyphs, DUE)
    line.cell(row.subject, columns.subject, bold=row.unread, mark=glyphs.cut)
    cells: dict[str, Callable[[int], Line]] = {
        "from": lambda width: Line().cell(safe_name(row.requester.name), width, mark=glyphs.cut),
        "status": lambda width: status_words(row.status, glyphs, width),
        "priority": lambda width: priority_words(row.priority, glyphs, width),
        "owner": lambda width: _owner(row, me, width, glyphs),
        "queue": lambda width: Line().cell(safe_name(row.category), width, "muted", mark=glyphs.cut),
        "updated": lambda width: Line().cell(age(row.updated_at, now), width, "muted", right=True),
    }
    for name, width in columns.after_subject:
        if width:
            line.gap(columns.gap).join(cells[name](width))
    return line


class _Due(Protocol):
    """A ticket or a row of a list."""

    @property
    def due(self) -> int: ...
    def due_state(self, now: int) -> DueState: ...


def due_words(ticket: _Due, now: int, glyphs: Glyphs, width: int = 0, *, about: str = "") -> Line:
    """`▲ late 35m`, `2h left`; with `about`, `▲ reply late 35m`. Filled with blanks up to `width`."""
    state = ticket.due_state(now)
    words = f"{about} " if about and state in (DueState.LATE, DueState.DUE_SOON, DueState.ON_TRACK) else ""
    if state is DueState.NONE:
        return Line().gap(width)
    words += deadline(ticket.due, now, paused=state is DueState.PAUSED)
    line = Line()
    if state is DueState.LATE:
        line.add(f"{glyphs.late} {words}", "late", bold=True)
    elif state is DueState.DUE_SOON:
        line.add(f"{glyphs.soon} {words}", "soon")
    elif state is DueState.PAUSED:
        line.add(f"{glyphs.paused} {words}", "muted")
    else:
        line.add("" if about else f"{glyphs.on_track} ").add(
            words, "muted" if ticket.due - now >= DAY_AHEAD else "text"
        )
    return line.to(width)


def status_words(status: Status, glyphs: Glyphs, width: int = 0) -> Line:
    """`◐ in progress`; its glyph alone in one cell."""
    hue = {Status.WAITING: "muted", Status.CLOSED: "muted", Status.RESOLVED: "ok"}.get(status, "text")
    line = Line(getattr(glyphs, status.code), hue)
    if width != 1:
        line.gap(1).add(status.word, "text" if status is Status.RESOLVED else hue)
    return line.to(width)


def priority_words(priority: Priority, glyphs: Glyphs, width: int = 0) -> Line:
    """`! urgent`; its glyph alone in one cell."""
    hue = "muted" if priority in (Priority.MEDIUM, Priority.LOW) else "text"
    word = "" if width == 1 else f" {priority.word}"
    return Line(f"{getattr(glyphs, priority.word)}{word}", hue, bold=priority is Priority.URGENT).to(width)


def _owner(row: Row, me: Person | None, width: int, glyphs: Glyphs) -> Line:
    if row.assignee is None:
        return Line().cell("nobody", width, "muted")
    mine = me is not None and row.assignee.id == me.id
    return Line().cell("you" if mine else cut(safe_name(row.assignee.first_name), width, glyphs.cut), width)
