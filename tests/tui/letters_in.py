"""Letters that came to a desk and are held there."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from io import BytesIO

from core.incoming import Arrived, Incoming, LetterRead, Mailbox, Stage, Way
from core.occasion import Occasion
from core.people import Actor
from core.receiving import keep, take_in
from core.reception import Reception
from core.store import Blob, Files, Transaction
from core.tickets import Ticket

WHY = "Nothing proves that bob@x.example wrote it."
PRINTER = LetterRead(
    "<1@x.example>",
    Mailbox("Bob Hall", "bob@x.example"),
    ("help@desk.example",),
    (),
    "Printer eats paper",
    (),
    "It jams since Monday.",
    "On Sunday he wrote:\n> It is fine.",
)


async def holds(
    reception: Reception, read: LetterRead = PRINTER, why: str = WHY, about: Ticket | None = None, raw: bytes = b""
) -> Incoming:
    """Keep a letter, read as `read`, and hold it."""
    raw = raw or f"Subject: {read.subject}\n\n{read.text}".encode("utf-8", "replace")
    desk = reception.the_desk_itself()
    blob = await desk.files.put(BytesIO(raw), at_most=1 << 20)
    author = read.author.email if read.author else ""
    await desk.write(keep, Arrived(sha256(raw).hexdigest(), blob, Way.LMTP, author, "help@desk.example"))
    letter = await desk.write(take_in)
    assert letter is not None
    before = reception.reads_letters

    async def reads(files: Files, asked: Blob) -> LetterRead:
        return read if asked == blob else await before(files, asked)

    reception.reads_letters = reads
    reference = about.reference if about else None
    held = replace(letter, stage=Stage.HELD, author=author, subject=read.subject, why=why, reference=reference)
    return await desk.write(_hold, held)


def _hold(tx: Transaction, _actor: Actor, _occasion: Occasion, held: Incoming) -> Incoming:
    tx.change_incoming(held)
    return held
