"""One of several: by its letter, with the arrows, or by typing a part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.modals.panel import Panel
from tui.widgets.keys import MOVE
from tui.widgets.one_line import OneLine
from tui.widgets.pick import Pick
from tui.widgets.pick_list import PickList
from tui.widgets.rows import Empty, Rows

__all__ = ["Choose", "Pick"]

T = TypeVar("T")


class Choose(Panel[T]):
    """Answers the value of the pick, or None. With `filters` letters narrow the list; without, they pick at once."""

    HINTS: ClassVar[tuple[str, ...]] = ("choose.pick",)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "choose", id="choose.pick", priority=True, group=MOVE),
        Binding("down", "move(1)", "move", id="choose.next", priority=True, group=MOVE),
        Binding("up", "move(-1)", "move", id="choose.previous", priority=True, group=MOVE),
    ]

    def __init__(
        self,
        title: str,
        picks: Sequence[Pick[T]],
        *,
        chosen: T | None = None,
        filters: bool = False,
        nothing: str = "Nothing has this name.",
    ) -> None:
        super().__init__(title)
        self.picks = list(picks)
        self.filters = filters
        self.list = PickList(self.picks)
        self.list.empty = Empty(nothing)
        self.list.can_focus = not filters
        for pick in self.picks:
            if chosen is not None and pick.value == chosen:
                self.list.cursor = self.list.key_of(pick)

    def compose_panel(self) -> ComposeResult:
        if self.filters:
            yield OneLine(placeholder="type a part of it")
        yield self.list

    @on(Input.Changed)
    def narrow(self, changed: Input.Changed) -> None:
        self.list.narrow(changed.value)

    @on(Rows.Opened)
    def opened(self, opened: Rows.Opened) -> None:
        opened.stop()
        self.dismiss(opened.row.value)

    def on_key(self, event: events.Key) -> None:
        for pick in self.picks:
            if not self.filters and event.character and event.character == pick.key:
                event.stop()
                self.dismiss(pick.value)
                return

    def action_pick(self) -> None:
        if self.list.selected is not None:
            self.dismiss(self.list.selected.value)

    def action_move(self, by: int) -> None:
        self.list.action_move(by)
