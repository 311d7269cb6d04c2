"""What all connections of one server share: the desk, the limits, who is there, and what is done for all at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.reception import Reception
from tui.ssh.limits import Limits
from tui.ssh.records import Records

if TYPE_CHECKING:
    from tui.ssh.session import Session
    from tui.ssh.visitor import Visitor
    from tui.ssh.window_apart import WindowWork

WINDOWS_AT_MOST = 200
IDLE = 30 * 60.0
"""Seconds without a key after which a window is closed, with its draft kept."""
STALLED = 60.0
"""Seconds that somebody may leave what is sent to them unread."""
LOOKS = 5.0
BEGIN_AT_ONCE = 2
"""Windows that are built at the same moment: each takes a fifth of a second of the processor."""
COMMANDS_AT_ONCE = 100
COMMANDS_OF_ONE_PLACE = 20
"""Each has a thread, for as long as it waits for its standard input or watches the queues."""
DRAINS = 10.0
"""Seconds that those who are there have to keep what they typed, once the server was asked to end."""
HEARS = 1.0
"""Seconds in which they hear how their windows and commands ended, before their connections go."""
RESTARTS = "The help desk restarts: come back in a moment."
TOO_LONG = "Nothing was typed for half an hour, so this window was closed."

NOTHING_ASKED = "No file was asked for or sent for half an hour, so the connection was closed."


@dataclass(frozen=True, slots=True)
class Demo:
    """In a demo, and only there, the name before the @ says as whom one comes."""

    people: Mapping[str, str]
    """E-mails by role."""

    def email_of(self, username: str) -> str | None:
        """None for every other name: a guest."""
        return self.people.get(username.strip().lower())


@dataclass(slots=True, eq=False)
class House:
    """`windows_at_most` and `idle` are smaller in tests. `apart`: what the process of each window does."""

    reception: Reception
    demo: Demo | None = None
    apart: WindowWork | None = None
    limits: Limits = field(default_factory=lambda: Limits(time.monotonic))
    records: Records = field(default_factory=Records)
    windows_at_most: int = WINDOWS_AT_MOST
    idle: float = IDLE
    looks: float = LOOKS
    visitors: set[Visitor] = field(default_factory=set)
    is_draining: bool = False
    starts: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(BEGIN_AT_ONCE))
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(COMMANDS_AT_ONCE, "ssh-commands"))
    _asking: asyncio.Task[None] | None = None
    _again: bool = False
    _everybody_went: asyncio.Event = field(default_factory=asyncio.Event)

    def comes(self, visitor: Visitor) -> None:
        self.visitors.add(visitor)

    def goes(self, visitor: Visitor) -> None:
        self.visitors.discard(visitor)
        if not self.visitors:
            self._everybody_went.set()

    @property
    def sessions(self) -> list[Session]:
        return [session for visitor in self.visitors for session in visitor.sessions]

    @property
    def is_full(self) -> bool:
        return sum(session.is_window for session in self.sessions) > self.windows_at_most

    def has_many_commands(self, place: str) -> bool:
        """Whether one more from this place would leave too little for the others."""
        running = [session.visitor.place for session in self.sessions if session.is_command]
        return len(running) >= COMMANDS_AT_ONCE or running.count(place) >= COMMANDS_OF_ONE_PLACE

    def ask_everybody_again(self) -> None:
        """Somebody's access or key may have ended. Called by the feed, on this loop."""
        self._again = True
        if self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().create_task(self._ask_everybody())

    async def _ask_everybody(self) -> None:
        while self._again:
            self._again = False
            await asyncio.gather(*(visitor.ask_again() for visitor in tuple(self.visitors)), return_exceptions=True)

    async def look_after(self) -> None:
        """For ever: close windows that nobody uses, and those of readers that have stopped reading."""
        while True:
            await asyncio.sleep(self.looks)
            self._look_once(time.monotonic())

    def _look_once(self, now: float) -> None:
        """By itself, so that what sleeps until the next look holds no window that was left since."""
        for session in self.sessions:
            if session.waits_for_them and now - session.last_key > self.idle:
                session.leave_soon(session.with_what_is_kept(TOO_LONG) if session.is_window else NOTHING_ASKED)
            elif session.stalled_since is not None and now - session.stalled_since > STALLED:
                session.visitor.send_away()

    async def drain(self) -> None:
        """Let everybody keep what they typed, and end all connections."""
        self.is_draining = True
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAINS):
                leaving = [session.leave(session.with_what_is_kept(RESTARTS), status=75) for session in self.sessions]
                await asyncio.gather(*leaving, return_exceptions=True)
        if self.visitors:
            self._everybody_went = asyncio.Event()
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARS):
                    await self._everybody_went.wait()
        for visitor in tuple(self.visitors):
            visitor.send_away()
        self.threads.shutdown(wait=False, cancel_futures=True)
