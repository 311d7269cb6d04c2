"""Opening a ticket: by a customer, by a guest with a name and an e-mail, by an agent for somebody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from core.calendars import HOUR
from core.deadlines import Clock
from core.entries import Attachment, read_body
from core.errors import NotUnderstood, Refused, TryLater
from core.letters import Subject, letters
from core.moving import timed
from core.occasion import Occasion
from core.people import Actor, Person, Role, Via, normal_email, read_email, read_name
from core.permission import Verb, permit
from core.reading import as_seen
from core.references import Reference
from core.store import Transaction
from core.tickets import FILES_AT_MOST, Priority, Status, Ticket, read_subject

NEW_TICKETS_AN_HOUR = 20
"""From one source over SSH or by mail; local commands are not limited."""


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody fills in. `name` and `email` are asked of guests, and name the customer when staff open for one.

    `key` makes a second sending harmless. Without a category it is the first one of the desk. `quoted` is what stood
    below the message in a letter.
    """

    subject: str
    body: str
    key: str
    category: str | None = None
    priority: Priority = Priority.MEDIUM
    name: str | None = None
    email: str | None = None
    attachments: tuple[Attachment, ...] = ()
    quoted: str = ""


def open_ticket(tx: Transaction, actor: Actor, occasion: Occasion, form: Form) -> Ticket:
    """Give the request an ID, start its clocks, acknowledge it to the requester and tell the agents.

    Raises NotUnderstood with the field that has to be mended, TryLater for a source that opened too many.
    """
    permit(actor, Verb.OPEN)
    if (done := tx.answered(form.key, actor, fingerprint(form))) is not None:
        return _as_typed(made_before(tx, actor, done), actor, form)
    subject, body = read_subject(form.subject), read_body(form.body)
    category = find_category(tx, form.category)
    check_files(form.attachments)
    requester = _requester(tx, actor, form, occasion.at)
    _count_opening(tx, actor, occasion.at)
    blank = _blank(occasion, actor, requester, subject, category, form.priority)
    ticket = begin(tx, actor, occasion, blank, body, form.attachments, form.quoted)
    tx.remember_answer(form.key, actor, fingerprint(form), ticket.reference, occasion.at)
    return _as_typed(as_seen(ticket, actor), actor, form)


def _as_typed(ticket: Ticket, actor: Actor, form: Form) -> Ticket:
    """A guest hears the name that they typed, whoever has the address."""
    if not actor.is_guest or not form.name:
        return ticket
    return replace(ticket, requester=replace(ticket.requester, name=read_name(form.name)))


def begin(
    tx: Transaction,
    actor: Actor,
    occasion: Occasion,
    blank: Ticket,
    body: str,
    attachments: tuple[Attachment, ...],
    quoted: str = "",
) -> Ticket:
    """Insert a ticket with its first message, and post the acknowledgement and the word to the agents."""
    settings = tx.settings()
    ticket = tx.add_ticket(timed(replace(blank, follows=None), settings), actor)
    entry = tx.add_message(ticket, _speaker(actor, ticket), body, occasion.at, attachments, quoted)
    saved = tx.save(ticket, replace(ticket, follows=blank.follows), actor, occasion.at, entry)
    agents = [person for person in tx.people(at_least=Role.AGENT) if person.id != ticket.requester.id]
    tx.post(letters(Subject.ACKNOWLEDGEMENT, saved, (ticket.requester,), occasion, settings, by=_NOBODY))
    tx.post(letters(Subject.NEW_TICKET, saved, agents, occasion, settings, by=actor, entry=entry))
    return saved


def follow_up(
    tx: Transaction,
    actor: Actor,
    occasion: Occasion,
    old: Ticket,
    body: str,
    attachments: tuple[Attachment, ...] = (),
    quoted: str = "",
) -> Ticket:
    """A new ticket in place of one that was closed too long ago, linked to it, with the same people."""
    _count_opening(tx, actor, occasion.at)
    blank = _blank(occasion, actor, old.requester, old.subject, old.category, old.priority)
    blank = replace(blank, participants=old.participants, proved=old.proved, follows=old.reference)
    return begin(tx, actor, occasion, blank, body, attachments, quoted)


