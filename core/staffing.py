"""Who works here and who is known: adding people, their role, their first password, ending and giving back access."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.errors import NotFound, Refused
from core.moving import assigned
from core.occasion import Occasion
from core.people import Actor, Person, Role, read_email, read_name
from core.permission import Verb, permit
from core.signing_in import ONE_TIME_LASTS
from core.store import Credential, Transaction

AT_ONCE = 100
"""Tickets in one transaction: short enough that nobody waits for it."""


@dataclass(frozen=True, slots=True)
class HandedBack:
    """How many tickets nobody has now that somebody had; `more` when there are more to hand back at once."""

    tickets: int
    more: bool


def add_person(tx: Transaction, actor: Actor, occasion: Occasion, name: str, email: str, role: Role) -> Person:
    """A new person, vouched for by the operator. An address that a guest had typed becomes this person's, and somebody
    who was disabled comes back, with what they wrote and without their password.

    Raises Refused when somebody with this address was added before.
    """
    permit(actor, Verb.MANAGE_PEOPLE)
    name, email = read_name(name), read_email(email)
    known = tx.person(email)
    if known is not None and known.verified and known.active:
        raise Refused(f"{known.name} has this address already, as {known.role.word}.", field="email")
    if known is not None:
        person = replace(known, email=email, name=name, role=role, verified=True, active=True)
        tx.save_person(person)
    else:
        person = tx.add_person(email, name, role, verified=True, at=occasion.at)
    tx.record(actor, occasion.at, "person added", f"{person.name} <{person.email}> {role.word}")
    return person


def set_role(tx: Transaction, actor: Actor, occasion: Occasion, email: str, role: Role) -> Person:
    """Raises Refused for somebody whom no operator added, and for somebody who is disabled."""
    permit(actor, Verb.MANAGE_PEOPLE)
    person = _colleague(tx, email)
    _keep_an_operator(tx, person, still=role is Role.OPERATOR)
    changed = replace(person, role=role)
    if changed != person:
        tx.save_person(changed)
        tx.record(actor, occasion.at, "role changed", f"{person.email} {person.role.word} to {role.word}")
    return changed


def disable_person(tx: Transaction, actor: Actor, occasion: Occasion, email: str) -> Person:
    """End somebody's access; what they wrote stays, and so do their tickets until a colleague takes them."""
    permit(actor, Verb.MANAGE_PEOPLE)
    person = known_person(tx, email)
    if not person.active:
        return person
    _keep_an_operator(tx, person, still=False)
    tx.save_person(replace(person, active=False))
    tx.set_credential(person, None)
    tx.drop_waiting_keys(person)
    tx.record(actor, occasion.at, "person disabled", person.email)
    return replace(person, active=False)


def enable_person(tx: Transaction, actor: Actor, occasion: Occasion, email: str) -> Person:
    """Give somebody's access back, in the role that they had. Their password ended, so they need a new one."""
    permit(actor, Verb.MANAGE_PEOPLE)
    person = known_person(tx, email)
    if person.active:
        return person
    tx.save_person(replace(person, active=True))
    tx.record(actor, occasion.at, "person enabled", f"{person.email} {person.role.word}")
    return replace(person, active=True)


def tickets_held(tx: Transaction, actor: Actor, email: str) -> int:
    """How many tickets somebody has that are active or wait for their customer."""
    permit(actor, Verb.MANAGE_PEOPLE)
    return tx.count_tickets_of(known_person(tx, email))


def hand_back(tx: Transaction, actor: Actor, occasion: Occasion, email: str) -> HandedBack:
    """Give up to 100 tickets of somebody to nobody, so that colleagues find them; to be run again while there are more.

    What is resolved stays theirs: it was they who solved it.
    """
    permit(actor, Verb.MANAGE_PEOPLE)
    tickets = tx.tickets_of(known_person(tx, email), AT_ONCE)
    for ticket in tickets:
        tx.save(ticket, assigned(ticket, None, occasion.at, tx.settings()), actor, occasion.at)
    return HandedBack(len(tickets), len(tickets) == AT_ONCE)


def give_password(tx: Transaction, actor: Actor, occasion: Occasion, email: str, hash: str) -> Person:
    """A one-time password, valid for three days: the first sign-in with it asks for one's own.

    Raises Refused for somebody whom no operator added, and for somebody who is disabled.
    """
    permit(actor, Verb.MANAGE_PEOPLE)
    person = _colleague(tx, email)
    tx.set_credential(person, Credential(hash, occasion.at + ONE_TIME_LASTS))
    tx.record(actor, occasion.at, "one-time password given", person.email)
    return person


def list_people(
    tx: Transaction, actor: Actor, at_least: Role = Role.CUSTOMER, beginning: str = ""
) -> tuple[Person, ...]:
    permit(actor, Verb.MANAGE_PEOPLE)
    return tx.people(at_least=at_least, beginning=beginning)


def last_sign_ins(tx: Transaction, actor: Actor, people: tuple[Person, ...]) -> Mapping[int, int]:
    """When each of them signed in last, by their number; without those who never did."""
    permit(actor, Verb.MANAGE_PEOPLE)
    return tx.last_sign_ins(people)


def known_person(tx: Transaction, email: str) -> Person:
    person = tx.person(email)
    if person is None:
        raise NotFound(f"Nobody here has the address {email.strip()}.", field="email")
    return person


def _colleague(tx: Transaction, email: str) -> Person:
    """Somebody an operator vouched for, and who has access: an address that a guest typed may be anybody's."""
    person = known_person(tx, email)
    if not person.verified:
        raise Refused(
            f"A guest typed {person.email} and nobody proved it. If you know that it is theirs, add them: in People"
            " with n, or with `ttydesk people add`.",
            field="email",
        )
    if not person.active:
        raise Refused(f"{person.name} is disabled and can not sign in. Enable them first.", field="email")
    return person


def _keep_an_operator(tx: Transaction, person: Person, *, still: bool) -> None:
    if still or person.role is not Role.OPERATOR:
        return
    others = [one for one in tx.people(at_least=Role.OPERATOR) if one.id != person.id and one.active]
    if not others:
        raise Refused("That is the only operator. Make somebody else an operator first.", field="email")
