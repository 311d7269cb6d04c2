"""Queues: where an operator starts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.tickets import Priority
from tests.tui.office import Office, hint, office_in, seen, until, window_on, words_on
from tests.tui.stage import line_with
from tui.screens.inbox import InboxScreen
from tui.screens.people import PeopleScreen
from tui.screens.queues import QueuesScreen
from tui.widgets.queue_list import QueueList


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path) as office:
        yield office


async def test_each_queue_says_how_deep_it_is_and_all_of_them_together(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")

        assert line_with(pilot.app, "unassigned").split() == [
            "queue",
            "active",
            "unassigned",
            "waiting",
            "late",
            "due",
            "soon",
            "oldest",
        ]
        assert line_with(pilot.app, "Network").split() == ["▌", "Network", "3", "2", "1", "▲", "1", "△", "1", "5h"]
        assert line_with(pilot.app, "Billing").split() == ["Billing", "3", "2", "0", "▲", "1", "0", "5h"]
        assert line_with(pilot.app, "  All").split() == ["All", "6", "4", "1", "▲", "2", "△", "1", "5h"]
        assert "Queues  6 active   2 late" in words_on(pilot.app)


async def test_enter_opens_a_queue_in_the_inbox_and_0_comes_back(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")

        await pilot.press("j", "enter")
        await seen(pilot, "Billing  3")
        assert isinstance(pilot.app.screen, InboxScreen)
        assert "Payroll export stops" in words_on(pilot.app)
        await pilot.press("0")

        await until(pilot, lambda: isinstance(pilot.app.screen, QueuesScreen))


async def test_0_goes_to_the_inbox_and_back(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")
        await pilot.press("0")
        await seen(pilot, "yours and nobody's")

        await pilot.press("0")

        await seen(pilot, "what each queue holds now")


async def test_the_operators_screens_stand_on_the_number_keys(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")
        assert "2 people" in hint(pilot.app)

        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, PeopleScreen))
        await seen(pilot, "Maya Lind")
        await pilot.press("1")

        await until(pilot, lambda: isinstance(pilot.app.screen, QueuesScreen))


async def test_help_and_palette_tell_the_operators_screens(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")
        await pilot.press("question_mark")
        await until(pilot, lambda: "the inbox, and back" in words_on(pilot.app))
        assert "2" in line_with(pilot.app, "people").split()

        await pilot.press("escape", "ctrl+p", *"people")
        await seen(pilot, "People ")
        await pilot.press("enter")

        await until(pilot, lambda: isinstance(pilot.app.screen, PeopleScreen))


async def test_figures_follow_what_happens(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")
        await pilot.press("j")

        await office.opens(office.ben, "Phones are down", priority=Priority.URGENT, category="Network")

        await seen(pilot, "7 active")
        assert pilot.app.screen.query_one(QueueList).cursor == "Billing"


@pytest.mark.parametrize("size", [(160, 50), (80, 24), (60, 20)])
async def test_the_figures_that_matter_most_are_there_at_every_size(office: Office, size: tuple[int, int]) -> None:
    async with window_on(office, office.olga, QueuesScreen, size) as pilot:
        await seen(pilot, "Network")

        heads = line_with(pilot.app, "unassigned")

        assert "active" in heads
        assert "late" in heads
        assert "oldest" in heads
        assert len(line_with(pilot.app, "Network")) <= size[0]