def _speaker(actor: Actor, ticket: Ticket) -> Actor:
    """Who says the first message: a guest as the person whose address they typed, which nobody has proved."""
    return replace(actor, person=ticket.requester, only=ticket.reference) if actor.is_guest else actor


_NOBODY = Actor(Via.CLI, is_desk=True)
"""Acknowledgements go to the author too, so they are posted as by the desk."""


def _blank(
    occasion: Occasion, actor: Actor, requester: Person, subject: str, category: str, priority: Priority
) -> Ticket:
    return Ticket(
        reference=occasion.reference(),
        subject=subject,
        category=category,
        priority=priority,
        status=Status.OPEN,
        requester=requester,
        created_at=occasion.at,
        updated_at=occasion.at,
        public_at=occasion.at,
        source=actor.via.value,
        proved=actor.person is not None and actor.only is None and requester.verified,
        respond=Clock(occasion.at),
        resolve=Clock(occasion.at),
    )


def _requester(tx: Transaction, actor: Actor, form: Form, at: int) -> Person:
    """The person whose ticket it becomes. An address that a guest types stays unverified and binds nothing."""
    if actor.person is not None and (
        form.email is None or normal_email(form.email) == normal_email(actor.person.email)
    ):
        return actor.person
    if actor.person is not None:
        permit(actor, Verb.OPEN_FOR)
    faults = {}
    email = name = ""
    try:
        name = read_name(form.name or ("" if actor.is_guest else (form.email or "").partition("@")[0]))
    except NotUnderstood as error:
        faults["name"] = error
    try:
        email = read_email(form.email or "")
    except NotUnderstood as error:
        faults["email"] = error
    for fault in faults.values():
        raise fault
    return tx.person(email) or tx.add_person(email, name, Role.CUSTOMER, verified=False, at=at)


def made_before(tx: Transaction, actor: Actor, reference: Reference) -> Ticket:
    """What a first sending with the same key made. Guests may not look at tickets, but hear of their own again."""
    return as_seen(tx.ticket(reference, seen_by=replace(actor, is_desk=True)), actor)


def _count_opening(tx: Transaction, actor: Actor, at: int) -> None:
    """Who is known is counted by name, so that strangers at the same place take nothing from them."""
    if actor.via not in (Via.SSH, Via.MAIL) or actor.is_staff:
        return
    who = actor.source if actor.person is None or actor.only is not None else actor.person.email
    if tx.count_tries("open", who, at - HOUR) >= NEW_TICKETS_AN_HOUR:
        raise TryLater(
            f"You opened {NEW_TICKETS_AN_HOUR} tickets within an hour. Try again later, or answer in one of them."
        )
    tx.add_try("open", who, at)


def find_category(tx: Transaction, typed: str | None) -> str:
    """The category that someone means, whatever the case of its letters and the blanks between its words, which a name
    keeps as one; the first category when none is named."""
    categories = tx.categories()
    if not categories:
        raise Refused("This desk is not set up yet: whoever runs it begins with `ttydesk init`.")
    if typed is None:
        return categories[0]
    meant = " ".join(typed.split()).casefold()
    for category in categories:
        if category.casefold() == meant:
            return category
    raise NotUnderstood(f"There is no category “{typed}”. There are: {', '.join(categories)}.", field="category")


def check_files(attachments: tuple[Attachment, ...]) -> None:
    if len(attachments) > FILES_AT_MOST:
        raise Refused(f"A message carries at most {FILES_AT_MOST} files. Pack them into one archive.", field="files")


def fingerprint(said: object) -> str:
    """What tells two requests with one idempotency key apart."""
    return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()
