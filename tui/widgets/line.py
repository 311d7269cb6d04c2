"""One line of the screen, put together from words in the tokens of the palette.

Text from people may be given as it is: a line makes it safe and takes it literally.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip

from core.safe_text import safe_line
from tui.themes import Ink
from tui.words import cut


class Piece(NamedTuple):
    text: str
    hue: str = "text"
    bold: bool = False
    underline: bool = False


class Line:
    """Words left to right. Every method gives the line back, so that calls can follow one another."""

    __slots__ = ("cells", "pieces")

    def __init__(self, text: str = "", hue: str = "text", *, bold: bool = False) -> None:
        self.pieces: list[Piece] = []
        self.cells = 0
        if text:
            self.add(text, hue, bold=bold)

    def __eq__(self, other: object) -> bool:
        """Whether both look the same: what does needs not be drawn again."""
        return isinstance(other, Line) and self.pieces == other.pieces

    __hash__ = None  # type: ignore[assignment]  # it is written on

    def add(self, text: str, hue: str = "text", *, bold: bool = False, underline: bool = False) -> Line:
        """Write on."""
        shown, cells = _measured(text)
        if shown:
            self.pieces.append(Piece(shown, hue, bold, underline))
            self.cells += cells
        return self

    def cell(
        self, text: str, width: int, hue: str = "text", *, bold: bool = False, right: bool = False, mark: str = "…"
    ) -> Line:
        """Write into a column: cut with `mark`, or filled with blanks; `right` for figures."""
        shown = cut(_measured(text)[0], width, mark)
        blanks = max(width - cell_len(shown), 0)
        if right:
            return self.gap(blanks).add(shown, hue, bold=bold)
        return self.add(shown, hue, bold=bold).gap(blanks)

    def upto(self, text: str, width: int, hue: str = "text", *, bold: bool = False, mark: str = "…") -> Line:
        """Write on, cut with `mark` where it is wider than `width`."""
        return self.add(cut(_measured(text)[0], width, mark), hue, bold=bold)

    def marking(
        self, text: str, stretches: Iterable[tuple[int, int]], hue: str = "text", *, bold: bool = False
    ) -> Line:
        """Write on, with some stretches of the text underlined."""
        done = 0
        for first, last in stretches:
            self.add(text[done:first], hue, bold=bold).add(text[first:last], hue, bold=bold, underline=True)
            done = last
        return self.add(text[done:], hue, bold=bold)

    def gap(self, cells: int) -> Line:
        """So many blanks."""
        if cells > 0:
            self.pieces.append(Piece(" " * cells))
            self.cells += cells
        return self

    def to(self, column: int) -> Line:
        """Blanks up to a column, for what begins there."""
        return self.gap(column - self.cells)

    def join(self, other: Line) -> Line:
        """Write another line on."""
        self.pieces.extend(other.pieces)
        self.cells += other.cells
        return self

    def at_right(self, other: Line, width: int) -> Line:
        """Put another line at the right end; left out whole where there is no room for it and two blanks."""
        return self.to(width - other.cells).join(other) if self.cells + other.cells + 2 <= width else self

    def cropped(self, width: int, mark: str = "…") -> Line:
        """The line, its end cut off with `mark` where it is wider than `width`."""
        if self.cells <= width:
            return self
        shorter = Line()
        for piece in self.pieces:
            room = width - shorter.cells
            shown = cut(piece.text, room, mark)
            if shown == piece.text and cell_len(shown) == room:
                shown = cut(piece.text + " ", room, mark)
            shorter.add(shown, piece.hue, bold=piece.bold, underline=piece.underline)
            if shown != piece.text:
                break
        return shorter

    @property
    def plain(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def segments(self, ink: Ink, ground: str = "bg") -> list[Segment]:
        """Neighbours of one style are one segment, and blanks take the style before them: fewer bytes to send."""
        found: list[Segment] = []
        for text, hue, bold, underline in self.pieces:
            if found and not text.strip(" ") and not (found[-1].style and found[-1].style.underline):
                found[-1] = Segment(found[-1].text + text, found[-1].style)
                continue
            style = ink.style(hue, ground, bold=bold, underline=underline)
            if found and found[-1].style is style:
                found[-1] = Segment(found[-1].text + text, style)
            else:
                found.append(Segment(text, style))
        return found

    def strip(self, ink: Ink, width: int, ground: str = "bg") -> Strip:
        """The line as a widget draws it: exactly `width` cells on the colour of `ground`."""
        return Strip(self.segments(ink, ground), self.cells).adjust_cell_length(width, ink.style("text", ground))

    def content(self) -> Content:
        """The line for a `Static`."""
        return lines([self])


def lines(those: Iterable[Line]) -> Content:
    """Several lines for one `Static`."""
    return Content("\n").join(
        Content.assemble(*((piece.text, _markup(piece)) for piece in line.pieces)) for line in those
    )


def _markup(piece: Piece) -> str:
    """Plain text takes the colour of the widget, which may change with the focus."""
    styles = ["" if piece.hue == "text" else f"${piece.hue}", "bold" * piece.bold, "underline" * piece.underline]
    return " ".join(style for style in styles if style)


@lru_cache(maxsize=4096)
def _measured(text: str) -> tuple[str, int]:
    shown = safe_line(text)
    return shown, cell_len(shown)
