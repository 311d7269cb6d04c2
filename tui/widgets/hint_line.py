"""The bottom line (LOOKS section 8): what can be done now, or what just happened and how to take it back."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.keys import EVERYWHERE, Key, is_text, live_keys, told_together
from tui.widgets.line import Line

MARGIN = 2
BETWEEN = 3
ROOM_FOR_COMMANDS = 76
"""From this width on, `ctrl+p commands` may take the place of rarer verbs."""


class HintLine(Widget):
    """Built from the live bindings; what does not fit is left out whole. A message stays until the next key."""

    DEFAULT_CSS = "HintLine { dock: bottom; height: 1; width: 100%; }"
    can_focus = False

    KINDS: ClassVar[dict[str, str]] = {"ok": "resolved", "error": "error", "soon": "soon", "here": "viewing", "": ""}
    """Kind of message to its glyph."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._message = Line()
        self._drawn = ""

    def say(self, words: str, kind: str = "ok", *, bold: str = "", then: str = "") -> None:
        """Tell what happened. `kind` is ok, error, soon, here, or "" for no sign; `bold` comes first in its colour,
        `then` says how to take it back."""
        message = Line()
        glyph = self.KINDS[kind]
        hue = {"error": "late", "here": "accent"}.get(kind, kind or "text")
        if glyph:
            message.add(getattr(glyphs_of(self.app), glyph), hue).gap(1)
        if bold:
            message.add(bold, hue, bold=True).gap(1 if words else 0)
        self.tell(message.add(words).gap(BETWEEN if then else 0).add(then, "muted"))

    def tell(self, message: Line) -> None:
        """Tell what happened, in words of one's own styles."""
        self._message = message
        self.draw_again()

    def forget(self) -> None:
        """The message has been read."""
        if self._message.pieces:
            self.tell(Line())

    @property
    def message(self) -> str:
        return self._message.plain

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.draw_again())
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def draw_again(self) -> None:
        """Draw, if the line reads differently."""
        if self.is_mounted and self.line(self.size.width).plain != self._drawn:
            self.refresh()

    def line(self, width: int) -> Line:
        """What stands in the line at this width."""
        return compose_hints(self.screen, width, self._message.cropped(width - 2 * MARGIN, glyphs_of(self.app).cut))

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        line = self.line(self.size.width)
        self._drawn = line.plain
        return line.strip(ink_of(self.app), self.size.width)


def compose_hints(screen: Screen[Any], width: int, message: Line) -> Line:
    """The message if any, the verbs that fit after it, and at the right end the help and the way out."""
    keys = [key for key in live_keys(screen) if key.in_hints]
    in_text = is_text(screen.focused)
    left = told_together(_in_order(screen, [key for key in keys if key.group != EVERYWHERE.description]))
    ends = told_together(_right_end([key for key in keys if key.group == EVERYWHERE.description], in_text, width))
    line = Line().gap(MARGIN).join(message)
    room = width - MARGIN
    while ends and _cells(ends) + line.cells + BETWEEN > room:
        ends.pop()
    end = Line()
    for key in ends:
        end.gap(BETWEEN if end.cells else 0).join(_hint(key))
    for key in left:
        hint = _hint(key)
        between = 0 if line.cells == MARGIN else BETWEEN
        if line.cells + between + hint.cells + (end.cells + BETWEEN if end.cells else 0) > room:
            break
        line.gap(between).join(hint)
    return line.to(room - end.cells).join(end)


def key_pressed(app: App[Any]) -> None:
    """Call this for each key and click before they are handled: messages have been read."""
    for hint_line in app.screen.query(HintLine):
        hint_line.forget()


def _hint(key: Key) -> Line:
    return Line(key.shown, bold=True).gap(1).add(key.verb, "muted")


def _cells(keys: list[Key]) -> int:
    return sum(_hint(key).cells for key in keys) + BETWEEN * (len(keys) - 1)


def _in_order(screen: Screen[Any], keys: list[Key]) -> list[Key]:
    """Most used first: as the screen's `HINTS` names their ids, then the rest."""
    order: tuple[str, ...] = getattr(screen, "HINTS", ())
    return sorted(keys, key=lambda key: order.index(key.id) if key.id in order else len(order))


def _right_end(keys: list[Key], in_text: bool, width: int) -> list[Key]:
    """Help first, then the way out; without one the palette, where there is room."""
    helps = [key for key in keys if key.action.endswith("keys")]
    palette = [key for key in keys if key.action.endswith(("commands", "command_palette"))]
    others = [key for key in keys if key not in helps and key not in palette]
    roomy = not in_text and width >= ROOM_FOR_COMMANDS
    return [*helps, *(others or (palette if roomy else []))]
