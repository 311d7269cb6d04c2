"""Queues: where an operator starts."""

from __future__ import annotations

from typing import Any

import pytest
from textual.timer import Timer

from core.calendars import HOUR
from core.staffing import disable_person
from core.tickets import Priority
from tests.tui.office import Office, gone, hint, seen, until, window_on, words_on
from tests.tui.stage import line_with, lines_of
from tui.glyphs import PLAIN
from tui.messages import TicketsChanged
from tui.screens.inbox import InboxScreen
from tui.screens.pace import COUNTS_AFTER
from tui.screens.people import PeopleScreen
from tui.screens.queues import QueuesScreen
from tui.widgets.queue_list import QueueList


async def test_each_queue_says_how_deep_it_is_and_how_fast_and_all_of_them_together(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")

        heads = "queue active unassigned waiting late due soon oldest first answer in time arrivals a day"
        assert line_with(pilot.app, "unassigned").split() == heads.split()
        network = line_with(pilot.app, "Network").split()
        assert network[:13] == ["▌", "Network", "3", "2", "1", "▲", "1", "△", "1", "5h", "0m", "100", "%"]
        assert network[14:] == ["3", "today"]
        billing = line_with(pilot.app, "Billing").split()
        assert billing[:11] == ["Billing", "3", "2", "0", "▲", "1", "0", "5h", "0m", "100", "%"]
        together = line_with(pilot.app, "  All").split()
        assert together[:12] == ["All", "6", "4", "1", "▲", "2", "△", "1", "5h", "0m", "100", "%"]
        assert "Queues  6 active   2 late   first answer over 7 days, arrivals over 14" in words_on(pilot.app)


async def test_arrivals_stand_as_high_as_the_highest_day_and_today_is_the_last(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")

        (spark,) = [word for word in line_with(pilot.app, "Network").split() if "▁" in word]

        assert spark == "▁▁▁▁▄▁▁▁▁▁▁▄▁█"  # one nine days ago, one two days ago, three today


async def test_who_carries_what_and_how_the_desk_is_stand_below(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Who carries what")

        maya, jonas, nobody = (line_with(pilot.app, name).split() for name in ("Maya Lind", "Jonas Weber", "nobody"))
        assert maya[2:7] == ["■" * 6, "1", "▲", "1", "late"]
        assert jonas[2:4] == ["■" * 6, "1"]
        assert nobody[1:6] == ["■" * 24, "4", "▲", "1", "late"]
        assert "✓ database" in words_on(pilot.app)
        assert "✓ files      1 attached" in words_on(pilot.app)
        assert "to be sent" in line_with(pilot.app, "‖ letters")


async def test_whoever_is_disabled_and_still_has_tickets_is_told_as_such(office: Office) -> None:
    await office.olga.write(disable_person, "jonas@acme.example")
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Jonas Weber")

        assert line_with(pilot.app, "Jonas Weber").split()[2:5] == ["■" * 6, "1", "disabled"]


async def test_what_came_in_stands_beside_what_was_answered(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "came in, left")

        names = lines_of(pilot.app)[-3].split()
        ground = lines_of(pilot.app)[-4].split()

        assert names == ["Tu", "We", "Th", "Fr", "Sa", "Su", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "Mo"]
        assert ground == ["0", "██", "██", "██", "██", "██"]  # one and one, two and two, six and none


async def test_the_lower_half_folds_before_the_queues_do(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Arrivals and answers")
        for size, there, gone_by_now in (
            ((80, 24), ("Who carries what", "database", "due soon", "answered, right"), ("in time",)),
            ((80, 20), ("Who carries what", "database"), ("Arrivals and answers",)),
            ((60, 20), ("Who carries what", "oldest"), ("database", "due soon")),
            ((60, 12), ("oldest", "  All"), ("Who carries what",)),
            ((120, 36), ("Who carries what", "database", "Arrivals and answers", "today"), ()),
        ):
            await pilot.resize_terminal(*size)
            for words in gone_by_now:
                await gone(pilot, words)
            for words in there:
                await seen(pilot, words)


async def test_with_plain_glyphs_every_figure_is_still_there(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen, glyphs=PLAIN) as pilot:
        await seen(pilot, "Who carries what")

        assert "".join(lines_of(pilot.app)[2:]).isascii()
        assert line_with(pilot.app, "Network").split()[-3] == "____-______-_#"
        assert "1 > 1 late" in line_with(pilot.app, "Maya Lind")


async def test_a_burst_of_changes_is_counted_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "6 active")
        screen = pilot.app.screen
        asked: list[float] = []
        set_timer = screen.set_timer

        def noted(wait: float, *what: Any) -> Timer:
            asked.append(wait)
            return set_timer(wait, *what)

        monkeypatch.setattr(screen, "set_timer", noted)

        for _ in range(20):
            screen.post_message(TicketsChanged(frozenset()))
        await office.opens(office.ben, "Phones are down")
        await seen(pilot, "7 active")

        assert len(asked) <= 2
        assert all(wait >= COUNTS_AFTER for wait in asked)


async def test_what_happens_while_something_lies_over_the_queues_is_counted_when_they_are_seen_again(
    office: Office,
) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "6 active")
        await pilot.press("0")
        await seen(pilot, "yours and nobody's")
        await office.opens(office.ben, "Phones are down")
        await seen(pilot, "Phones are down")

        await pilot.press("0")

        await seen(pilot, "7 active")


async def test_at_midnight_today_is_another_day(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "6 today")
        office.clock[0] += 12 * HOUR

        pilot.app.screen.let_time_pass()  # type: ignore[attr-defined]

        await seen(pilot, "0 today")


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

        await seen(pilot, "arrivals over 14")


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
