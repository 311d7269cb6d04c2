"""The letters that a desk posts: who is told what. They are rows of the outbox until mail takes them out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from core.entries import PublicEntry
from core.occasion import Occasion
from core.people import Actor, Person
from core.settings import DeskSettings
from core.tickets import Ticket

NO_DOMAIN = "ttydesk.invalid"  # RFC 2606: never anybody's


class Subject(Enum):
    """What a letter is about."""

    ACKNOWLEDGEMENT = "acknowledgement"
    REPLY = "reply"
    STATUS = "status"
    CLOSING_SOON = "closing_soon"
    NEW_TICKET = "new_ticket"
    CUSTOMER_WROTE = "customer_wrote"
    ASSIGNED = "assigned"
    DUE_SOON = "due_soon"
    LATE = "late"
    CODE = "code"


class Letter(NamedTuple):
    """One letter to one person. `entry` is the message that it carries, and can only be a public one. Only the letter
    with a code to sign in has no `ticket`.

    `message_id` is minted here, once; `not_before` is the instant before which it must not leave.
    """

    subject: Subject
    ticket: Ticket | None
    to: Person
    message_id: str
    not_before: int
    entry: PublicEntry | None = None

    @property
    def about(self) -> Ticket:
        """The ticket of a letter that is about one: of every letter but the one with a code to sign in."""
        if self.ticket is None:
            raise LookupError("This letter is about no ticket.")
        return self.ticket


def letters(
    subject: Subject,
    ticket: Ticket,
    to: Iterable[Person],
    occasion: Occasion,
    settings: DeskSettings,
    *,
    by: Actor,
    entry: PublicEntry | None = None,
    delay: int = 0,
) -> tuple[Letter, ...]:
    """One letter each, to whoever is not its author and can still be reached."""
    author = by.person.id if by.person else None
    people = {person.id: person for person in to if person.id != author and person.active}
    domain = settings.address.rpartition("@")[2] or NO_DOMAIN

    def letter(to: Person) -> Letter:
        minted = occasion.message_id(domain, _nth(subject, ticket, to))
        return Letter(subject, ticket, to, minted, occasion.at + delay, entry)

    return tuple(letter(person) for person in people.values())


def code_letter(to: Person, ticket: Ticket | None, occasion: Occasion, settings: DeskSettings) -> Letter:
    """The letter that brings a one-time code. What it says is drawn when it leaves."""
    domain = settings.address.rpartition("@")[2] or NO_DOMAIN
    return Letter(Subject.CODE, ticket, to, occasion.message_id(domain), occasion.at)


def customer_side(ticket: Ticket) -> tuple[Person, ...]:
    return (ticket.requester, *ticket.participants)


def owner(ticket: Ticket) -> tuple[Person, ...]:
    """Whoever has the ticket, while they work here: somebody who left hears nothing more of it."""
    has_it = ticket.assignee
    return (has_it,) if has_it is not None and has_it.is_staff and has_it.active else ()


def _nth(subject: Subject, ticket: Ticket, person: Person) -> int:
    """A number of its own for every letter of an occasion, which may be about many tickets: none share a Message-ID."""
    which = int.from_bytes(ticket.reference.encode(), "big")
    return (which << 64) + person.id * len(Subject) + list(Subject).index(subject)
