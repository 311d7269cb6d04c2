"""What a command prints: tables for eyes, tab-separated lines for pipes, JSON for programs, sentences beside them.

Everything that people read goes through core.safe_text here, so that no verb can forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TextIO, TypeVar

from core.json_line import json_line
from core.safe_text import safe, safe_line, safe_name
from tui.cli.as_json import Shape

if TYPE_CHECKING:
    from rich.table import Table

INDENT = "    "

T = TypeVar("T")


class Output:
    """`json` and `quiet` say what was asked for, `terminal` whether somebody looks at it."""

    def __init__(
        self, out: TextIO, err: TextIO, *, json: bool, quiet: bool, terminal: bool, width: int | None = None
    ) -> None:
        self.json = json
        self.quiet = quiet
        self.terminal = terminal
        self._out = out
        self._err = err
        self._width = width

    @property
    def is_for_people(self) -> bool:
        return not self.json and not self.quiet

    def object(self, shape: Shape) -> None:
        self._print(json_line(shape))

    def say(self, sentence: str) -> None:
        """A sentence about what was done; left out where IDs or JSON were asked for."""
        if self.is_for_people:
            self._print(safe_line(sentence))

    def line(self, text: str) -> None:
        self._print(safe_line(text))

    def row(self, cells: Iterable[str]) -> None:
        """A line that comes by itself, whose width nobody knows before: blanks between on a terminal, else tabs."""
        self._print(("  " if self.terminal else "\t").join(safe_line(cell) for cell in cells))

    def fields(self, named: Iterable[tuple[str, str]]) -> None:
        """Names and values below one another."""
        rows = [(name, safe_line(value)) for name, value in named if value]
        wide = max((len(name) for name, _ in rows), default=0)
        for name, value in rows:
            self._print(f"{name:<{wide}}  {value}" if self.terminal else f"{name}\t{value}")

    def text(self, text: str) -> None:
        """What somebody wrote, indented, so that it can not look like a line of ours."""
        for line in safe(text).split("\n"):
            self._print(f"{INDENT}{line}".rstrip())

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table with one flexible column, `subject` or the last, on a terminal; else lines of fields between tabs."""
        if not self.terminal:
            for row in rows:
                self._print("\t".join(_cells(heads, row)))
            return
        self._draw(heads, [_cells(heads, row) for row in rows])

    def listing(
        self,
        things: Sequence[T],
        *,
        shape: Callable[[T], Shape],
        name: Callable[[T], str],
        heads: Sequence[str],
        cells: Callable[[T], Sequence[str]],
        nothing: str = "",
    ) -> None:
        """Things in the form that was asked for: an object each, the name of each, or a table."""
        if self.json:
            for one in things:
                self.object(shape(one))
        elif self.quiet:
            for one in things:
                self.line(name(one))
        elif things:
            self.table(heads, (cells(one) for one in things))
        elif self.terminal and nothing:
            self.say(nothing)

    def warn(self, sentence: str) -> None:
        """On standard error: a refusal, a hint, whatever is not the answer."""
        print(safe_line(sentence), file=self._err)

    def _print(self, line: str) -> None:
        print(line, file=self._out)

    def _draw(self, heads: Sequence[str], rows: list[list[str]]) -> None:
        from rich.text import Text

        from tui.cli.paper import Paper

        table = _columns(heads)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        Paper(self._out, self._width).print(table)


def _cells(heads: Sequence[str], row: Sequence[str]) -> list[str]:
    """Made safe each as what it is: in a subject joiners are letters, in a name they hide something."""
    return [safe_line(cell) if head in TEXTS else safe_name(cell) for head, cell in zip(heads, row, strict=True)]


def _columns(heads: Sequence[str]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    flexible = "subject" if "subject" in heads else heads[-1]
    for head in heads:
        figures = head in FIGURES
        table.add_column(
            Text(head),
            no_wrap=True,
            overflow="ellipsis",
            justify="right" if figures else "left",
            ratio=1 if head == flexible else None,
            min_width=len(head),
        )
    return table


TEXTS = frozenset({"subject"})
"""Columns of what people wrote; all others hold names, addresses, IDs and our own words."""

FIGURES = frozenset({"open", "unassigned", "waiting", "late", "due soon", "first answer", "in time", "today"})
"""Columns of figures stand to the right."""
