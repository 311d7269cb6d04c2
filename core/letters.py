"""The letters that a desk posts: who is told what. They are rows of the outbox until mail takes them out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from core.entries import PublicEntry
from core.occasion import Occasion
from core.people import Actor, Person, Role
from core.settings import DeskSettings
from core.tickets import Ticket

if TYPE_CHECKING:
    from core.store import Transaction

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
    UNDELIVERED = "undelivered"
    CODE = "code"
    MENTIONED = "mentioned"
    DIGEST = "digest"

    @property
    def is_of_a_ticket(self) -> bool:
        """Else it is about whoever gets it; a code may still be for a ticket."""
        return self not in (Subject.CODE, Subject.DIGEST)


class Letter(NamedTuple):
    """One letter to one person. `entry` is the message that it carries, and can only be a public one; `by` is whoever
    did what it tells of, None where nobody is known.

    `message_id` is minted here, once; `not_before` is the instant before which it must not leave.
    """

    subject: Subject
    ticket: Ticket | None
    to: Person
    message_id: str
    not_before: int
    entry: PublicEntry | None = None
    by: Person | None = None

    @property
    def about(self) -> Ticket:
        """The ticket of a letter whose subject is of one."""
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
    domain = _domain(settings)

    def letter(to: Person) -> Letter:
        minted = occasion.message_id(domain, _nth(subject, ticket, to))
        return Letter(subject, ticket, to, minted, occasion.at + delay, entry, by.person)

    return tuple(letter(person) for person in people.values())


def personal_letter(
    subject: Subject, to: Person, occasion: Occasion, settings: DeskSettings, ticket: Ticket | None = None
) -> Letter:
    """A letter about whoever gets it, whose contents are made when it leaves."""
    minted = occasion.message_id(_domain(settings), _nth(subject, ticket, to))
    return Letter(subject, ticket, to, minted, occasion.at)


def customer_side(ticket: Ticket) -> tuple[Person, ...]:
    return (ticket.requester, *ticket.participants)


def owner(ticket: Ticket) -> tuple[Person, ...]:
    """Whoever has the ticket, while they work here: somebody who left hears nothing more of it."""
    has_it = ticket.assignee
    return (has_it,) if has_it is not None and has_it.is_staff and has_it.active else ()


def who_works_on(tx: Transaction, before: Ticket, saved: Ticket) -> tuple[Person, ...]:
    """Whoever has the ticket; every agent where it came back to work and nobody has it."""
    came_back = saved.status.is_active and not before.status.is_active
    return owner(saved) or (tx.people(at_least=Role.AGENT) if came_back else ())


def _domain(settings: DeskSettings) -> str:
    return settings.address.rpartition("@")[2] or NO_DOMAIN


def _nth(subject: Subject, ticket: Ticket | None, person: Person) -> int:
    """A number of its own for every letter of an occasion, which may be about many tickets: none share a Message-ID."""
    which = 0 if ticket is None else int.from_bytes(ticket.reference.encode(), "big")
    return (which << 64) + person.id * len(Subject) + list(Subject).index(subject)
