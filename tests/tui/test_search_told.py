"""What was searched, how much was found and the way back stand on the screen at every size."""

from __future__ import annotations

import pytest

from tests.tui.agents_list import ready, tickets
from tests.tui.office import Office, gone, seen, until, window_on
from tests.tui.stage import lines_of
from tui.screens.inbox import InboxScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.widgets.views import Views

SMALL = [(80, 24), (60, 20)]


@pytest.mark.parametrize("size", SMALL)
async def test_a_search_takes_the_place_of_the_views_until_one_leaves_it(office: Office, size: tuple[int, int]) -> None:
    async with window_on(office, office.maya, InboxScreen, size) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"badge", "enter")

        await seen(pilot, "Search badge   1 ticket   esc back")
        assert "Next" not in lines_of(pilot.app)[0]
        await until(pilot, lambda: tickets(pilot).has_focus)
        await pilot.press("x")
        await seen(pilot, "1 marked")
        await pilot.press("x", "escape")

        await gone(pilot, "esc back")
        assert "1 Next 5" in lines_of(pilot.app)[0]


async def test_long_words_give_way_to_the_figure_and_the_way_back(office: Office) -> None:
    words = "certificate " * 12
    async with window_on(office, office.maya, InboxScreen, (60, 20)) as pilot:
        await ready(pilot)
        await pilot.press("slash", *words.strip().replace(" ", "|").split("|")[0])
        pilot.app.screen.query_one("QueryBox OneLine").value = words.strip()  # type: ignore[attr-defined]
        await pilot.press("enter")

        await seen(pilot, "…   1 ticket   esc back")


async def test_a_click_on_what_was_searched_shows_the_views_and_opens_none(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen, (80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"badge", "enter")
        await seen(pilot, "Search badge   1 ticket   esc back")

        await pilot.click(Views, offset=(14, 0))
        await seen(pilot, "1 Next 5")
        assert "Old badge" in "\n".join(lines_of(pilot.app))
        await pilot.click(Views, offset=(14, 0))

        await gone(pilot, "Old badge")


@pytest.mark.parametrize("size", [(120, 36), *SMALL])
async def test_a_customer_reads_how_many_tickets_have_the_words(office: Office, size: tuple[int, int]) -> None:
    async with window_on(office, office.ann, MyTicketsScreen, size) as pilot:
        await seen(pilot, "Backup report")
        await pilot.press("slash", *"zeppelin", "enter")
        await seen(pilot, "0 tickets with “zeppelin”   esc back")

        await pilot.press("escape")

        await gone(pilot, "zeppelin")
        await seen(pilot, "waiting for you")
