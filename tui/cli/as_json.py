"""What programs read: one JSON object for each thing, text unchanged, times in RFC 3339. Keys are only ever added."""

from __future__ import annotations

from typing import Any

from core.auditing import Deed
from core.entries import Attachment, Change, Entry, Thread
from core.figures import Queue
from core.following import Happening
from core.listing import Row
from core.people import Actor, Person
from core.reading import TicketView
from core.references import shown
from core.tickets import Ticket, read_status
from tui.cli.times import rfc3339

Shape = dict[str, Any]


def ticket(of: Ticket | Row, now: int, *, unread: bool) -> Shape:
    return {
        "id": shown(of.reference),
        "subject": of.subject,
        "status": of.status.code,
        "priority": of.priority.word,
        "category": of.category,
        "requester": person(of.requester),
        "assignee": _maybe(of.assignee),
        "tags": list(of.tags),
        "created_at": rfc3339(of.created_at),
        "updated_at": rfc3339(of.updated_at),
        "respond_by": None if of.respond_by is None else rfc3339(of.respond_by),
        "due_state": of.due_state(now).value,
        "version": of.version,
        "unread": unread,
    }


def row(of: Row, now: int) -> Shape:
    return ticket(of, now, unread=of.unread) | {"cursor": of.cursor}


def copies(of: TicketView, actor: Actor) -> Shape:
    """Who gets copies, by name alone for the customer's side; and for staff who waits until somebody allows it."""
    if not actor.is_staff:
        return {"copies": [{"name": one.name, "email": None} for one in of.ticket.participants]}
    asked = [{"name": one.name or None, "email": one.email} for one in of.copies_asked]
    return {"copies": [person(one) for one in of.ticket.participants], "copies_asked": asked}


def thread(of: Thread, actor: Actor) -> list[Shape]:
    return [entry(one, actor) for one in of.entries]


def entry(of: Entry, actor: Actor) -> Shape:
    """An entry in the eyes of this actor: the customer's side reads names of staff, not their addresses."""
    shape: Shape = {
        "id": of.id,
        "kind": of.kind.value,
        "via": of.via.value,
        "sender": of.sender.word,
        "author": _author(of.author, actor),
        "body": of.body,
        "created_at": rfc3339(of.created_at),
        "attachments": [attachment(file) for file in of.attachments],
    }
    if of.quoted:
        shape["quoted"] = of.quoted
    if of.changes:
        shape["changes"] = [_change(one) for one in of.changes]
    return shape


def _change(of: Change) -> Shape:
    """A change as programs read it: a status by its code, as in a ticket."""
    before, after = of.before, of.after
    if of.what == "status":
        before, after = (word and read_status(word).code for word in (before, after))
    return {"what": of.what, "before": before, "after": after}


def attachment(of: Attachment) -> Shape:
    return {"name": of.name, "size": of.size, "type": of.type, "sha256": of.sha256}


def person(of: Person) -> Shape:
    return {"name": of.name, "email": of.email or None}


def member(of: Person) -> Shape:
    known = {"role": of.role.word, "active": of.active, "verified": of.verified}
    return person(of) | known | {"undeliverable": of.undeliverable or None}


def known_member(of: Person, signed_in_at: int | None) -> Shape:
    return member(of) | {"signed_in_at": None if signed_in_at is None else rfc3339(signed_in_at)}


def queue(of: Queue) -> Shape:
    """`first_answer_seconds` is the median of seven days, `in_time` a share; `arrivals` and `answers` have 14 days."""
    return {
        "category": of.figures.category,
        "open": of.figures.open,
        "unassigned": of.figures.unassigned,
        "waiting": of.figures.waiting,
        "late": of.figures.late,
        "due_soon": of.figures.due_soon,
        "oldest_at": None if of.figures.oldest_at is None else rfc3339(of.figures.oldest_at),
        "first_answer_seconds": None if of.first_answer is None else of.first_answer // 1000,
        "in_time": None if of.in_time is None else round(of.in_time, 4),
        "arrivals": list(of.traffic.came_in),
        "answers": list(of.traffic.answered),
    }


def happening(of: Happening, actor: Actor) -> Shape:
    return {
        "at": rfc3339(of.at),
        "id": shown(of.reference),
        "kind": of.kind,
        "actor": _author(of.actor, actor),
        "entry": of.entry,
        "words": of.words,
    }


def deed(of: Deed) -> Shape:
    return {
        "at": rfc3339(of.at),
        "who": of.who,
        "asserted": of.asserted,
        "via": of.via.value,
        "what": of.what,
        "id": None if of.reference is None else shown(of.reference),
        "detail": of.detail,
    }


def _maybe(of: Person | None) -> Shape | None:
    return None if of is None else person(of)


def _author(of: Person | None, actor: Actor) -> Shape | None:
    shape = _maybe(of)
    if shape is not None and of is not None and of.is_staff and not actor.is_staff:
        shape["email"] = None if actor.person is None or actor.person.id != of.id else shape["email"]
    return shape
