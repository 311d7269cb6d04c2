"""Answering a ticket, from either side; and the internal note, which only staff can leave."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.entries import Attachment, Kind, PublicEntry, read_body
from core.errors import Refused
from core.letters import Subject, customer_side, letters, who_works_on
from core.mentions import named_in
from core.moving import customer_spoke, staff_answered
from core.occasion import Occasion
from core.opening import check_files, fingerprint, follow_up, made_before
from core.overtaking import by_others, overtaken
from core.people import Actor
from core.permission import Verb, permit
from core.reading import as_seen
from core.references import Reference
from core.store import Transaction
from core.tickets import Status, Ticket


@dataclass(frozen=True, slots=True)
class Reply:
    """A message as its author sends it.

    `version` is the ticket as the author saw it: None where nobody looked before (a command), and with `strictly` any
    change since is a conflict, not only one that overlaps. `key` makes a second sending harmless.
    """

    reference: Reference
    body: str
    key: str
    version: int | None = None
    then: Status | None = None
    attachments: tuple[Attachment, ...] = ()
    strictly: bool = False


def reply(tx: Transaction, actor: Actor, occasion: Occasion, said: Reply) -> Ticket:
    """Add the message, move the ticket and its clocks, and post the letters.

    A customer's answer to a ticket that was closed too long ago opens a new one, linked to it: look at the reference
    of what comes back. Raises NotFound for a ticket that the actor cannot see, Refused for a move or a person that the
    tables do not allow, Conflict when the other side or a colleague wrote after `said.version`.
    """
    before = tx.ticket(said.reference, seen_by=actor)
    permit(actor, Verb.REPLY, before)
    same = fingerprint(("reply", replace(without_version(said), reference=before.reference)))
    if (done := tx.answered(said.key, actor, same)) is not None:
        return made_before(tx, actor, done)
    body = read_body(said.body)
    check_files(said.attachments)
    refuse_if_newer(tx, before, actor, said.version, strictly=said.strictly)
    saved = say(tx, actor, occasion, before, body, said.attachments, said.then)
    tx.remember_answer(said.key, actor, same, saved.reference, occasion.at)
    return as_seen(saved, actor)


def say(
    tx: Transaction,
    actor: Actor,
    occasion: Occasion,
    before: Ticket,
    body: str,
    attachments: tuple[Attachment, ...],
    then: Status | None = None,
    quoted: str = "",
) -> Ticket:
    """Add a public message of either side, with what follows from it. `quoted` stood below it in a letter."""
    if before.is_customer_side(actor):
        if then is not None:
            raise Refused("The status follows from your answer: send it without one.", field="status")
        return _customer_says(tx, actor, occasion, before, body, attachments, quoted)
    settings = tx.settings()
    after = staff_answered(before, actor, then, occasion.at, settings)
    entry = tx.add_message(before, actor, body, occasion.at, attachments, quoted)
    saved = tx.save(before, after, actor, occasion.at, entry)
    _post_reply(tx, actor, occasion, saved, entry)
    return saved


def _customer_says(
    tx: Transaction,
    actor: Actor,
    occasion: Occasion,
    before: Ticket,
    body: str,
    attachments: tuple[Attachment, ...],
    quoted: str,
) -> Ticket:
    settings = tx.settings()
    if too_long_closed(before, occasion.at, settings.reopen_within):
        return follow_up(tx, actor, occasion, before, body, attachments, quoted)
    entry = tx.add_message(before, actor, body, occasion.at, attachments, quoted)
    saved = tx.save(before, customer_spoke(before, occasion.at, settings), actor, occasion.at, entry)
    at_work = who_works_on(tx, before, saved)
    tx.post(letters(Subject.CUSTOMER_WROTE, saved, at_work, occasion, settings, by=actor, entry=entry))
    tx.post(letters(Subject.REPLY, saved, customer_side(saved), occasion, settings, by=actor, entry=entry))
    return saved


def _post_reply(tx: Transaction, actor: Actor, occasion: Occasion, saved: Ticket, entry: PublicEntry) -> None:
    settings = tx.settings()
    side = customer_side(saved)
    tx.post(letters(Subject.REPLY, saved, side, occasion, settings, by=actor, entry=entry, delay=settings.reply_undo))


def note(tx: Transaction, actor: Actor, occasion: Occasion, said: Reply) -> Ticket:
    """Leave an internal note: only staff see it, it moves nothing and answers nothing. Who is named in it is told that
    there is one, never what it says."""
    before = tx.ticket(said.reference, seen_by=actor)
    permit(actor, Verb.NOTE, before)
    same = fingerprint(("note", replace(without_version(said), reference=before.reference)))
    if (done := tx.answered(said.key, actor, same)) is not None:
        return made_before(tx, actor, done)
    body = read_body(said.body)
    check_files(said.attachments)
    if said.strictly:
        refuse_if_newer(tx, before, actor, said.version, strictly=True)
    entry = tx.add_note(before, actor, body, occasion.at, said.attachments)
    saved = tx.save(before, before, actor, occasion.at, entry)
    tx.post(letters(Subject.MENTIONED, saved, named_in(tx, body), occasion, tx.settings(), by=actor))
    tx.remember_answer(said.key, actor, same, saved.reference, occasion.at)
    return saved


def refuse_if_newer(
    tx: Transaction, ticket: Ticket, actor: Actor, version: int | None, *, strictly: bool = False
) -> None:
    """Raise Conflict when somebody else wrote publicly after this version; with `strictly`, when anything changed."""
    seen = as_seen(ticket, actor)
    if version is None or version == seen.version or (version > seen.version and not strictly):
        return
    since = tx.entries_since(ticket, version, actor)
    wrote = tuple(one for one in by_others(since, actor) if one.kind is Kind.PUBLIC)
    if strictly or (wrote and actor.is_staff):
        said = "The ticket changed since you looked. Nothing was sent; look again."
        raise overtaken(said, seen, since, actor, () if strictly else wrote)


def too_long_closed(ticket: Ticket, at: int, reopen_within: int) -> bool:
    return ticket.status is Status.CLOSED and ticket.settled_at is not None and at > ticket.settled_at + reopen_within


def without_version(said: Reply) -> Reply:
    """The same message, sent as it is whatever came in since."""
    return replace(said, version=None, strictly=False)
