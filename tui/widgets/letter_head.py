"""Above the text of a letter that came in: who seems to have written it, when it came, why it is held."""

from __future__ import annotations

from itertools import islice

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from core.deciding import LetterInHand
from core.references import shown
from core.safe_text import safe_line, safe_name
from tui.themes import ink_of
from tui.widgets.line import Line
from tui.widgets.wrapping import wrapped
from tui.words import clock

LABEL = 9
LINES_OF_ONE = 2


class LetterHead(Widget):
    """As high as what it tells."""

    can_focus = False

    def __init__(self, found: LetterInHand, now: int) -> None:
        super().__init__()
        self._found = found
        self._now = now

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(head_of(self._found, self._now, width))

    def render_line(self, y: int) -> Strip:
        found = head_of(self._found, self._now, self.size.width)
        return (found[y] if y < len(found) else Line()).strip(ink_of(self.app), self.size.width, "surface")


def head_of(found: LetterInHand, now: int, width: int) -> list[Line]:
    letter, read = found.letter, found.read
    author = read.author
    whom = letter.author if author is None else f"{author.name} <{author.email}>" if author.name else author.email
    told = [
        *_fact("from", safe_name(whom or letter.arrived.sender or "nobody that can be read"), "text", width),
        *_fact("subject", safe_line(read.subject or letter.subject), "text", width),
        *_fact("came", clock(letter.came_at, now), "muted", width),
        *_fact("held", safe_line(letter.why), "soon", width),
    ]
    if read.unread and read.unread != letter.why:
        told += _fact("", safe_line(read.unread), "soon", width)
    if letter.reference is not None:
        told += _fact("about", f"{shown(letter.reference)}, it seems", "text", width)
    return told


def _fact(label: str, words: str, hue: str, width: int) -> list[Line]:
    parts = islice(wrapped(words, width - LABEL), LINES_OF_ONE) if words else ()
    return [Line().cell("" if nth else label, LABEL, "muted").add(part, hue) for nth, part in enumerate(parts)]
