"""Addresses that only the desk can have made: what is written to one answers a certain ticket as a certain person."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from core.occasion import Occasion
from core.people import Actor, Person
from core.permission import Verb, permit
from core.references import ALPHABET, LENGTH, Reference

if TYPE_CHECKING:
    from core.store import Transaction

LOCAL_PART_AT_MOST = 64  # RFC 5321, section 4.5.3.1.1
_BYTES = 10
"""80 bits: nobody guesses one by writing letters."""
_NUMBER_OF_KEY = 2
"""Letters that the number of the key has; the person comes last, with as many as it takes."""
_SIGNATURE = _BYTES * 8 // 5
_PERSON_AT_MOST = 13
"""Letters of a number of 64 bits."""
_ONE = ALPHABET.lower()
_TOKEN = re.compile(
    f"([{_ONE}]{{{_NUMBER_OF_KEY}}})([{_ONE}]{{{LENGTH}}})[{_ONE}]{{{_SIGNATURE}}}([{_ONE}]{{1,{_PERSON_AT_MOST}}})"
)
_AT_LEAST = _NUMBER_OF_KEY + LENGTH + _SIGNATURE + 1
_AT_MOST = _AT_LEAST + _PERSON_AT_MOST - 1
_PLUS = r"(\\?\+|%(?:25){0,3}2[bB]|=2[bB]|&#43;|&#[xX]2[bB];|&plus;)?"
"""What stands between the address of the desk and a token, as programs write it; others put nothing we know there."""
_IN_A_TEXT = re.compile(f"{_PLUS}([{ALPHABET}{_ONE}]{{{_AT_LEAST},}})")
_FIGURES = frozenset("0123456789")
_OF_A_DIGEST = frozenset("0123456789abcdef")


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
    return f"{number}{reference.lower()}{_letters(signature).rjust(_SIGNATURE, '0')}{_letters(person)}"


@dataclass(frozen=True, slots=True)
class Signed:
    """What an address of the desk was made for: a ticket, and the number of the person who answers it."""

    reference: Reference
    person: int


def read_token(address: str, keys: Iterable[SigningKey]) -> Signed | None:
    """What this address was made for; None for one that none of the keys signed. The right signature and a wrong one
    are told apart in the same time."""
    local, _, _ = address.rpartition("@")
    return _read(local.rpartition("+")[2], keys)


def without_tokens(text: str, keys: tuple[SigningKey, ...]) -> str:
    """The text with the plain address of the desk in place of those that let one person answer: others read it. A
    token is found wherever it stands, whatever programs made of the rest of the address."""
    return _IN_A_TEXT.sub(lambda found: _without(found, keys), text)


def without_likely_tokens(text: str) -> str:
    """The same where no key is at hand: of all that looks like a token of some desk."""
    return _IN_A_TEXT.sub(lambda found: "" if _is_likely(text, found) else found[0], text)


def _without(found: re.Match[str], keys: tuple[SigningKey, ...]) -> str:
    """Letters beside each other, without the token that they begin or end with."""
    plus, letters = found[1] or "", found[2]
    for length in range(_AT_LEAST, min(len(letters), _AT_MOST) + 1):
        if _read(letters[:length], keys):
            return letters[length:]
        if _read(letters[-length:], keys):
            return plus + letters[:-length]
    return found[0]


def _is_likely(text: str, found: re.Match[str]) -> bool:
    """It is as long as a token, stands for itself, and is not the digest of something."""
    letters = found[2]
    beside = text[found.start() - 1 : found.start()] * (found[1] is None) + text[found.end() : found.end() + 1]
    is_one_case = letters in (letters.lower(), letters.upper())
    is_word = _FIGURES.isdisjoint(letters) or _OF_A_DIGEST.issuperset(letters.lower())
    return len(letters) <= _AT_MOST and is_one_case and not is_word and not any(map(str.isalnum, beside))


def _read(typed: str, keys: Iterable[SigningKey]) -> Signed | None:
    found = _TOKEN.fullmatch(typed.lower())
    key = next((one for one in keys if found and one.number == _figure(found[1])), None)
    if found is None or key is None:
        return None
    said = Signed(Reference(found[2].upper()), _figure(found[3]))
    right = token(key, said.reference, said.person)
    return said if hmac.compare_digest(right, typed.lower()) else None


def _figure(letters: str) -> int:
    figure = 0
    for letter in letters:
        figure = figure * len(ALPHABET) + _ONE.index(letter)
    return figure


def _letters(figure: int) -> str:
    letters = ""
    while figure:
        figure, place = divmod(figure, len(ALPHABET))
        letters = ALPHABET[place].lower() + letters
    return letters or "0"
