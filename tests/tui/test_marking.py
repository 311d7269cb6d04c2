"""Marking many tickets in the Inbox, and changing them together."""

from __future__ import annotations

import pytest

from core.tickets import Priority, Status
from tests.tui.agents_list import on_row, ready, tickets
from tests.tui.office import Office, gone, hint, message, seen, until, window_on
from tui.modals.choose import Choose
from tui.screens.inbox import InboxScreen
from tui.widgets import rows


async def test_marked_tickets_change_together_after_their_number_is_confirmed(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("x", "x", "x")
        await seen(pilot, "3 marked")
        assert "enter open" not in hint(pilot.app) or "r reply" not in hint(pilot.app)

        await pilot.press("e")
        await seen(pilot, "Resolve 3 tickets and tell 3 customers?")
        await pilot.press("y")

        await until(pilot, lambda: "3 tickets changed." in message(pilot.app))
        for subject in ("VPN", "Payroll", "Card"):
            assert (await office.ticket(subject)).status is Status.RESOLVED
        await gone(pilot, "3 marked")


async def test_no_leaves_marked_tickets_as_they_are(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)

        await pilot.press("X", "e")
        await seen(pilot, "Resolve 5 tickets")
        await pilot.press("n")

        await seen(pilot, "5 marked")
        assert (await office.ticket("VPN")).status is Status.IN_PROGRESS


async def test_a_bulk_change_stops_between_two_tickets_and_says_how_far_it_came(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, InboxScreen)
        await pilot.press("X", "t")
        await seen(pilot, "Take 5 tickets?")
        await pilot.press("y")
        await until(pilot, lambda: screen._of_many or "changed" in message(pilot.app))

        screen.action_stop()

        await until(pilot, lambda: "of 5 done" in message(pilot.app) or "5 tickets changed" in message(pilot.app))
        assert not screen._of_many


async def test_an_open_range_is_counted_and_resolved_whole(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("x", "v", "j")
        await seen(pilot, "3 marked")

        await pilot.press("e")
        await seen(pilot, "Resolve 3 tickets and tell 3 customers?")
        await pilot.press("escape", "j")

        assert len(tickets(pilot).chosen) == 3


async def test_many_are_offered_only_what_one_of_them_may_become(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("x", "x", "s")

        await seen(pilot, "Status of 2 tickets")

        panel = pilot.app.screen
        assert isinstance(panel, Choose)
        assert [pick.label for pick in panel.picks] == ["open", "in progress", "waiting", "resolved"]


async def test_a_marked_ticket_that_a_colleague_settles_is_no_longer_marked(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("x", "x", "x")
        await seen(pilot, "3 marked")

        await office.changes(office.jonas, await office.ticket("Payroll"), status=Status.RESOLVED)

        await until(pilot, lambda: "1 marked ticket left this list." in message(pilot.app))
        await seen(pilot, "2 marked")


async def test_marks_stay_on_tickets_that_only_stand_elsewhere_now(office: Office) -> None:
    """Far down a long list only some rows are in memory, and a live update reads those around the cursor."""
    vpn = await office.ticket("VPN")
    for number in range(320):
        await office.opens(office.ben, f"Question {number}", priority=Priority.LOW)
    async with window_on(office, office.maya, InboxScreen, (80, 24)) as pilot:
        await ready(pilot, "VPN refuses")
        await pilot.press("x", "x", "end")
        await until(pilot, lambda: not tickets(pilot).is_awaiting)
        assert tickets(pilot).window.place(str(vpn.reference)) is None

        await office.opens(office.ben, "Phones are down", priority=Priority.LOW)
        await office.changes(office.jonas, vpn, add_tags=("gateway",))

        await until(pilot, lambda: "Phones" in "".join(row.subject for row in tickets(pilot).window.rows))
        await pilot.pause(0.1)
        assert len(tickets(pilot).chosen) == 2
        await seen(pilot, "2 marked")
        await pilot.press("t")
        await seen(pilot, "Take 2 tickets?")
        await pilot.press("y")
        await until(pilot, lambda: "2 tickets changed." in message(pilot.app))


async def test_all_of_a_long_list_are_its_first_ones_and_that_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MARKED_AT_ONCE", 120)
    for number in range(130):
        await office.opens(office.ben, f"Question {number}", priority=Priority.LOW)
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot, "VPN refuses")

        await pilot.press("X")

        await until(pilot, lambda: "120 marked, the first 120 of 135." in message(pilot.app))
        await seen(pilot, "120 marked")
        await on_row(pilot, "VPN")
        assert len(tickets(pilot).chosen) == 120
        assert tickets(pilot).render_line(1).text.startswith("▌■")


async def test_marks_stay_in_another_order(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("x", "o", "u")

        await seen(pilot, "1 marked   by updated")
        await pilot.press("j", "j", "t")
        await until(pilot, lambda: "It is yours already." in message(pilot.app))  # the marked one, not the one below
