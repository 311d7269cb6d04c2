"""Reading the desk: lists, counts, a ticket with its conversation, as the one who asks may see them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.errors import NotFound
from core.listing import PAGE, Counts, Cursor, Page, Query, Row, ordered
from core.occasion import Occasion
from core.people import Actor, Person, Role
from core.permission import Verb, may, permit
from core.references import Reference
from core.saved_searches import SavedSearch, saved_searches
from core.settings import DeskSettings
from core.store import Transaction
from core.tickets import Ticket

if TYPE_CHECKING:
    from core.entries import Attachment, Filed, Thread
    from core.incoming import Mailbox

NEWEST = 100
"""How many entries of a conversation are read at once."""
OTHERS = 4


class TicketView(NamedTuple):
    """A ticket as one person sees it. `read_up_to` is the last entry they had read before; `position` dates it all.
    `copies_asked` are those who wait for copies until somebody who works here allows it; customers see none of them."""

    ticket: Ticket
    thread: Thread
    read_up_to: int
    others: tuple[Row, ...]
    others_total: int
    position: int
    copies_asked: tuple[Mailbox, ...] = ()


class TicketFiles(NamedTuple):
    """The files of a ticket that one person may see, oldest first. `takes_more`: they may add some."""

    ticket: Ticket
    files: tuple[Filed, ...]
    takes_more: bool

    def kept_as(self, sent: Attachment) -> str:
        """The name of a file that was just added: where another had its own already, it got a number."""
        return next((one.file.name for one in reversed(self.files) if one.file.sha256 == sent.sha256), sent.name)


class Notices(NamedTuple):
    """What every screen has to know of the desk: its settings, its categories, the searches that staff saved."""

    settings: DeskSettings
    categories: tuple[str, ...]
    searches: tuple[SavedSearch, ...] = ()


def as_seen(ticket: Ticket, actor: Actor) -> Ticket:
    """The ticket in the eyes of this actor: customers see no tags, no address of staff, no internal change,
    and not what a mail server said of somebody."""
    if actor.sees_all:
        return ticket
    owner = replace(ticket.assignee, email="", undeliverable="") if ticket.assignee else None
    asked = _named(replace(ticket.requester, undeliverable=""), ticket, actor)
    copied = tuple(replace(person, undeliverable="") for person in ticket.participants)
    ticket = replace(ticket, requester=asked, participants=copied)
    return replace(ticket, tags=(), assignee=owner, updated_at=ticket.public_at, version=ticket.public_version)


def _named(person: Person, ticket: Ticket, actor: Actor) -> Person:
    """Whoever typed an address learns nothing of whose it is: until it is proved, the requester is that address."""
    if person.id != ticket.requester.id or ticket.proved or (actor.person is not None and actor.only is None):
        return person
    return replace(ticket.requester, name=ticket.requester.email, role=Role.CUSTOMER, undeliverable="")


def thread_seen(thread: Thread, ticket: Ticket, actor: Actor) -> Thread:
    """The conversation with its authors under the names that this actor may know."""
    if actor.sees_all or ticket.proved:
        return thread
    named = (one._replace(author=_named(one.author, ticket, actor)) if one.author else one for one in thread.entries)
    return thread._replace(entries=tuple(named))


def page(
    tx: Transaction,
    actor: Actor,
    query: Query,
    now: int,
    *,
    start: Cursor | None = None,
    backwards: bool = False,
    limit: int = PAGE,
) -> Page:
    """Raises NotUnderstood for an order that this list does not have."""
    permit(actor, Verb.SEE_OWN)
    query = ordered(query, staff=actor.sees_all)
    return tx.page(query, actor, now, start=start, backwards=backwards, limit=limit)


def listed(
    tx: Transaction, actor: Actor, query: Query, now: int, references: frozenset[Reference]
) -> frozenset[Reference]:
    """Those of the tickets that stand in this list now."""
    permit(actor, Verb.SEE_OWN)
    return tx.listed(query, actor, now, references)


def counts(tx: Transaction, actor: Actor, now: int) -> Counts:
    permit(actor, Verb.SEE_OWN)
    return tx.counts(actor, now)


def look_at(tx: Transaction, actor: Actor, reference: Reference, *, newest: int = NEWEST) -> TicketView:
    """A ticket with the newest entries of its conversation. Looking marks nothing as read."""
    ticket = tx.ticket(reference, seen_by=actor)
    permit(actor, Verb.SEE, ticket)
    others, total = tx.other_tickets(ticket, actor, OTHERS) if actor.is_staff else ((), 0)
    return TicketView(
        as_seen(ticket, actor),
        thread_seen(tx.thread(ticket, actor, limit=newest), ticket, actor),
        tx.read_mark(ticket, actor.person) if actor.person else 0,
        others,
        total,
        tx.position(),
        tx.copies_asked(ticket) if actor.is_staff else (),
    )


def earlier(tx: Transaction, actor: Actor, reference: Reference, before: int, *, limit: int = NEWEST) -> Thread:
    """The entries that stand before one that was read already."""
    ticket = tx.ticket(reference, seen_by=actor)
    permit(actor, Verb.SEE, ticket)
    return thread_seen(tx.thread(ticket, actor, before=before, limit=limit), ticket, actor)


def files_of(tx: Transaction, actor: Actor, reference: Reference) -> TicketFiles:
    """What of a ticket can be got, one by one."""
    ticket = tx.ticket(reference, seen_by=actor)
    permit(actor, Verb.FETCH, ticket)
    return TicketFiles(as_seen(ticket, actor), tx.files(ticket, actor), may(actor, Verb.ATTACH, ticket))


def file_named(tx: Transaction, actor: Actor, reference: Reference, name: str) -> Attachment:
    """The attachment of this name among those that the actor may see. Raises NotFound, naming those there are."""
    files = [one.file for one in files_of(tx, actor, reference).files]
    for file in files:
        if file.name == name:
            return file
    there = f"It has: {', '.join(file.name for file in files)}." if files else "It has no files."
    raise NotFound(f"This ticket has no file “{name}”. {there}", field="name")


def mark_read(tx: Transaction, actor: Actor, _occasion: Occasion, reference: Reference, entry: int) -> None:
    """Remember that this person has read up to an entry. Soft state: it writes no change row."""
    if actor.person is None or actor.only is not None:
        return
    ticket = tx.ticket(reference, seen_by=actor)
    permit(actor, Verb.SEE, ticket)
    tx.mark_read(ticket, actor.person, entry)


def notices(tx: Transaction, actor: Actor) -> Notices:
    """What anybody may know of the desk, guests too; who works here also has saved searches."""
    searches = saved_searches(tx, actor) if may(actor, Verb.SAVE_SEARCH) else ()
    return Notices(tx.settings(), tx.categories(), searches)


def staff(tx: Transaction, actor: Actor, beginning: str = "") -> tuple[Person, ...]:
    """Who can own a ticket."""
    permit(actor, Verb.CHANGE)
    return tuple(one for one in tx.people(at_least=Role.AGENT, beginning=beginning) if one.active)
