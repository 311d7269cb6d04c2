"""A ticket as the values of its row and of the rows beside it."""

from __future__ import annotations

from collections.abc import Mapping

from core.deadlines import Clock
from core.tickets import Status, Ticket
from storage.codes import SOURCE_CODES

Values = dict[str, object]


def ticket_values(ticket: Ticket, categories: Mapping[str, int]) -> Values:
    """Everything that a row of `tickets` keeps of it, but for what the database works out and the last entries."""
    return {
        "reference": ticket.reference,
        "subject": ticket.subject,
        "category_id": categories[ticket.category],
        "priority": int(ticket.priority),
        "status": int(ticket.status),
        "requester_id": ticket.requester.id,
        "assignee_id": ticket.assignee.id if ticket.assignee else None,
        "source": SOURCE_CODES[ticket.source],
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "public_at": ticket.public_at,
        "version": ticket.version,
        "public_version": ticket.public_version,
        **_clock("respond", ticket.respond),
        **_clock("resolve", ticket.resolve),
        "respond_by": ticket.respond_by,
        "resolve_by": ticket.resolve_by,
        "due": ticket.due,
        "soon_at": ticket.soon_at,
        "wake_at": ticket.wake_at,
        "notices": ticket.notices,
        "settled_at": ticket.settled_at,
        "answered_at": ticket.answered_at,
        "answered_in_time": ticket.answered_in_time,
        "reopens": ticket.reopens,
        "follows": ticket.follows,
    }


def _clock(name: str, clock: Clock | None) -> Values:
    return {
        f"{name}_started": clock.started if clock else None,
        f"{name}_paused_at": clock.paused_at if clock else None,
        f"{name}_paused_total": clock.paused_total if clock else 0,
    }


def standing_values(ticket: Ticket) -> Values:
    """Where the ticket stands in the lists of its customers."""
    return {
        "closed": ticket.status is Status.CLOSED,
        "rank": 0 if ticket.status is Status.WAITING else 1,
        "public_desc": -ticket.public_at,
    }


def participant_values(number: int, ticket: Ticket) -> list[Values]:
    """The requester first. Others were named by somebody: what is theirs is proved as far as their address is."""
    standing = standing_values(ticket)
    others = [person for person in ticket.participants if person.id != ticket.requester.id]
    return [
        {
            "ticket_id": number,
            "person_id": person.id,
            "place": place,
            "proved": person.verified if place else ticket.proved,
            **standing,
        }
        for place, person in enumerate((ticket.requester, *others))
    ]


def tag_values(number: int, ticket: Ticket) -> list[Values]:
    return [{"ticket_id": number, "name": name, "place": place} for place, name in enumerate(ticket.tags)]
