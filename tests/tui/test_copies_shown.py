"""Who gets copies of a ticket, who asks for them, and whom letters do not reach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.incoming import Mailbox
from core.occasion import Occasion
from core.people import Actor, Person
from core.reading import TicketView, look_at
from core.store import Transaction
from core.tickets import Ticket
from tests.tui.office import HOSTILE, Office, message, seen, until, window_on, words_on
from tests.tui.stage import line_with
from tui.glyphs import UNICODE
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.people import PeopleScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.properties import facts

BOB = Mailbox("Bob", "bob@x.example")
GONE = "550 5.1.1 No such user"


def asks(tx: Transaction, _actor: Actor, occasion: Occasion, ticket: Ticket, *mailboxes: Mailbox) -> None:
    tx.ask_for_copies(ticket, mailboxes, occasion.at)


def bounces(tx: Transaction, _actor: Actor, _occasion: Occasion, person: Person) -> None:
    tx.save_person(replace(person, undeliverable=GONE))


async def vpn_with_copies(office: Office, *asking: Mailbox) -> Ticket:
    """Ben gets copies, and others ask."""
    vpn = await office.ticket("VPN")
    ticket = await office.changes(office.maya, vpn, add_copies=("ben@acme.example",))
    await office.reception.the_desk_itself().write(asks, ticket, *asking)
    return ticket


def panel(view: TicketView, width: int = 32) -> str:
    return "\n".join(fact.line.plain.rstrip() for fact in facts(view, 0, None, UNICODE, width))


async def test_details_tell_who_gets_copies_and_who_asks_for_them(office: Office) -> None:
    ticket = await vpn_with_copies(office, BOB, Mailbox("", "somebody.with.a.long.name@elsewhere.example"))

    words = panel(await office.maya.read(look_at, ticket.reference))

    assert "copies to  Ben Ito" in words
    assert "△ asks     bob@x.example\n" in words
    assert "somebody.with.a.long.name@elsewhere.example" in "".join(words.split())


async def test_details_tell_whom_letters_do_not_reach(office: Office) -> None:
    ticket = await office.ticket("VPN")
    await office.reception.the_desk_itself().write(bounces, ticket.requester)

    assert "✗ letters do not arrive: 550\n5.1.1 No such user" in panel(await office.view("VPN"))


async def test_hostile_addresses_and_answers_are_text(office: Office) -> None:
    ticket = await vpn_with_copies(office, Mailbox(HOSTILE, f"bob{HOSTILE.replace('@', '')}@x.example"))
    view = await office.maya.read(look_at, ticket.reference)
    view = view._replace(ticket=replace(ticket, requester=replace(ticket.requester, undeliverable=HOSTILE)))

    assert "\x1b" not in panel(view)
    assert "\u202e" not in panel(view)


async def test_an_agent_allows_who_asks_for_copies_by_a_key(office: Office) -> None:
    ticket = await vpn_with_copies(office, BOB)
    async with window_on(office, office.maya, lambda session: TicketScreen(session, ticket.reference)) as pilot:
        await seen(pilot, "bob@x.example")
        await pilot.press("m")
        await seen(pilot, "bob@x.example asks for copies. Copies go to Ben Ito.")
        await pilot.press("enter")

        await until(pilot, lambda: "Copies go to Ben Ito, Bob now." in message(pilot.app))
    view = await office.view("VPN")
    assert [person.email for person in view.ticket.participants] == ["ben@acme.example", "bob@x.example"]
    assert view.copies_asked == ()


async def test_an_agent_refuses_one_and_takes_another_off(office: Office) -> None:
    ticket = await vpn_with_copies(office, BOB)
    async with window_on(office, office.maya, lambda session: TicketScreen(session, ticket.reference)) as pilot:
        await seen(pilot, "bob@x.example")
        await pilot.press("m")
        await seen(pilot, "asks for copies")
        await pilot.press("ctrl+u", *"-bob@x.example, -ben", "enter")
        await seen(pilot, "That is not an e-mail address")
        await pilot.press(*"@acme.example", "enter")

        await until(pilot, lambda: "Nobody gets copies now." in message(pilot.app))
    assert (await office.view("VPN")).copies_asked == ()


async def test_customers_read_names_of_those_who_get_copies_and_nothing_of_those_who_ask(office: Office) -> None:
    ticket = await vpn_with_copies(office, BOB)
    for size in ((80, 24), (120, 36)):
        async with window_on(
            office, office.ann, lambda session: CustomerTicketScreen(session, ticket.reference), size
        ) as pilot:
            await seen(pilot, "Ben Ito")

            assert "copies to" in line_with(pilot.app, "Ben Ito")
            assert "ben@acme.example" not in words_on(pilot.app)
            assert "bob@x.example" not in words_on(pilot.app)


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_people_tells_whom_letters_do_not_reach(office: Office, width: int) -> None:
    ticket = await office.ticket("VPN")
    await office.reception.the_desk_itself().write(bounces, ticket.requester)
    async with window_on(office, office.olga, PeopleScreen, (width, 24)) as pilot:
        await seen(pilot, "Ann Okafor")

        assert "no letters" in line_with(pilot.app, "Ann Okafor")
        while "Ann Okafor" not in line_with(pilot.app, "▌"):
            await pilot.press("j")
        await seen(pilot, "letters do not arrive: 550")
