"""A process that opens tickets and answers them until it is killed, and says what was acknowledged to it."""

from __future__ import annotations

import asyncio
import sys

from core.opening import Form, open_ticket
from core.people import Via
from core.reception import Reception
from core.replying import Reply, reply
from storage.opening import open_store


async def work(url: str, name: str) -> None:
    opened = open_store(url)
    draws = iter(range(1, 1_000_000))
    reception = Reception(
        opened.store,
        opened.files,
        opened.passwords,
        opened.feed,
        via=Via.CLI,
        source=name,
        clock=lambda: 1_763_975_400_000,
        chance=lambda: hash((name, next(draws))) & (2**256 - 1),
    )
    ann, maya = await reception.claimed("ann@acme.example"), await reception.claimed("maya@acme.example")
    for nth in range(1_000_000):
        ticket = await ann.write(open_ticket, Form(f"{name} {nth}", "It broke.", f"{name} opens {nth}"))
        print(ticket.reference, ticket.version, flush=True)
        answered = await maya.write(reply, Reply(ticket.reference, "Try again.", f"{name} answers {nth}"))
        print(answered.reference, answered.version, flush=True)


asyncio.run(work(*sys.argv[1:]))
