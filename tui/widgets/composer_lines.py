"""The foot of the composer: the status that follows a reply, and the files that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from core.entries import Attachment
from core.tickets import Party, Status, moves_from
from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.line import Line
from tui.widgets.thread_lines import file_words


@dataclass(frozen=True, slots=True)
class StatusChoice:
    """Which statuses may follow a reply, and which one does: `by_itself` when nothing is chosen. `now`: the present."""

    statuses: tuple[Status, ...] = ()
    now: Status | None = None
    by_itself: Status | None = None
    chosen: Status | None = None

    @property
    def then(self) -> Status | None:
        """What the reply asks for; None where nothing has to be asked."""
        return None if self.chosen is self.by_itself else self.chosen

    @property
    def follows(self) -> Status | None:
        return self.by_itself if self.chosen is None else self.chosen

    def next(self) -> StatusChoice:
        if self.follows not in self.statuses:
            return self
        place = self.statuses.index(self.follows) + 1
        return replace(self, chosen=self.statuses[place % len(self.statuses)])

    def choosing(self, status: Status) -> StatusChoice:
        return replace(self, chosen=status) if status in self.statuses else self

    def keeping(self, old: StatusChoice) -> StatusChoice:
        return self.choosing(old.chosen) if old.chosen is not None else self

    def at_rest(self) -> StatusChoice:
        return replace(self, chosen=None)


def statuses_after(status: Status) -> StatusChoice:
    """What an agent may choose: an answered ticket is never open, and is closed by its customer or by time."""
    by_itself = Status.IN_PROGRESS if status is Status.OPEN else status
    possible = {by_itself, *moves_from(status, Party.AGENT)} - {Status.OPEN}
    if status is not Status.CLOSED:
        possible -= {Status.CLOSED}
    return StatusChoice(tuple(sorted(possible)), status, by_itself)


Shown = tuple[Line, list[tuple[int, int, Status]]]
"""Words, and where each status stands in them."""
BETWEEN = 3
NAMES_TELL = "@name mails a colleague"
NAME_AT_LEAST = 20
"""Cells for the name and size of a file; where there are fewer, a figure stands for it."""


def status_after_words(status: Status) -> str:
    return "waiting for customer" if status is Status.WAITING else status.word


class Foot(Widget):
    """`then  in progress  → waiting for customer  resolved   ▤ no files`; a click chooses."""

    can_focus = False

    @dataclass
    class Chosen(Message):
        status: Status

    def __init__(self) -> None:
        super().__init__()
        self._choice = StatusChoice()
        self._attachments: tuple[Attachment, ...] = ()
        self._note = False
        self._names_tell = False

    def show(self, choice: StatusChoice, attachments: tuple[Attachment, ...], *, note: bool, names_tell: bool) -> None:
        self._choice, self._attachments, self._note, self._names_tell = choice, attachments, note, names_tell
        self.refresh()

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def render_line(self, y: int) -> Strip:
        ground = "note_bg" if self._note else "surface"
        width = self.size.width
        line = self._line(width)[0] if y == 0 else Line()
        return line.strip(ink_of(self.app), width, ground)

    def _line(self, width: int) -> Shown:
        """The words, and where each status stands in them."""
        short = self._files_in_short()
        line, places = next((shown for shown in self._ways() if _beside(shown[0], short) <= width), (Line(), []))
        files = self._files(width - line.cells - BETWEEN)
        shown = files if _beside(line, files) <= width else short
        return line.gap(BETWEEN if line.cells and shown.cells else 0).join(shown), places

    def _ways(self) -> Iterator[Shown]:
        """What may stand before the files, from the most to the least; a word is left out whole, never cut."""
        if self._note:
            now = self._choice.now
            status = "the status does not change" if now is None else f"status stays {now.word}"
            if self._names_tell:
                yield Line(f"{status}   {NAMES_TELL}", "muted"), []
                yield Line(NAMES_TELL, "muted"), []
            yield Line(status, "muted"), []
            return
        statuses = list(self._choice.statuses)
        if statuses:
            yield self._statuses(Line("then", "muted"), statuses)
        while statuses:
            yield self._statuses(Line(), statuses)
            others = [status for status in statuses if status is not self._choice.follows]
            statuses.remove(others[-1] if others else statuses[-1])

    def _statuses(self, line: Line, statuses: Iterable[Status]) -> Shown:
        places: list[tuple[int, int, Status]] = []
        for status in statuses:
            start = line.gap(2 if line.cells else 0).cells
            self._status(line, status)
            places.append((start, line.cells, status))
        return line, places

    def _status(self, line: Line, status: Status) -> None:
        if status is self._choice.follows:
            line.add(f"{glyphs_of(self.app).then} {status_after_words(status)}", "accent", bold=True)
        else:
            line.add(status_after_words(status))

    def _files(self, width: int) -> Line:
        glyphs = glyphs_of(self.app)
        if not self._attachments:
            return Line(f"{glyphs.file} no files", "muted")
        if len(self._attachments) == 1:
            return file_words(self._attachments[0], max(width, NAME_AT_LEAST), glyphs)
        return Line(f"{glyphs.file} ", "muted").add(f"{len(self._attachments)} files")

    def _files_in_short(self) -> Line:
        """`▤ 2`: that there are files is told at every width."""
        return Line(f"{glyphs_of(self.app).file} {len(self._attachments)}") if self._attachments else Line()

    def on_click(self, event: events.Click) -> None:
        for start, end, status in self._line(self.size.width)[1]:
            if start <= event.x < end:
                self.post_message(self.Chosen(status))


def _beside(line: Line, files: Line) -> int:
    """The cells that both take."""
    return line.cells + files.cells + (BETWEEN if line.cells and files.cells else 0)
