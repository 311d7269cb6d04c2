"""Letters in: each is kept whole before anything looks at it, and filed afterwards, one after the other."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable

from core.collecting import Filed, TooLarge
from core.desk import Desk
from core.errors import TryLater
from core.filing import file_letter
from core.incoming import LETTER_AT_MOST, Arrived, Incoming, Stage, Way
from core.receiving import TRIES, could_not_read, is_waiting, keep, put_back, take_in
from mail.fingerprint import fingerprint
from mail.letter.raw_headers import first_line
from mail.reading import NotReadable, Reader, TookTooLong

NOBODY = "<>"
"""The sender in the envelope of what nobody may answer: delivery reports, and what robots send."""
_NOBODY_TO_POSTFIX = "mailer-daemon"
_RECIPIENT_AT_MOST = 320
"""Bytes; a longer one, or one with blanks, is no address of this desk."""


async def receive(desk: Desk, raw: bytes, way: Way, sender: str = "", recipient: str = "") -> bool:
    """Keep a letter for good; whether it is new. `desk` is that of the desk itself; `sender` and `recipient` are those
    of the envelope, empty where nobody told. Raises TooLarge, DeskError: then whoever brings it has to bring it again.
    """
    is_from_nobody = sender == NOBODY or sender.partition("@")[0].lower() == _NOBODY_TO_POSTFIX
    told = _with_envelope(raw, recipient, is_from_nobody=is_from_nobody)
    if len(told) > LETTER_AT_MOST:
        raise TooLarge
    blob = await desk.files.put(io.BytesIO(told), at_most=LETTER_AT_MOST)
    mark = await asyncio.to_thread(fingerprint, raw)
    return await desk.write(keep, Arrived(mark, blob, way, "" if is_from_nobody else sender, recipient))


def _with_envelope(raw: bytes, recipient: str, *, is_from_nobody: bool) -> bytes:
    """The letter with what its envelope says on top, as mail servers write it there that deliver into a mailbox. It
    does not count by what the desk knows a letter again."""
    lines = [f"Return-Path: {NOBODY}"] if is_from_nobody else []
    if recipient.isprintable() and " " not in recipient and 0 < len(recipient.encode()) <= _RECIPIENT_AT_MOST:
        lines.append(f"Delivered-To: {recipient}")
    begins = first_line(raw)
    if raw.startswith((b"From ", b">From "), begins):
        begins = raw.find(b"\n", begins) + 1 or len(raw)
    ends = "\r\n" if raw[begins : raw.find(b"\n", begins) + 1].endswith(b"\r\n") else "\n"
    return raw[:begins] + "".join(line + ends for line in lines).encode() + raw[begins:]


async def file_letters(desk: Desk, reader: Reader, may_go_on: Callable[[], Awaitable[bool]]) -> Filed:
    """File all that waits; `may_go_on` is asked before each letter. Raises TryLater where the desk can not be reached:
    letters wait."""
    filed = held = 0
    mishaps: list[Exception] = []
    while await desk.read(is_waiting, desk.now()) and await may_go_on():
        if (letter := await desk.write(take_in)) is None:
            continue
        try:
            became = await _file(desk, reader, letter)
        except TryLater:
            await desk.write(put_back, letter.number)
            raise
        except Exception as error:  # noqa: BLE001  the letters behind it shall not wait for its next try
            mishaps.append(error)
        else:
            filed, held = filed + (became.stage is Stage.FILED), held + (became.stage is Stage.HELD)
    return Filed(filed, held, tuple(mishaps))


async def _file(desk: Desk, reader: Reader, letter: Incoming) -> Incoming:
    try:
        read = await reader.read(desk.files, letter.arrived.raw)
    except TookTooLong as error:  # the machine may be busy: it comes again by itself in a minute
        held = letter.tries >= TRIES
        return await desk.write(could_not_read, letter.number, error.sentence) if held else letter
    except NotReadable as error:
        return await desk.write(could_not_read, letter.number, error.sentence)
    return await desk.write(file_letter, letter.number, read)
