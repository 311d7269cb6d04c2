"""What becomes of a letter that was read: a message in its ticket, a new ticket, a note, or held for an operator.

A letter speaks for the person whom it names as its author where something goes along that only they can have: an
address or a Message-ID that the desk made for them and this ticket, or the word of the desk's own mail server. From
those who work here it takes both. What anybody else writes to a ticket is a note among colleagues; and where somebody
may have borrowed the name of one of its people, an operator decides (core/quarantine.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.authentic import is_proved
from core.copying_in import copy_in, is_own, whom_they_may_bring
from core.entries import Entry, Kind
from core.errors import NotUnderstood, Refused, TryLater
from core.incoming import Incoming, LetterRead, Machine, Mailbox, Stage
from core.letter_budget import count_letter, is_said_again
from core.letter_words import Words, words_of
from core.letters import customer_side
from core.machine_mail import THE_DESK, automatic, leave_note, note_report
from core.matching import Match, matched
from core.occasion import Occasion
from core.opening import Form, open_ticket
from core.people import EMAIL_AT_MOST, NAME_AT_MOST, Actor, Person, Role, Via, read_email
from core.permission import Verb, permit
from core.receiving import LINE_AT_MOST, hold, in_a_line
from core.references import Reference
from core.replying import say
from core.tickets import SUBJECT_AT_MOST, Ticket

if TYPE_CHECKING:
    from core.store import Transaction

NO_AUTHOR = "It does not say in a way that can be read who wrote it."
CAME_BACK = "It is a letter of this desk that came back."
NO_ANSWER = "Who asks in a new ticket is answered, and this was written by {}: let it into a ticket that there is."


@dataclass(frozen=True, slots=True)
class Case:
    """A letter, and what is known of it. `person` is whom it names as its author, where the desk knows the address;
    `proved`: the desk's mail server says that it comes from there."""

    letter: Incoming
    read: LetterRead
    words: Words
    author: Mailbox | None
    person: Person | None
    proved: bool
    match: Match | None

    @property
    def is_theirs(self) -> bool:
        """Whether something goes along that only its author can have."""
        return self.proved or (self.match is not None and (self.match.signed or self.match.answers))

    @property
    def ticket(self) -> Ticket:
        if self.match is None:
            raise LookupError("This letter belongs to no ticket.")
        return self.match.ticket

    @property
    def email(self) -> str:
        return self.author.email if self.author else ""


