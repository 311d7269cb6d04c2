"""Letters out, of a desk that this process has open: by which server, what they say, and one round of sending."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from core.errors import DeskError, TryLater
from core.letters import Subject
from core.sending import Delivered, is_due
from tui.claims import Claims, Work
from tui.kept_secrets import OF_MAIL, secret_of_mail

if TYPE_CHECKING:
    from core.reception import Reception
    from mail.smtp import MailServer

OUT = "letters"
LOOKS = 5.0
"""Seconds between two looks whether a letter may leave: one row of an index."""


def mail_server(smtp: str) -> MailServer:
    """The mail server that TTYDESK_SMTP names, with the password that belongs to it. Raises NotUnderstood."""
    from mail.smtp import read_server

    return read_server(smtp, secret_of_mail(smtp, os.environ, OF_MAIL))


def standard_text(letter: Subject) -> str:
    """What ttydesk says in a letter."""
    from mail import wording

    return wording.standard_text(letter)


def check_text(text: str) -> None:
    """Raises NotUnderstood for a text of a letter that can not be filled."""
    from mail import wording

    wording.check_text(text)


class PostRoom:
    """Sends, where no other process that has the desk open is at it."""

    def __init__(self, reception: Reception, smtp: str, claims: Claims) -> None:
        """`smtp`: the URL of the mail server, empty where this machine knows none."""
        self._reception = reception
        self._smtp = smtp
        self._claims = claims

    def work(self) -> Iterator[Work]:
        if self._smtp:
            yield Work(self.send_what_waits, LOOKS)

    async def send_what_waits(self) -> None:
        """Raises TryLater where the mail server is away: then the loop rests."""
        if why := (await self.send_letters()).unreachable:
            raise TryLater(why)

    async def send_if_it_can(self) -> None:
        """For somebody who waits for a letter just now; where it does not leave, it is tried again later."""
        if self._smtp:
            with suppress(DeskError):
                await self.send_letters()

    async def send_letters(self) -> Delivered:
        desk = self._reception.the_desk_itself()
        if not await desk.read(is_due, desk.now()):
            return Delivered()
        async with self._claims.claimed(OUT) as is_ours:
            if not is_ours:
                return Delivered(elsewhere=True)
            from mail.sending import send_letters

            server = await asyncio.to_thread(mail_server, self._smtp)
            return await send_letters(desk, server, self._reception.passwords, partial(self._claims.hold, OUT))
