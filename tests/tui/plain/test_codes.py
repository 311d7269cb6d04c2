"""A code by mail, line by line: to sign in, and to write in a ticket that was found."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from core.setting_up import change_settings
from mail.sending import send_letters
from mail.smtp import read_server
from tests.mail.post_office import PostOffice, post_office, text_of
from tests.tui.plain.caller import Caller, Meanwhile
from tests.tui.plain.test_customers import BACKUP

ANN = "ann@acme.example"


@pytest.fixture
async def mails(caller: Caller) -> AsyncIterator[PostOffice]:
    await caller.office.olga.write(change_settings, {"desk.address": "help@desk.example"})
    caller.office.reception.has_mail_server = True
    async with post_office() as office:
        yield office


def code_by(caller: Caller, mails: PostOffice) -> Meanwhile:
    async def always() -> bool:
        return True

    async def code() -> str:
        reception = caller.office.reception
        await send_letters(reception.the_desk_itself(), read_server(mails.url), reception.passwords, always)
        brought = [text_of(letter) for letter in mails.letters if letter["Subject"].startswith("Your code")]
        return str(re.findall(r"^ *(\d{4} \d{4})$", brought[-1], re.MULTILINE)[0])

    return code


async def test_an_empty_password_asks_for_a_code(caller: Caller, mails: PostOffice) -> None:
    heard = await caller.calls(None, f"sign in\n{ANN}\n\n0000 0000", code_by(caller, mails), "no\nq")

    assert heard.said(
        f"If {ANN} is known here, a code is on its way there. It holds for ten minutes.",
        "The code does not fit, or does not hold any more. Check it, or ask for another one.",
        "Acme Support. You are Ann Okafor, customer.",
    )


async def test_a_guest_proves_the_address_and_answers(caller: Caller, mails: PostOffice) -> None:
    ticket = await caller.office.ticket(BACKUP)

    heard = await caller.calls(
        None, f"find\n{ticket.reference}\n{ANN}\nreply\nprove", code_by(caller, mails), "reply\nThe third.\n.\nsend\nq"
    )

    assert heard.starting("There is no choice “reply”.")
    assert heard.said("That is your address. You can write here now.")
    assert heard.starting("Sent to Acme Support.")
