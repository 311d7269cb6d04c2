"""A message that has no room in the hint line: it begins in the lines above, over the screen, until the next key."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.themes import ink_of
from tui.widgets.line import Line
from tui.widgets.wrapping import wrapped

AT_MOST = 3
"""Lines of a message, the hint line among them."""
MARGIN = 2


class LongMessage(Widget):
    """All lines of it but the last, which the hint line shows. Nothing moves for it."""

    can_focus = False

    def __init__(self, lines: Sequence[Line], above: int) -> None:
        """`above`: the line of the screen that it ends on."""
        super().__init__()
        self._lines = lines
        self.styles.height = len(lines)
        self.styles.offset = (0, above - len(lines))

    def render_line(self, y: int) -> Strip:
        line = self._lines[y] if y < len(self._lines) else Line()
        return Line().gap(MARGIN).join(line).strip(ink_of(self.app), self.size.width)


def folded(message: Line, width: int, mark: str) -> list[Line]:
    """A message as lines of this width, broken between words; one that is longer than may be ends with `mark`."""
    has_sign = len(message.pieces) > 1 and message.pieces[1].text == " "
    start = _stretch(message, 0, 2 if has_sign else 0)
    at, margin = len(start.plain), start.cells
    lines: list[Line] = []
    for part in wrapped(message.plain[at:], width - margin):
        at = message.plain.index(part, at)
        lines.append(start.join(_stretch(message, at, at + len(part))))
        start, at = Line().gap(margin), at + len(part)
    if len(lines) > AT_MOST:
        last = lines[AT_MOST - 1].gap(1).join(lines[AT_MOST])
        lines = [*lines[: AT_MOST - 1], last.cropped(width, mark)]
    return lines


def _stretch(message: Line, first: int, last: int) -> Line:
    """Some letters of it, in their styles."""
    line, at = Line(), 0
    for piece in message.pieces:
        text = piece.text[max(first - at, 0) : max(last - at, 0)]
        line.add(text, piece.hue, bold=piece.bold, underline=piece.underline)
        at += len(piece.text)
    return line


def put_above(screen: Screen[object], lines: Sequence[Line]) -> None:
    """Show these lines above the hint line, and no others."""
    screen.query(LongMessage).remove()
    if lines:
        screen.mount(LongMessage(lines, screen.size.height - 1))
