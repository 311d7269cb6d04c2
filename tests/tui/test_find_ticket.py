"""Finding a ticket without an account: the pair opens that one ticket, and a wrong pair hears nothing but no."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.looking_up import look_up
from core.opening import Form, open_ticket
from core.references import shown
from core.tickets import Ticket
from tests.tui.front_desk import FrontDesk, front_desk
from tests.tui.office import HOSTILE
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.find_ticket import FindTicketScreen
from tui.screens.welcome import WelcomeScreen

NONE = "No ticket with this ID and this address."
GINA = "gina@home.example"
OLGAS = "olga@acme.example"


async def opens_one(front: FrontDesk, subject: str = "The door does not open") -> Ticket:
    guest = front.reception.guest()
    return await guest.write(open_ticket, Form(subject, "It is stuck.", "once", name="Gina Guest", email=GINA))


async def looks_for(front: FrontDesk, id: str, email: str) -> None:
    if not isinstance(front.screen, FindTicketScreen):
        await front.presses("f")
        await front.comes_to(FindTicketScreen)
        await front.sees("ctrl+s find it")
    await front.fills(id=id, email=email)
    await front.presses("ctrl+s")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_the_id_and_the_address_open_that_one_ticket(tmp_path: Path, size: tuple[int, int]) -> None:
    async with front_desk(tmp_path, size=size) as front:
        ticket = await opens_one(front)
        await looks_for(front, f" {shown(ticket.reference).lower()} ", "Gina@Home.example")

        await front.comes_to(CustomerTicketScreen)
        await front.sees("The door does not open", "It is stuck.", "received, waiting for our answer")
        await front.presses("q")
        await front.comes_to(WelcomeScreen)


async def test_whoever_typed_an_address_learns_no_name_to_it(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        form = Form("The door does not open", "It is stuck.", "once", name="Gina Guest", email=OLGAS)
        ticket = await front.reception.guest().write(open_ticket, form)
        await looks_for(front, ticket.reference, OLGAS)

        await front.comes_to(CustomerTicketScreen)
        await front.sees("The door does not open", OLGAS)
        assert not any("Olga" in line or "Petrov" in line for line in front.lines)


async def test_whatever_is_wrong_with_the_pair_the_answer_is_the_same(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        ticket = await opens_one(front)
        answers = []
        for id, email in (
            (shown(ticket.reference), "other@home.example"),
            ("K7M2Q-9XR4T", GINA),
            ("not an ID", GINA),
            (HOSTILE, GINA),
        ):
            await looks_for(front, id, email)
            await front.sees(NONE)
            answers.append([line for line in front.lines if "✗" in line])
            await front.fills(id="")

        assert len({str(answer) for answer in answers}) == 1


async def test_after_ten_wrong_pairs_one_has_to_wait(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        ticket = await opens_one(front)
        for _ in range(10):
            await front.reception.guest().write(look_up, "K7M2Q-9XR4T", GINA)

        await looks_for(front, shown(ticket.reference), GINA)
        await front.sees("Too many wrong tries. Wait ten minutes")

        front.clock[0] += 11 * 60_000
        await looks_for(front, shown(ticket.reference), GINA)
        await front.comes_to(CustomerTicketScreen)


async def test_empty_fields_are_told_beside_them(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await front.presses("f")
        await front.comes_to(FindTicketScreen)
        await front.presses("enter", "enter")

        await front.sees("2 things to fix: ticket id, e-mail")
        assert front.complaint("id").startswith("Type the ID of your ticket")


async def test_an_address_of_staff_opens_the_ticket_as_a_customer(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        maya = await front.reception.claimed("maya@acme.example")
        ticket = await maya.write(open_ticket, Form("My own chair", "It squeaks.", "mine"))
        await looks_for(front, shown(ticket.reference), "maya@acme.example")

        await front.comes_to(CustomerTicketScreen)
        await front.sees("It squeaks.")
