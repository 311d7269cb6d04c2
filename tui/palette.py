"""All commands in one place: what can be done now, with its key and, where there is one, its command line.

Not Textual's own palette: that reads names as markup, waits on timers, draws a spinner, and writes screenshots to
the disk of the machine that it runs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static

from tui.commands import Command, HasCommandLines, HasCommands, HasSubject, in_a_shell
from tui.glyphs import glyphs_of
from tui.modals.panel import Panel
from tui.seat import is_hosted
from tui.widgets.keys import MOVE, Key, live_keys, told_together
from tui.widgets.line import Line
from tui.widgets.one_line import OneLine
from tui.widgets.rows import Empty, Rows

KEY_COLUMN = 16
WHERE_COLUMN = 10
AT_MOST = 12


class CommandRows(Rows[Command]):
    """Name with the typed letters underlined, key, and where it works."""

    HEADS: ClassVar[bool] = False
    IN_PANEL: ClassVar[bool] = True

    typed: str = ""

    def key_of(self, row: Command) -> str:
        return f"{row.name}\n{row.key}\n{row.where}"

    def render_row(self, row: Command, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        where = WHERE_COLUMN if width >= 50 else 0
        keys = KEY_COLUMN if width >= 36 else 10
        line = _highlighted(row.name, self.typed).cropped(max(width - keys - where - 1, 4), self.glyphs.cut)
        return line.to(width - keys - where).cell(row.key, keys, bold=True).cell(row.where, where, "muted")


class Palette(Panel[None]):
    """Type a part of what you want to do; `enter` does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "run", "run", id="palette.run", priority=True, group=MOVE),
        Binding("up", "move(-1)", "move", id="palette.previous", priority=True, group=MOVE),
        Binding("down", "move(1)", "move", id="palette.next", priority=True, group=MOVE),
    ]
    HINTS: ClassVar[tuple[str, ...]] = ("palette.run",)

    def __init__(self) -> None:
        super().__init__()
        self._commands: list[Command] = []
        self.rows = CommandRows()
        self.rows.can_focus = False
        self.rows.empty = Empty("No command has this name.")
        self.told = Static(id="palette-line")

    def compose_panel(self) -> ComposeResult:
        below, glyphs = self.app.screen_stack[-2], glyphs_of(self.app)
        self._commands = list(commands_of(below))
        subject = below.command_subject() if isinstance(below, HasSubject) else ""
        with Horizontal(id="palette-top"):
            yield Static(Line(glyphs.prompt, "accent", bold=True).content(), id="palette-prompt")
            yield OneLine()
            yield Static(Line().upto(subject, 36, "muted", mark=glyphs.cut).content(), id="palette-subject")
        yield self.rows
        yield self.told

    def on_mount(self) -> None:
        self.narrow("")

    def narrow(self, typed: str) -> None:
        found = matching(self._commands, typed)
        self.rows.typed = typed.strip()
        self.rows.styles.height = min(len(found), AT_MOST) or 3
        self.rows.show(found)
        if found:
            self.rows.select(self.rows.key_of(found[0]))

    @on(Input.Changed)
    def typed(self, changed: Input.Changed) -> None:
        self.narrow(changed.value)

    @on(Rows.Highlighted)
    def tell_line(self, highlighted: Rows.Highlighted) -> None:
        highlighted.stop()
        row: Command | None = highlighted.row
        self.told.display = row is not None and bool(row.line) and not is_hosted(self.app)
        if row is not None:
            line = in_a_shell(self.app, row.line)
            self.told.update(Line("also as a command:", "muted").gap(2).add(line, "muted").content())

    @on(Rows.Opened)
    def clicked(self, opened: Rows.Opened) -> None:
        opened.stop()
        self.run(opened.row)

    def action_run(self) -> None:
        if self.rows.selected is not None:
            self.run(self.rows.selected)

    def run(self, command: Command) -> None:
        """Close, and do it on the screen below."""
        self.dismiss(None)
        self.app.call_later(command.run)

    def action_move(self, by: int) -> None:
        self.rows.action_move(by)


def commands_of(screen: Screen[Any]) -> Iterable[Command]:
    """What the live bindings of a screen do, and what else it offers. Moves in pairs, as `j k`, are no commands."""
    for key in told_together(live_keys(screen), says=True):
        if " " not in key.shown and not key.action.endswith(("commands", "command_palette")):
            yield _of_key(screen, key)
    for one in (screen, screen.app):
        if isinstance(one, HasCommands):
            yield from one.commands()


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Those that have all the typed words, first those that begin with them."""
    words = typed.casefold().split()
    found = [one for one in commands if all(word in f"{one.name} {one.where}".casefold() for word in words)]
    if words:
        found.sort(key=lambda one: _first_place(one.name.casefold(), words[0]))
    return found


def _first_place(name: str, word: str) -> int:
    place = name.find(word)
    return place if place >= 0 else len(name)


def _of_key(screen: Screen[Any], key: Key) -> Command:
    line = screen.command_line(key.action) if isinstance(screen, HasCommandLines) else ""

    async def run() -> None:
        if key.node.is_running:  # the screen below may be gone: somebody became something else meanwhile
            await screen.app.run_action(key.action, key.node)

    return Command(key.says[:1].upper() + key.says[1:], run, key.shown, key.group.lower(), line)


def _highlighted(name: str, typed: str) -> Line:
    """The typed letters bold and underlined, where they stand."""
    place = name.casefold().find(typed.casefold()) if typed else -1
    if place < 0:
        return Line(name)
    end = place + len(typed)
    return Line(name[:place]).add(name[place:end], bold=True, underline=True).add(name[end:])
