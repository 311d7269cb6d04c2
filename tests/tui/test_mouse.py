"""Lists and choices by the mouse alone; clicks on hints and buttons are tried in a real terminal."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from core.tickets import Priority, Status
from tests.tui.agents_list import ready
from tests.tui.office import Office, message, seen, until, window_on
from tests.tui.stage import lines_of
from tui.screens.inbox import InboxScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.screens.people import PeopleScreen
from tui.screens.queues import QueuesScreen
from tui.widgets.my_ticket_list import MyTicketList
from tui.widgets.people_list import PeopleList
from tui.widgets.queue_list import QueueList
from tui.widgets.ticket_list import TicketList


async def click(pilot: Pilot[Any], words: str, times: int = 1) -> None:
    """On the first place where these words stand."""
    y, line = next((y, line) for y, line in enumerate(lines_of(pilot.app)) if words in line)
    await pilot.click(offset=(line.index(words), y), times=times)


async def test_people_and_queues_are_chosen_by_a_click_and_a_queue_opens_by_two(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, "Jonas Weber")
        await click(pilot, "Jonas Weber")
        person = pilot.app.screen.query_one(PeopleList).selected
        assert person is not None
        assert person.name == "Jonas Weber"
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Billing")
        await click(pilot, "Billing")
        assert "Billing" in (pilot.app.screen.query_one(QueueList).cursor or "")
        await click(pilot, "Billing", times=2)
        await until(pilot, lambda: isinstance(pilot.app.screen, InboxScreen))
        await seen(pilot, "this queue, next deadline first")


@pytest.mark.parametrize(("screen", "kind"), [(InboxScreen, TicketList), (MyTicketsScreen, MyTicketList)])
async def test_the_wheel_turns_through_a_list(office: Office, screen: Any, kind: type[Any]) -> None:
    for number in range(40):
        await office.opens(office.ann, f"Question {number}", priority=Priority.LOW)
    async with window_on(office, office.ann if screen is MyTicketsScreen else office.maya, screen, (80, 24)) as pilot:
        await seen(pilot, "Question")
        rows = pilot.app.screen.query_one(kind)
        cursor = rows.cursor

        await pilot._post_mouse_events([MouseScrollDown], kind, (10, 3))
        await pilot._post_mouse_events([MouseScrollDown], kind, (10, 3))
        assert rows.span[0] == 7
        await pilot._post_mouse_events([MouseScrollUp], kind, (10, 3))
        assert (rows.span[0], rows.cursor) == (4, cursor)


async def test_one_click_chooses_on_a_panel(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await click(pilot, "Invoice charged")
        await pilot.press("s")
        await seen(pilot, "we need your answer")
        await click(pilot, "we need your answer")

        await until(pilot, lambda: message(pilot.app) != "")
        assert (await office.ticket("Invoice")).status is Status.WAITING
