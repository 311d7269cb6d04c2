"""Mail: an operator sees what became of letters, and has those tried again that no server took."""

from __future__ import annotations

import pytest

from core import sending
from core.references import shown
from core.setting_up import change_settings
from tests.tui.office import HOSTILE, Office, hint, seen, until, window_on, words_on
from tests.tui.stage import line_with
from tui.screens.mail import MailScreen
from tui.screens.queues import QueuesScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.mail_list import MailList

SIZES = [(60, 20), (80, 24), (120, 36)]


async def lost_one(office: Office, answer: str = "550 5.1.1 No such user here") -> sending.Waiting:
    """A letter that the server refused for good, one that it takes later, and one that left."""
    await office.olga.write(change_settings, {"desk.address": "help@desk.example"})
    office.reception.has_mail_server = True
    desk = office.reception.the_desk_itself()
    first = await desk.write(sending.take_up)
    await office.olga.write(sending.send_again, None)  # what waited since the office was furnished was given up
    second, third = await desk.write(sending.take_up), await desk.write(sending.take_up)
    assert first is not None
    assert second is not None
    assert third is not None
    await desk.write(sending.was_not_sent, first.number, answer, for_good=True)
    await desk.write(sending.was_not_sent, second.number, "451 Not now", for_good=False)
    await desk.write(sending.was_sent, third.number)
    (lost,) = await office.olga.read(sending.given_up)
    return lost


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_given_up_stands_first_with_the_last_answer_of_the_server(
    office: Office, size: tuple[int, int]
) -> None:
    lost = await lost_one(office)
    async with window_on(office, office.olga, MailScreen, size) as pilot:
        await seen(pilot, "1 given up")

        assert "given up" in line_with(pilot.app, "▌")
        assert lost.letter.to.email in words_on(pilot.app)
        await seen(pilot, "the server answered:")
        await seen(pilot, "550 5.1.1 No such user")
        rows = pilot.app.screen.query_one(MailList).window.rows
        words = [row.fate for row in rows if isinstance(row, sending.Waiting)]
        assert words == sorted(words, key=[2, 0, 1].index)
        assert {sending.Fate.GIVEN_UP, sending.Fate.WAITS, sending.Fate.SENT} == set(words)


async def test_a_letter_is_tried_again_by_a_key(office: Office) -> None:
    await lost_one(office)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 given up")
        await pilot.press("r")

        await until(pilot, lambda: "will be tried again" in hint(pilot.app))
        await seen(pilot, "0 given up")
    assert await office.olga.read(sending.given_up) == ()


async def test_all_are_tried_again_after_a_question(office: Office) -> None:
    await lost_one(office)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 given up")
        await pilot.press("R")
        await seen(pilot, "Try 1 letter again?")
        await pilot.press("y")

        await seen(pilot, "0 given up")


async def test_the_ticket_of_a_letter_opens(office: Office) -> None:
    lost = await lost_one(office)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 given up")
        await pilot.press("enter")

        await until(pilot, lambda: isinstance(pilot.app.screen, TicketScreen))
        await seen(pilot, shown(lost.letter.about.reference))


async def test_a_server_that_says_hostile_things_says_them_as_text(office: Office) -> None:
    await lost_one(office, f"550 {HOSTILE}")
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 given up")

        assert "\x1b" not in words_on(pilot.app)


async def test_a_desk_that_sends_nothing_says_what_is_missing(office: Office) -> None:
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "desk.address in the settings is not set")


async def test_it_stands_on_the_number_keys(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Queues")
        await pilot.press("3")
        await until(pilot, lambda: isinstance(pilot.app.screen, MailScreen))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, QueuesScreen))
