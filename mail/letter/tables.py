"""Whether the tables and lists of a page are more than can be laid out in a moment.

A table costs what its rows and its widest row make together, which is far more than what was written of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from mail.letter.limits import CELLS_AT_MOST, ITEMS_AT_MOST, LINES_AT_MOST, ROOM_AT_MOST, TABLE_TAGS_AT_MOST

_CELLS = ("td", "th")
_OF_TABLES = ("table", "tr", *_CELLS)
_OF_LISTS = ("li", "dt", "dd")
_LINES = ("br", "p", "div")


@dataclass(slots=True)
class _Table:
    rows: int = 0
    lines: int = 0
    cells: int = 0
    """Of the row that is being read."""
    widest: int = 0

    def take(self, tag: str) -> None:
        if tag == "tr":
            self.rows, self.cells = self.rows + 1, 0
        elif tag in _CELLS:
            self.cells += 1
            self.widest = max(self.widest, self.cells)
        self.lines += 1


def is_too_much(page: HtmlElement) -> bool:
    """Looks at each element once."""
    counted = [sum(1 for _ in page.iter(*tags)) for tags in (_OF_TABLES, _OF_LISTS)]
    if counted[0] > TABLE_TAGS_AT_MOST or counted[1] > ITEMS_AT_MOST:
        return True
    tables = _tables(page)
    written = _lines_as_written(page) * max((table.widest for table in tables), default=0)
    return (
        any(table.widest > CELLS_AT_MOST for table in tables)
        or sum(table.rows * table.widest for table in tables) > ROOM_AT_MOST
        or sum(table.lines * table.widest for table in tables) + written > LINES_AT_MOST
    )


def _lines_as_written(page: HtmlElement) -> int:
    """Of all of the page where any of it keeps its lines."""
    return sum(text.count("\n") for text in page.itertext()) if page.find(".//pre") is not None else 0


def _tables(page: HtmlElement) -> list[_Table]:
    """A table within another one is one for itself; its lines are also lines of the other."""
    found: list[_Table] = []
    within: list[_Table] = []
    for event, element in iterwalk(page, events=("start", "end"), tag=(*_OF_TABLES, *_OF_LISTS, *_LINES)):
        if element.tag == "table" and event == "start":
            within.append(_Table())
        elif element.tag == "table":
            table = within.pop()
            found.append(table)
            if within:
                within[-1].lines += table.lines
        elif event == "start" and within:
            within[-1].take(element.tag)
    return found
