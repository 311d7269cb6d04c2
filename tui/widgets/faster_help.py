"""What makes help faster, beside the form, and when an answer will be there."""

from __future__ import annotations

from textual.widgets import Static

from core.tickets import FILE_AT_MOST, Priority
from tui.glyphs import glyphs_of
from tui.widgets.line import Line, lines
from tui.widgets.wrapping import wrapped
from tui.words import size

HINTS = (
    ("a clear description", "what you did, what you expected, what happened instead"),
    ("the exact error text", "copied, not retold; or a screenshot"),
    ("what you tried", "so that nobody asks you to restart"),
    ("the priority that fits", "then the most urgent is answered first"),
    ("files", f"logs and pictures, up to {size(FILE_AT_MOST)} each"),
    ("one place", "answer our questions here, soon; no separate letters, then nothing gets lost"),
)


class FasterHelp(Static):
    """Stands beside the fields where there is room, else below them."""

    def __init__(self) -> None:
        super().__init__(id="faster-help")
        self._priority = Priority.MEDIUM
        self._by = ""

    def promise(self, priority: Priority, by: str) -> None:
        """What is promised for the priority that is chosen now: `13:12 today`."""
        if (priority, by) != (self._priority, self._by):
            self._priority, self._by = priority, by
            self._write()

    def on_resize(self) -> None:
        self.call_after_refresh(self._write)  # right now its height would be kept

    def _write(self) -> None:
        room = max(self.content_size.width, 20)
        said = [Line("Help comes faster with", bold=True), Line()]
        for name, why in HINTS:
            said.append(Line(f"{glyphs_of(self.app).dot} ", "muted").add(name))
            said += [Line().gap(2).add(words, "muted") for words in wrapped(why, room - 2)]
            said.append(Line())
        said.append(Line("You get a ticket ID at once", bold=True))
        promise = f"{self._priority.word.capitalize()}: we answer by {self._by}." if self._by else ""
        said += [Line(words, "muted") for words in wrapped(promise, room)] if promise else []
        self.update(lines(said))
