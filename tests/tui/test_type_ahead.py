"""Keys that come while rows are on their way mean the rows that come: none of them is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.events import Key

from core import opening
from storage.opening import open_store
from tests.tui.front_desk import NOON, FrontDesk, _set_up, front_desk, reception_of
from tui.screens.ticket import TicketScreen
from tui.widgets.composer import Composer
from tui.widgets.ticket_list import TicketList

TICKETS = 320


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    """Maya at a long list, of which a part is in memory."""
    opened = open_store(f"sqlite:///{tmp_path / 'desk.db'}", create=True)
    clock = [NOON - TICKETS * 60_000]
    reception = reception_of(tmp_path, clock, opened)
    await _set_up(reception, {})
    ann = await reception.claimed("ann@acme.example")
    for number in range(TICKETS):
        clock[0] += 60_000
        await ann.write(opening.open_ticket, opening.Form(f"Question {number}", "How?", f"key {number}"))
    await opened.close()
    async with front_desk(tmp_path, who="maya@acme.example") as front:
        await front.sees("Question 0 ")
        yield front


def burst(front: FrontDesk, *keys: str) -> None:
    """Keys as a slow line delivers them after a pause."""
    for key in keys:
        front.pilot.app.post_message(Key(key, key if len(key) == 1 else None))


def subject(front: FrontDesk) -> str:
    row = front.one(TicketList).selected
    return row.subject if row else ""


async def test_moves_after_a_jump_to_the_end_begin_there(front: FrontDesk) -> None:
    burst(front, "end", "k", "k")
    await front.until(lambda: subject(front) == f"Question {TICKETS - 3}")

    burst(front, "home", "j", "end", "home", "j", "j")
    await front.until(lambda: subject(front) == "Question 2")


async def test_what_follows_a_change_of_view_is_done_in_the_new_one(front: FrontDesk) -> None:
    burst(front, "5", "7", "end", "k", "enter")

    await front.comes_to(TicketScreen)
    await front.sees(f"Question {TICKETS - 2}")


async def test_page_keys_that_outrun_the_rows_get_as_far_as_they_were_pressed(front: FrontDesk) -> None:
    rows = front.one(TicketList)
    burst(front, *["pagedown"] * 12)

    await front.until(lambda: subject(front) == f"Question {12 * (rows.body_height - 1)}")
    burst(front, *["pageup"] * 11)
    await front.until(lambda: subject(front) == f"Question {rows.body_height - 1}")


async def test_a_wish_right_after_marking_all_is_for_all(front: FrontDesk) -> None:
    burst(front, "X", "t")

    await front.sees(f"Take {TICKETS} tickets?")


@pytest.mark.parametrize("pause", [0.0, 0.02, 0.1, 0.25])
async def test_what_follows_the_opening_of_a_ticket_is_done_in_it(front: FrontDesk, pause: float) -> None:
    burst(front, "enter")
    await asyncio.sleep(pause)  # a person's fingers, faster or slower than the desk
    burst(front, "r", *"etc")

    await front.comes_to(TicketScreen)
    await front.until(lambda: front.one(Composer).text == "etc")
