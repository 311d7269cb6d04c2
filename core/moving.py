"""What follows when a ticket changes: its owner, its clocks, and when the desk has to look at it again.

Pure functions from one ticket to the next. `at` is always epoch milliseconds;
versions and entries are the store's work.
"""

from __future__ import annotations

from dataclasses import replace

from core.calendars import DAY
from core.deadlines import NEVER, Clock
from core.errors import Refused
from core.people import Actor, Person
from core.settings import DeskSettings
from core.tickets import Party, Status, Ticket, permit_move

WARNED_BEFORE_CLOSING = 1 * DAY


def moved(ticket: Ticket, to: Status, actor: Actor, at: int, settings: DeskSettings) -> Ticket:
    """The ticket in its new status, if the table of moves allows it. Raises Refused.

    Open means that nobody has it: going back to open releases the owner, in progress and resolved take one.
    Whoever asked may say that it is solved, staff or not.
    """
    closes_own = to is Status.CLOSED and ticket.is_customer_side(actor)
    permit_move(ticket, to, Party.CUSTOMER if closes_own else ticket.party(actor))
    if to is ticket.status:
        return ticket
    if to is Status.OPEN:
        ticket = replace(ticket, assignee=None)
    if to in (Status.IN_PROGRESS, Status.RESOLVED) and ticket.assignee is None and actor.is_staff:
        ticket = replace(ticket, assignee=actor.person)
    return _in_status(ticket, to, at, settings)


def assigned(ticket: Ticket, owner: Person | None, at: int, settings: DeskSettings) -> Ticket:
    """The ticket with this owner; an active one is in progress when somebody has it, open when nobody does."""
    if owner is not None and ticket.assignee is not None and owner.id == ticket.assignee.id:
        return ticket
    ticket = replace(ticket, assignee=owner)
    if not ticket.status.is_active:
        return ticket
    return _in_status(ticket, Status.OPEN if owner is None else Status.IN_PROGRESS, at, settings)


def customer_spoke(ticket: Ticket, at: int, settings: DeskSettings) -> Ticket:
    """The customer's side wrote: the answer clock runs from the oldest message without an answer; what slept wakes."""
    ticket = replace(ticket, respond=ticket.respond or Clock(at))
    if ticket.status.is_active:
        return timed(ticket, settings)
    return woken(ticket, at, settings)


def woken(ticket: Ticket, at: int, settings: DeskSettings) -> Ticket:
    """Back to work after waiting, resolved or closed. A closed ticket starts over without an owner."""
    if ticket.status is Status.CLOSED:
        ticket = replace(ticket, assignee=None)
    ticket = replace(ticket, respond=ticket.respond or Clock(at))
    return _in_status(ticket, Status.IN_PROGRESS if ticket.assignee else Status.OPEN, at, settings)


def staff_answered(ticket: Ticket, actor: Actor, then: Status | None, at: int, settings: DeskSettings) -> Ticket:
    """A public answer of staff: it meets the answer clock, takes what nobody has, and starts work on an open ticket.

    Raises Refused for a move that the table does not have, and for open: an answered ticket is somebody's.
    """
    if then is Status.OPEN:
        raise Refused("An answered ticket is in progress, waiting or resolved: choose one of these.", field="status")
    if ticket.answered_at is None:
        in_time = None if ticket.respond_by is None else at <= ticket.respond_by
        ticket = replace(ticket, answered_at=at, answered_in_time=in_time)
    ticket = replace(ticket, respond=None, assignee=ticket.assignee or actor.person)
    to = then or (Status.IN_PROGRESS if ticket.status is Status.OPEN else ticket.status)
    return timed(moved(ticket, to, actor, at, settings), settings)


def _in_status(ticket: Ticket, to: Status, at: int, settings: DeskSettings) -> Ticket:
    """Set the status, pause or resume the clocks, remember when it was settled and how often it came back."""
    if to is not ticket.status:
        came_back = ticket.status.is_settled and not to.is_settled
        same_deadline = ticket.status.is_active and to.is_active  # what was told of it stays told
        ticket = replace(
            ticket,
            status=to,
            respond=_running(ticket.respond, to, at, settings),
            resolve=_running(ticket.resolve, to, at, settings),
            settled_at=at if to.is_settled else None,
            reopens=ticket.reopens + came_back,
            notices=ticket.notices if same_deadline else 0,
        )
    return timed(ticket, settings)


def _running(clock: Clock | None, status: Status, at: int, settings: DeskSettings) -> Clock | None:
    if clock is None:
        return None
    return clock.resumed(at, settings.calendar) if status.is_active else clock.paused(at)


def timed(ticket: Ticket, settings: DeskSettings) -> Ticket:
    """Every instant that follows from the clocks, the priority and the settings; call it after any change of these."""
    target, calendar = settings.target(ticket.priority), settings.calendar
    respond_by = ticket.respond.due(target.respond, calendar) if ticket.respond else None
    resolve_by = ticket.resolve.due(target.resolve, calendar) if ticket.resolve and target.resolve is not None else None
    due = soon_at = NEVER
    if ticket.status.is_active:
        if respond_by is not None and ticket.respond:
            due, soon_at = respond_by, ticket.respond.soon(target.respond, calendar)
        if resolve_by is not None and resolve_by < due and ticket.resolve and target.resolve is not None:
            due, soon_at = resolve_by, ticket.resolve.soon(target.resolve, calendar)
    notices = ticket.notices if due == ticket.due else 0
    ticket = replace(ticket, respond_by=respond_by, resolve_by=resolve_by, due=due, soon_at=soon_at, notices=notices)
    return replace(ticket, wake_at=_next_look(ticket, settings))


def _next_look(ticket: Ticket, settings: DeskSettings) -> int:
    """When time itself has to do something: tell of a deadline, warn before closing, close."""
    if ticket.status is Status.RESOLVED and ticket.settled_at is not None:
        closes = ticket.settled_at + settings.close_after
        return max(ticket.settled_at, closes - WARNED_BEFORE_CLOSING) if ticket.notices == 0 else closes
    if ticket.status.is_active:
        return (ticket.soon_at, ticket.due, NEVER)[min(ticket.notices, 2)]
    return NEVER
