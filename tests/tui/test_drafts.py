"""What somebody types in a ticket is there again, whatever happens while they type."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.drafting import keep_draft
from storage import sqlite_driver
from tests.tui.my_ticket import composer, writes
from tests.tui.my_ticket import opened as opened_by_customer
from tests.tui.office import Office, message, seen, until, window_on
from tests.tui.test_writing import opened
from tui.screens.inbox import InboxScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.composer import Mode
from tui.widgets.text_box import TextBox


@contextmanager
def somebody_writes_in(database: Path) -> Iterator[None]:
    """From elsewhere: everybody else has to wait."""
    engine = sqlite_driver.engine(database, writes=True, connections=1)
    try:
        with engine.begin():
            yield
    finally:
        engine.dispose()


async def test_a_reply_that_was_begun_is_there_behind_a_new_note(office: Office) -> None:
    vpn = await office.ticket("VPN")
    await office.maya.write(keep_draft, "reply", "for Ann", vpn.reference)
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("i")
        await writes(pilot, "for us")

        await pilot.press("f2")

        await until(pilot, lambda: composer(pilot).text == "for Ann")
    assert await office.kept_draft(office.maya, "reply", vpn.reference) == "for Ann"
    assert await office.kept_draft(office.maya, "note", vpn.reference) == "for us"


async def test_what_an_agent_types_on_while_a_reply_is_sent_stays(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("r")
        await writes(pilot, "Up again.")
        with somebody_writes_in(office.path):
            await pilot.press("ctrl+s")
            await writes(pilot, "\nAnd tell me")

        await until(pilot, lambda: "Reply sent to Ann." in message(pilot.app))
        assert composer(pilot).text == "And tell me"
        assert isinstance(pilot.app.focused, TextBox)
    view = await office.view("VPN")
    assert view.thread.entries[-1].body == "Up again."
    assert await office.kept_draft(office.maya, "reply", view.ticket.reference) == "And tell me"


async def test_a_note_begun_while_a_reply_is_sent_stays_and_the_reply_is_not_there_again(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await writes(pilot, "Up again.")
        with somebody_writes_in(office.path):
            await pilot.press("ctrl+s", "f2")
            await writes(pilot, "Look at gw-2")

        await until(pilot, lambda: "Reply sent to Ann." in message(pilot.app))
        assert composer(pilot).texts == {Mode.NOTE: "Look at gw-2", Mode.REPLY: ""}


async def test_what_a_customer_types_on_while_a_message_is_sent_stays(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened_by_customer(vpn, reply=True)) as pilot:
        await writes(pilot, "Any news?")
        with somebody_writes_in(office.path):
            await pilot.press("ctrl+s")
            await writes(pilot, " It fails")

        await until(pilot, lambda: "Sent to Acme Support." in message(pilot.app))
        assert composer(pilot).text == "It fails"
        assert isinstance(pilot.app.focused, TextBox)
    assert (await office.view("VPN")).thread.entries[-1].body == "Any news?"
    assert await office.kept_draft(office.ann, "reply", vpn.reference) == "It fails"


async def test_a_message_that_arrives_after_its_screen_was_left_is_no_draft_any_more(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await writes(pilot, "Up again.")
        with somebody_writes_in(office.path):
            await pilot.press("ctrl+s", "escape")
            await pilot.app.pop_screen()

        async with asyncio.timeout(30):
            while (await office.view("VPN")).thread.entries[-1].body != "Up again.":
                await pilot.pause()
            while await office.kept_draft(office.maya, "reply", vpn.reference) is not None:
                await pilot.pause()


async def test_what_was_put_off_is_forgotten_once_a_ticket_is_left(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        screen = pilot.app.screen
        assert isinstance(screen, TicketScreen)
        await pilot.app.pop_screen()

        assert screen.while_it_lasts(screen.draw_head) is None
