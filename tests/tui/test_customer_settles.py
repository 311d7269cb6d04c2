"""A customer says that it is solved, or reopens their ticket."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from core.calendars import DAY
from core.entries import Kind
from core.reading import look_at
from core.references import Reference, shown
from core.tickets import Status
from tests.tui.my_ticket import clicks, opened, writes
from tests.tui.office import NOON, SIZES, Office, gone, hint, message, seen, window_on, words_on
from tests.tui.stage import lines_of, until
from tui.modals.confirm import Confirm
from tui.screens.customer_ticket import CustomerTicketScreen


@pytest.mark.parametrize("size", SIZES)
async def test_a_resolved_ticket_asks_whether_it_is_solved(office: Office, size: tuple[int, int]) -> None:
    phone = await office.ticket("Phone")
    async with window_on(office, office.ben, opened(phone), size) as pilot:
        await seen(pilot, "Is it solved?")
        await seen(pilot, "yes, close it")
        await seen(pilot, "no, reopen it")
        await seen(pilot, "closes")
        await until(pilot, lambda: hint(pilot.app).startswith("c confirm   o reopen   r reply"))
        await pilot.press("c")

        await until(pilot, lambda: "Closed. Thank you for telling us." in message(pilot.app))
        await gone(pilot, "Is it solved?")
        assert (await office.ticket("Phone")).status is Status.CLOSED


async def test_the_answer_to_the_question_can_be_clicked(office: Office) -> None:
    phone = await office.ticket("Phone")
    async with window_on(office, office.ben, opened(phone)) as pilot:
        await seen(pilot, "yes, close it")
        await clicks(pilot, "yes, close it")
        await until(pilot, lambda: "Closed." in message(pilot.app))
        assert (await office.ticket("Phone")).status is Status.CLOSED


async def test_reopening_asks_for_what_still_fails_and_leaves_room_for_the_way_out(office: Office) -> None:
    phone = await office.ticket("Phone")
    async with window_on(office, office.ben, opened(phone), (100, 30)) as pilot:
        await seen(pilot, "no, reopen it")
        await clicks(pilot, "no, reopen it")
        await until(pilot, lambda: "Reopened. Tell us what still fails." in message(pilot.app))
        await until(pilot, lambda: "ctrl+s send   esc close, keep draft" in lines_of(pilot.app)[-1])
        await writes(pilot, "It rings elsewhere.")
        await pilot.press("ctrl+s")
        await seen(pilot, "You")
        assert (await office.ticket("Phone")).status is Status.IN_PROGRESS


async def test_it_is_solved_from_the_composer_sends_what_is_typed_and_closes(office: Office) -> None:
    backup = await office.ticket("Backup report")
    async with window_on(office, office.ann, opened(backup)) as pilot:
        await writes(pilot, "It was the third, and it is gone.")
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "Closed." in message(pilot.app))

        view = await office.view("Backup report")
        assert view.ticket.status is Status.CLOSED
        assert view.thread.entries[-1].kind is Kind.EVENT
        assert "It was the third, and it is gone." in [entry.body for entry in view.thread.entries]


async def test_c_on_an_open_ticket_asks_before_it_closes(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("n")
        assert (await office.ticket("VPN")).status is Status.IN_PROGRESS
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "Closed." in message(pilot.app))


async def test_a_closed_ticket_can_be_reopened_and_not_confirmed(office: Office) -> None:
    badge = await office.ticket("Old badge")
    async with window_on(office, office.ann, opened(badge)) as pilot:
        await seen(pilot, "■ closed")
        await seen(pilot, "finished")
        await until(pilot, lambda: "o reopen" in hint(pilot.app))
        assert "c confirm" not in hint(pilot.app)
        await pilot.press("o")
        await until(pilot, lambda: "Reopened." in message(pilot.app))
        assert (await office.ticket("Old badge")).status is Status.OPEN


async def test_confirming_what_has_changed_since_looks_again_first(office: Office) -> None:
    phone = await office.ticket("Phone")
    async with window_on(office, office.ben, opened(phone)) as pilot:
        await seen(pilot, "Is it solved?")
        screen = pilot.app.screen
        assert isinstance(screen, CustomerTicketScreen)
        assert screen.view is not None
        screen.view = screen.view._replace(ticket=replace(screen.view.ticket, version=1))
        await pilot.press("c")
        await until(pilot, lambda: "changed since you looked" in message(pilot.app))
        assert (await office.ticket("Phone")).status is Status.RESOLVED


@pytest.mark.parametrize("how", ["reopen", "reply"])
async def test_what_was_closed_too_long_ago_goes_on_in_a_new_ticket(office: Office, how: str) -> None:
    badge = await office.ticket("Old badge")
    office.clock[0] = NOON + 60 * DAY
    async with window_on(office, office.ann, opened(badge)) as pilot:
        await seen(pilot, "■ closed")
        if how == "reopen":
            await pilot.press("o")
        else:
            await pilot.press("r")
            await writes(pilot, "It opens the door again.")
            await pilot.press("ctrl+s")

        await until(pilot, lambda: _reference(pilot) not in (None, badge.reference))
        await until(pilot, lambda: "This one goes on from it" in message(pilot.app))
        new = _reference(pilot)
        assert new is not None
        assert shown(new) in message(pilot.app)
        assert shown(new) in words_on(pilot.app)
        assert (await office.ann.read(look_at, new)).ticket.follows == badge.reference


def _reference(pilot: Pilot[Any]) -> Reference | None:
    screen = pilot.app.screen
    return screen.reference if isinstance(screen, CustomerTicketScreen) else None


async def test_what_came_by_id_and_address_goes_on_in_a_new_ticket_too(office: Office) -> None:
    badge = await office.ticket("Old badge")
    office.clock[0] = NOON + 60 * DAY
    by_pair = await office.reception.by_pair(badge.reference, "ann@acme.example")
    async with window_on(office, by_pair, opened(badge)) as pilot:
        await seen(pilot, "■ closed")
        await pilot.press("o")
        await until(pilot, lambda: "This one goes on from it" in message(pilot.app))
        await seen(pilot, "received, waiting for our answer")
