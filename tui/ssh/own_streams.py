"""Standard input and output of a process that an sshd has started for one session."""

from __future__ import annotations

import asyncio
import os
import select
import sys

from core.errors import TryLater
from tui.ssh.pipe import SILENCE, SILENT

LOOKS = 2.0
"""Seconds between two looks whether somebody still reads: an sshd whose client is gone ends no process by itself."""


async def read_input(length: int) -> bytes:
    """What has come of it, at most so much; nothing at its end. Raises TryLater when nothing comes for too long."""
    loop, source = asyncio.get_running_loop(), sys.stdin.fileno()
    came = asyncio.Event()
    try:
        loop.add_reader(source, came.set)
    except PermissionError:  # a file: it never has to be waited for
        return os.read(source, length)
    try:
        async with asyncio.timeout(SILENCE):
            await came.wait()
        return os.read(source, length)
    except TimeoutError:
        raise TryLater(SILENT) from None
    finally:
        loop.remove_reader(source)


async def until_nobody_reads(output: int) -> None:
    line = select.poll()
    line.register(output, 0)  # that it was hung up is always told
    while not line.poll(0):  # noqa: ASYNC110  nobody tells: it has to be looked at
        await asyncio.sleep(LOOKS)
