"""The signs of LOOKS section 4, each one cell wide, and plain ones for terminals that can not be trusted with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from textual.app import App


class Glyphs(NamedTuple):
    """Word and glyph come first, colour second: every state has a sign of its own."""

    open: str = "○"
    in_progress: str = "◐"
    waiting: str = "‖"
    waiting_for_you: str = "▸"
    resolved: str = "✓"
    closed: str = "■"
    late: str = "▲"
    soon: str = "△"
    paused: str = "‖"
    on_track: str = " "
    error: str = "✗"
    event: str = "·"
    bar: str = "▌"
    urgent: str = "!"
    high: str = "↑"
    medium: str = "·"
    low: str = "↓"
    unread: str = "●"
    marked: str = "■"
    viewing: str = "◉"
    replying: str = "✎"
    internal: str = "◆"
    file: str = "▤"
    chosen: str = "◉"
    not_chosen: str = "○"
    sorted: str = "▾"
    cut: str = "…"
    quote: str = "┊"
    then: str = "→"
    prompt: str = "›"
    rule: str = "─"
    upright: str = "│"
    load: str = "■"
    dot: str = "·"
    spark: str = "▁▂▃▄▅▆▇█"
    """Eight heights, the lowest first."""

    @property
    def is_plain(self) -> bool:
        return self.bar == "|"


UNICODE = Glyphs()
PLAIN = Glyphs(
    open="o",
    in_progress="%",
    waiting="=",
    waiting_for_you=">",
    resolved="v",
    closed="+",
    late=">",
    soon="-",
    paused="=",
    error="x",
    event=".",
    bar="|",
    urgent="!",
    high="^",
    medium=".",
    low=",",
    unread="*",
    marked="+",
    viewing="@",
    replying="&",
    internal="#",
    file="f",
    chosen="@",
    not_chosen="o",
    sorted="v",
    cut="~",
    quote="|",
    then=">",
    prompt=">",
    rule="-",
    upright="|",
    load="=",
    dot=".",
    spark="_.:-=+*#",
)
# There these signs are of ambiguous width, and some terminals draw them two cells wide.
_EAST_ASIAN = ("zh", "ja", "ko")


def choose_glyphs(setting: str, environment: Mapping[str, str]) -> Glyphs:
    """What to draw with: the person's setting (`unicode`, `ascii`, `auto`), else what the terminal says of itself."""
    if setting in ("unicode", "ascii"):
        return UNICODE if setting == "unicode" else PLAIN
    terminal = environment.get("TERM", "")
    locale = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG") or ""
    is_old = terminal == "linux" or terminal.startswith("vt")
    has_utf8 = locale.lower().replace("-", "").partition("@")[0].endswith("utf8")
    return PLAIN if is_old or not has_utf8 or locale.startswith(_EAST_ASIAN) else UNICODE


def glyphs_of(app: App[Any]) -> Glyphs:
    """The glyphs that the app draws with: its attribute `glyphs`."""
    found = getattr(app, "glyphs", UNICODE)
    return found if isinstance(found, Glyphs) else UNICODE
