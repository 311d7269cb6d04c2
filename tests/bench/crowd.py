"""People who sit before a window each, over connections of their own, and what comes to them."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncssh

from tests.bench.served import USER
from tests.tui.terminal import ASKED_FOR_FRAMES, FRAME_ENDS, FRAMES

SIZE = (120, 36)
AT_ONCE = 4
"""Who come at the same moment."""
STANDS, CURSOR = b"Inbox", "▌".encode()
"""What the first whole frame has, and each in which the cursor of a list has moved."""
QUIET = 1.0
"""Seconds without a byte after which a window is at rest."""
PATIENCE = 60.0
PLACES = 250


class Window(asyncssh.SSHClientSession[bytes]):
    """A terminal that shows frames whole; counts them."""

    def __init__(self) -> None:
        self.sent = 0
        self.last = time.perf_counter()
        self.painted = asyncio.Event()
        self.stands = asyncio.Event()
        self._frame = b""
        self._has_frames = False
        self._channel: asyncssh.SSHClientChannel[bytes]

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        self._channel = chan

    def data_received(self, data: bytes, datatype: int | None) -> None:
        del datatype
        self.sent += len(data)
        self.last = time.perf_counter()
        *frames, self._frame = (self._frame + data).split(FRAME_ENDS)
        if not self._has_frames and ASKED_FOR_FRAMES in self._frame:
            self._has_frames = True
            self._channel.write(FRAMES.encode())
        for frame in frames:
            if STANDS in frame:
                self.stands.set()
            if CURSOR in frame:
                self.painted.set()

    async def press(self, key: bytes) -> float:
        """Milliseconds until the frame stands that shows the cursor in another row."""
        self.painted.clear()
        began = self.last = time.perf_counter()
        self._channel.write(key)
        async with asyncio.timeout(PATIENCE):
            await self.painted.wait()
        return (time.perf_counter() - began) * 1000

    def type(self, key: bytes) -> None:
        """Without waiting for what it does."""
        self.last = time.perf_counter()
        self._channel.write(key)

    async def rest(self) -> None:
        while (left := self.last + QUIET - time.perf_counter()) > 0:  # noqa: ASYNC110  it waits for what does not come
            await asyncio.sleep(left)


class Crowd:
    """`nobody` but those who came. Each has an address of their own, as people have."""

    def __init__(self, port: int) -> None:
        self.windows: list[Window] = []
        self._port = port
        self._lines: list[asyncssh.SSHClientConnection] = []

    async def come(self, count: int) -> None:
        turns = asyncio.Semaphore(AT_ONCE)

        async def comes(nth: int) -> None:
            async with turns:
                await self._comes(nth)

        await asyncio.gather(*(comes(len(self.windows) + nth) for nth in range(count)))
        await self.rest()

    async def _comes(self, nth: int) -> None:
        line = await asyncssh.connect(
            "127.0.0.1",
            self._port,
            local_addr=(f"127.0.1.{nth % PLACES + 1}", 0),
            username=USER,
            client_factory=_NoPassword,
            client_keys=None,
            known_hosts=None,
            config=None,
            agent_path=None,
        )
        self._lines.append(line)
        _, window = await line.create_session(Window, term_type="xterm-256color", term_size=SIZE, encoding=None)
        assert isinstance(window, Window)
        async with asyncio.timeout(PATIENCE):
            await window.stands.wait()
        self.windows.append(window)

    async def rest(self) -> None:
        """Until nothing comes to anybody any more."""
        for window in self.windows:
            await window.rest()

    def go(self) -> None:
        for line in self._lines:
            line.abort()


class _NoPassword(asyncssh.SSHClient):
    def kbdint_auth_requested(self) -> str | None:
        return ""

    def kbdint_challenge_received(
        self, name: str, instructions: str, lang: str, prompts: Sequence[tuple[str, bool]]
    ) -> list[str]:
        del name, instructions, lang
        return [""] * len(prompts)


@asynccontextmanager
async def crowd(port: int) -> AsyncIterator[Crowd]:
    here = Crowd(port)
    try:
        yield here
    finally:
        here.go()


async def type_for(windows: list[Window], seconds: float, keys_a_second: float) -> list[float]:
    """Milliseconds from each key to its frame, of people who move up and down in a list, each at their own time."""
    chance, taken = random.Random(1), []

    async def types(window: Window) -> None:
        await asyncio.sleep(chance.uniform(0, 1 / keys_a_second))
        end = time.perf_counter() + seconds
        nth = 0
        while (due := time.perf_counter() + 1 / keys_a_second) < end:
            taken.append(await window.press(b"jk"[nth % 2 : nth % 2 + 1]))
            nth += 1
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    await asyncio.gather(*map(types, windows))
    return taken
