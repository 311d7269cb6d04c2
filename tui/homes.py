"""Where somebody starts. Nobody waits for the screens of others to be imported."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual.screen import Screen

from core.references import Reference, shown
from tui.screens.pace import ROWS_WITHIN
from tui.session import Session
from tui.widgets.paged_rows import PagedRows


def home_of(session: Session) -> Screen[None]:
    """Their first screen, by who they are."""
    actor = session.desk.actor
    if actor.person is None:
        from tui.screens.welcome import WelcomeScreen

        return WelcomeScreen(session)
    if actor.only is not None:
        from tui.screens.customer_ticket import CustomerTicketScreen

        return CustomerTicketScreen(session, actor.only)
    if actor.is_operator:
        from tui.screens.queues import QueuesScreen

        return QueuesScreen(session)
    if actor.is_staff:
        from tui.screens.inbox import InboxScreen

        return InboxScreen(session)
    from tui.screens.my_tickets import MyTicketsScreen

    return MyTicketsScreen(session)


def came_for(session: Session, reference: Reference) -> Screen[None]:
    """The ticket that somebody came for. Guests are asked for the e-mail that goes with it."""
    actor = session.desk.actor
    if actor.person is None:
        from tui.screens.find_ticket import FindTicketScreen

        return FindTicketScreen(session, shown(reference))
    if actor.is_staff:
        from tui.screens.ticket import TicketScreen

        return TicketScreen(session, reference)
    from tui.screens.customer_ticket import CustomerTicketScreen

    return CustomerTicketScreen(session, reference)


async def first_rows(screen: Screen[None]) -> None:
    """Wait a moment for the rows of the lists there: most often they come at once, and no empty frame is drawn."""
    with suppress(TimeoutError):
        async with asyncio.timeout(ROWS_WITHIN):
            for rows in screen.query():
                if isinstance(rows, PagedRows):
                    await rows.settled()
