"""The files of a form: what goes along, how large it is, and how to take it away again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from core.entries import Attachment
from core.safe_text import safe_name
from tui.glyphs import glyphs_of
from tui.seat import is_hosted
from tui.themes import ink_of
from tui.widgets.form import Labelled
from tui.widgets.keys import MOVE, TEXT, key_of
from tui.widgets.line import Line
from tui.words import size

TAKES_AWAY = "remove"


class AttachedFiles(Labelled):
    """A part of a form; not to be seen where no file can be attached and none is, as what was pasted."""

    @dataclass
    class Wanted(Message):
        """Somebody wants to attach one more."""

        files: AttachedFiles

    @dataclass
    class Removed(Message):
        files: AttachedFiles

    def __init__(self, label: str, *, id: str | None = None) -> None:
        super().__init__(label, id=id)
        self.rows = FileRows()

    def compose(self) -> ComposeResult:
        yield self.compose_label()
        yield self.sentence  # above the rows: with many of them the place below is out of sight
        yield self.rows

    def on_mount(self) -> None:
        self.tell_files()

    def tell_files(self) -> None:
        self.display = bool(self.rows.files) or not is_hosted(self.app)

    @property
    def value(self) -> tuple[Attachment, ...]:
        return self.rows.files

    @value.setter
    def value(self, files: tuple[Attachment, ...]) -> None:
        self.rows.files = files


class FileRows(Widget, can_focus=True):
    """One line a file, and one that attaches another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "move", id="files.next", tooltip="next, previous", show=False, group=MOVE),
        Binding("up,k", "step(-1)", "move", id="files.previous", tooltip="next, previous", show=False, group=MOVE),
        Binding("enter", "attach", "attach", id="files.attach", tooltip="attach a file", show=False, group=TEXT),
        Binding(
            "delete,backspace,x", "remove", TAKES_AWAY, id="files.remove", tooltip="take the file away", group=TEXT
        ),
    ]

    files: reactive[tuple[Attachment, ...]] = reactive((), layout=True)
    at: reactive[int] = reactive(0)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.files) + (not is_hosted(self.app))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return bool(self.files) if action in ("remove", "step") else not is_hosted(self.app)

    def validate_at(self, at: int) -> int:
        return max(0, min(at, len(self.files) - 1))

    def watch_files(self) -> None:
        self.at = self.validate_at(self.at)
        self.refresh_bindings()
        if isinstance(self.parent, AttachedFiles):
            self.parent.tell_files()

    def action_step(self, by: int) -> None:
        self.at += by

    def action_attach(self) -> None:
        if isinstance(self.parent, AttachedFiles):
            self.post_message(AttachedFiles.Wanted(self.parent))

    def action_remove(self) -> None:
        self._remove(self.at)

    def _remove(self, place: int) -> None:
        self.files = (*self.files[:place], *self.files[place + 1 :])
        if isinstance(self.parent, AttachedFiles):
            self.post_message(AttachedFiles.Removed(self.parent))

    def on_click(self, event: events.Click) -> None:
        if event.y >= len(self.files):
            self.action_attach()
            return
        self.at = event.y
        row = self._row(self.files[event.y])
        if row.cells - len(TAKES_AWAY) <= event.x < row.cells:
            self._remove(event.y)

    def render_line(self, y: int) -> Strip:
        ink, width = ink_of(self.app), self.size.width
        if y < len(self.files):
            on_it = self.has_focus and y == self.at
            return self._row(self.files[y]).strip(ink, width, "raised" if on_it else "bg")
        token = "accent" if self.has_focus and not self.files else "text"
        line = Line(key_of(self, "new.attach"), token, bold=True).gap(1)
        return line.add("adds another" if self.files else "attaches a log or a picture", "muted").strip(ink, width)

    def _row(self, file: Attachment) -> Line:
        glyphs, weight = glyphs_of(self.app), size(file.size)
        room = max(self.size.width - len(weight) - len(TAKES_AWAY) - 6, 8)
        line = Line(f"{glyphs.file} ", "muted").upto(safe_name(file.name), room, mark=glyphs.cut).gap(1)
        return line.add(weight, "muted").gap(3).add(TAKES_AWAY, "muted")
