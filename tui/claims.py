"""Work that comes again while a desk is open, and which of the processes that have it open does it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol


class Hold(Protocol):
    """Whether this process may do a piece of work for so many milliseconds from now on, half a minute where none are
    said."""

    async def __call__(self, work: str, lasts: int = ..., /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Work:
    """Something to do every so many seconds, and at once when it is called for."""

    round: Callable[[], Awaitable[None]]
    every: float
    call: asyncio.Event | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """Those of one process. `let_go`: others may take the work at once."""

    hold: Hold
    let_go: Callable[[str], Awaitable[None]]

    @asynccontextmanager
    async def claimed(self, work: str, *lasts: int) -> AsyncIterator[bool]:
        """Whether this work is ours now; then it is free for others again afterwards."""
        if not await self.hold(work, *lasts):
            yield False
            return
        try:
            yield True
        finally:
            await self.let_go(work)
