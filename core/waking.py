"""What time does: tell of deadlines, warn before closing, close what was resolved long enough ago, post digests."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.digests import post_digests
from core.letters import Subject, customer_side, letters, owner
from core.moving import moved, timed
from core.occasion import Occasion
from core.people import Actor, Role
from core.permission import Verb, permit
from core.store import Transaction
from core.tickets import Status, Ticket

AT_ONCE = 100
"""Tickets, or digests, in one transaction: short enough that nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did; `more` when there is more to do at once."""

    told: int
    warned: int
    closed: int
    more: bool
    digests: int = 0


def is_something_due(tx: Transaction, _actor: Actor, at: int) -> bool:
    """Whether a round would do anything; reads a row of two indexes at most."""
    return bool(tx.tickets_to_wake(at, 1) or tx.due_digests(at, 1))


def wake(tx: Transaction, actor: Actor, occasion: Occasion) -> Round:
    """Do what is due for up to 100 tickets and 100 people. Running it twice does nothing twice."""
    permit(actor, Verb.CHANGE)
    tickets = tx.tickets_to_wake(occasion.at, AT_ONCE)
    did = [_wake_one(tx, actor, occasion, ticket) for ticket in tickets]
    posted = post_digests(tx, occasion, AT_ONCE)
    more = AT_ONCE in (len(tickets), posted)
    return Round(did.count("told"), did.count("warned"), did.count("closed"), more, posted)


def _wake_one(tx: Transaction, actor: Actor, occasion: Occasion, ticket: Ticket) -> str:
    settings = tx.settings()
    current = timed(ticket, settings)
    if current.wake_at > occasion.at:  # the settings changed since it was worked out
        tx.save(ticket, current, actor, occasion.at)
        return "nothing"
    if ticket.status is Status.RESOLVED:
        return _settle(tx, actor, occasion, ticket)
    return _tell(tx, actor, occasion, ticket, current)


def _settle(tx: Transaction, actor: Actor, occasion: Occasion, ticket: Ticket) -> str:
    settings = tx.settings()
    if ticket.notices == 0:
        saved = tx.save(ticket, timed(replace(ticket, notices=1), settings), actor, occasion.at)
        tx.post(letters(Subject.CLOSING_SOON, saved, customer_side(saved), occasion, settings, by=actor))
        return "warned"
    saved = tx.save(ticket, moved(ticket, Status.CLOSED, actor, occasion.at, settings), actor, occasion.at)
    tx.post(letters(Subject.STATUS, saved, customer_side(saved), occasion, settings, by=actor))
    return "closed"


def _tell(tx: Transaction, actor: Actor, occasion: Occasion, ticket: Ticket, current: Ticket) -> str:
    """Tell the owner, or every agent of a ticket that nobody has, that it is due soon or late; once each."""
    settings = tx.settings()
    late = occasion.at >= current.due
    saved = tx.save(ticket, timed(replace(current, notices=2 if late else 1), settings), actor, occasion.at)
    to = owner(saved) or tx.people(at_least=Role.AGENT)
    tx.post(letters(Subject.LATE if late else Subject.DUE_SOON, saved, to, occasion, settings, by=actor))
    return "told"
