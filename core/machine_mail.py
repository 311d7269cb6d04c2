"""What machines write by themselves: a note in the ticket that it is about. It moves nothing and is never answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.entries import InternalEntry
from core.incoming import Bounced, LetterRead
from core.letter_budget import count_report
from core.letter_words import Words
from core.letters import Subject, customer_side, letters, owner
from core.matching import Match
from core.occasion import Occasion
from core.people import Actor, Person, Role, Via, normal_email
from core.receiving import LINE_AT_MOST, in_a_line
from core.signing import without_tokens
from core.tickets import Ticket

if TYPE_CHECKING:
    from core.store import Transaction

THE_DESK = Actor(Via.MAIL, is_desk=True)
BOUNCES_READ = 5
"""Of the addresses in one report; a letter of the desk goes to one."""
NO_REASON = "no reason was given"


def leave_note(
    tx: Transaction, actor: Actor, occasion: Occasion, ticket: Ticket, head: str, words: Words
) -> InternalEntry:
    """Only those who work here see it; nobody is written to."""
    entry = tx.add_note(ticket, actor, words.below(head), occasion.at, words.files, words.quoted)
    tx.save(ticket, ticket, actor, occasion.at, entry)
    return entry


def automatic(read: LetterRead) -> str:
    who = f" from {in_a_line(read.author.email, LINE_AT_MOST)}" if read.author else ""
    return f"{read.machine.value.capitalize()}{who}:"


def note_report(tx: Transaction, occasion: Occasion, read: LetterRead, match: Match | None) -> Ticket | None:
    """Tell of the letters of the desk that did not arrive, in their tickets and to whoever has those; the ticket of
    the first, or None where the report is about none of them."""
    about = [(one, *_about(tx, one, match)) for one in read.bounced[:BOUNCES_READ]]
    tickets = [ticket for _, _, ticket in about if ticket]
    for ticket in tickets:
        count_report(tx, occasion.at, ticket.reference)
    for bounced, person, found in about:
        _note_one(tx, occasion, bounced, person, found)
    return tickets[0] if tickets else None


def _note_one(
    tx: Transaction, occasion: Occasion, bounced: Bounced, person: Person | None, ticket: Ticket | None
) -> None:
    if person is not None and bounced.for_good and normal_email(person.email) == normal_email(bounced.email):
        _mark(tx, occasion, person, ticket, _said(tx, bounced.answer) or NO_REASON)
    if ticket is not None:
        _noted(tx, occasion, ticket, bounced)


def _about(tx: Transaction, bounced: Bounced, match: Match | None) -> tuple[Person | None, Ticket | None]:
    """Whom a letter of the desk did not reach, and in which ticket."""
    posted = tx.posted_letter(bounced.message_id) if bounced.message_id else None
    if posted is not None:
        return posted.letter.to, posted.letter.ticket
    if match is not None and match.is_secret:
        return _made_for(tx, match), match.ticket
    return None, None


def _noted(tx: Transaction, occasion: Occasion, ticket: Ticket, bounced: Bounced) -> None:
    email, answer = _said(tx, bounced.email), _said(tx, bounced.answer)
    what = "could not be delivered" if bounced.for_good else "is delayed"
    to = f" to {email}" if email else ""
    says = f"A letter{to} {what}: {answer or NO_REASON}"
    current = tx.ticket(ticket.reference, seen_by=THE_DESK)
    entry = tx.add_note(current, THE_DESK, says, occasion.at)
    tx.save(current, current, THE_DESK, occasion.at, entry)


def _said(tx: Transaction, text: str) -> str:
    """What another server says, without what lets one person answer."""
    return in_a_line(without_tokens(text, tx.signing_keys()), LINE_AT_MOST)


def _mark(tx: Transaction, occasion: Occasion, person: Person, ticket: Ticket | None, answer: str) -> None:
    """Letters do not reach them; whoever has their ticket hears of it once, until one of theirs arrives."""
    tx.save_person(replace(person, undeliverable=answer))
    if ticket is None or person.undeliverable or person.id not in {one.id for one in customer_side(ticket)}:
        return
    to = [one for one in owner(ticket) if not one.undeliverable and one.id != person.id]
    tx.post(letters(Subject.UNDELIVERED, ticket, to, occasion, tx.settings(), by=THE_DESK))


def _made_for(tx: Transaction, match: Match) -> Person | None:
    everybody = (*customer_side(match.ticket), *tx.people(at_least=Role.AGENT))
    return next((person for person in everybody if person.id == match.made_for), None)
