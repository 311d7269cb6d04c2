"""A key as people write it: `t`, `J`, `?`, `f2`, `esc`, `ctrl+s`. What can not be typed everywhere is refused."""

from __future__ import annotations

import string
import unicodedata

from core.errors import NotUnderstood

NAMED = ("enter", "esc", "tab", "space", "backspace", "del", "ins", "home", "end", "pgup", "pgdn")
ARROWS = ("up", "down", "left", "right")
FUNCTION = tuple(f"f{number}" for number in range(1, 13))
_ALSO = {
    "escape": "esc",
    "return": "enter",
    "delete": "del",
    "insert": "ins",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
_SAME = {"i": "tab", "m": "enter", "j": "enter", "h": "backspace", "[": "esc"}
"""What a terminal sends for these letters with ctrl."""
_WITH_CTRL = (*ARROWS, "home", "end", "pgup", "pgdn")
_WITH_SHIFT = (*ARROWS, "home", "end", "tab")
EDITING = "a function key, or ctrl+ and a letter"


def read_key(typed: str) -> str:
    """One key in the form in which it is kept and shown. Raises NotUnderstood."""
    if len(typed) == 1:
        return _read_character(typed)
    *modifiers, last = typed.lower().split("+")
    last = _ALSO.get(last, last)
    if not modifiers and last in (*NAMED, *ARROWS, *FUNCTION):
        return last
    if modifiers == ["ctrl"]:
        return _read_with_ctrl(last)
    if modifiers == ["shift"]:
        return _read_with_shift(last)
    raise NotUnderstood(f"Not every terminal sends {typed}: write a letter, {EDITING}, or a name like enter.")


def read_keys(typed: str) -> tuple[str, ...]:
    """Several keys with a blank between them, each once. Raises NotUnderstood; for none at all too."""
    keys = tuple(dict.fromkeys(read_key(one) for one in typed.split()))
    if not keys:
        raise NotUnderstood("It needs a key, like “t”, “f2” or “j down”.")
    return keys


def types_something(key: str) -> bool:
    """Whether a text field would take the key for itself: a character, or a way to move in the text."""
    return not (key in FUNCTION or key == "esc" or key.startswith("ctrl+"))


def _read_character(typed: str) -> str:
    if typed.isspace() or not typed.isprintable() or unicodedata.combining(typed):
        raise NotUnderstood("That character can not be a key: write a letter, a digit or a sign.")
    return typed


def _read_with_ctrl(last: str) -> str:
    if last in _SAME:
        raise NotUnderstood(f"A terminal sends ctrl+{last} as {_SAME[last]}. Take ctrl+ and another letter.")
    if last == "b":
        raise NotUnderstood("ctrl+b is the key of tmux, which keeps it. Take ctrl+ and another letter.")
    if last in (*string.ascii_lowercase, *_WITH_CTRL):
        return f"ctrl+{last}"
    raise NotUnderstood(f"Not every terminal sends ctrl+{last}. Take ctrl+ and a letter, or a function key.")


def _read_with_shift(last: str) -> str:
    if last in _WITH_SHIFT:
        return f"shift+{last}"
    if len(last) == 1:
        raise NotUnderstood(f"Write shift+{last} as what it types, like {last.upper()}.")
    raise NotUnderstood(f"Not every terminal sends shift+{last}. Take {EDITING}.")
