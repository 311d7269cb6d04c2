"""Sending what waits in the outbox: one letter after the other, over one line to the mail server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from core.desk import Desk
from core.sending import Delivered, Outgoing, is_due, take_up, was_not_sent, was_sent
from mail.smtp import Line, MailServer, NotTaken, Unreachable, line_to
from mail.writing import write


async def send_letters(desk: Desk, server: MailServer, may_go_on: Callable[[], Awaitable[bool]]) -> Delivered:
    """Send all that may leave now; `may_go_on` is asked before each letter. `desk` is that of the desk itself."""
    sent = put_off = given_up = 0
    async with line_to(server) as line:
        while await desk.read(is_due, desk.now()) and await may_go_on():
            if (letter := await desk.write(take_up)) is None:
                continue
            try:
                await _carry(line, letter)
            except NotTaken as error:
                lost = await desk.write(was_not_sent, letter.number, error.answer, for_good=error.for_good)
                given_up, put_off = given_up + lost, put_off + (not lost)
                if isinstance(error, Unreachable):
                    return Delivered(sent, put_off, given_up, error.answer)
            else:
                await desk.write(was_sent, letter.number)
                sent += 1
    return Delivered(sent, put_off, given_up)


async def _carry(line: Line, letter: Outgoing) -> None:
    try:
        mail = write(letter)
    except Exception as error:  # one letter that can not be written must not hold up the others
        raise NotTaken(f"It could not be written: {error}", for_good=True) from error
    await line.send(mail, letter.settings.address, letter.letter.to.email)
