"""Welcome: the three ways in, by key, by mouse and by arrows; what the desk promises and how else to reach it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.calendars import ALWAYS, DAY, HOUR, MINUTE
from core.deadlines import Target
from core.hours import read_hours
from core.settings import DeskSettings
from core.tickets import Priority
from tests.tui.front_desk import front_desk
from tests.tui.office import HOSTILE, SIZES
from tui.promised import answered_within, answered_within_short, hours_words
from tui.screens.find_ticket import FindTicketScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.sign_in import SignInScreen
from tui.screens.welcome import WelcomeScreen


@pytest.mark.parametrize("size", SIZES)
async def test_a_guest_sees_the_ways_in_and_what_is_promised(tmp_path: Path, size: tuple[int, int]) -> None:
    contact = ("desk.contact", "acme.example/help, 555 0100")
    async with front_desk(tmp_path, size=size, settings=[contact]) as front:
        assert isinstance(front.screen, WelcomeScreen)
        for words in ("Acme Support", "Open a ticket", "Find my ticket", "Sign in"):
            assert words in front.words
        assert "First answer: urgent 1 h  high 4 h  medium 24 h  low 48 h" in front.words
        assert "acme.example/help, 555 0100" in front.words
        assert front.lines[-1].split() == ["j", "k", "move", "enter", "choose", "?", "keys", "q", "quit"]


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        (("n",), NewTicketScreen),
        (("enter",), NewTicketScreen),
        (("f",), FindTicketScreen),
        (("j", "enter"), FindTicketScreen),
        (("s",), SignInScreen),
        (("down", "down", "down", "enter"), SignInScreen),
        (("j", "k", "enter"), NewTicketScreen),
    ],
)
async def test_every_way_in_has_a_key_and_can_be_reached_with_the_arrows(
    tmp_path: Path, keys: tuple[str, ...], screen: type[NewTicketScreen]
) -> None:
    async with front_desk(tmp_path) as front:
        await front.presses(*keys)

        await front.comes_to(screen)


async def test_every_way_in_can_be_clicked(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await front.clicks("with its ID")

        await front.comes_to(FindTicketScreen)


async def test_a_desk_that_says_nothing_of_itself_asks_what_is_wrong(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        assert "How can we help?" in front.words


async def test_the_hours_stand_below_the_name(tmp_path: Path) -> None:
    async with front_desk(tmp_path, settings=[("desk.hours", "mon-fri 08:00-18:00")]) as front:
        assert "People answer here, Monday to Friday 8:00 to 18:00." in front.words


async def test_a_hostile_contact_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    async with front_desk(tmp_path, settings=[("desk.contact", HOSTILE), ("desk.name", HOSTILE)]) as front:
        assert "[red]^[[31m" in front.words
        assert "\u202e" not in front.words


@pytest.mark.parametrize(
    ("span", "words", "short"),
    [
        (HOUR, "1 hour", "1 h"),
        (48 * HOUR, "48 hours", "48 h"),
        (30 * MINUTE, "30 minutes", "30 min"),
        (90 * MINUTE, "90 minutes", "90 min"),
        (5 * DAY, "5 days", "5 d"),
    ],
)
def test_a_promise_is_told_as_people_say_it(span: int, words: str, short: str) -> None:
    settings = DeskSettings(low=Target(span))
    assert (answered_within(settings, Priority.LOW), answered_within_short(settings, Priority.LOW)) == (words, short)


@pytest.mark.parametrize(
    ("span", "words", "short"),
    [
        (HOUR, "1 working hour", "1 h"),
        (24 * HOUR, "24 working hours", "24 h"),
        (30 * MINUTE, "30 working minutes", "30 min"),
        (5 * DAY, "120 working hours", "120 h"),
    ],
)
def test_a_desk_that_closes_promises_working_hours(span: int, words: str, short: str) -> None:
    settings = DeskSettings(low=Target(span), calendar=read_hours("mon-fri 09:00-12:00 13:00-17:00"))
    assert (answered_within(settings, Priority.LOW), answered_within_short(settings, Priority.LOW)) == (words, short)


@pytest.mark.parametrize("size", SIZES)
async def test_working_hours_are_said_with_the_promises(tmp_path: Path, size: tuple[int, int]) -> None:
    hours = ("desk.hours", "mon-fri 09:00-12:00 13:00-17:00; zone Europe/Berlin")
    async with front_desk(tmp_path, size=size, settings=[hours]) as front:
        await front.sees("First answer, in working hours:", "urgent 1 h  high 4 h  medium 24 h  low 48 h")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("24x7", ""),
        ("mon-fri 08:00-18:00", "People answer here, Monday to Friday 8:00 to 18:00."),
        ("mon 08:00-12:00; sat 10:00-12:00", "People answer here, Monday 8:00 to 12:00, Saturday 10:00 to 12:00."),
        (
            "mon-thu 09:00-12:00 13:00-17:00; zone Europe/Berlin; off 2026-12-25",
            "People answer here, Monday to Thursday 9:00 to 12:00 and 13:00 to 17:00 (Europe/Berlin).",
        ),
    ],
)
def test_the_hours_are_told_in_words(hours: str, words: str) -> None:
    calendar = ALWAYS if hours == "24x7" else read_hours(hours)
    assert hours_words(DeskSettings(calendar=calendar)) == words
