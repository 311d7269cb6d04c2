"""Processes that edit the same tickets beside each other, and tell how each edit went, a line each.

All are forked from one, which has imported what they need and opened nothing.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from core.desk import Desk
from core.errors import Conflict, TryLater
from core.people import Via
from core.reading import look_at
from core.reception import Reception
from core.references import Reference
from core.replying import Reply, note
from core.tickets import Ticket
from core.triage import change
from core.wish import Wish
from storage.opening import open_store

T = TypeVar("T")


async def work(url: str, name: str, edits: int, references: list[str]) -> None:
    chance = random.Random(name)
    opened = open_store(url)
    reception = Reception(
        opened.store,
        opened.files,
        opened.passwords,
        opened.feed,
        via=Via.CLI,
        source=name,
        clock=lambda: 1_763_975_400_000,
        chance=lambda: chance.getrandbits(256),
    )
    desk = await asked(lambda: reception.claimed(f"{name}@acme.example"))
    for reference in references:
        await look(desk, Reference(reference))  # the first look of a process makes its statements
    all_ready.wait()
    for nth in range(edits):
        await edit(desk, Reference(chance.choice(references)), f"{name} {nth}", chance)
    await opened.close()


async def asked(question: Callable[[], Awaitable[T]]) -> T:
    """A question that took too long, on a machine that has much else to do, is asked again; no edit ever is."""
    while True:
        with suppress(TryLater):
            return await question()


async def look(desk: Desk, reference: Reference) -> Ticket:
    return (await asked(lambda: desk.read(look_at, reference))).ticket


async def edit(desk: Desk, reference: Reference, text: str, chance: random.Random) -> None:
    """Most look at the ticket and give it another subject; every fourth leaves a note, for which nobody has to look."""
    begun = time.monotonic()
    told: dict[str, object] = {"ticket": reference, "text": text}
    if chance.random() < 0.25:
        saved = await desk.write(note, Reply(reference, text, text))
        told |= {"did": "note", "version": saved.version}
    else:
        seen = await look(desk, reference)
        told |= {"saw": seen.subject}
        try:
            saved = await desk.write(change, Wish(reference, subject=text, version=seen.version))
            told |= {"did": "subject", "version": saved.version}
        except Conflict as error:
            changes = [one.after for entry in error.entries for one in entry.changes if one.what == "subject"]
            told |= {"did": "", "now": error.ticket.subject, "since": changes, "sentence": error.sentence}
    line = json.dumps(told | {"seconds": time.monotonic() - begun})
    os.write(sys.stdout.fileno(), f"{line}\n".encode())  # in one piece: all of them write here


def begin(url: str, name: str, edits: int, references: list[str]) -> None:
    asyncio.run(work(url, name, edits, references))


_url, _names, _edits, *_references = sys.argv[1:]
_forks = multiprocessing.get_context("fork")
all_ready = _forks.Barrier(len(_names.split(",")))
_editors = [_forks.Process(target=begin, args=(_url, name, int(_edits), _references)) for name in _names.split(",")]
for _editor in _editors:
    _editor.start()
for _editor in _editors:
    _editor.join()
sys.exit(max(abs(_editor.exitcode or 0) for _editor in _editors))
