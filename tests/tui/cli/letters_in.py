"""Letters that came to the counter's desk and are held there."""

from __future__ import annotations

import asyncio
from io import BytesIO

from core.incoming import Arrived, Way
from core.people import Via
from core.receiving import could_not_read, keep, take_in
from core.reception import Reception
from mail.fingerprint import fingerprint
from storage.opening import open_store
from tests.tui.cli.counter import Counter
from tui import serve

WHY = "Nothing proves that bob@x.example wrote it."
LETTER = b"""From: Bob Hall <bob@x.example>
To: help@desk.example
Subject: Printer eats paper
Message-ID: <1@x.example>
Date: Mon, 23 Nov 2026 10:00:00 +0000

It jams \xff since Monday.
"""


def held(counter: Counter, raw: bytes = LETTER, why: str = WHY) -> str:
    """Hold it; its name."""
    return asyncio.run(_held(counter, raw, why))


async def _held(counter: Counter, raw: bytes, why: str) -> str:
    opened = open_store(counter.url)
    parts = (opened.store, opened.files, opened.passwords, opened.feed)
    reception = Reception(*parts, via=Via.MAIL, source="mail", clock=serve.now, chance=serve.chance)
    try:
        desk = reception.the_desk_itself()
        blob = await opened.files.put(BytesIO(raw), at_most=1 << 20)
        await desk.write(keep, Arrived(fingerprint(raw), blob, Way.PIPE, "bob@x.example", "help@desk.example"))
        letter = await desk.write(take_in)
        assert letter is not None
        return (await desk.write(could_not_read, letter.number, why)).name
    finally:
        await opened.close()
