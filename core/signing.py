"""Addresses that only the desk can have made: what is written to one answers a certain ticket as a certain person."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from core.occasion import Occasion
from core.people import Actor, Person
from core.permission import Verb, permit
from core.references import ALPHABET, Reference

if TYPE_CHECKING:
    from core.store import Transaction

LOCAL_PART_AT_MOST = 64  # RFC 5321, section 4.5.3.1.1
_BYTES = 10
"""80 bits: nobody guesses one by writing letters."""
_NUMBER_OF_KEY = 2
"""Letters that the number of the key has; the person comes last, with as many as it takes."""


class SigningKey(NamedTuple):
    """`retired` when another took its place; addresses that it signed are known as long as it is kept."""

    number: int
    key: str
    created: int
    retired: int | None = None


def signing_key(tx: Transaction, occasion: Occasion) -> SigningKey:
    """The key of this desk; made where there is none yet."""
    for key in tx.signing_keys():
        if key.retired is None:
            return key
    return tx.add_signing_key(occasion.token("signing key"), occasion.at)


def rotate_key(tx: Transaction, actor: Actor, occasion: Occasion) -> SigningKey:
    """Sign with another key from now on; what the older ones signed stays known."""
    permit(actor, Verb.SET)
    tx.retire_signing_keys(occasion.at)
    tx.record(actor, occasion.at, "signing key rotated")
    return tx.add_signing_key(occasion.token("signing key"), occasion.at)


def reply_address(address: str, key: SigningKey, reference: Reference, person: Person) -> str:
    """`help+TOKEN@desk.example` for this ticket and person; the address alone where a local part is too long for it."""
    local, _, domain = address.rpartition("@")
    signed = f"{local}+{token(key, reference, person.id)}"
    return f"{signed}@{domain}" if len(signed) <= LOCAL_PART_AT_MOST else address


def token(key: SigningKey, reference: Reference, person: int) -> str:
    """Number of the key, ticket, signature, person: lower-case letters and figures, which no mail server changes."""
    said = f"reply/{key.number}/{reference}/{person}".encode()
    signature = int.from_bytes(hmac.digest(key.key.encode(), said, sha256)[:_BYTES], "big")
    number = _letters(key.number).rjust(_NUMBER_OF_KEY, "0")
    return f"{number}{reference.lower()}{_letters(signature).rjust(_BYTES * 8 // 5, '0')}{_letters(person)}"


def _letters(figure: int) -> str:
    letters = ""
    while figure:
        figure, place = divmod(figure, len(ALPHABET))
        letters = ALPHABET[place].lower() + letters
    return letters or "0"
