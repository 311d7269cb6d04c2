"""What becomes of a letter that was read: a message in its ticket, a new ticket, or held until an operator decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import NotUnderstood, Refused, TryLater
from core.incoming import Incoming, LetterRead, Machine, Mailbox, Stage
from core.occasion import Occasion
from core.opening import Form, open_ticket
from core.people import EMAIL_AT_MOST, NAME_AT_MOST, Actor, Via, read_email
from core.permission import Verb, permit
from core.receiving import LINE_AT_MOST, hold, in_a_line
from core.references import Reference
from core.replying import say
from core.tickets import BODY_AT_MOST, FILES_AT_MOST, SUBJECT_AT_MOST, Ticket

if TYPE_CHECKING:
    from core.store import Transaction

NO_SUBJECT = "(no subject)"
NO_TEXT = "(no text)"
NO_AUTHOR = "It does not say in a way that can be read who wrote it."
_THE_DESK = Actor(Via.MAIL, is_desk=True)


def file_letter(tx: Transaction, actor: Actor, occasion: Occasion, number: int, read: LetterRead) -> Incoming:
    """Decide and write, all of it or nothing. A letter that does not wait any more stays what it is."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    letter = tx.incoming(number)
    if letter.stage is not Stage.WAITS:
        return letter
    letter = known(letter, read)
    if read.author is None or not is_address(read.author):
        return hold(tx, letter, NO_AUTHOR)
    if read.machine is not Machine.NONE:
        return hold(tx, letter, f"It is a {read.machine.value}.")
    try:
        saved = _opened(tx, occasion, read.author, read)
    except (Refused, NotUnderstood, TryLater) as refusal:
        return hold(tx, letter, refusal.sentence)
    return filed(tx, occasion, letter, read, saved)


def let_in(
    tx: Transaction, occasion: Occasion, letter: Incoming, read: LetterRead, reference: Reference | None
) -> Ticket:
    """Into this ticket as a note of nobody, or as a new one, by the decision of an operator."""
    letter = known(letter, read)
    if reference is None:
        saved = _opened(tx, occasion, read.author or Mailbox("", ""), read)
    else:
        ticket = tx.ticket(reference, seen_by=_THE_DESK)
        saved = say(tx, _THE_DESK, occasion, ticket, body_of(read), read.attachments[:FILES_AT_MOST])
    filed(tx, occasion, letter, read, saved)
    return saved


def known(letter: Incoming, read: LetterRead) -> Incoming:
    """With what its reader found: who wrote it, and about what."""
    author = read.author.email if read.author else ""
    subject = in_a_line(read.subject, SUBJECT_AT_MOST)
    return replace(letter, author=in_a_line(author, EMAIL_AT_MOST), subject=subject)


def filed(tx: Transaction, occasion: Occasion, letter: Incoming, read: LetterRead, ticket: Ticket) -> Incoming:
    done = replace(letter, stage=Stage.FILED, why="", reference=ticket.reference, ended_at=occasion.at)
    tx.change_incoming(done, in_a_line(read.message_id, LINE_AT_MOST))
    return done


def is_address(author: Mailbox) -> bool:
    try:
        read_email(author.email)
    except NotUnderstood:
        return False
    return True


def body_of(read: LetterRead) -> str:
    text = whole(read.text)
    return (text if text.strip() else NO_TEXT).encode()[:BODY_AT_MOST].decode(errors="ignore")


def whole(text: str) -> str:
    """Text that can be kept: no NUL, and no half of a character."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _opened(tx: Transaction, occasion: Occasion, author: Mailbox, read: LetterRead) -> Ticket:
    name = in_a_line(author.name, NAME_AT_MOST) or author.email.partition("@")[0]
    subject = in_a_line(read.subject, SUBJECT_AT_MOST) or NO_SUBJECT
    files = read.attachments[:FILES_AT_MOST]
    form = Form(subject, body_of(read), "", name=name, email=author.email, attachments=files)
    return open_ticket(tx, Actor(Via.MAIL, source=author.email), occasion, form)
