"""Whoever talks line by line at this process: a terminal, a screen reader's buffer, or a pipe."""

from __future__ import annotations

import getpass
import io
import os
import sys
from collections.abc import Callable
from functools import partial

from tui.cli.editing import write
from tui.plain.lines import Lines
from tui.plain.talk import Talk


def talk_here() -> Talk:
    """Letters that the output does not have become `?`. Passwords are hidden and editors opened on a terminal only."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    is_typed = sys.stdin.isatty()
    edit = partial(write, environment=os.environ) if is_typed and sys.stdout.isatty() else None
    return Talk(sys.stdout, Lines(_input(), sys.stdin.encoding), hidden=_hidden if is_typed else None, edit=edit)


def _input() -> Callable[[int], bytes]:
    """Reads what is there and holds nothing back, so that an editor or a password may be typed in between."""
    source = open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)  # noqa: SIM115  open to the end
    return lambda length: source.read(length) or b""


def _hidden() -> str:
    """Blocks: the terminal is put right again whatever ends it."""
    return getpass.getpass("", stream=sys.stdout)
