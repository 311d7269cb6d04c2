"""A process that sends what waits in an outbox, at a time that it is told, until it is done or killed."""

from __future__ import annotations

import asyncio
import sys
from itertools import count

from core.people import Via
from core.reception import Reception
from mail.sending import send_letters
from mail.smtp import read_server
from storage.opening import open_store


async def always() -> bool:
    return True


async def work(url: str, smtp: str, now: str) -> None:
    opened = open_store(url)
    draws = count(int(now))
    reception = Reception(
        opened.store,
        opened.files,
        opened.passwords,
        opened.feed,
        via=Via.CLI,
        source="sender",
        clock=lambda: int(now),
        chance=lambda: next(draws),
    )
    await send_letters(reception.the_desk_itself(), read_server(smtp), opened.passwords, always)
    await opened.close()


asyncio.run(work(*sys.argv[1:]))
