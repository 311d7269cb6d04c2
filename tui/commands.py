"""Commands as a screen offers them, for the palette to find and run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple, Protocol, runtime_checkable


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
