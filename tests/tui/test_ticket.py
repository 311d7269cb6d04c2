"""The agent's ticket: conversation, properties, neighbours, and how it folds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from core.calendars import MINUTE
from core.references import Reference
from core.settling import Settling, reopen
from core.tickets import Priority
from tests.tui.office import HOSTILE, SIZES, Office, message, seen, until, window_on, words_on
from tests.tui.stage import line_with, lines_of
from tui.screens.inbox import InboxScreen
from tui.screens.ticket import TicketScreen
from tui.session import Session
from tui.widgets.composer import Composer
from tui.widgets.conversation import Conversation
from tui.widgets.properties import Properties
from tui.widgets.text_box import TextBox


def opened(reference: Reference) -> Callable[[Session], TicketScreen]:
    return lambda session: TicketScreen(session, reference)


def composer(pilot: Pilot[Any]) -> Composer:
    return pilot.app.screen.query_one(Composer)


async def type_in(pilot: Pilot[Any], text: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
    await pilot.press(*("space" if letter == " " else letter for letter in text))


async def subject_open(pilot: Pilot[Any], subject: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, TicketScreen) and subject in lines_of(pilot.app)[2])


async def test_a_ticket_shows_its_conversation_and_what_it_is(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")

        words = words_on(pilot.app)

        assert "┊ TLS failed" in words
        assert "· Maya took it · priority high to urgent · tag vpn" in words
        assert "◆ INTERNAL NOTE  Jonas Weber  customers never see this" in words
        assert "● Ann Okafor  customer  new" in words
        assert "▲ late" in line_with(pilot.app, "reply  ")
        assert "ann@acme.example" in words
        assert "Other tickets" in words


async def test_opening_marks_as_read(office: Office) -> None:
    vpn = await office.row("VPN", office.maya)
    assert vpn.unread
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")

    assert not (await office.row("VPN", office.maya)).unread


async def test_a_property_key_changes_the_ticket_at_once(office: Office) -> None:
    card = await office.ticket("Card terminal")
    async with window_on(office, office.maya, opened(card.reference)) as pilot:
        await seen(pilot, "It does not work.")

        await pilot.press("t")

        await until(pilot, lambda: "Taken: it is yours." in message(pilot.app))
        assert "you" in line_with(pilot.app, "owner")
        await seen(pilot, "· Maya took it")


async def test_two_who_change_the_same_property_are_told(office: Office) -> None:
    card = await office.ticket("Card terminal")
    async with window_on(office, office.maya, opened(card.reference)) as pilot:
        await seen(pilot, "It does not work.")
        screen = pilot.app.screen
        assert isinstance(screen, TicketScreen)
        await pilot.press("p")
        await seen(pilot, "Priority")
        await office.changes(office.jonas, card, priority=Priority.HIGH)

        await pilot.press("l")

        await until(pilot, lambda: "Nothing was changed; look again." in message(pilot.app))
        await until(pilot, lambda: "↑ high" in line_with(pilot.app, "priority"))


async def test_big_j_and_k_go_to_the_neighbours(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("enter")
        await subject_open(pilot, "VPN")
        await seen(pilot, "Next · 1 of 5")

        await pilot.press("J")
        await subject_open(pilot, "Payroll")
        await seen(pilot, "Next · 2 of 5")
        await pilot.press("K")
        await subject_open(pilot, "VPN")
        await pilot.press("K")

        await until(pilot, lambda: "That was the first one." in message(pilot.app))
        await pilot.press("q")
        await seen(pilot, "yours and nobody's")


async def test_a_ticket_that_comes_back_into_its_list_is_told_where_it_stands_there(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("enter")
        await subject_open(pilot, "VPN")
        await seen(pilot, "Next · 1 of 5")
        await pilot.press("e")
        await until(pilot, lambda: " of " not in lines_of(pilot.app)[0])

        await office.ann.write(reopen, Settling(vpn.reference))

        await until(pilot, lambda: " of 5" in lines_of(pilot.app)[0])


async def test_a_click_changes_a_property_and_opens_another_ticket(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "Other tickets")
        rows = [line[84:] for line in lines_of(pilot.app)]
        status = next(y for y, line in enumerate(rows) if "status" in line)

        await pilot.click(Properties, offset=(14, status - 1))
        await seen(pilot, "resolved")
        await pilot.press("escape")
        other = next(y for y, line in enumerate(rows) if "Card terminal" in line)
        await pilot.click(Properties, offset=(6, other - 1))

        await subject_open(pilot, "Card terminal")


async def test_a_narrow_ticket_puts_the_properties_into_one_line_and_f5_shows_them(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference), (80, 24)) as pilot:
        await seen(pilot, "It is getting worse.")
        assert "! urgent   Network   with you   #vpn" in lines_of(pilot.app)[3]
        assert "Customer" not in words_on(pilot.app)

        await pilot.press("f5")

        await seen(pilot, "Customer")


async def test_in_the_narrowest_window_the_details_take_the_place_of_the_conversation_and_its_keys(
    office: Office,
) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference), (60, 12)) as pilot:
        await seen(pilot, "Nobody gets in.")
        await pilot.press("f5")
        await seen(pilot, "urgent")
        await pilot.press("space", "space")
        await seen(pilot, "Other tickets")
        assert isinstance(pilot.app.focused, Properties)

        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.focused, Conversation))
        await pilot.press("f5", "r")
        await type_in(pilot, "Hello")
        await seen(pilot, "Hello")


async def test_a_window_that_gets_narrow_shows_what_one_writes_in_not_the_details(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference), (80, 24)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("f5", "r", *"Hello")
        await pilot.resize_terminal(60, 20)
        await seen(pilot, "Reply to")
        await pilot.press("x")
        await seen(pilot, "Hellox")


async def test_a_window_that_gets_wide_takes_the_details_away_and_the_conversation_has_the_keys(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference), (60, 20)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.focused, Properties))
        pilot.app.screen.set_focus(None)  # as what is hidden first gives it up
        await pilot.resize_terminal(160, 50)
        await until(pilot, lambda: isinstance(pilot.app.focused, Conversation))


async def test_what_does_not_fit_is_folded_and_k_shows_it(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference), (60, 20)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await seen(pilot, "1 earlier message")
        assert "Nobody gets in." not in words_on(pilot.app)

        await pilot.press("escape", "home")

        await seen(pilot, "Nobody gets in.")


async def test_a_long_conversation_is_fetched_as_one_goes_up(office: Office) -> None:
    card = await office.ticket("Card terminal")
    for number in range(130):
        await office.notes(office.jonas, card, f"Note number {number}.")
    async with window_on(office, office.maya, opened(card.reference)) as pilot:
        await seen(pilot, "Note number 111.")  # reading begins at what is new, as far as that is laid out
        thread = pilot.app.screen.query_one(Conversation)
        await pilot.press("end")
        await seen(pilot, "Note number 129.")

        for _ in range(12):
            await pilot.press("home")
            await pilot.pause(0.05)

        await seen(pilot, "It does not work.")
        assert len(thread._blocks) == 131


async def test_a_huge_message_is_shown_in_part_until_somebody_wants_it_all(office: Office) -> None:
    huge = "\n".join(f"line {number}" for number in range(6000))
    ticket = await office.opens(office.ann, "Everything I know", huge)
    async with window_on(office, office.maya, opened(ticket.reference)) as pilot:
        await seen(pilot, "line 3")
        thread = pilot.app.screen.query_one(Conversation)
        assert len(thread._lines) < 300

        await pilot.press("end")
        await seen(pilot, "the message goes on, 58 KB in all   enter shows more")
        for _ in range(6):
            await pilot.press("enter", "end")

        await seen(pilot, "line 5999")


async def test_a_file_of_the_ticket_is_saved_without_overwriting(office: Office, tmp_path: Path) -> None:
    (tmp_path / "client.log").write_text("mine")
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "client.log")
        await pilot.press("f")
        await seen(pilot, "Save client.log in")
        await pilot.press("ctrl+u", *str(tmp_path), "enter")

        await until(pilot, lambda: "Saved:" in message(pilot.app))
        assert (tmp_path / "client.log").read_text() == "mine"
        assert (tmp_path / "client (2).log").read_text().startswith("TLS")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_stays_text_in_a_ticket(office: Office, size: tuple[int, int]) -> None:
    log = await office.file(HOSTILE, b"x")
    ticket = await office.opens(office.ann, HOSTILE, f"{HOSTILE}\n> {HOSTILE}\n    {HOSTILE}", files=(log,))
    await office.notes(office.jonas, ticket, HOSTILE)
    await office.changes(office.jonas, ticket, assignee="me", subject=f"{HOSTILE}!")
    async with window_on(office, office.maya, opened(ticket.reference), size) as pilot:
        await seen(pilot, "[red]")
        await pilot.press("i")
        await pilot.pause(0.2)

        text = words_on(pilot.app)

        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_a_deadline_reads_on_as_time_passes(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "▲ late 1h")
        office.clock[0] += 90 * MINUTE
        await office.notes(office.jonas, vpn, "still on it")

        await seen(pilot, "▲ late 2h")
