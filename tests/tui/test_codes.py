"""A code by mail in the app: in place of a password, and before a guest writes in the ticket that they found."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.opening import Form, open_ticket
from core.references import shown
from core.tickets import Ticket
from mail.sending import send_letters
from mail.smtp import read_server
from tests.mail.post_office import PostOffice, post_office, text_of
from tests.tui.front_desk import FrontDesk, front_desk
from tui.screens.code import SignInByCodeScreen, WriteByCodeScreen
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.find_ticket import FindTicketScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.screens.sign_in import SignInScreen
from tui.widgets.composer import Composer

ANN, GINA = "ann@acme.example", "gina@home.example"
MAILS = (("desk.address", "help@desk.example"),)


@asynccontextmanager
async def mailing_desk(
    folder: Path, *, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[FrontDesk, PostOffice]]:
    async with post_office() as office, front_desk(folder, size=size, settings=MAILS) as front:
        front.reception.has_mail_server = True
        yield front, office


async def code(front: FrontDesk, office: PostOffice) -> str:
    async def always() -> bool:
        return True

    reception = front.reception
    front.clock[0] += 1000
    await send_letters(reception.the_desk_itself(), read_server(office.url), reception.passwords, always)
    brought = [text_of(letter) for letter in office.letters if letter["Subject"].startswith("Your code")]
    return str(re.findall(r"^ *(\d{4} \d{4})$", brought[-1], re.MULTILINE)[0])


async def finds(front: FrontDesk) -> Ticket:
    form = Form("The door is stuck", "Since noon.", "once", name="Gina Guest", email=GINA)
    ticket = await front.reception.guest().write(open_ticket, form)
    await front.presses("f")
    await front.comes_to(FindTicketScreen)
    await front.fills(id=shown(ticket.reference), email=GINA)
    await front.presses("ctrl+s")
    await front.comes_to(CustomerTicketScreen)
    await front.sees("Since noon.")
    return ticket


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_a_customer_signs_in_by_a_code(tmp_path: Path, size: tuple[int, int]) -> None:
    async with mailing_desk(tmp_path, size=size) as (front, office):
        await front.presses("s")
        await front.comes_to(SignInScreen)
        await front.presses("f2")
        assert "e-mail" in front.complaint("email")
        await front.fills(email=ANN)
        await front.presses("f2")
        await front.comes_to(SignInByCodeScreen)
        await front.sees(f"If {ANN} is known here")

        await front.types("0000 0000")
        await front.presses("enter")
        await front.sees("The code does not fit")
        await front.fills(code=await code(front, office))
        await front.presses("enter")

        await front.comes_to(MyTicketsScreen)
        await front.sees("Ann Okafor")
        assert front.memory.kept is not None


async def test_another_code_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    async with mailing_desk(tmp_path) as (front, office):
        await front.presses("s")
        await front.comes_to(SignInScreen)
        await front.fills(email=ANN)
        await front.presses("f2")
        await front.comes_to(SignInByCodeScreen)
        first = await code(front, office)
        await front.presses("f2")
        await front.sees("Another code is on its way")
        second = await code(front, office)

        await front.fills(code=first)
        await front.presses("enter")
        await front.sees("The code does not fit")
        await front.fills(code=second)
        await front.presses("enter")
        await front.comes_to(MyTicketsScreen)


async def test_without_mail_there_is_no_code(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await front.presses("s")
        await front.comes_to(SignInScreen)
        await front.fills(email=ANN)
        await front.presses("f2")

        await front.sees("An operator of the desk gives you one.")
        assert isinstance(front.screen, SignInScreen)


async def test_a_guest_reads_by_the_pair_and_writes_after_a_code(tmp_path: Path) -> None:
    async with mailing_desk(tmp_path) as (front, office):
        await finds(front)
        await front.presses("r")
        await front.comes_to(WriteByCodeScreen)
        await front.sees("To write here, type the code", GINA)
        await front.types("123")
        await front.presses("enter")
        assert front.complaint("code") == "A code has 8 figures, like 4821 0937."

        await front.fills(code=await code(front, office))
        await front.presses("enter")
        await front.comes_to(CustomerTicketScreen)
        await front.sees("You can write here now.")
        await front.presses("r")
        await front.until(lambda: front.one(Composer).is_open)
        await front.types("It opens again.")
        await front.presses("ctrl+s")
        await front.sees("Sent to Acme Support.")


async def test_who_steps_back_from_the_code_goes_on_reading(tmp_path: Path) -> None:
    async with mailing_desk(tmp_path) as (front, _office):
        await finds(front)
        await front.presses("r")
        await front.comes_to(WriteByCodeScreen)
        await front.presses("escape")

        await front.comes_to(CustomerTicketScreen)
        await front.sees("Since noon.")
