"""The bottom line (LOOKS section 8): what can be done now, or what just happened and how to take it back."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from textual import events
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
    """Built from the live bindings; what does not fit is left out whole. A click on a hint does what its key does,
    and so does one on the end of a message that names a key.

    A message stays until the next key. Where it is too long for one line it begins above.
    """

    DEFAULT_CSS = "HintLine { dock: bottom; height: 1; width: 100%; }"
    can_focus = False

    KINDS: ClassVar[dict[str, str]] = {"ok": "resolved", "error": "error", "soon": "soon", "here": "viewing", "": ""}
    """Kind of message to its glyph."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._message, self._then = Line(), ""
        self._hints = self._before = Hints(Line())
        self._drawn = ""
        self._above: list[Line] = []
        self._pressed: Key | None = None

    def say(self, words: str, kind: str = "ok", *, bold: str = "", then: str = "") -> None:
        """Tell what happened. `kind` is ok, error, soon, here, or "" for no sign; `bold` comes first in its colour,
        `then` begins with a key and says what it does."""
        message = Line()
        glyph = self.KINDS[kind]
        hue = {"error": "late", "here": "accent"}.get(kind, kind or "text")
        if glyph:
            message.add(getattr(glyphs_of(self.app), glyph), hue).gap(1)
        if bold:
            message.add(bold, hue, bold=True).gap(1 if words else 0)
        self.tell(message.add(words).gap(BETWEEN if then else 0).add(then, "muted"), then)

    def tell(self, message: Line, then: str = "") -> None:
        """Tell what happened, in words of one's own styles. `then` is its end where that begins with a key."""
        self._message, self._then = message, then
        self._begin_above()
        self.draw_again()

    def forget(self) -> None:
        """The message has been read. What goes with it was still there for a click that comes now."""
        self._before = self._hints
        if self._message.pieces:
            self.tell(Line())

    @property
    def message(self) -> str:
        return self._message.plain

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.draw_again())
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def on_resize(self) -> None:
        self._begin_above()

    def _begin_above(self) -> None:
        """Show what of the message has no room here."""
        above = self._told(self.size.width)[:-1] if self.size.width else []
        if above or self._above:
            from tui.widgets.long_message import put_above

            self._above = above
            put_above(self.screen, above)

    def _told(self, width: int) -> list[Line]:
        """The message as lines; most often it is one."""
        if not self._message.pieces or self._message.cells <= width - 2 * MARGIN:
            return [self._message]
        from tui.widgets.long_message import folded

        return folded(self._message, width - 2 * MARGIN, glyphs_of(self.app).cut)

    def draw_again(self) -> None:
        """Draw, if the line reads differently."""
        if self.is_mounted and self.line(self.size.width).plain != self._drawn:
            self.refresh()

    def line(self, width: int) -> Line:
        """What stands in the line at this width."""
        return self._lay_out(width).line

    def _lay_out(self, width: int) -> Hints:
        return lay_out(self.screen, width, self._told(width)[-1], self._then)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        self._hints = self._lay_out(self.size.width)
        self._drawn = self._hints.line.plain
        return self._hints.line.strip(ink_of(self.app), self.size.width)

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._pressed = self._before.at(event.x)

    async def on_click(self) -> None:
        if self._pressed is not None:
            await self.app.run_action(self._pressed.action, self._pressed.node)


class Hints(NamedTuple):
    """The line, and in which of its cells which key is told."""

    line: Line
    places: tuple[tuple[range, Key], ...] = ()

    def at(self, x: int) -> Key | None:
        return next((key for cells, key in self.places if x in cells), None)


