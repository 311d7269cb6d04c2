"""Who has opened a ticket, and how far they have read: what is left is unread to them."""

from __future__ import annotations

from collections.abc import Collection

from core.entries import Kind
from core.people import Person
from core.tickets import Status
from tui.demo.acting import Play
from tui.demo.draws import Draw
from tui.demo.people import MAYA, OLGA

ReadMarks = tuple[tuple[Person, int], ...]
"""People and how many of the entries each has read."""


def read_by_its_people(play: Play) -> ReadMarks:
    """Requester and owner; a guest has no account to keep a mark in."""
    ticket, count = play.ticket, len(play.entries)
    owner = () if ticket.assignee is None else ((ticket.assignee, count),)
    return ((ticket.requester, count), *owner) if ticket.requester.verified else owner


def read_by(play: Play, unread_by: Collection[Person] = ()) -> ReadMarks:
    """Its people, Maya and Olga; whoever is named in `unread_by` has not seen the last message yet."""
    people = dict(read_by_its_people(play)) | dict.fromkeys((MAYA, OLGA), len(play.entries))
    if unread_by:
        people |= dict.fromkeys(unread_by, _before_last_message(play))
    return tuple(people.items())


def not_opened(play: Play, number: int) -> tuple[Person, ...]:
    """Who has not come to it yet: a customer who has an answer, an owner who has a message, colleagues now and then."""
    draw, ticket = Draw(4, number), play.ticket
    last = next(entry for entry in reversed(play.entries) if entry.kind is not Kind.EVENT)
    theirs = last.author is not None and last.author.id == ticket.requester.id
    if ticket.status in (Status.WAITING, Status.RESOLVED):
        return (ticket.requester,) if draw.happens(40) and ticket.requester.verified else ()
    people = [ticket.assignee] if theirs and ticket.assignee is not None and draw.happens(30) else []
    return (*people, *(person for person in (MAYA, OLGA) if theirs and draw.happens(12)))


def _before_last_message(play: Play) -> int:
    return max(place for place, entry in enumerate(play.entries) if entry.kind is not Kind.EVENT)
