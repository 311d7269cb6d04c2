"""What tests do with the list of the Inbox."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from tests.tui.office import seen, until
from tui.widgets.ticket_list import TicketList
from tui.widgets.views import Views


def tickets(pilot: Pilot[Any]) -> TicketList:
    return pilot.app.screen.query_one(TicketList)


def subjects(pilot: Pilot[Any]) -> list[str]:
    """The rows that are here, in their order, by the first word of each."""
    return [row.subject.split()[0] for row in tickets(pilot).window.rows]


async def ready(pilot: Pilot[Any], words: str = "Card terminal") -> None:
    """The Inbox stands, with its rows and figures."""
    await seen(pilot, words)
    await until(pilot, lambda: pilot.app.screen.query_one(Views).counts is not None)


async def on_row(pilot: Pilot[Any], subject: str) -> None:
    """Put the cursor on the ticket with this subject."""
    row = next(row for row in tickets(pilot).window.rows if row.subject.startswith(subject))
    tickets(pilot).select(str(row.reference))
    await pilot.pause()
