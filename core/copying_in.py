"""Who gets copies of the letters of a ticket: people whom its customer copies in, those whom an agent allows.

Whoever is copied in reads the ticket from its beginning, and whoever names them sees that the desk knows them. So at
once it is only customers whom the desk knows, named by a colleague or by a proved author of their own domain whom it
had verified before; everybody else is asked for, and waits until somebody allows it. A letter never copies in who works
here: they see every ticket, and speak for the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import NotUnderstood, Refused
from core.incoming import Mailbox
from core.occasion import Occasion
from core.people import NAME_AT_MOST, Actor, Person, Role, normal_email, read_email
from core.receiving import in_a_line
from core.tickets import Ticket

if TYPE_CHECKING:
    from core.store import Transaction

COPIES_AT_MOST = 20
"""That one letter brings: what names more is no letter to a help desk."""


def copy_in(
    tx: Transaction,
    actor: Actor,
    occasion: Occasion,
    ticket: Ticket,
    named: Iterable[Mailbox],
    *,
    at_once: Callable[[Person], bool],
) -> Ticket:
    """Those whom a letter names beside the desk. `at_once`: who of those whom it knows gets copies from now on."""
    asked: list[Mailbox] = []
    joining: list[Person] = []
    for one in _others(tx, ticket, named):
        person = tx.person(one.email)
        if person is None or not (person.is_staff or (person.active and person.verified and at_once(person))):
            asked.append(one)
        elif not person.is_staff:
            joining.append(person)
    tx.ask_for_copies(ticket, asked, occasion.at)
    if not joining:
        return ticket
    return tx.save(ticket, replace(ticket, participants=(*ticket.participants, *joining)), actor, occasion.at)


def whom_they_may_bring(person: Person | None, *, proved: bool) -> Callable[[Person], bool]:
    """Those at the same domain, where it is proved who wrote and the desk had verified them before this letter."""
    if person is None or not (proved and person.verified):
        return lambda _: False
    return lambda other: _domain(other) == _domain(person)


def _domain(person: Person) -> str:
    return normal_email(person.email).rpartition("@")[2]


def is_own(email: str, desk: str) -> bool:
    """Whether it is the address of the desk, with or without a plus and what stands behind it."""
    asked, own = normal_email(email), normal_email(desk)
    local, _, domain = own.rpartition("@")
    return bool(desk) and (asked == own or (asked.startswith(f"{local}+") and asked.endswith(f"@{domain}")))


def allowed(tx: Transaction, ticket: Ticket, add: Iterable[str], remove: Iterable[str], at: int) -> Ticket:
    """The ticket with copies to these people and not to those; nobody is asked for any more of whom it is said.

    Raises NotUnderstood for what is no address, Refused for somebody who is disabled.
    """
    gone = {normal_email(read_email(email)) for email in remove}
    added = [read_email(email) for email in add]
    asked = {normal_email(one.email): one.name for one in tx.copies_asked(ticket)}
    kept = [person for person in ticket.participants if normal_email(person.email) not in gone]
    there = {normal_email(person.email) for person in (ticket.requester, *kept)}
    for email in added:
        if (normal := normal_email(email)) not in there | gone:
            kept.append(_person(tx, email, asked.get(normal, ""), at))
            there.add(normal)
    return replace(ticket, participants=tuple(kept))


def settle_asked(tx: Transaction, ticket: Ticket, emails: Iterable[str]) -> bool:
    """Ask for them no more; whether anybody of them was asked for."""
    said = {normal_email(email) for email in emails}
    asked = [one.email for one in tx.copies_asked(ticket) if normal_email(one.email) in said] if said else []
    if asked:
        tx.drop_copies_asked(ticket, asked)
    return bool(asked)


def _person(tx: Transaction, email: str, name: str, at: int) -> Person:
    person = tx.person(email)
    if person is not None and not person.active:
        raise Refused(f"{person.name} is disabled and gets no letters. Enable them first.", field="cc")
    called = in_a_line(name, NAME_AT_MOST) or email.partition("@")[0][:NAME_AT_MOST]
    return person or tx.add_person(email, called, Role.CUSTOMER, verified=False, at=at)


def _others(tx: Transaction, ticket: Ticket, named: Iterable[Mailbox]) -> tuple[Mailbox, ...]:
    """Addresses that can be read, each once, of nobody who is on the ticket and not the desk's own."""
    there = {normal_email(person.email) for person in (ticket.requester, *ticket.participants)}
    found: dict[str, Mailbox] = {}
    for one in _readable(named):
        normal = normal_email(one.email)
        if normal not in there and not is_own(one.email, tx.settings().address):
            found.setdefault(normal, one)
    return tuple(found.values())[:COPIES_AT_MOST]


def _readable(named: Iterable[Mailbox]) -> Iterator[Mailbox]:
    for one in named:
        try:
            yield Mailbox(in_a_line(one.name, NAME_AT_MOST), read_email(one.email))
        except NotUnderstood:
            continue
