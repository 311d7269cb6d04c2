"""A small app to try parts on: one screen, dressed as the desk is. As a program it shows a list in a real terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, ClassVar, Self

from textual import events, on
from textual._context import visible_screen_stack
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import WorkerCancelled

from tui.commands import Command
from tui.gate import VisibleText, expect_copy, local_driver
from tui.glyphs import UNICODE, Glyphs
from tui.modals.help import Help
from tui.palette import Palette
from tui.themes import dress, variable_defaults
from tui.widgets.hint_line import HintLine, key_pressed
from tui.widgets.keys import ANSWER, CHANGE, EVERYWHERE
from tui.widgets.line import Line
from tui.widgets.rows import Empty, Rows
from tui.widgets.top_bar import TopBar

TURNS = 3000
"""How often what has to come true is looked at, some hundredths of a second apart."""
STILL = 50
"""How many looks in a row find nothing new where a screen is at rest: longer than a preview or a draft waits."""


class Numbered(Rows[int]):
    """Tickets 0, 1, 2 …; every fifth is unread."""

    CAN_MARK: ClassVar[bool] = True

    def __init__(self, subject: str = "ticket") -> None:
        super().__init__()
        self.subject = subject
        self.drawn: list[int] = []
        self.refreshed: list[Region] = []

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self.refreshed += regions
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def key_of(self, row: int) -> str:
        return f"T{row}"

    def cursor_of(self, row: int) -> object:
        return row

    def is_unread(self, row: int) -> bool:
        return row % 5 == 0

    def words_of(self, row: int) -> str:
        return f"ticket {row}"

    def render_heads(self, width: int) -> Line:
        return Line().cell("number", 8, "muted").cell("subject", width - 8, "muted")

    def render_row(self, row: int, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:
        self.drawn.append(row)
        return Line().cell(str(row), 8).upto(f"{self.subject} {row}", width - 8, mark=self.glyphs.cut)


class ListScreen(Screen[None]):
    """A list of `numbers`, answered as a store would: pages after or before a row."""

    HINTS: ClassVar[tuple[str, ...]] = ("rows.open", "reply", "take")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "take", id="take", group=CHANGE),
        Binding("r", "reply", "reply", id="reply", tooltip="reply to the customer", group=ANSWER),
        Binding("c", "copy", "copy", show=False, group=CHANGE),
        Binding("q", "app.quit", "quit", group=EVERYWHERE),
    ]

    def __init__(self, numbers: Sequence[int] = range(1000), subject: str = "ticket") -> None:
        super().__init__()
        self.numbers = numbers
        self.subject = subject
        self.asked: list[Rows.RowsWanted] = []
        self.opened: list[str] = []
        self.highlighted: list[str | None] = []
        self.answers = True
        self.position = 0

    def compose(self) -> ComposeResult:
        yield TopBar("Acme Support", "Inbox · Next", "Maya Lind · agent")
        yield Numbered(self.subject)
        yield HintLine()

    def on_mount(self) -> None:
        self.list.empty = Empty("Nothing needs you now.", "Press 5.", "Soon more.")
        self.list.start_over()

    @property
    def list(self) -> Numbered:
        return self.query_one(Numbered)

    @property
    def hints(self) -> HintLine:
        return self.query_one(HintLine)

    @on(Rows.RowsWanted)
    def wanted(self, wanted: Rows.RowsWanted) -> None:
        self.asked.append(wanted)
        if self.answers:
            self.answer(wanted)

    def answer(self, wanted: Rows.RowsWanted) -> None:
        rows, before, after = page(self.numbers, wanted.cursor, wanted.backwards, wanted.limit)
        wanted.rows.put_page(wanted, rows, before=before, after=after, total=len(self.numbers), position=self.position)

    @on(Rows.Opened)
    def keep_opened(self, opened: Rows.Opened) -> None:
        self.opened.append(opened.key)

    @on(Rows.Highlighted)
    def keep_highlighted(self, highlighted: Rows.Highlighted) -> None:
        self.highlighted.append(highlighted.key)

    def action_take(self) -> None:
        self.hints.say("", bold="Taken.", then="u gives it back")

    def action_reply(self) -> None:
        self.hints.say("Reply sent to Ann.")

    def action_copy(self) -> None:
        self.app.copy_to_clipboard("K7M2Q-9XR4T")

    def commands(self) -> Iterable[Command]:
        yield Command("Show tickets assigned to", self.action_take, "/ assignee:", "search")

    def command_line(self, action: str) -> str:
        return "ttydesk set K7M2Q assignee=me" if action == "take" else ""

    def command_subject(self) -> str:
        return "K7M2Q-9XR4T  VPN refuses my certificate since this morning"


def page(numbers: Sequence[int], start: Any, backwards: bool, limit: int) -> tuple[list[int], bool, bool]:
    """Some of the numbers (which ascend) behind or before one of them; and whether there are more on either side."""
    if backwards:
        end = len(numbers) if start is None else _below(numbers, start)
        begin = max(end - limit, 0)
    else:
        begin = 0 if start is None else _below(numbers, start + 1)
        end = min(begin + limit, len(numbers))
    return list(numbers[begin:end]), begin > 0, end < len(numbers)


def _below(numbers: Sequence[int], number: int) -> int:
    """How many are below a number; for the million without looking at each."""
    if isinstance(numbers, range):
        return max(min(number, len(numbers)), 0)
    return sum(one < number for one in numbers)


class Stage(App[None]):
    """Wears what the desk wears."""

    CSS_PATH: ClassVar = "../../styles/app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "keys", "keys", id="app.keys", group=EVERYWHERE),
        Binding("ctrl+p", "commands", "commands", id="app.commands", priority=True, group=EVERYWHERE),
    ]

    def __init__(self, screen: Callable[[], Screen[Any]], *, theme: str = "dark", glyphs: Glyphs = UNICODE) -> None:
        super().__init__(driver_class=local_driver())
        self.glyphs = glyphs
        self.screen_made = screen
        self.said: list[object] = []
        self.set_class(glyphs.is_plain, "-plain")
        self.animation_level = "none"
        dress(self, theme)

    def get_default_screen(self) -> Screen[Any]:
        return self.screen_made()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), VISIBLE]

    def copy_to_clipboard(self, text: str) -> None:
        expect_copy(self)
        super().copy_to_clipboard(text)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            key_pressed(self)
        await super().on_event(event)

    def action_keys(self) -> None:
        self.push_screen(Help("Or call 555 0100."))

    def action_commands(self) -> None:
        if not self.screen.is_modal:
            self.push_screen(Palette())

    def ask(self, panel: Screen[Any]) -> None:
        """Put a panel up and keep what it answers in `said`."""
        self.push_screen(panel, self.said.append)


VISIBLE = VisibleText()


class Parts(Screen[None]):
    """Any widgets, one below the other, with a hint line."""

    def __init__(self, *parts: Widget) -> None:
        super().__init__()
        self.parts = parts

    def compose(self) -> ComposeResult:
        yield from self.parts
        yield HintLine()


def drawn(app: App[Any]) -> list[Strip]:
    """The screen as a terminal would get it, with what shows below a panel."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def lines_of(app: App[Any]) -> list[str]:
    """What stands on the screen, line by line."""
    width, height = app.size
    return [strip.text[:width].rstrip() for strip in drawn(app)[:height]] or [""]


