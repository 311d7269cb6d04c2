"""A customer at their ticket, for tests of what they see and write there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.events import Paste
from textual.pilot import Pilot

from core.tickets import Ticket
from tests.tui.stage import lines_of, until
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.session import Session
from tui.widgets.composer import Composer
from tui.widgets.text_box import TextBox


def opened(ticket: Ticket, **how: Any) -> Callable[[Session], CustomerTicketScreen]:
    return lambda session: CustomerTicketScreen(session, ticket.reference, **how)


def composer(pilot: Pilot[Any]) -> Composer:
    return pilot.app.screen.query_one(Composer)


async def writes(pilot: Pilot[Any], text: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
    pilot.app.post_message(Paste(text))
    await until(pilot, lambda: text in composer(pilot).text)


async def clicks(pilot: Pilot[Any], words: str) -> None:
    y, line = next((y, line) for y, line in enumerate(lines_of(pilot.app)) if words in line)
    await pilot.click(offset=(line.index(words), y))
