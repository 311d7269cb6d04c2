"""What holds on every screen at any time, whatever somebody pressed: each thing that does not, in a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len
from textual.app import App
from textual.screen import Screen
from textual.widgets import TextArea

from tests.tui.stage import drawn, lines_of
from tui.widgets.composer import Composer
from tui.widgets.hint_line import HintLine
from tui.widgets.too_small import LOWEST, NARROWEST

DEEP = 6
"""Screens that may lie on one another: Textual's blank one, home, what it led to, and a panel or two."""
JOINERS = "\u200c\u200d"


def disorder(app: App[Any]) -> Iterator[str]:
    """Look at the screen as it stands; ask again where a change may still be on its way."""
    screen = app.screen
    if len(app.screen_stack) > DEEP:
        yield f"{len(app.screen_stack)} screens lie on one another"
    yield from _of_lines(app)
    if app.size.width < NARROWEST or app.size.height < LOWEST:
        yield from _of_cover(app)
    else:
        yield from _of_focus(app, screen)
        yield from _of_hints(screen)


def _of_lines(app: App[Any]) -> Iterator[str]:
    width, height = app.size
    strips = drawn(app)
    if len(strips) != height:
        yield f"{len(strips)} lines are drawn where the window has {height}"
    for y, strip in enumerate(strips):
        if cell_len(strip.text) != width:
            yield f"line {y} has {cell_len(strip.text)} cells where the window has {width}: {strip.text!r}"
        if strange := [letter for letter in strip.text if _is_strange(letter)]:
            yield f"line {y} holds {strange!r}"


def _is_strange(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") and letter not in JOINERS


def _of_focus(app: App[Any], screen: Screen[Any]) -> Iterator[str]:
    if not app.app_focus:  # another window of the terminal has it
        return
    can_have_it = screen.focus_chain
    if screen.focused is None and can_have_it:
        yield f"nothing has the focus, and {can_have_it[0]} could have it"
    if screen.focused is not None and screen.focused not in can_have_it:
        yield f"{screen.focused} has the focus and is not there"


def _of_cover(app: App[Any]) -> Iterator[str]:
    if "Make" not in " ".join(lines_of(app)) and app.size.width >= len(" Make"):
        yield "a window that is too small does not say so"


def _of_hints(screen: Screen[Any]) -> Iterator[str]:
    if not any(line.line(line.size.width).plain.strip() for line in screen.query(HintLine)):
        yield "the hint line is empty"


def typed_texts(app: App[Any]) -> Iterator[str]:
    """Every longer text that stands in a field of a screen, shown or waiting behind another."""
    for screen in app.screen_stack:
        for box in screen.query(TextArea):
            yield box.text
        for composer in screen.query(Composer):
            yield from composer._texts.values()
