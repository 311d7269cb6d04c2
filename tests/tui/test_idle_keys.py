"""Keys that would change nothing are not hinted, and say so when they are pressed."""

from __future__ import annotations

from tests.tui.agents_list import on_row, ready
from tests.tui.office import Office, hint, message, seen, until, window_on
from tui.screens.inbox import InboxScreen
from tui.screens.ticket import TicketScreen


async def test_taking_is_hinted_on_a_ticket_that_is_not_ones_own(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await on_row(pilot, "Card terminal")
        await until(pilot, lambda: "t take" in hint(pilot.app))

        await on_row(pilot, "VPN")
        await until(pilot, lambda: "t take" not in hint(pilot.app))
        assert "e resolve" in hint(pilot.app)
        await pilot.press("t")

        await until(pilot, lambda: "It is yours already." in message(pilot.app))


async def test_resolving_is_not_hinted_on_what_is_resolved(office: Office) -> None:
    ticket = await office.ticket("Phone moved")
    async with window_on(office, office.maya, lambda it: TicketScreen(it, ticket.reference)) as pilot:
        await seen(pilot, "It rings there now.")
        await until(pilot, lambda: "r reply" in hint(pilot.app))
        assert "e resolve" not in hint(pilot.app)
        await pilot.press("e")

        await until(pilot, lambda: "It is resolved already." in message(pilot.app))
