"""The columns of Queues: which of them fit, their heads, and what stands in them for one queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.figures import Queue
from core.safe_text import safe_name
from tui.glyphs import Glyphs
from tui.widgets.line import Line
from tui.words import age, length

NAME_AT_LEAST, NAME_AT_MOST = 12, 24
SLOW_BELOW = 0.9
"""A queue with a smaller share of answers in time is marked."""
SPARK, TODAY = "arrivals a day", "today"
BEFORE_SPARK = 2


class QueueColumn(NamedTuple):
    """`rank`: those with a higher one go first where it is narrow."""

    head: str
    cells: int
    rank: int


COLUMNS = (
    QueueColumn("active", 8, 0),
    QueueColumn("unassigned", 12, 0),
    QueueColumn("waiting", 9, 2),
    QueueColumn("late", 7, 0),
    QueueColumn("due soon", 10, 1),
    QueueColumn("oldest", 8, 0),
    QueueColumn("first answer", 14, 3),
    QueueColumn("in time", 9, 4),
    QueueColumn(SPARK, BEFORE_SPARK + 14, 5),
    QueueColumn(TODAY, 10, 6),
)


def queue_columns(width: int) -> tuple[int, tuple[QueueColumn, ...]]:
    """Cells of the name, and the columns there is room for."""
    rank = max((rank for rank in range(7) if _cells(rank) + NAME_AT_LEAST <= width), default=0)
    return max(min(width - _cells(rank) - 2, NAME_AT_MOST), 6), tuple(one for one in COLUMNS if one.rank <= rank)


def _cells(rank: int) -> int:
    return sum(one.cells for one in COLUMNS if one.rank <= rank)


def columns_width(width: int) -> int:
    name, chosen = queue_columns(width)
    return name + sum(one.cells for one in chosen)


def spans_told(width: int) -> str:
    """Over how many days the columns look back that are shown."""
    heads = [one.head for one in queue_columns(width)[1]]
    first = "first answer over 7 days" if "first answer" in heads else ""
    return f"{first}, arrivals over 14" if SPARK in heads else first


def queue_heads(width: int) -> Line:
    name, chosen = queue_columns(width)
    line = Line().cell("queue", name, "muted")
    for one in chosen:
        line.cell("" if one.head == TODAY else one.head, one.cells, "muted", right=True)
    return line


def queue_line(queue: Queue, now: int, width: int, glyphs: Glyphs, *, all_bold: bool = False) -> Line:
    name, chosen = queue_columns(width)
    line = Line().cell(safe_name(queue.figures.category), name, bold=True, mark=glyphs.cut)
    figures = _figures(queue, now, glyphs)
    for one in chosen:
        if one.head == SPARK:
            line.gap(BEFORE_SPARK).join(sparkline(queue.traffic.came_in, glyphs))
        else:
            text, hue, bold = figures[one.head]
            line.cell(
                text, one.cells, "text" if all_bold and hue == "muted" else hue, bold=bold or all_bold, right=True
            )
    return line


def _figures(queue: Queue, now: int, glyphs: Glyphs) -> dict[str, tuple[str, str, bool]]:
    """What stands under each head, its colour, and whether it is bold."""
    of = queue.figures
    return {
        "active": (str(of.open), "text", False),
        "unassigned": (str(of.unassigned), "text", False),
        "waiting": (str(of.waiting), "muted", False),
        "late": (f"{glyphs.late} {of.late}", "late", True) if of.late else ("0", "muted", False),
        "due soon": (f"{glyphs.soon} {of.due_soon}", "soon", False) if of.due_soon else ("0", "muted", False),
        "oldest": ("" if of.oldest_at is None else age(of.oldest_at, now), "muted", False),
        "first answer": ("" if queue.first_answer is None else length(queue.first_answer), "text", False),
        "in time": _share(queue.in_time, glyphs),
        TODAY: (f"{queue.came_in_today} today", "muted", False),
    }


def _share(in_time: float | None, glyphs: Glyphs) -> tuple[str, str, bool]:
    if in_time is None:
        return "", "muted", False
    words = f"{int(in_time * 100)} %"  # 99.9 % is not all of them
    return (f"{glyphs.soon} {words}", "soon", False) if in_time < SLOW_BELOW else (words, "text", False)


def sparkline(days: Sequence[int], glyphs: Glyphs) -> Line:
    """One sign a day, as high as the day was beside the highest; the last one is today."""
    top, steps = max(days, default=0) or 1, len(glyphs.spark) - 1
    signs = "".join(glyphs.spark[-(-day * steps // top)] for day in days)
    return Line(signs[:-1], "muted").add(signs[-1:], "accent")
