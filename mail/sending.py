"""Sending what waits in the outbox: one letter after the other, over one line to the mail server."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

from core.desk import Desk
from core.errors import TryLater
from core.letters import Subject
from core.mailed_codes import DIGITS, keep_hash
from core.overview import overview_for
from core.sending import Delivered, Outgoing, is_due, take_up, was_not_sent, was_not_wanted, was_sent
from core.store import Passwords
from mail.smtp import Line, MailServer, NotTaken, Unreachable, line_to
from mail.writing import write


async def send_letters(
    desk: Desk, server: MailServer, passwords: Passwords, may_go_on: Callable[[], Awaitable[bool]]
) -> Delivered:
    """Send all that may leave now; `may_go_on` is asked before each letter. `desk` is that of the desk itself."""
    sent = put_off = given_up = 0
    async with line_to(server) as line:
        while await desk.read(is_due, desk.now()) and await may_go_on():
            letter = await desk.write(take_up)
            if letter is not None and letter.letter.subject is Subject.DIGEST:
                letter = await _with_overview(desk, letter)
            if letter is None:
                continue
            try:
                await _carry(line, await _with_code(desk, letter, passwords))
            except NotTaken as error:
                lost = await desk.write(was_not_sent, letter.number, error.answer, for_good=error.for_good)
                given_up, put_off = given_up + lost, put_off + (not lost)
                if isinstance(error, Unreachable):
                    return Delivered(sent, put_off, given_up, error.answer)
            else:
                await desk.write(was_sent, letter.number)
                sent += 1
    return Delivered(sent, put_off, given_up)


async def _with_code(desk: Desk, letter: Outgoing, passwords: Passwords) -> Outgoing:
    """Draw the one-time code of a letter that brings one; the desk keeps its hash only."""
    if letter.letter.subject is not Subject.CODE:
        return letter
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    try:
        hash = await passwords.hash(code)
    except TryLater as error:
        raise NotTaken(error.sentence, for_good=False) from error
    await desk.write(keep_hash, letter.letter.message_id, hash)
    return replace(letter, code=code)


async def _with_overview(desk: Desk, letter: Outgoing) -> Outgoing | None:
    """What a digest says is read now; None where there is nothing to say, and then it is done with."""
    overview = await desk.read(overview_for, letter.letter.to, letter.posted_at, desk.now())
    if overview is None:
        await desk.write(was_not_wanted, letter.number)
        return None
    return replace(letter, overview=overview)


async def _carry(line: Line, letter: Outgoing) -> None:
    try:
        mail = write(letter)
    except Exception as error:  # one letter that can not be written must not hold up the others
        raise NotTaken(f"It could not be written: {error}", for_good=True) from error
    await line.send(mail, letter.settings.address, letter.letter.to.email)
