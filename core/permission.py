"""Who may do what: one table, asked by every use case.

Rows are the standings that an actor may have towards a ticket, columns are the verbs. What an actor may not see does
not exist for them: then the answer is NotFound, as for an ID that was never given.
"""

from __future__ import annotations

from enum import Enum

from core.errors import NotFound, Refused, SignInNeeded
from core.people import Actor
from core.tickets import Ticket


class Verb(Enum):
    OPEN = "open a ticket"
    LOOK_UP = "look up a ticket"
    SEE = "see this ticket"
    FETCH = "fetch its files"
    REPLY = "answer"
    ATTACH = "attach files"
    CONFIRM = "confirm that it is solved"
    REOPEN = "reopen it"
    SEE_OWN = "see your own tickets"
    NOTE = "leave an internal note"
    CHANGE = "change a ticket"
    OPEN_FOR = "open a ticket for somebody else"
    SEE_ALL = "see every ticket"
    SEE_QUEUES = "watch the queues"
    SAVE_SEARCH = "keep saved searches"
    MANAGE_PEOPLE = "manage people"
    SEE_SETTINGS = "see the settings"
    SET = "change the settings"
    SEE_AUDIT = "read the audit"
    LOOK_AFTER_MAIL = "look after mail"


class Standing(Enum):
    """What an actor is to one ticket, or to the desk where no ticket is meant."""

    GUEST = "no account"
    READER = "came by ID and e-mail, and may only read"
    HOLDER = "came by ID and e-mail"
    STRANGER = "a customer, and it is not their ticket"
    OWNER = "requester or participant"
    AGENT = "agent"
    OPERATOR = "operator"
    DESK = "the desk itself"


_READ = frozenset({Verb.SEE, Verb.FETCH})
_WRITE = frozenset({Verb.REPLY, Verb.ATTACH, Verb.CONFIRM, Verb.REOPEN})
_ANYBODY = frozenset({Verb.OPEN, Verb.LOOK_UP})
_CUSTOMER = _ANYBODY | {Verb.SEE_OWN}
_DESK_WORK = frozenset({Verb.NOTE, Verb.CHANGE, Verb.OPEN_FOR, Verb.SEE_ALL, Verb.SEE_QUEUES, Verb.SAVE_SEARCH})
_AGENT = _CUSTOMER | _READ | _WRITE | _DESK_WORK
_OPERATOR = _AGENT | {Verb.MANAGE_PEOPLE, Verb.SEE_SETTINGS, Verb.SET, Verb.SEE_AUDIT, Verb.LOOK_AFTER_MAIL}

TABLE: dict[Standing, frozenset[Verb]] = {
    Standing.GUEST: _ANYBODY,
    Standing.READER: _ANYBODY | _READ,
    Standing.HOLDER: _ANYBODY | _READ | _WRITE,
    Standing.STRANGER: _CUSTOMER,
    Standing.OWNER: _CUSTOMER | _READ | _WRITE,
    Standing.AGENT: _AGENT,
    Standing.OPERATOR: _OPERATOR,
    Standing.DESK: _READ | {Verb.SEE_ALL, Verb.CHANGE, Verb.LOOK_AFTER_MAIL},
}


def standing(actor: Actor, ticket: Ticket | None = None) -> Standing:
    if actor.is_desk:
        return Standing.DESK
    if actor.person is None or not actor.person.active:
        return Standing.GUEST
    if actor.only is not None:
        if ticket is None or ticket.reference != actor.only or not ticket.is_customer_side(actor):
            return Standing.GUEST
        return Standing.HOLDER if actor.may_write else Standing.READER
    if actor.is_staff:
        return Standing.OPERATOR if actor.is_operator else Standing.AGENT
    if ticket is not None and ticket.is_customer_side(actor):
        return Standing.OWNER
    return Standing.STRANGER


def may(actor: Actor, verb: Verb, ticket: Ticket | None = None) -> bool:
    return verb in TABLE[standing(actor, ticket)]


def permit(actor: Actor, verb: Verb, ticket: Ticket | None = None) -> None:
    """Raise NotFound where the actor may not even see the ticket, Refused where they may see it but not do this."""
    if may(actor, verb, ticket):
        return
    if ticket is not None and not may(actor, Verb.SEE, ticket):
        raise no_such_ticket()
    if standing(actor, ticket) is Standing.GUEST:
        raise SignInNeeded(f"Sign in to {verb.value}.")
    if standing(actor, ticket) is Standing.READER:
        raise Refused(f"To {verb.value}, prove that the address is yours: sign in, or ask for a code.")
    raise Refused(f"Your role does not allow you to {verb.value}. Ask an operator of the desk.")


def no_such_ticket() -> NotFound:
    """The one answer to an ID that does not exist, or that this person may not see."""
    return NotFound("There is no such ticket, or it is not yours. Check the ID.", field="id")