def file_letter(tx: Transaction, actor: Actor, occasion: Occasion, number: int, read: LetterRead) -> Incoming:
    """Decide and write, all of it or nothing. A letter that does not wait any more stays what it is."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    letter = tx.incoming(number)
    if letter.stage is not Stage.WAITS:
        return letter
    case = _case(tx, letter, read)
    try:
        return _came_back(tx, occasion, case) or _by_machine(tx, occasion, case) or _by_somebody(tx, occasion, case)
    except (Refused, NotUnderstood, TryLater) as refusal:
        return hold(tx, case.letter, refusal.sentence)


def let_in(
    tx: Transaction, occasion: Occasion, letter: Incoming, read: LetterRead, reference: Reference | None
) -> Ticket:
    """Into this ticket, or as a new one, by the decision of an operator: as whoever it names, but unverified."""
    case, is_person = _case(tx, letter, read), read.machine in (Machine.NONE, Machine.LIST)
    if reference is None:
        if case.author is None:
            raise Refused(f"{NO_AUTHOR} Let it into a ticket that there is.", field="letter")
        if not is_person or is_own(case.email, tx.settings().address):
            raise Refused(NO_ANSWER.format("this desk" if is_person else "a machine"), field="letter")
        ticket = _opened(tx, occasion, case, Actor(Via.MAIL, source=f"letter {letter.name}"))
        _filed(tx, occasion, case, ticket)
        return ticket
    ticket = tx.ticket(reference, seen_by=THE_DESK)
    person = case.person
    if is_person and person is not None and person.active and _asks(ticket, person):
        actor = Actor(Via.MAIL, person, f"letter {letter.name}", only=ticket.reference)
        words = case.words
        saved = say(tx, actor, occasion, ticket, words.body, words.files, quoted=words.quoted)
        _filed(tx, occasion, case, saved)
        return saved
    head = automatic(read) if not is_person else f"From {case.email or 'somebody'}, let in by an operator:"
    _noted(tx, occasion, case, ticket, THE_DESK if not is_person else _nobody(case), head)
    return ticket


def _case(tx: Transaction, letter: Incoming, read: LetterRead) -> Case:
    author = _readable(read.author)
    person = tx.person(author.email) if author else None
    match = matched(tx, read, author.email if author else "", person)
    letter = replace(
        letter,
        author=in_a_line(read.author.email, EMAIL_AT_MOST) if read.author else "",
        subject=in_a_line(read.subject, SUBJECT_AT_MOST),
        reference=match.ticket.reference if match else None,
    )
    proved = author is not None and is_proved(author.email, read.authentication, tx.settings().authserv)
    return Case(letter, read, words_of(tx, read), author, person, proved, match)


def _came_back(tx: Transaction, occasion: Occasion, case: Case) -> Incoming | None:
    """A copy of a letter of this desk is put aside quietly; what only looks like one is held."""
    if case.read.machine is Machine.BOUNCE:
        return None
    is_from_here = is_own(case.email, tx.settings().address)
    is_ours = bool(case.read.message_id) and tx.posted_letter(case.read.message_id) is not None
    if is_from_here and is_ours:
        gone = replace(case.letter, stage=Stage.DISCARDED, why=CAME_BACK, reference=None, ended_at=occasion.at)
        tx.change_incoming(gone)
        return gone
    if is_from_here or is_ours or case.read.machine is Machine.OWN:
        return hold(tx, case.letter, "It says that it is a letter of this desk, and is none that the desk knows.")
    return None


def _by_machine(tx: Transaction, occasion: Occasion, case: Case) -> Incoming | None:
    """A note where its ticket is known by more than the ID; else held. None for a letter that a person wrote."""
    machine, match = case.read.machine, case.match
    if machine is Machine.LIST and match is not None and match.is_secret:
        return None  # a list in front of the desk passes on what people write
    if machine is Machine.NONE:
        return None
    if machine is Machine.BOUNCE and (ticket := note_report(tx, occasion, case.read, match)):
        return _filed(tx, occasion, case, ticket)
    if machine is not Machine.LIST and match is not None and not match.is_only_named:
        _count(tx, occasion, case)
        return _noted(tx, occasion, case, match.ticket, THE_DESK, automatic(case.read))
    return hold(tx, case.letter, _what(machine))


def _what(machine: Machine) -> str:
    article = "an" if machine.value[0] in "aeiou" else "a"
    return f"It is {article} {machine.value}, and no letter of this desk was found that it is about."


def _by_somebody(tx: Transaction, occasion: Occasion, case: Case) -> Incoming:
    if case.author is None:
        return hold(tx, case.letter, NO_AUTHOR)
    if case.person is not None and not case.person.active:
        return hold(tx, case.letter, f"{case.person.name} is disabled.")
    if case.match is None:
        return _begins(tx, occasion, case, case.author)
    if not case.match.is_secret and not case.proved:
        return _unproved(tx, case)
    if case.person is not None and _asks(case.ticket, case.person):
        return _speaks(tx, occasion, case, case.person) if case.is_theirs else _unproved(tx, case)
    if case.person is not None and case.person.is_staff:
        return _by_colleague(tx, occasion, case, case.person)
    _count(tx, occasion, case)
    head = f"From {case.email}, who is not on this ticket:"
    return _noted(tx, occasion, case, case.ticket, _nobody(case), head)


def _begins(tx: Transaction, occasion: Occasion, case: Case, author: Mailbox) -> Incoming:
    """A new ticket: of that person where it is proved, else as of a guest who typed the address."""
    _count(tx, occasion, case)
    how = "proved" if case.proved else "unproved"
    actor = Actor(Via.MAIL, source=f"{how} {author.email}")
    if case.proved:
        person = case.person or tx.add_person(author.email, _name(author), Role.CUSTOMER, verified=True, at=occasion.at)
        actor = replace(actor, person=replace(person, verified=True), only=occasion.reference(), proved=True)
    ticket = _opened(tx, occasion, case, actor)
    if actor.person is not None:
        tx.prove(actor.person, None if case.person is not None and not case.person.verified else ticket.reference)
        _arrived(tx, actor.person)
    current = tx.ticket(ticket.reference, seen_by=THE_DESK)
    saved = copy_in(tx, actor, occasion, current, case.read.copies, at_once=_brings(case))
    return _filed(tx, occasion, case, saved)


def _opened(tx: Transaction, occasion: Occasion, case: Case, actor: Actor) -> Ticket:
    words, author = case.words, case.author or Mailbox("", "")
    form = Form(words.subject, words.body, "", attachments=words.files, quoted=words.quoted)
    if actor.person is None:
        form = replace(form, name=_name(author), email=author.email)
    return open_ticket(tx, actor, occasion, form)


def _speaks(tx: Transaction, occasion: Occasion, case: Case, person: Person) -> Incoming:
    """Whoever wrote it reads what is sent to that address, or wrote from there: they answer on the customer's side."""
    _count(tx, occasion, case)
    if _said_before(tx, occasion, case):
        return _said_again(tx, occasion, case)
    reference, words = case.ticket.reference, case.words
    actor = Actor(Via.MAIL, replace(person, verified=True), case.email, only=reference, proved=True)
    permit(actor, Verb.REPLY, case.ticket)
    tx.prove(person, reference)
    _arrived(tx, person)
    before = tx.ticket(reference, seen_by=actor)
    saved = say(tx, actor, occasion, before, words.body, words.files, quoted=words.quoted)
    saved = copy_in(tx, actor, occasion, saved, case.read.copies, at_once=_brings(case))
    return _filed(tx, occasion, case, saved)


