"""How a ticket ends and comes back: the customer confirms that it is solved, or reopens it."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import Refused
from core.letters import Subject, customer_side, letters, who_works_on
from core.moving import moved, woken
from core.occasion import Occasion
from core.opening import follow_up
from core.people import Actor
from core.permission import Verb, permit
from core.reading import as_seen
from core.references import Reference, shown
from core.replying import refuse_if_newer, too_long_closed
from core.settings import DeskSettings
from core.store import Transaction
from core.tickets import Status, Ticket


@dataclass(frozen=True, slots=True)
class Settling:
    """Which ticket, and the version that its author saw, where any later change shall be a conflict."""

    reference: Reference
    version: int | None = None


def confirm(tx: Transaction, actor: Actor, occasion: Occasion, which: Settling) -> Ticket:
    """It is solved: close the ticket. The customer's side may at any time, staff once it is resolved."""
    before = tx.ticket(which.reference, seen_by=actor)
    permit(actor, Verb.CONFIRM, before)
    refuse_if_newer(tx, before, actor, which.version, strictly=True)
    if before.status is Status.CLOSED:
        return as_seen(before, actor)
    saved = tx.save(before, moved(before, Status.CLOSED, actor, occasion.at, tx.settings()), actor, occasion.at)
    _tell(tx, actor, occasion, before, saved)
    return as_seen(saved, actor)


def reopen(tx: Transaction, actor: Actor, occasion: Occasion, which: Settling) -> Ticket:
    """It is not solved: back to work. For a customer whose ticket was closed too long ago, a new ticket linked to it.

    Look at the reference of what comes back. Raises Refused when the ticket is at work already and waits for an answer.
    """
    before = _to_reopen(tx, actor, which)
    if before.status is Status.WAITING:
        raise Refused("This ticket is open and waits for an answer: reply to it.", field="status")
    return _back_to_work(tx, actor, occasion, before) if before.status.is_settled else as_seen(before, actor)


def reopen_if_settled(tx: Transaction, actor: Actor, occasion: Occasion, which: Settling) -> tuple[Ticket, bool]:
    """The same for a command, and whether anything was reopened: what was not resolved or closed stays as it is."""
    before = _to_reopen(tx, actor, which)
    if before.status.is_settled:
        return _back_to_work(tx, actor, occasion, before), True
    return as_seen(before, actor), False


def _to_reopen(tx: Transaction, actor: Actor, which: Settling) -> Ticket:
    ticket = tx.ticket(which.reference, seen_by=actor)
    permit(actor, Verb.REOPEN, ticket)
    refuse_if_newer(tx, ticket, actor, which.version, strictly=True)
    return ticket


def _back_to_work(tx: Transaction, actor: Actor, occasion: Occasion, before: Ticket) -> Ticket:
    settings = tx.settings()
    if not actor.is_staff and too_long_closed(before, occasion.at, settings.reopen_within):
        body = f"This goes on from {shown(before.reference)}, which was closed."
        return as_seen(follow_up(tx, actor, occasion, before, body), actor)
    saved = tx.save(before, _reopened(before, actor, occasion.at, settings), actor, occasion.at)
    _tell(tx, actor, occasion, before, saved)
    return as_seen(saved, actor)


def _reopened(before: Ticket, actor: Actor, at: int, settings: DeskSettings) -> Ticket:
    """A customer who reopens waits for an answer from now on; an agent who does has only taken up work again."""
    if before.is_customer_side(actor):
        return woken(before, at, settings)
    back = Status.IN_PROGRESS if before.assignee and before.status is Status.RESOLVED else Status.OPEN
    return moved(before, back, actor, at, settings)


def _tell(tx: Transaction, actor: Actor, occasion: Occasion, before: Ticket, saved: Ticket) -> None:
    to = (*customer_side(saved), *who_works_on(tx, before, saved))
    tx.post(letters(Subject.STATUS, saved, to, occasion, tx.settings(), by=actor))
