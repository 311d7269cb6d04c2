"""Saved searches among the views: saved, opened by their digit, shared at once, mended when they are wrong, removed."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from core.categories import rename_category
from core.reading import notices
from core.saved_searches import Naming, save_search
from tests.tui.agents_list import ready, tickets
from tests.tui.office import Office, gone, hint, message, seen, until, window_on
from tests.tui.stage import line_with, lines_of
from tui.messages import SettingsChanged
from tui.screens import saved_searches
from tui.screens.inbox import InboxScreen


async def hears(pilot: Pilot[Any]) -> None:
    """What the app does when the feed says that what holds for the whole desk has changed."""
    screen = next(one for one in pilot.app.screen_stack if isinstance(one, InboxScreen))
    before, now = screen.session.notices, await screen.session.desk.read(notices)
    screen.session.notices = now
    screen.post_message(SettingsChanged(before, now))


def figure_of(pilot: Pilot[Any], view: str) -> str:
    """What stands behind a view in the panel."""
    return next(iter(line_with(pilot.app, view).partition(view)[2].split()), "")


async def saved(office: Office, *names: str) -> None:
    for name in names:
        await office.maya.write(save_search, Naming(name, "status:closed"))


async def test_a_search_is_saved_by_a_key_and_is_a_view_from_then_on(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        assert "save search" not in hint(pilot.app)
        await pilot.press("slash", *"status:closed", "enter")
        await until(pilot, lambda: tickets(pilot).has_focus)
        await seen(pilot, "S save search")
        await pilot.press("S")
        await seen(pilot, "Save this search as")
        await pilot.press("enter")
        await seen(pilot, "A saved search needs a name")
        await pilot.press(*"Long gone", "enter")
        await seen(pilot, "everybody who works here")
        await pilot.press("y")
        await until(pilot, lambda: "Long gone is saved among your views." in message(pilot.app))
        await hears(pilot)
        await seen(pilot, "8 Long gone")
        await seen(pilot, "Long gone  1   status:closed")
        await pilot.press("1")
        await seen(pilot, "yours and nobody's")
        await until(pilot, lambda: figure_of(pilot, "8 Long gone") == "1")
        await pilot.press("8")
        await seen(pilot, "Old badge opens")
        await pilot.press("escape")
        await seen(pilot, "yours and nobody's")


async def test_the_search_bar_saves_what_found_nothing(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"nowhere", "enter")
        await seen(pilot, "No ticket matches.")
        await pilot.press("ctrl+s")
        await seen(pilot, "Save this search as")


async def test_a_colleague_shares_one_and_it_is_there_at_once(office: Office) -> None:
    await saved(office, "Mine")
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await office.jonas.write(save_search, Naming("[red]Cards", "card", shared=True))
        await hears(pilot)
        await seen(pilot, "9 [red]Cards")
        await pilot.press("9")
        await seen(pilot, "Card terminal offline")
        await pilot.press("D")
        assert "Remove" not in "\n".join(lines_of(pilot.app))


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_what_asks_for_something_that_went_is_shown_with_its_error(office: Office, size: tuple[int, int]) -> None:
    await office.maya.write(save_search, Naming("Bills", "category:billing"))
    await office.olga.write(rename_category, "Billing", "Money")
    async with window_on(office, office.maya, InboxScreen, size=size) as pilot:
        await ready(pilot)
        if size[0] == 120:
            assert "✗" in line_with(pilot.app, "8 Bills")
        await pilot.press("8")
        await seen(pilot, "no category “billing”")
        await pilot.press("escape")
        await gone(pilot, "no category")
        await until(pilot, lambda: tickets(pilot).has_focus)


async def test_one_is_removed_after_a_question_and_what_it_found_stays(office: Office) -> None:
    await saved(office, "Long gone", "Second")
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("8")
        await seen(pilot, "Old badge opens")
        await pilot.press("D")
        await seen(pilot, "Remove the search Long gone?")
        await pilot.press("y")
        await until(pilot, lambda: "Long gone is removed." in message(pilot.app))
        await hears(pilot)
        await seen(pilot, "8 Second")
        assert "Old badge opens" in "\n".join(lines_of(pilot.app))


async def test_those_without_a_place_among_the_views_are_in_the_palette(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_searches, "COUNTED", 1)
    await saved(office, "First", "Second")
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        assert "Second" not in "\n".join(lines_of(pilot.app))
        await pilot.press("ctrl+p", *"second")
        await seen(pilot, "Show Second")
        await pilot.press("enter")
        await seen(pilot, "Old badge opens")


async def test_a_long_name_gives_way_to_the_figure_and_the_way_back(office: Office) -> None:
    await saved(office, "Everything that was closed and forgotten")
    async with window_on(office, office.maya, InboxScreen, (60, 20)) as pilot:
        await ready(pilot)
        await pilot.press("8")
        await seen(pilot, "Everything that was closed and f…    1 ticket   esc back")


async def test_figures_come_again_after_a_change(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "FOUND_AT_MOST_EVERY", 0.01)
    await office.maya.write(save_search, Naming("Tagged", "tag:zebra"))
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await until(pilot, lambda: figure_of(pilot, "8 Tagged") == "0")
        await office.changes(office.jonas, await office.ticket("VPN"), add_tags=("zebra",))
        await until(pilot, lambda: figure_of(pilot, "8 Tagged") == "1")
