"""A ticket as its customer sees it: how it stands, all that was said, and nothing that is not theirs."""

from __future__ import annotations

import pytest

from core.references import shown
from core.setting_up import change_settings
from tests.tui.my_ticket import composer, opened
from tests.tui.office import HOSTILE, SIZES, Office, hint, message, seen, window_on, words_on
from tests.tui.stage import until
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.widgets.conversation import Conversation


@pytest.mark.parametrize("size", SIZES)
async def test_a_ticket_says_how_it_stands_in_the_customers_words(office: Office, size: tuple[int, int]) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn), size) as pilot:
        await seen(pilot, "It is getting worse.")
        for one in (
            "VPN refuses my certificate",
            shown(vpn.reference),
            "◐ in progress",
            "someone is working on it",
            "! urgent",
            "Network",
            "Maya Lind",
            "opened",
            "updated",
            "answer",
        ):
            await seen(pilot, one)
        words = words_on(pilot.app)
        assert "INTERNAL" not in words
        assert "gw-2" not in words
        assert "maya@acme.example" not in words


async def test_going_up_brings_the_whole_conversation(office: Office) -> None:
    vpn = await office.ticket("VPN")
    for number in range(120):
        office.at(60_000 * (50 - number // 4))
        await office.says(office.ann, vpn, f"message number {number}")
    office.at(0)
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "message number 119")
        for _ in range(80):
            await pilot.press("home")
            if "Nobody gets in." in words_on(pilot.app):
                break
        assert "Nobody gets in." in words_on(pilot.app)
        await pilot.press("end")
        await seen(pilot, "message number 119")


async def test_hostile_text_is_shown_and_not_obeyed(office: Office) -> None:
    vpn = await office.ticket("VPN")
    await office.says(office.maya, vpn, HOSTILE * 3, files=(await office.file("a.log", b"x"),))
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "[red]^[[31m")
        words = words_on(pilot.app)
        assert "\x1b" not in words
        assert "\u202e" not in words


async def test_the_id_is_copied(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == shown(vpn.reference))
        assert pilot.app.screen.query_one(Conversation).has_focus


async def test_a_ticket_that_is_not_ones_own_is_told_and_shows_nothing(office: Office) -> None:
    payroll = await office.ticket("Payroll")
    async with window_on(office, office.ann, opened(payroll)) as pilot:
        await until(pilot, lambda: "There is no such ticket" in message(pilot.app))
        assert "Payroll" not in words_on(pilot.app)
        await pilot.press("r", "c", "o", "y")


async def test_whoever_may_only_read_has_no_key_that_writes(office: Office) -> None:
    await office.olga.write(change_settings, {"lookup.proof": "code"})
    vpn = await office.ticket("VPN")
    by_pair = await office.reception.by_pair(vpn.reference, "ann@acme.example")
    async with window_on(office, by_pair, opened(vpn)) as pilot:
        await seen(pilot, "It is getting worse.")
        for key in ("r", "c", "o", "f8"):
            await pilot.press(key)
        assert not composer(pilot).is_open
        assert isinstance(pilot.app.screen, CustomerTicketScreen)
        assert "reply" not in hint(pilot.app)
