"""SSH keys of people: adding, listing and revoking them, and who it is that signed with one.

A key that somebody offers without signing proves nothing: anybody may show a public key. So a key that shall be
remembered after a password waits, and becomes theirs when the next connection from the same place signs with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.calendars import MINUTE
from core.errors import NotFound, NotUnderstood, Refused, SignInNeeded
from core.occasion import Occasion
from core.people import Actor, Person
from core.permission import Verb, permit
from core.public_key import PublicKey

if TYPE_CHECKING:
    from core.store import Transaction

WAITS = 10 * MINUTE
KEYS_AT_MOST = 50
"""Of one person."""


class SshKey(NamedTuple):
    """One key of one person; `used_at` is when they came in with it last, None for never."""

    key: PublicKey
    person: Person
    added_at: int
    used_at: int | None = None

    @property
    def fingerprint(self) -> str:
        return self.key.fingerprint


def add_key(tx: Transaction, actor: Actor, occasion: Occasion, key: PublicKey, email: str | None = None) -> SshKey:
    """Give a key to oneself, or as an operator to somebody else. Raises Refused for a key that somebody else has."""
    owner = _owner(tx, actor, email)
    known = tx.ssh_key(key.fingerprint)
    if known is not None and known.person.id == owner.id:
        return known
    if known is not None:
        raise Refused("Somebody else has this key already. Make one of your own: ssh-keygen -t ed25519", field="key")
    if len(tx.ssh_keys(owner)) >= KEYS_AT_MOST:
        raise Refused(f"A person has at most {KEYS_AT_MOST} keys. Revoke one that is not used any more.", field="key")
    return _bound(tx, actor, occasion, key, owner)


def keys_of(tx: Transaction, actor: Actor, email: str | None = None) -> tuple[SshKey, ...]:
    """One's own keys, or as an operator those of somebody else, the newest first."""
    return tx.ssh_keys(_owner(tx, actor, email))


def revoke_key(
    tx: Transaction, actor: Actor, occasion: Occasion, fingerprint: str | None, email: str | None = None
) -> tuple[SshKey, ...]:
    """Take away one key by its fingerprint or a beginning of it, or with None all; who came in with it is sent out."""
    owner = _owner(tx, actor, email)
    keys = tx.ssh_keys(owner)
    gone = keys if fingerprint is None else (_meant(keys, fingerprint),)
    for key in gone:
        tx.drop_ssh_key(key.fingerprint)
        tx.record(actor, occasion.at, "key revoked", f"{owner.email} {key.fingerprint}")
    if fingerprint is None:
        tx.drop_waiting_keys(owner)
    return gone


def remember_offered(tx: Transaction, actor: Actor, occasion: Occasion, key: PublicKey) -> None:
    """Let a key that was only offered wait: for ten minutes, and for a connection from the same place."""
    owner = _owner(tx, actor, None)
    if tx.ssh_key(key.fingerprint) is not None:
        raise Refused("Somebody has this key already.", field="key")
    tx.await_ssh_key(key, owner, actor.source, occasion.at + WAITS, occasion.at)


def may_come_with(tx: Transaction, actor: Actor, key: PublicKey, now: int) -> Person | None:
    """Whose key that is, or for whom it waits here; None for nobody who may come in."""
    known = tx.ssh_key(key.fingerprint)
    person = known.person if known else tx.waiting_for_key(key.fingerprint, actor.source, now)
    return person if person is not None and person.active else None


def came_with(tx: Transaction, actor: Actor, occasion: Occasion, key: PublicKey) -> Person | None:
    """The connection has signed with the key: bind it where it waited, and keep when it was used."""
    if (person := may_come_with(tx, actor, key, occasion.at)) is None:
        return None
    if tx.ssh_key(key.fingerprint) is None:
        _bound(tx, replace(actor, person=person), occasion, key, person)
    tx.ssh_key_used(key.fingerprint, occasion.at)
    tx.signed_in(person, occasion.at)
    return person


def came_by(tx: Transaction, actor: Actor, occasion: Occasion, fingerprint: str) -> SshKey | None:
    """Somebody else has seen the key sign: an sshd of this machine, which was told whose it is."""
    del actor
    known = tx.ssh_key(fingerprint)
    if known is None or not known.person.active:
        return None
    tx.ssh_key_used(fingerprint, occasion.at)
    tx.signed_in(known.person, occasion.at)
    return known


def still_fits(tx: Transaction, actor: Actor, key: PublicKey | None) -> bool:
    """Whether whoever is connected may stay: their access was not ended, nor their key revoked."""
    if actor.person is None or actor.only is not None:
        return True
    person = tx.person(actor.person.email)
    if person is None or not person.active or person.id != actor.person.id:
        return False
    known = None if key is None else tx.ssh_key(key.fingerprint)
    return key is None or (known is not None and known.person.id == person.id)


def _bound(tx: Transaction, actor: Actor, occasion: Occasion, key: PublicKey, owner: Person) -> SshKey:
    made = SshKey(key, owner, occasion.at)
    tx.add_ssh_key(made)
    tx.drop_waiting_keys(owner)
    tx.record(actor, occasion.at, "key added", f"{owner.email} {key.fingerprint}")
    return made


def _owner(tx: Transaction, actor: Actor, email: str | None) -> Person:
    if actor.person is None or actor.only is not None:
        raise SignInNeeded("Sign in to look after your keys.")
    own = tx.person(actor.person.email)
    if email is None or (own is not None and tx.person(email) == own):
        return own or actor.person
    permit(actor, Verb.MANAGE_PEOPLE)
    person = tx.person(email)
    if person is None or not person.verified:
        raise NotFound(f"Nobody here has the address {email.strip()}. Add them first.", field="email")
    return person


def _meant(keys: tuple[SshKey, ...], typed: str) -> SshKey:
    wanted = "SHA256:" + typed.strip().removeprefix("SHA256:")
    found = [key for key in keys if key.fingerprint.startswith(wanted)]
    if not found or wanted == "SHA256:":
        raise NotFound("There is no key with this fingerprint. List the keys to see theirs.", field="fingerprint")
    if len(found) > 1:
        raise NotUnderstood("Several keys begin so. Give more of the fingerprint.", field="fingerprint")
    return found[0]
