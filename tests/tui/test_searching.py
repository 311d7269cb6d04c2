"""The search bar: what can follow is offered, what is wrong stands under its column, hits are shown where they are."""

from __future__ import annotations

from typing import Any

import pytest
from rich.style import Style
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Input

from storage import finding, hits
from tests.tui.agents_list import ready, subjects, tickets
from tests.tui.office import Office, gone, seen, until, window_on
from tests.tui.stage import drawn, line_with, lines_of
from tui.screens.inbox import InboxScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.widgets.ticket_list import TicketList


def typed(pilot: Pilot[Any]) -> str:
    """What stands in the search bar."""
    focused = pilot.app.focused
    assert isinstance(focused, Input)
    return focused.value


def underlined(pilot: Pilot[Any]) -> list[str]:
    """What is underlined on the screen, line by line."""
    found = []
    for strip in drawn(pilot.app):
        words = "".join(one.text if (one.style or Style()).underline else "\0" for one in strip)
        found += [word for word in words.split("\0") if word]
    return found


async def test_fields_values_people_and_tags_are_offered_and_tab_takes_them(office: Office) -> None:
    await office.changes(office.maya, await office.ticket("VPN"), add_tags=("zebra",))
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"stat")
        await seen(pilot, "  status:")
        await pilot.press("tab")
        await until(pilot, lambda: typed(pilot) == "status:")
        await seen(pilot, "open  in_progress  waiting  resolved  closed")
        await pilot.press("w")
        await gone(pilot, "resolved  closed")
        await pilot.press("tab")
        await until(pilot, lambda: typed(pilot) == "status:waiting ")
        await pilot.press(*"tag:z")
        await seen(pilot, "zebra")
        await pilot.press("tab", *"assignee:jo")
        await seen(pilot, "jonas@")
        await pilot.press("tab")
        await until(pilot, lambda: typed(pilot).startswith("status:waiting tag:zebra assignee:jonas@"))


async def test_tab_pressed_again_takes_the_next_offer(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"status:")
        await seen(pilot, "open  in_progress")
        await pilot.press("tab", "tab")
        await until(pilot, lambda: typed(pilot) == "status:in_progress ")


async def test_a_query_narrows_by_fields_and_escape_goes_back(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"status:closed", "enter")
        await seen(pilot, "Search  1   status:closed")
        await seen(pilot, "Old badge opens")
        await until(pilot, lambda: tickets(pilot).has_focus)
        await pilot.press("escape")
        await seen(pilot, "yours and nobody's")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_what_is_wrong_is_underlined_and_told_under_its_column_and_tab_mends_it(
    office: Office, size: tuple[int, int]
) -> None:
    async with window_on(office, office.maya, InboxScreen, size=size) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"status:open prioritty:>=low x*", "backspace", "backspace", "backspace", "enter")
        await seen(pilot, "No ticket matches yet.")
        await seen(pilot, "tab takes the suggestion   priority:>=low")
        await seen(pilot, "without what is underlined there are")
        sentence = line_with(pilot.app, "no field “prioritty”. Did you mean priority?")
        above = line_with(pilot.app, "/ status:open")
        if size[0] > 60:
            assert sentence.index("▲ column 13:") == above.index("prioritty")
        assert "prioritty" in underlined(pilot)
        await pilot.press("tab")
        await until(pilot, lambda: typed(pilot) == "status:open priority:>=low")
        assert "prioritty" not in underlined(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: tickets(pilot).has_focus)
        await seen(pilot, "Invoice charged")


async def test_nobody_is_told_of_half_a_word(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"status:opne")
        await pilot.pause()
        assert "column" not in "\n".join(lines_of(pilot.app))
        await pilot.press("space")
        await seen(pilot, "column 8: no status “opne”. Did you mean open?")
        await pilot.press("escape")
        await seen(pilot, "yours and nobody's")


async def test_without_a_hit_the_last_part_is_named_and_backspace_takes_it_away(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"certificate priority:low,medium -status:open has:file", "enter")
        await seen(pilot, "No ticket matches.")
        await pilot.press("backspace", "backspace")
        await seen(pilot, "Without priority there is one: backspace takes the last word away.")
        await pilot.press("backspace")
        await seen(pilot, "VPN refuses my certificate")


@pytest.mark.parametrize("size", [(160, 50), (120, 36), (80, 24)])
async def test_hits_are_underlined_in_the_message_that_holds_them(office: Office, size: tuple[int, int]) -> None:
    ticket = await office.ticket("VPN")
    await office.says(office.ann, ticket, "\n".join(["a line"] * 30 + ["then came Zebra and", "her zebras", "the end"]))
    await office.says(office.maya, ticket, "I look into it.")
    async with window_on(office, office.maya, InboxScreen, size=size) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"zebr*", "enter")
        await until(pilot, lambda: tickets(pilot).has_focus)
        await seen(pilot, "then came Zebra and")
        await until(pilot, lambda: "Zebra" in underlined(pilot))
        await pilot.press("escape")
        await gone(pilot, "then came Zebra")
        await until(pilot, lambda: not underlined(pilot))


async def test_older_ones_are_looked_through_when_one_asks(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "WALKED_AT_MOST", 2)
    monkeypatch.setattr(hits, "HITS", 1)
    monkeypatch.setattr(hits, "WALKED_AT_MOST", 1)
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"status:closed priority:>=low", "enter")
        await seen(pilot, "Press > to look among older ones.")
        await pilot.press("escape")
        await seen(pilot, "yours and nobody's")
        await pilot.press("slash", *"-status:resolved priority:>=low assignee:maya", "enter")
        await until(pilot, lambda: tickets(pilot).is_loaded and "older ones" in "\n".join(lines_of(pilot.app)))
        for _ in range(12):
            if tickets(pilot).has_focus:
                break
            await pilot.press("down")
        found = len(tickets(pilot).window)
        for _ in range(8):
            await pilot.press("greater_than_sign")
            await pilot.pause(0.05)
        await until(pilot, lambda: len(tickets(pilot).window) > found)


async def test_a_search_is_sorted_as_a_list_is_and_its_query_says_so(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"status:open,in_progress", "enter")
        await until(pilot, lambda: tickets(pilot).has_focus)

        await pilot.press("o", "p")
        await seen(pilot, "status:open,in_progress sort:priority")
        await until(pilot, lambda: subjects(pilot) == ["VPN", "Card", "Payroll", "Scanner", "Invoice", "Which"])
        heads = tickets(pilot).render_line(0).text
        assert "▾priority" in heads
        await pilot.click(TicketList, offset=Offset(heads.index("due"), 0))
        await seen(pilot, "status:open,in_progress sort:due")
        await pilot.press("slash")
        assert typed(pilot) == "status:open,in_progress sort:due"


async def test_customers_search_with_the_same_bar(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Backup report")
        await pilot.press("slash", *"ta")
        await pilot.pause()
        assert "tag:" not in "\n".join(lines_of(pilot.app))
        await pilot.press("ctrl+u", *"status:opne", "enter")
        await seen(pilot, "▲ column 8: no status “opne”. Did you mean open?")
        await seen(pilot, "tab takes the suggestion   open")
        await pilot.press("tab", "enter")
        await seen(pilot, "2 tickets with “status:open”   esc back")
        await seen(pilot, "Card terminal")
        await pilot.press("slash", "ctrl+u", *"badge", "enter")
        await seen(pilot, "Old badge")
        await pilot.press("escape")
        await seen(pilot, "Backup report")
