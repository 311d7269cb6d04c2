"""Which keys somebody has of their own, and the commands that change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Static

from tui.commands import in_a_shell
from tui.glyphs import glyphs_of
from tui.modals.panel import Panel
from tui.widgets.line import Line, lines

AT_MOST = 10
ACROSS = 12
WIDTH = 66
MARGINS = 8
COMMANDS = (
    ("ttydesk bindings --toml > keys.toml", "all keys as a file"),
    ("ttydesk bindings --from keys.toml", "yours as the file says"),
    ("ttydesk bindings --reset", "none of your own"),
)


@dataclass(frozen=True, slots=True)
class OwnKey:
    """Something that somebody gave another key: the key now, the desk's, and what it does."""

    now: str
    before: str
    does: str


class YourKeys(Panel[None]):
    """Shown only: a whole list of keys is better changed in an editor."""

    def __init__(self, own: Sequence[OwnKey]) -> None:
        super().__init__("Your keys")
        self.own = own

    def compose_panel(self) -> ComposeResult:
        room = min(self.app.size.width * 94 // 100 - MARGINS, WIDTH)
        mark = glyphs_of(self.app).cut
        yield Static(lines(line.cropped(room, mark) for line in self._own()), classes="panel-text")
        yield Static(lines(self._commands(room)))

    def _own(self) -> Sequence[Line]:
        if not self.own:
            return [Line("Everything has the desk's own key.")]
        told = [
            Line(one.now, bold=True).to(ACROSS).add(one.does).add(f", not {one.before}", "muted")
            for one in self.own[:AT_MOST]
        ]
        more = len(self.own) - AT_MOST
        return [*told, Line(f"and {more} more", "muted")] if more > 0 else told

    def _commands(self, room: int) -> Sequence[Line]:
        """What each does stands beside it, or below where that is too narrow."""
        commands = [(in_a_shell(self.app, line), says) for line, says in COMMANDS]
        beside = max(len(line) for line, _ in commands) + 3
        roomy = room >= beside + max(len(says) for _, says in commands)
        told = [Line("They are set by command, and follow you:", "muted")]
        for line, says in commands:
            told += [Line(line).to(beside).add(says, "muted")] if roomy else [Line(line)]
        return told
