"""Commands as a screen offers them, for the palette to find and run; and how one is typed in a shell."""

from __future__ import annotations

import shlex
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, NamedTuple, Protocol, runtime_checkable

from textual.app import App


class Command(NamedTuple):
    """What the palette can run: `line` is the same as a shell command."""

    name: str
    run: Callable[[], Awaitable[object] | object]
    key: str = ""
    where: str = ""
    line: str = ""


@runtime_checkable
class HasCommands(Protocol):
    """A screen, or the app itself, that offers more than its keys do."""

    def commands(self) -> Iterable[Command]: ...


@runtime_checkable
class HasCommandLines(Protocol):
    """A screen that knows the shell command for one of its actions, "" for none."""

    def command_line(self, action: str) -> str: ...


@runtime_checkable
class HasSubject(Protocol):
    """A screen that can say what commands will work on: `K7M2Q-9XR4T  VPN refuses my certifi…`."""

    def command_subject(self) -> str: ...


@runtime_checkable
class AtNamedDesk(Protocol):
    """An app that may be open on another desk than a command finds by itself."""

    named_desk: str


def in_a_shell(app: App[Any], line: str) -> str:
    """A command as somebody types it who wants the desk that they see here: `ttydesk show …`, where need be with
    `--db`."""
    named = app.named_desk if isinstance(app, AtNamedDesk) else ""
    ours, verb = "ttydesk ", line.removeprefix("ttydesk ")
    return f"{ours}--db {shlex.quote(named)} {verb}" if named and verb != line else line
