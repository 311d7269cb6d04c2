"""One-time codes by mail: whoever reads what is sent to an address proves that it is theirs.

Somebody asks for a code, to sign in or to write in one ticket. It is drawn when its letter leaves, and only its hash is
kept. It holds for ten minutes, at the place where it was asked for, and for five tries; the first that fits uses it up.
Whether the desk knows an address is told to nobody: the answers are the same. Hashing takes a tenth of a second and
stays outside of transactions: core/reception.py puts the steps together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.calendars import HOUR, MINUTE
from core.errors import Refused, SignInNeeded, TryLater
from core.letters import Subject, personal_letter
from core.occasion import Occasion
from core.people import Actor, Person, normal_email
from core.permission import Verb, permit
from core.references import Reference
from core.settings import DeskSettings

if TYPE_CHECKING:
    from core.store import Transaction

DIGITS = 8
LASTS = 10 * MINUTE
TRIES = 5
WITHIN = 10 * MINUTE
ASKED_AT_MOST = 10
"""Codes that one source may ask for within ten minutes, and wrong ones that it may type."""
TO_ONE_ADDRESS = 5
"""Codes that go to one address within the hour, whoever asks: nobody is flooded by others."""
_ASKED, _SENT_TO, _WRONG = "code asked", "code sent", "code"


class CodePlace(NamedTuple):
    """Whose code, asked for where; `reference` is the ticket that it lets write in, None for signing in."""

    email: str
    source: str
    reference: Reference | None = None


class MailedCode(NamedTuple):
    """A code as it is kept; without a hash until its letter leaves, and for an address that the desk does not know."""

    number: int
    hash: str | None = None


def code_place(actor: Actor, email: str) -> CodePlace:
    return CodePlace(normal_email(email), actor.source, actor.only)


def by_mail(settings: DeskSettings, *, has_mail_server: bool) -> bool:
    """Whether letters leave this desk, so that a code can be asked for."""
    return has_mail_server and bool(settings.address)


def ask(tx: Transaction, actor: Actor, occasion: Occasion, email: str) -> None:
    """A code to this address, in place of an earlier one: to sign in, or by who came by ID and e-mail, to write.

    Raises TryLater for a source that asked too often.
    """
    permit(actor, Verb.LOOK_UP)
    at, settings, place = occasion.at, tx.settings(), code_place(actor, email)
    if tx.count_tries(_ASKED, actor.source, at - WITHIN) >= ASKED_AT_MOST:
        raise TryLater("Too many codes were asked for. Wait ten minutes, then try again.")
    tx.add_try(_ASKED, actor.source, at)
    person = tx.person(place.email)
    may_get_it = tx.count_tries(_SENT_TO, place.email, at - HOUR) < TO_ONE_ADDRESS
    ticket = None if actor.only is None else tx.ticket(actor.only, seen_by=actor)
    if not may_get_it:
        return  # the one that is on its way already goes on to hold
    tx.add_try(_SENT_TO, place.email, at)
    person = person or Person(0, place.email, place.email, active=False)
    letter = personal_letter(Subject.CODE, person, occasion, settings, ticket)
    tx.await_code(place, letter.message_id, at + LASTS, at)
    if person.active:
        tx.post((letter,))


def keep_hash(tx: Transaction, actor: Actor, occasion: Occasion, message_id: str, hash: str) -> None:
    """Its letter leaves now: from here on the code holds for ten minutes."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    tx.keep_code(message_id, hash, occasion.at + LASTS)


def begin_try(tx: Transaction, actor: Actor, occasion: Occasion, email: str) -> MailedCode | None:
    """What a typed code has to fit. The try is counted before, so that many at once are no more than five.

    Raises TryLater for a source with too many wrong codes.
    """
    if tx.count_tries(_WRONG, actor.source, occasion.at - WITHIN) >= ASKED_AT_MOST:
        raise TryLater("Too many wrong codes. Wait ten minutes, then try again.")
    return tx.try_code(code_place(actor, email), occasion.at, TRIES)


def wrong_code(tx: Transaction, actor: Actor, occasion: Occasion) -> None:
    tx.add_try(_WRONG, actor.source, occasion.at)


def redeem(tx: Transaction, actor: Actor, occasion: Occasion, email: str, code: MailedCode) -> Actor | None:
    """Whoever typed it, once: None where another was faster, or their access was ended."""
    person = tx.person(email)
    if not tx.use_code(code) or person is None or not person.active:
        return None
    if not person.verified or actor.only is not None:
        tx.prove(person, actor.only)
        person = replace(person, verified=True)
    if actor.only is not None:
        proved = replace(actor, person=person, may_write=True, proved=True)
        tx.record(proved, occasion.at, "address proved by a code", person.email)
        return proved
    known = replace(actor, person=person)
    tx.signed_in(person, occasion.at)
    tx.record(known, occasion.at, "signed in by a code", person.email)
    return known


def read_code(typed: str) -> str:
    """As somebody types it: with blanks or dashes between the figures, or without."""
    return "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())[: DIGITS + 1]


def shown_code(code: str) -> str:
    """`4821 0937`."""
    return f"{code[: DIGITS // 2]} {code[DIGITS // 2 :]}"


def refused(*, to_write: bool) -> Refused:
    says = "The code does not fit, or does not hold any more. Check it, or ask for another one."
    return Refused(says, field="code") if to_write else SignInNeeded(says, field="code")
