"""What the app is handed once the database is open: who is there already, and how to leave."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from core.desk import Desk
from core.reception import Reception
from core.references import Reference


class SignInMemory(Protocol):
    """This machine's memory of a sign-in."""

    async def token(self) -> str | None: ...
    async def keep(self, token: str) -> str | None:
        """None when it is kept, else a sentence that says why it could not be."""
        ...

    async def drop(self) -> None: ...


class KeyOffer(Protocol):
    """An SSH key that this connection has offered and that nobody has: after a password it can be remembered."""

    @property
    def question(self) -> str:
        """What it is, asked of whoever signs in."""
        ...

    async def remember(self, desk: Desk) -> str:
        """What becomes of it, in one sentence."""
        ...


class Arrival(NamedTuple):
    """`desk`: of whoever is signed in already, None for nobody; `close` ends loops and feed, closes the store. Over SSH
    there is no `memory` that keeps anything, and an `offer` where a key was offered."""

    reception: Reception
    memory: SignInMemory
    desk: Desk | None
    is_set_up: bool
    close: Callable[[], Awaitable[None]]
    warning: str = ""
    offer: KeyOffer | None = None
    opens: Reference | None = None
    """The ticket that they came for."""
    named: str = ""
    """The desk as an option named it; empty where a command finds it without one."""


Arrive = Callable[[], Awaitable[Arrival]]
