"""Which ticket a letter belongs to, and how that is known: the first of these ways that leads to one.

An address that the desk signed, or a letter of the desk that it answers: both went to one person only, so whoever has
one has read that letter. Then a letter that was filed before: whoever wrote that one chose its Message-ID, and may have
chosen one that others answer, so it leads only those who took part in its ticket themselves. Last an ID in the subject,
which anybody may name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from core.entries import Kind
from core.errors import NotFound, NotUnderstood
from core.incoming import LetterRead
from core.people import Actor, Person, Sender, Via, normal_email
from core.references import Reference, read_reference
from core.signing import read_token
from core.tickets import Ticket

if TYPE_CHECKING:
    from core.store import Transaction

LOOKED_AT = 40
"""Of the addresses and Message-IDs that a letter names: enough for any exchange between people."""
_ID = re.compile(r"(?<![0-9A-Za-z-])[0-9A-Za-z]{5}-[0-9A-Za-z]{5}(?![0-9A-Za-z-])")
_IDS_LOOKED_AT = 5
_ENTRIES_LOOKED_AT = 200
_THE_DESK = Actor(Via.MAIL, is_desk=True)


class Lead(Enum):
    """What led to the ticket."""

    ADDRESS = "an address that the desk signed"
    LETTER = "a letter of the desk that it answers"
    KNOWN = "a letter that was filed before"
    SUBJECT = "the ID in its subject"


@dataclass(frozen=True, slots=True)
class Match:
    """A ticket, and what led to it. `signed`: the address was made for whoever the letter names as its author;
    `answers`: it answers a letter that went to them. `made_for` is the number of the person that the first is for."""

    ticket: Ticket
    lead: Lead
    signed: bool = False
    answers: bool = False
    made_for: int | None = None

    @property
    def is_secret(self) -> bool:
        """Whether only somebody can know it who read a letter of the desk, or was shown one."""
        return self.lead in (Lead.ADDRESS, Lead.LETTER)

    @property
    def is_only_named(self) -> bool:
        return self.lead is Lead.SUBJECT


@dataclass(frozen=True, slots=True)
class _Token:
    reference: Reference
    person: int
    lead: Lead


def matched(tx: Transaction, read: LetterRead, email: str, author: Person | None) -> Match | None:
    """None where nothing leads to a ticket. `email` is whom the letter names as its author."""
    tokens = tuple(_tokens(tx, read))
    if tokens and (ticket := _ticket(tx, tokens[0].reference)):
        theirs = {
            one.lead for one in tokens if author and one.person == author.id and one.reference == ticket.reference
        }
        return Match(ticket, tokens[0].lead, Lead.ADDRESS in theirs, Lead.LETTER in theirs, tokens[0].person)
    if ticket := next(_known(tx, read, email, author), None):
        return Match(ticket, Lead.KNOWN)
    if ticket := next(_tickets(tx, _named(read.subject)), None):
        return Match(ticket, Lead.SUBJECT)
    return None


def _tokens(tx: Transaction, read: LetterRead) -> Iterator[_Token]:
    keys = tx.signing_keys()
    for address in read.recipients[:LOOKED_AT]:
        if signed := read_token(address, keys):
            yield _Token(signed.reference, signed.person, Lead.ADDRESS)
    for message_id in read.answers[:LOOKED_AT]:
        posted = tx.posted_letter(message_id)
        if posted is not None and posted.letter.ticket is not None:
            yield _Token(posted.letter.ticket.reference, posted.letter.to.id, Lead.LETTER)


def _known(tx: Transaction, read: LetterRead, email: str, author: Person | None) -> Iterator[Ticket]:
    answers = read.answers[:LOOKED_AT]
    found = tx.tickets_of_letters(answers) if answers else {}
    references = dict.fromkeys(found[one] for one in answers if one in found)
    yield from (ticket for ticket in _tickets(tx, references) if _took_part(tx, ticket, email, author))


def _took_part(tx: Transaction, ticket: Ticket, email: str, author: Person | None) -> bool:
    """Whether it is their ticket, or they wrote in it; else what they write becomes a note at most: of colleagues, and
    of whom others asked to copy in."""
    if author is not None and author.id == ticket.requester.id:
        return ticket.proved or _wrote(tx, ticket, author)
    if author is not None and (author.is_staff or _wrote(tx, ticket, author)):
        return True
    is_on = author is not None and author.id in {one.id for one in ticket.participants}
    return not is_on and normal_email(email) in {normal_email(one.email) for one in tx.copies_asked(ticket)}


def _wrote(tx: Transaction, ticket: Ticket, person: Person) -> bool:
    return any(
        entry.kind is Kind.PUBLIC
        and entry.sender is Sender.VERIFIED
        and entry.author is not None
        and entry.author.id == person.id
        for entry in tx.thread(ticket, _THE_DESK, limit=_ENTRIES_LOOKED_AT).entries
    )


def _named(subject: str) -> Iterator[Reference]:
    for typed in _ID.findall(subject)[:_IDS_LOOKED_AT]:
        try:
            yield read_reference(typed)
        except NotUnderstood:
            continue


def _tickets(tx: Transaction, references: Iterable[Reference]) -> Iterator[Ticket]:
    yield from (ticket for one in references if (ticket := _ticket(tx, one)))


def _ticket(tx: Transaction, reference: Reference) -> Ticket | None:
    try:
        return tx.ticket(reference, seen_by=_THE_DESK)
    except NotFound:
        return None
