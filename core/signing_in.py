"""Signing in with e-mail and password, choosing a password, and the sign-in that a machine remembers.

Hashing takes a tenth of a second and stays outside of transactions: the use cases here see hashes only, and
core/reception.py puts the steps together.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from core.calendars import DAY, MINUTE
from core.errors import NotUnderstood, Refused, SignInNeeded, TryLater
from core.occasion import Occasion
from core.people import Actor, Person
from core.store import Credential, Transaction

PASSWORD_AT_LEAST = 12
PASSWORD_AT_MOST = 128
ONE_TIME_LASTS = 3 * DAY
WRONG_PASSWORDS_AT_MOST = 10
WITHIN = 10 * MINUTE


class Account(NamedTuple):
    """A person and their password as it is kept; both None for an address that nobody has."""

    person: Person | None
    credential: Credential | None


def account(tx: Transaction, actor: Actor, email: str, now: int) -> Account:
    """Raises TryLater for a source with too many wrong passwords."""
    if tx.count_tries("sign in", actor.source, now - WITHIN) >= WRONG_PASSWORDS_AT_MOST:
        raise TryLater("Too many wrong passwords. Wait ten minutes, then try again.")
    person = tx.person(email)
    if person is None or not person.active:
        return Account(None, None)
    return Account(person, tx.credential(person))


def wrong_password(tx: Transaction, actor: Actor, occasion: Occasion) -> None:
    tx.add_try("sign in", actor.source, occasion.at)


def signed_in(tx: Transaction, _actor: Actor, occasion: Occasion, person: Person) -> None:
    """Remember when, for operators: they see who has not come for long."""
    tx.signed_in(person, occasion.at)


def myself(tx: Transaction, actor: Actor) -> Person | None:
    """Whoever acts, as they are in this moment; None where their access was ended."""
    known = tx.person(actor.person.email) if actor.person else None
    return known if known is not None and known.active else None


def as_they_are(tx: Transaction, actor: Actor) -> Actor:
    """The actor with the role of this moment: an operator may have changed it since they came in.

    Raises SignInNeeded where their access was ended.
    """
    if actor.person is None or actor.only is not None:
        return actor
    if (person := myself(tx, actor)) is None:
        raise access_ended()
    return actor if person == actor.person else replace(actor, person=person)


def access_ended() -> SignInNeeded:
    return SignInNeeded("Your access was ended. An operator of the desk can give it back.")


def refused() -> SignInNeeded:
    return SignInNeeded(
        "E-mail and password do not belong together. Check both, or ask an operator for a new password."
    )


def choose_password(tx: Transaction, actor: Actor, occasion: Occasion, hash: str) -> None:
    """One's own password, in place of the old one or of a one-time password. Ends every remembered sign-in."""
    if actor.person is None or actor.only is not None:
        raise SignInNeeded("Sign in to choose a password.")
    tx.set_credential(actor.person, Credential(hash))
    tx.record(actor, occasion.at, "password changed")


def remember(tx: Transaction, actor: Actor, occasion: Occasion) -> str:
    """A 256-bit token for this machine's keyring; the desk keeps its hash only."""
    if actor.person is None or actor.only is not None:
        raise SignInNeeded("Sign in first.")
    token = occasion.token("sign-in")
    tx.remember_sign_in(actor.person, token_hash(token), occasion.at)
    return token


def remembered(tx: Transaction, _actor: Actor, token: str) -> Person | None:
    """Whose token it is, while it holds."""
    person = tx.remembered(token_hash(token))
    return person if person is not None and person.active else None


def forget(tx: Transaction, _actor: Actor, _occasion: Occasion, token: str) -> None:
    """Sign out: the token is worth nothing from now on."""
    tx.forget_sign_in(token_hash(token))


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def claimed(tx: Transaction, _actor: Actor, email: str) -> Person:
    """The person somebody at this database says they are. Raises Refused when nobody active has the address.

    Whoever holds the database may read in it who was here, so that an access that was ended is told as that.
    """
    person = tx.person(email)
    if person is None or not person.verified:
        raise Refused(
            f"Nobody here has the address {email.strip()}. An operator adds people with `ttydesk people add`."
        )
    if not person.active:
        raise Refused(
            f"The access of {person.email} was ended. An operator gives it back with `ttydesk people enable`."
        )
    return person


def normal_password(typed: str) -> str:
    """NFKC, so that two keyboards write the same password; half a character, which no hash takes, counts as `?`."""
    return unicodedata.normalize("NFKC", typed).encode(errors="replace").decode()


def read_password(typed: str) -> str:
    """A password that somebody chooses. Raises NotUnderstood when it is too short or long."""
    password = normal_password(typed)
    if len(password) < PASSWORD_AT_LEAST:
        raise NotUnderstood(
            f"A password has at least {PASSWORD_AT_LEAST} characters: a few words do well.", field="password"
        )
    if len(password) > PASSWORD_AT_MOST:
        raise NotUnderstood(f"A password has at most {PASSWORD_AT_MOST} characters.", field="password")
    return password