def lay_out(screen: Screen[Any], width: int, message: Line, then: str = "") -> Hints:
    """The message if any, the verbs that fit after it, and at the right end the help and the way out."""
    idle: frozenset[str] = getattr(screen, "idle_keys", frozenset())
    live = live_keys(screen)
    keys = [key for key in live if key.in_hints and key.id not in idle]
    in_text = is_text(screen.focused)
    left = told_together(_in_order(screen, [key for key in keys if key.group != EVERYWHERE.description]))
    ends = told_together(_right_end([key for key in keys if key.group == EVERYWHERE.description], in_text, width))
    line = Line().gap(MARGIN).join(message)
    places = _in_message(line, then, live)
    room = width - MARGIN
    if not _fits(_needed(screen, left), ends, room - line.cells):
        ends = [key for key in ends if not _opens_palette(key)]
    while ends and _cells(ends) + line.cells + BETWEEN > room:
        ends.pop()
    right = _cells(ends) if ends else 0
    for key in _fitting(left, line, room - (right + BETWEEN if right else 0), _ways_out(screen, left, message)):
        places.append(_put(line.gap(0 if line.cells == MARGIN else BETWEEN), key))
    line.to(room - right)
    for nth, key in enumerate(ends):
        places.append(_put(line.gap(BETWEEN if nth else 0), key))
    return Hints(line, tuple(places))


def _fitting(keys: list[Key], line: Line, room: int, ways_out: list[Key]) -> list[Key]:
    """The first keys that have room behind a line, less those that would take the room of the way out."""
    for first in range(len(keys), -1, -1):
        found = [key for place, key in enumerate(keys) if place < first or key in ways_out]
        between = BETWEEN if line.cells > MARGIN and found else 0
        if not found or line.cells + between + _cells(found) <= room:
            return found
    return _fitting(keys, line, room, [])


def _in_message(line: Line, then: str, live: list[Key]) -> list[tuple[range, Key]]:
    """Where the end of a message tells what a key does, and that key."""
    shown = then.split(" ", 1)[0]
    key = next((key for key in live if key.shown == shown), None)
    return (
        []
        if key is None or not line.plain.endswith(then)
        else [(range(line.cells - Line(then).cells, line.cells), key)]
    )


def _put(line: Line, key: Key) -> tuple[range, Key]:
    """Add a hint to a line; where it stands now."""
    start = line.cells
    return range(start, line.join(_hint(key)).cells), key


def key_pressed(app: App[Any]) -> None:
    """Call this for each key and click before they are handled: messages have been read."""
    for hint_line in app.screen.query(HintLine):
        hint_line.forget()


def _hint(key: Key) -> Line:
    return _told(key.shown, key.verb)


@lru_cache(maxsize=512)
def _told(shown: str, verb: str) -> Line:
    """Read many times while a screen opens; nobody adds to it."""
    return Line(shown, bold=True).gap(1).add(verb, "muted")


def _cells(keys: list[Key]) -> int:
    return sum(_hint(key).cells for key in keys) + BETWEEN * (len(keys) - 1)


def _in_order(screen: Screen[Any], keys: list[Key]) -> list[Key]:
    """Most used first: as the screen's `HINTS` names their ids, then the rest."""
    order: tuple[str, ...] = getattr(screen, "HINTS", ())
    return sorted(keys, key=lambda key: order.index(key.id) if key.id in order else len(order))


def _needed(screen: Screen[Any], keys: list[Key]) -> list[Key]:
    """The verbs that a screen's `NEEDED` names: they come before the palette, as somebody new does not look there."""
    needed: tuple[str, ...] = getattr(screen, "NEEDED", ())
    return [key for key in keys if key.id in needed]


def _ways_out(screen: Screen[Any], keys: list[Key], message: Line) -> list[Key]:
    """The verb that a screen's `WAY_OUT` names: what a message tells does not take it from whoever has a mouse only."""
    return [key for key in keys if key.id == getattr(screen, "WAY_OUT", "") and message.pieces]


def _fits(left: list[Key], right: list[Key], room: int) -> bool:
    return not left or _cells(left) + BETWEEN + _cells(right) <= room


def _opens_palette(key: Key) -> bool:
    return key.action.endswith(("commands", "command_palette"))


def _right_end(keys: list[Key], in_text: bool, width: int) -> list[Key]:
    """Help first, then the way out; without one the palette, where there is room."""
    helps = [key for key in keys if key.action.endswith("keys")]
    palette = [key for key in keys if _opens_palette(key)]
    others = [key for key in keys if key not in helps and key not in palette]
    roomy = not in_text and width >= ROOM_FOR_COMMANDS
    return [*helps, *(others or (palette if roomy else []))]