def line_with(app: App[Any], words: str) -> str:
    """The first line that has these words."""
    return next((line for line in lines_of(app) if words in line), "")


async def work_done(app: App[Any]) -> None:
    """Wait for every worker; one that a newer one took the place of is done as well."""
    for worker in tuple(app.workers):
        with suppress(WorkerCancelled):
            await worker.wait()


async def until(pilot: Pilot[Any], true: Callable[[], object]) -> None:
    """Wait until something holds, however busy the machine is."""
    for _ in range(TURNS):
        if true():
            return
        await pilot.pause(0.01)
    shown = "\n".join(lines_of(pilot.app))
    raise AssertionError(f"it did not come true in time; the screen shows\n{shown}")


async def at_rest(pilot: Pilot[Any], drawn: list[object]) -> None:
    """Wait until for a while nobody works and nothing is drawn any more; what was drawn before is forgotten."""
    still = 0
    for _ in range(TURNS):
        drawn.clear()
        await pilot.pause(0.01)
        still = 0 if drawn or any(worker.is_running for worker in pilot.app.workers) else still + 1
        if still == STILL:
            return
    raise AssertionError("the screen does not come to rest")


def main() -> None:
    import sys

    subject = sys.argv[1] if len(sys.argv) > 1 else "ticket"
    Stage(lambda: ListScreen(range(1_000_000), subject)).run()


if __name__ == "__main__":
    main()