def _by_colleague(tx: Transaction, occasion: Occasion, case: Case, person: Person) -> Incoming:
    """They answer as who they are where both the address and the mail server say so; with a part of it nobody knows
    whether it is them. What they quote is left out: letters to those who work here."""
    match, words = case.match, case.words
    if match is not None and match.signed and case.proved:
        _count(tx, occasion, case)
        if _said_before(tx, occasion, case):
            return _said_again(tx, occasion, case)
        actor = Actor(Via.MAIL, person, case.email)
        before = tx.ticket(match.ticket.reference, seen_by=actor)
        permit(actor, Verb.REPLY, before)
        saved = say(tx, actor, occasion, before, words.body, words.files)
        _arrived(tx, person)
        saved = copy_in(tx, actor, occasion, saved, case.read.copies, at_once=lambda _: True)
        return _filed(tx, occasion, case, saved)
    if not case.proved or (match is not None and match.answers):
        return _unproved(tx, case)
    _count(tx, occasion, case)
    return _noted(tx, occasion, case, case.ticket, _nobody(case), f"From {case.email}, a colleague, by mail:")


def _unproved(tx: Transaction, case: Case) -> Incoming:
    return hold(tx, case.letter, f"Nothing proves that {case.email} wrote it.")


def _noted(tx: Transaction, occasion: Occasion, case: Case, ticket: Ticket, actor: Actor, head: str) -> Incoming:
    return _filed(tx, occasion, case, ticket, leave_note(tx, actor, occasion, ticket, head, case.words))


def _filed(tx: Transaction, occasion: Occasion, case: Case, ticket: Ticket, entry: Entry | None = None) -> Incoming:
    done = replace(case.letter, stage=Stage.FILED, why="", reference=ticket.reference, ended_at=occasion.at)
    tx.change_incoming(done, in_a_line(case.read.message_id, LINE_AT_MOST), entry or _newest(tx, ticket))
    return done


def _newest(tx: Transaction, ticket: Ticket) -> Entry | None:
    """The message that was just added: events may stand behind it."""
    entries = tx.thread(ticket, THE_DESK, limit=5).entries
    return next((entry for entry in reversed(entries) if entry.kind is not Kind.EVENT), None)


def _count(tx: Transaction, occasion: Occasion, case: Case) -> None:
    reference = case.match.ticket.reference if case.match else None
    count_letter(tx, occasion.at, case.email, reference, is_proved=case.is_theirs)


def _said_before(tx: Transaction, occasion: Occasion, case: Case) -> bool:
    return is_said_again(tx, occasion.at, case.email, case.ticket.reference, case.words.body, case.words.files)


def _said_again(tx: Transaction, occasion: Occasion, case: Case) -> Incoming:
    return _noted(tx, occasion, case, case.ticket, THE_DESK, f"The same letter from {case.email} again:")


def _arrived(tx: Transaction, person: Person) -> None:
    """Who writes can be written to again."""
    if person.undeliverable:
        tx.save_person(replace(person, verified=True, undeliverable=""))


def _asks(ticket: Ticket, person: Person) -> bool:
    """Whether they write here as a customer: who works here only in a ticket of their own, whoever copies them in."""
    return person.id == ticket.requester.id or (
        not person.is_staff and person.id in {one.id for one in customer_side(ticket)}
    )


def _brings(case: Case) -> Callable[[Person], bool]:
    return whom_they_may_bring(case.person, proved=case.proved)


def _nobody(case: Case) -> Actor:
    return Actor(Via.MAIL, source=case.email)


def _name(author: Mailbox) -> str:
    return in_a_line(author.name, NAME_AT_MOST) or author.email.partition("@")[0][:NAME_AT_MOST]


def _readable(author: Mailbox | None) -> Mailbox | None:
    """None where it is no address that the desk could answer."""
    if author is None:
        return None
    try:
        return Mailbox(author.name, read_email(author.email))
    except NotUnderstood:
        return None
