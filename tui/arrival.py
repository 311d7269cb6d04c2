"""What the app is handed once the database is open: who is there already, and how to leave."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from core.desk import Desk
from core.reception import Reception


class SignInMemory(Protocol):
    """This machine's memory of a sign-in."""

    async def token(self) -> str | None: ...
    async def keep(self, token: str) -> str | None:
        """None when it is kept, else a sentence that says why it could not be."""
        ...

    async def drop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Arrival:
    """`desk`: of whoever is signed in already, None for nobody; `close` ends loops and feed, closes the store."""

    reception: Reception
    memory: SignInMemory
    desk: Desk | None
    is_set_up: bool
    close: Callable[[], Awaitable[None]]
    warning: str = ""


Arrive = Callable[[], Awaitable[Arrival]]
