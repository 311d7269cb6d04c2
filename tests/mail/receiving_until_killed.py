"""A process that takes one letter and files it, at a time that it is told, and is killed at one step of that.

It is told which way the letter comes, where from, the step, the time, and the desk.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from core.desk import Desk
from core.incoming import Way
from core.people import Via
from core.reception import Reception
from core.store import Blob, Files
from mail.collecting import Collector
from mail.imap import line_to
from mail.lmtp import listening
from mail.mailbox import read_mailbox
from mail.reading import Reader
from mail.receiving import file_letters, receive
from storage.opening import open_store
from tui.letterbox import bound

Reached = Callable[[str], None]
"""Is told every step; it may not come back."""


class Endangered(Desk):
    """The desk of somebody who may be killed: before what is written is there for good, and right after."""

    def __init__(self, desk: Desk, reached: Reached) -> None:
        super().__init__(
            desk._store, EndangeredFiles(desk.files, reached), desk.actor, clock=desk.now, chance=desk._chance
        )
        self._reached = reached

    async def write(self, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        def work(*asked: Any, **more: Any) -> Any:
            done = use_case(*asked, **more)
            self._reached(f"in {use_case.__name__}")
            return done

        done = await super().write(work, *args, **kwargs)
        self._reached(f"after {use_case.__name__}")
        return done


class EndangeredFiles(Files):
    def __init__(self, files: Files, reached: Reached) -> None:
        self._files = files
        self._reached = reached

    async def put(self, source: BinaryIO, *, at_most: int) -> Blob:
        blob = await self._files.put(source, at_most=at_most)
        self._reached("after put")
        return blob

    async def copy(self, sha256: str, into: BinaryIO) -> None:
        await self._files.copy(sha256, into)


async def always() -> bool:
    return True


async def out_of_a_mailbox(desk: Desk, url: str) -> None:
    async def keep(raw: bytes) -> bool:
        return await receive(desk, raw, Way.IMAP)

    server = read_mailbox(url)
    async with line_to(server) as line:
        await Collector(desk, server, line, keep, always).look()


async def over_lmtp(desk: Desk, path: str) -> None:
    answered = asyncio.Event()

    async def keep(raw: bytes, sender: str, recipient: str) -> bool:
        return await receive(desk, raw, Way.LMTP, sender, recipient)

    with bound(Path(path)) as at:
        async with listening(at, keep, lambda _answer: answered.set()):
            await answered.wait()


async def by_a_pipe(desk: Desk, _nowhere: str) -> None:
    await receive(desk, sys.stdin.buffer.read(), Way.PIPE)


WAYS: dict[Way, Callable[[Desk, str], Awaitable[None]]] = {
    Way.IMAP: out_of_a_mailbox,
    Way.LMTP: over_lmtp,
    Way.PIPE: by_a_pipe,
}


async def work(way: str, place: str, step: str, now: str, url: str) -> None:
    def reached(done: str) -> None:
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    opened = open_store(url)
    draws = count(int(now))
    reception = Reception(
        opened.store,
        opened.files,
        opened.passwords,
        opened.feed,
        via=Via.CLI,
        source="receiver",
        clock=lambda: int(now),
        chance=lambda: next(draws),
    )
    desk = Endangered(reception.the_desk_itself(), reached)
    await WAYS[Way(way)](desk, place)
    async with Reader() as reader:
        await file_letters(desk, reader, always)
    await opened.close()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
