"""A key that stands on the screen works: where somebody writes, a letter is a letter and is told as no key."""

from __future__ import annotations

from tests.tui.office import Office, gone, seen, until, window_on, words_on
from tests.tui.stage import line_with
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.conversation import Conversation


async def test_the_key_that_unfolds_is_told_only_while_the_conversation_has_the_focus(office: Office) -> None:
    ticket = await office.ticket("VPN refuses")
    for number in range(12):
        await office.says(office.maya, ticket, f"Look at gateway {number}.")
    async with window_on(office, office.maya, lambda it: TicketScreen(it, ticket.reference), (80, 24)) as pilot:
        await seen(pilot, "k shows")

        await pilot.press("r")
        await gone(pilot, "k shows")
        assert "earlier" in words_on(pilot.app)
        await pilot.press("escape")

        await seen(pilot, "k shows")
        await pilot.press("k")
        await until(pilot, lambda: pilot.app.screen.query_one(Conversation).has_focus)


async def test_the_key_that_shows_the_rest_of_a_message_is_not_told_while_one_writes(office: Office) -> None:
    huge = "\n".join(f"line {number}" for number in range(900))
    ticket = await office.opens(office.ann, "Everything I know", huge)
    async with window_on(office, office.maya, lambda it: TicketScreen(it, ticket.reference)) as pilot:
        await seen(pilot, "line 3")
        await pilot.press("end")
        await seen(pilot, "enter shows more")

        await pilot.press("i")
        await gone(pilot, "enter shows more")
        await pilot.press("escape")

        await seen(pilot, "enter shows more")


async def test_a_customer_who_writes_is_told_of_no_key_for_files(office: Office) -> None:
    ticket = await office.ticket("VPN refuses")
    async with window_on(office, office.ann, lambda it: CustomerTicketScreen(it, ticket.reference)) as pilot:
        await seen(pilot, "f saves one of them here")

        await pilot.press("r")
        await gone(pilot, "f saves one of them here")
        assert "client.log" in line_with(pilot.app, "client.log")
        await pilot.press("escape")

        await seen(pilot, "f saves one of them here")
