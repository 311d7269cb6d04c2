"""A process that files the letters of a desk, all of them, when it is told to: `python -m … URL NUMBER...`."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress

from core.desk import Desk
from core.errors import TryLater
from core.filing import file_letter
from core.incoming import LetterRead, Mailbox
from storage.opening import open_store
from tests.storage.hall import MONDAY, reception_of

TRIES = 20


async def main(url: str, *numbers: str) -> None:
    opened = open_store(url)
    desk = reception_of(opened, [MONDAY], luck=os.getpid()).the_desk_itself()
    print("ready", flush=True)
    sys.stdin.readline()
    for number in numbers:
        await filed(desk, number)
    await opened.close()


async def filed(desk: Desk, number: str) -> None:
    """A machine that has much else to do may say to try later; what was filed meanwhile stays."""
    for _ in range(TRIES):
        with suppress(TryLater):
            await desk.write(file_letter, int(number), letter(number))
            return
    raise TimeoutError(number)


def letter(name: str) -> LetterRead:
    author = Mailbox("Gina", f"gina{name}@away.example")
    return LetterRead(f"<{name}@away.example>", author, (), (), f"Printer {name}", (), "It burns.", "")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
