"""What programs read: one JSON object for each thing, text unchanged, times in RFC 3339. Keys are only ever added."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.auditing import Deed
from core.entries import Attachment, Change, Entry, Thread
from core.listing import QueueFigures, Row
from core.people import Actor, Person
from core.references import shown
from core.tickets import Ticket, read_status
from tui.cli.times import rfc3339

Shape = dict[str, Any]


def line(shape: Mapping[str, Any]) -> str:
    """One object in one line of ASCII. DEL is the one control character that json leaves as it is."""
    return json.dumps(shape, ensure_ascii=True).replace("\x7f", "\\u007f")


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
    return person(of) | {"role": of.role.word, "active": of.active, "verified": of.verified}


def queue(of: QueueFigures) -> Shape:
    return {
        "category": of.category,
        "open": of.open,
        "unassigned": of.unassigned,
        "waiting": of.waiting,
        "late": of.late,
        "due_soon": of.due_soon,
        "oldest_at": None if of.oldest_at is None else rfc3339(of.oldest_at),
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
