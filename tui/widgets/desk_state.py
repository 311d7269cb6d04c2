"""Below the queues: who carries what, how the desk itself is, and what came in beside what was answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.figures import Health, Load, Traffic, Watch
from core.safe_text import safe_name
from tui.glyphs import Glyphs
from tui.widgets.drawing import Drawing
from tui.widgets.line import Line
from tui.words import count, size

HEAD = 2
"""The title of a part and the blank line under it."""
NAME, BAR_AT_MOST, AFTER_BAR = 14, 24, 14
LITTLE_ROOM = 256 * 1024 * 1024
"""Bytes: with less on the disk of the database an operator should make room."""
AXIS = 6
NARROWEST, WIDEST = 5, 10
"""Cells of a day in the chart: two bars, and blanks between them and after them."""
LOWEST_CHART = HEAD + 4
NARROWEST_CHART = AXIS + 14 * NARROWEST
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


class Loads(Drawing):
    """Who carries what, with a bar each; as many as there is room for, and how many more there are."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._loads: Sequence[Load] = ()

    @property
    def wanted(self) -> int:
        """Lines for all of them."""
        return HEAD + len(self._loads)

    def show(self, loads: Sequence[Load]) -> None:
        self._loads = loads
        self.draw()

    def drawn(self, width: int, height: int, glyphs: Glyphs) -> list[Line]:
        lines = [Line("Who carries what", bold=True), Line()]
        if not self._loads:
            return [*lines, Line("No ticket is active.", "muted")]
        shown = _fitting(self._loads, max(height - HEAD, 1))
        most = max(load.active for load in self._loads) or 1
        lines += [_load_line(load, most, width, glyphs) for load in shown]
        if len(shown) < len(self._loads):
            lines.append(Line(f"and {len(self._loads) - len(shown)} more", "muted"))
        return lines


def _fitting(loads: Sequence[Load], lines: int) -> Sequence[Load]:
    """As many as there are lines for, one of them for how many more there are; what nobody has is always told."""
    if len(loads) <= lines:
        return loads
    nobody = [load for load in loads if load.person is None]
    return [*loads[: max(lines - 1 - len(nobody), 0)], *nobody]


def _load_line(load: Load, most: int, width: int, glyphs: Glyphs) -> Line:
    name = safe_name(load.person.name) if load.person else "nobody"
    line = Line().cell(name, NAME, "text" if load.person else "muted", mark=glyphs.cut).gap(1)
    longest = max(min(width - NAME - AFTER_BAR, BAR_AT_MOST), 0)
    bar = glyphs.load * -(-load.active * longest // most)
    line.add(bar, "muted" if load.person else "faint").gap(1 if bar else 0).add(str(load.active))
    if load.late:
        line.gap(1).add(f"{glyphs.late} {load.late} late", "late", bold=True)
    return line.gap(2).add("disabled", "muted") if load.person and not load.person.active else line


class DeskHealth(Drawing):
    """The database, the files and the letters, in words."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._health: Health | None = None

    def show(self, health: Health) -> None:
        self._health = health
        self.draw()

    def drawn(self, width: int, height: int, glyphs: Glyphs) -> list[Line]:  # noqa: ARG002
        if (health := self._health) is None:
            return []
        files = count(health.files)
        lines = [
            Line("Desk", bold=True),
            Line(),
            _database_line(health, glyphs),
            _told(glyphs.resolved, "ok", "files", f"{files} attached"),
            _letters_line(health, glyphs),
        ]
        return [line.cropped(width, glyphs.cut) for line in lines]


def _database_line(health: Health, glyphs: Glyphs) -> Line:
    if health.room is None:  # the disk is that of a server
        return _told(glyphs.resolved, "ok", "database", size(health.database))
    words = f"{size(health.database)}, {size(health.room)} free"
    if health.room >= LITTLE_ROOM:
        return _told(glyphs.resolved, "ok", "database", words)
    return _told(glyphs.error, "late", "database", f"only {size(health.room)} free: make room", "text")


def _letters_line(health: Health, glyphs: Glyphs) -> Line:
    waiting = f"{count(health.letters)} to be sent" if health.letters else "none to be sent"
    if health.held:
        return _told(glyphs.soon, "soon", "letters", f"{count(health.held)} held, {waiting}", "text")
    return _told(
        glyphs.waiting if health.letters else glyphs.resolved, "muted" if health.letters else "ok", "letters", waiting
    )


def _told(glyph: str, hue: str, what: str, words: str, told: str = "muted") -> Line:
    return Line(glyph, hue).gap(1).cell(what, 11).add(words, told)


class TrafficChart(Drawing):
    """Two bars a day: what came in, and how many tickets got their first answer."""

    def __init__(self, zone: Callable[[], str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._zone = zone
        self._traffic = Traffic()
        self._days: Sequence[str] = ()

    def show(self, watch: Watch) -> None:
        zone = ZoneInfo(self._zone())
        self._traffic = watch.all.traffic
        self._days = [_DAYS[datetime.fromtimestamp(day / 1000, zone).weekday()] for day in watch.days[:-1]]
        self.draw()

    def drawn(self, width: int, height: int, glyphs: Glyphs) -> list[Line]:
        day = min((width - AXIS) // max(len(self._days), 1), WIDEST)
        if height < LOWEST_CHART or day < NARROWEST or not self._days:
            return []
        rows = height - HEAD - 1
        top = max(*self._traffic.came_in, *self._traffic.answered, 1)
        axis = {0: str(top), rows - 1: "0"} | ({rows // 2: str(top // 2)} if rows >= 5 and top > 1 else {})
        bars = _Bars(self._traffic, rows, top, day, glyphs)
        return [
            _legend(len(self._days), glyphs),
            Line(),
            *(
                Line().cell(axis.get(row, ""), AXIS - 2, "muted", right=True).gap(2).join(bars.row(row))
                for row in range(rows)
            ),
            Line().gap(AXIS).join(_names(self._days, day)),
        ]


class _Bars:
    def __init__(self, traffic: Traffic, rows: int, top: int, day: int, glyphs: Glyphs) -> None:
        self._traffic = traffic
        self._rows, self._top = rows, top
        self._day, self._bar = day, (day - 1) // 3
        self._glyphs = glyphs

    def row(self, row: int) -> Line:
        """The parts of all bars that stand in one row, counted from the top."""
        line = Line()
        for came_in, answered in zip(self._traffic.came_in, self._traffic.answered, strict=True):
            line.add(self._part(came_in, row), "accent").gap(1).add(self._part(answered, row), "muted")
            line.gap(self._day - 2 * self._bar - 1)
        return line

    def _part(self, figure: int, row: int) -> str:
        """Full, a part of it, or nothing."""
        steps = len(self._glyphs.spark)
        filled = -(-figure * self._rows * steps // self._top) - (self._rows - 1 - row) * steps
        return (" " if filled <= 0 else self._glyphs.spark[min(filled, steps) - 1]) * self._bar


def _names(days: Sequence[str], day: int) -> Line:
    """Under the middle of its two bars each."""
    line, bar = Line(), (day - 1) // 3
    for name in days:
        line.gap(bar - 1).add(name, "muted").gap(day - bar - 1)
    return line


def _legend(days: int, glyphs: Glyphs) -> Line:
    full = glyphs.spark[-1] * 2
    line = Line(f"Arrivals and answers, {days} days", bold=True).gap(3)
    line.add(full, "accent").gap(1).add("came in, left", "muted").gap(3)
    return line.add(full, "muted").gap(1).add("first answered, right", "muted")
