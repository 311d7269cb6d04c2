"""Audit: an operator reads who did what, when, and through which door."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from core import staffing
from core.desk import Desk
from core.people import Role
from core.references import shown
from core.setting_up import change_settings
from tests.tui.office import HOSTILE, Office, hint, seen, until, window_on, words_on
from tests.tui.stage import line_with
from tui.screens.audit import AuditScreen
from tui.screens.people import PeopleScreen
from tui.screens.queues import QueuesScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.audit_list import AuditList


async def looks_for(pilot: Pilot[Any], words: str) -> None:
    await pilot.press("slash", *words, "enter")


def deeds_in(pilot: Pilot[Any]) -> list[str]:
    """What was done, as far as it is in the list."""
    return [deed.what for deed in pilot.app.screen.query_one(AuditList).window.rows]


async def test_the_newest_deed_stands_first_with_who_did_it_and_through_which_door(office: Office) -> None:
    async with window_on(office, office.olga, AuditScreen) as pilot:
        await seen(pilot, "ticket opened")

        assert line_with(pilot.app, "when").split() == ["when", "who", "via", "what", "ticket", "detail"]
        first = line_with(pilot.app, "▌")
        assert "11:05:00" in first
        assert "Ann Okafor" in first
        assert "tui" in first
        assert shown((await office.ticket("Card terminal offline")).reference) in first


async def test_what_was_only_claimed_says_so_in_a_word(office: Office) -> None:
    claim = replace(office.olga.actor, asserted=True)
    desk = Desk(office.opened.store, office.opened.files, claim, clock=lambda: office.clock[0], chance=lambda: 1)
    await desk.write(change_settings, {"desk.contact": "Call 555 0100."})
    async with window_on(office, office.olga, AuditScreen, (60, 20)) as pilot:
        await seen(pilot, "setting changed")

        assert "asserted" in line_with(pilot.app, "setting changed")
        await seen(pilot, "desk.contact=Call 555 0100.")


async def test_a_ticket_is_looked_for_by_its_id_or_the_beginning_of_it(office: Office) -> None:
    vpn = await office.ticket("VPN refuses")
    async with window_on(office, office.olga, AuditScreen) as pilot:
        await seen(pilot, "ticket opened")

        await looks_for(pilot, shown(vpn.reference))
        await seen(pilot, f"of {shown(vpn.reference)}")
        await until(pilot, lambda: "note left" in deeds_in(pilot))
        assert {deed.reference for deed in pilot.app.screen.query_one(AuditList).window.rows} == {vpn.reference}

        await pilot.press("escape")
        await seen(pilot, "the newest first")


async def test_a_person_is_looked_for_by_name_or_address(office: Office) -> None:
    async with window_on(office, office.olga, AuditScreen) as pilot:
        await seen(pilot, "ticket opened")

        await looks_for(pilot, "jonas@")
        await seen(pilot, "by or about people with jonas@")
        await until(pilot, lambda: "note left" in deeds_in(pilot))
        assert "person added" in deeds_in(pilot)
        assert all("Jonas" in deed.who + deed.detail for deed in pilot.app.screen.query_one(AuditList).window.rows)


async def test_a_name_that_reads_like_the_beginning_of_an_id_is_a_name(office: Office) -> None:
    async with window_on(office, office.olga, AuditScreen) as pilot:
        await seen(pilot, "ticket opened")

        await looks_for(pilot, "maya")

        await seen(pilot, "by or about people with maya")


async def test_a_search_without_a_hit_says_what_to_do(office: Office) -> None:
    async with window_on(office, office.olga, AuditScreen) as pilot:
        await seen(pilot, "ticket opened")

        await looks_for(pilot, "nobody")
        await seen(pilot, "Nothing by or about such a person.")
        await pilot.press("escape")

        await seen(pilot, "the newest first")
        await seen(pilot, "ticket opened")


async def test_enter_opens_the_ticket_of_a_deed_and_q_comes_back(office: Office) -> None:
    async with window_on(office, office.olga, AuditScreen) as pilot:
        await seen(pilot, "ticket opened")

        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TicketScreen))
        await seen(pilot, "Card terminal offline")
        await pilot.press("q")

        await until(pilot, lambda: isinstance(pilot.app.screen, AuditScreen))


async def test_a_deed_without_a_ticket_offers_none_to_open(office: Office) -> None:
    await office.olga.write(staffing.add_person, "Sam Cole", "sam@acme.example", Role.AGENT)
    async with window_on(office, office.olga, AuditScreen) as pilot:
        await seen(pilot, "person added")

        assert "enter open" not in hint(pilot.app)
        await pilot.press("j")
        await until(pilot, lambda: "enter open" in hint(pilot.app))


async def test_what_is_done_meanwhile_comes_in_above_and_the_cursor_stays(office: Office) -> None:
    async with window_on(office, office.olga, AuditScreen) as pilot:
        await seen(pilot, "ticket opened")
        await pilot.press("j", "j")
        deeds = pilot.app.screen.query_one(AuditList)
        cursor, before = deeds.cursor, len(deeds.window)

        await office.opens(office.ben, "Phones are down")

        await until(pilot, lambda: len(deeds.window) > before)
        assert deeds.cursor == cursor


async def test_the_whole_audit_is_scrolled_to_its_beginning_and_back(office: Office) -> None:
    for nth in range(150):
        await office.olga.write(change_settings, {"desk.contact": f"Call 555 0{nth:03}."})
    async with window_on(office, office.olga, AuditScreen) as pilot:
        await seen(pilot, "setting changed")
        deeds = pilot.app.screen.query_one(AuditList)

        await pilot.press("end")
        await seen(pilot, "desk set up")
        assert not deeds.window.after
        await pilot.press("home")

        await seen(pilot, "desk.contact=Call 555 0149.")


async def test_it_is_reached_from_every_screen_of_an_operator_and_left_by_q(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, PeopleScreen))
        await pilot.press("4")
        await until(pilot, lambda: isinstance(pilot.app.screen, AuditScreen))
        await seen(pilot, "ticket opened")
        await pilot.press("q")

        await until(pilot, lambda: isinstance(pilot.app.screen, QueuesScreen))


async def test_the_palette_tells_the_command(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")
        await pilot.press("ctrl+p", *"audit")

        await seen(pilot, "also as a command:  ttydesk audit")


@pytest.mark.parametrize("size", [(160, 50), (80, 24), (60, 20)])
async def test_hostile_text_stays_text(office: Office, size: tuple[int, int]) -> None:
    await office.olga.write(staffing.add_person, HOSTILE.strip(), "eve@acme.example", Role.CUSTOMER)
    async with window_on(office, office.olga, AuditScreen, size) as pilot:
        await seen(pilot, "person added")

        assert "\x1b" not in words_on(pilot.app)
        assert "\u202e" not in words_on(pilot.app)
        await seen(pilot, "gnp.exe")
