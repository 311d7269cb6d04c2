"""A file of this machine: its path is typed, completed and listed. For local sessions only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from tui.local_files import begun_again
from tui.modals.panel import Panel
from tui.widgets.form import Field
from tui.widgets.keys import MOVE, TEXT
from tui.widgets.pick import Pick
from tui.widgets.pick_list import PickList
from tui.widgets.rows import Empty, Rows
from tui.words import size

FILES_AT_MOST = 2000
"""A folder with more is listed as far as this; typing finds the rest."""


class PickFile(Panel[Path]):
    """Answers the path of a file, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "choose", id="file.take", priority=True, group=TEXT),
        Binding("tab", "complete", "complete", id="file.complete", priority=True, group=TEXT),
        Binding("up", "move(-1)", "move", id="file.previous", priority=True, group=MOVE),
        Binding("down", "move(1)", "move", id="file.next", priority=True, group=MOVE),
    ]
    HINTS: ClassVar[tuple[str, ...]] = ("file.take",)

    @dataclass
    class Listed(Message):
        """What a folder holds, read off the loop."""

        folder: Path
        typed: str
        found: list[Pick[Path]]
        problem: str

    def __init__(self, start: Path, title: str = "Attach a file") -> None:
        super().__init__()
        self.field = Field(title, value=f"{start}{os.sep}".replace(os.sep * 2, os.sep), max_length=4096)
        self.list = PickList[Path]([])
        self.list.can_focus = False
        self.list.styles.height = 12

    def compose_panel(self) -> ComposeResult:
        yield self.field
        yield self.list

    def on_mount(self) -> None:
        self.look(self.field.value)

    @on(Field.Changed)
    def typed(self, changed: Field.Changed) -> None:
        changed.stop()
        self.look(changed.value)

    @on(Input.Submitted)
    @on(Field.Submitted)
    def keep_to_itself(self, message: Field.Submitted | Input.Submitted) -> None:
        message.stop()

    @work(thread=True, exclusive=True, group="folder", exit_on_error=False)
    def look(self, typed: str) -> None:
        folder, beginning = _split(typed)
        found, problem = listed(folder, beginning)
        self.post_message(self.Listed(folder, typed, found, problem))

    @on(Listed)
    def show_folder(self, listed: Listed) -> None:
        if listed.typed == self.field.value:
            self.list.picks = listed.found
            self.list.empty = _nothing(listed)
            self.list.measure()
            self.list.show(listed.found)
            self.field.complain(listed.problem)

    @on(Rows.Opened)
    def opened(self, opened: Rows.Opened) -> None:
        opened.stop()
        self.take(opened.row.value)

    def action_take(self) -> None:
        typed = _at_home(self.field.value)
        if os.path.isfile(typed):  # noqa: PTH113  Path's own raises for a name that is too long
            self.dismiss(typed)
        elif self.list.selected is not None:
            self.take(self.list.selected.value)
        else:
            self.field.complain("There is no such file. Type a path, or move to one with the arrows.")

    def take(self, path: Path) -> None:
        if path.is_dir():
            self.write(f"{path}{os.sep}")
        else:
            self.dismiss(path)

    def action_complete(self) -> None:
        """As far as all that is listed agrees."""
        names = [str(pick.value) + (os.sep if pick.label.endswith(os.sep) else "") for pick in self.list.picks]
        longest = _common_beginning(names)
        if len(longest) > len(str(_at_home(self.field.value))):
            self.write(longest)

    def action_move(self, by: int) -> None:
        self.list.action_move(by)

    def write(self, text: str) -> None:
        self.field.value = text
        self.field.input.cursor_position = len(text)


def _nothing(listed: PickFile.Listed) -> Empty:
    """What stands where no file does; why a folder can not be read is said under its path."""
    if listed.problem:
        return Empty("")
    if _split(listed.typed)[1]:
        return Empty("Nothing here begins like that.", "backspace takes a letter away")
    return Empty("This folder is empty.", "type the path of another one", "a dot shows hidden names")


def listed(folder: Path, beginning: str) -> tuple[list[Pick[Path]], str]:
    """Folders first, then files, those whose names begin so; and a sentence when the folder can not be read."""
    try:
        with os.scandir(folder) as entries:
            wanted = (entry for entry in entries if _is_wanted(entry.name, beginning))
            picks = [_pick(entry) for entry in islice(wanted, FILES_AT_MOST)]
    except (OSError, ValueError):  # a NUL is in no name
        return [], f"The folder {folder} can not be read. Choose another one."
    return sorted(picks, key=lambda pick: (not pick.label.endswith(os.sep), pick.label.casefold())), ""


def _is_wanted(name: str, beginning: str) -> bool:
    return name.startswith(beginning) and (beginning.startswith(".") or not name.startswith("."))


def _pick(entry: os.DirEntry[str]) -> Pick[Path]:
    try:
        is_folder = entry.is_dir()
        detail = "" if is_folder else size(entry.stat().st_size)
    except OSError:  # a link to nowhere
        is_folder, detail = False, "can not be read"
    return Pick(Path(entry.path), entry.name + (os.sep if is_folder else ""), detail=detail)


def _split(typed: str) -> tuple[Path, str]:
    """The folder that is typed, and how the name in it begins."""
    folder, _, beginning = typed.rpartition(os.sep)
    return _at_home(folder + os.sep if folder or typed.startswith(os.sep) else "."), beginning


def _at_home(typed: str) -> Path:
    """The path that is meant, also where it was typed behind the folder that stood there."""
    return Path(os.path.expanduser(begun_again(typed)))  # noqa: PTH111  Path's own raises for a home that nobody has


def _common_beginning(names: list[str]) -> str:
    if not names:
        return ""
    first, last = min(names), max(names)
    return first[: next((at for at, letter in enumerate(first) if not last.startswith(letter, at)), len(first))]
