"""The conversation of a ticket: messages, notes and events, with their files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, or_, select

from core.entries import (
    PUBLIC_CHANGES,
    Attachment,
    Change,
    Entry,
    Filed,
    InternalEntry,
    PublicEntry,
    Thread,
    unused_name,
)
from core.people import Actor, Person, Sender
from core.tickets import Ticket
from storage.codes import VIA_CODES, VIAS
from storage.entry_codes import PUBLIC, EntryCode
from storage.numbers import Numbers, added
from storage.people import person_columns, person_of
from storage.schema import attachments, entries, people
from storage.search import SearchRoom
from storage.soft import SoftRoom

_e = entries.c
_ADD = insert(entries)
_ADD_FILES = insert(attachments)

_OF_TICKET = (
    select(
        *(_e.id, _e.kind, _e.sender, _e.via, _e.body, _e.created_at, _e.changes, _e.quoted),
        *person_columns(people, "by_"),
    )
    .join(people, people.c.id == _e.author_id, isouter=True)
    .where(_e.ticket_id == bindparam("ticket"))
)
_FOR_CUSTOMERS = or_(*(_e.kind == int(code) for code in PUBLIC))


def _newest(statement: Select[Any]) -> Select[Any]:
    return statement.where(_e.id < bindparam("before")).order_by(_e.id.desc()).limit(bindparam("limit"))


THREAD = {True: _newest(_OF_TICKET), False: _newest(_OF_TICKET.where(_FOR_CUSTOMERS))}
"""By whether everything may be seen: what is made for customers cannot select an internal row."""

_BEFORE = select(func.count()).where(_e.ticket_id == bindparam("ticket"), _e.id < bindparam("first"))
EARLIER = {True: _BEFORE, False: _BEFORE.where(_FOR_CUSTOMERS)}
_SINCE = {
    True: _OF_TICKET.where(_e.version > bindparam("seen")).order_by(_e.id),
    False: _OF_TICKET.where(_FOR_CUSTOMERS, _e.public_version > bindparam("seen")).order_by(_e.id),
}
_NEWEST = select(func.max(_e.id))
_AFTER = {
    True: _OF_TICKET.where(_e.id > bindparam("after")).order_by(_e.id),
    False: _OF_TICKET.where(_FOR_CUSTOMERS, _e.id > bindparam("after")).order_by(_e.id),
}
_PUBLIC_ONE = _OF_TICKET.where(_FOR_CUSTOMERS, _e.id == bindparam("which"))
_FILES = select(attachments).where(attachments.c.ticket_id == bindparam("ticket"))
_FILES_BETWEEN = _FILES.where(attachments.c.entry_id.between(bindparam("first"), bindparam("last"))).order_by(
    attachments.c.entry_id, attachments.c.id
)
_ALL_FILES = (
    _FILES.add_columns(_e.created_at)
    .join(entries, _e.id == attachments.c.entry_id)
    .order_by(attachments.c.entry_id, attachments.c.id)
)
_VISIBLE_FILES = {True: _ALL_FILES, False: _ALL_FILES.where(_FOR_CUSTOMERS)}
_FILE_NAMES = select(attachments.c.name).where(attachments.c.ticket_id == bindparam("ticket"))
_NEWEST_OF_ALL = 2**62
_MADE = {int(code): (PublicEntry if code.is_public else InternalEntry, code.kind) for code in EntryCode}
_SENDERS = tuple(Sender)
_AUTHOR = 8
"""Where the columns of the author begin."""


class ConversationRoom:
    def __init__(self, connection: Connection, numbers: Numbers, soft: SoftRoom, search: SearchRoom) -> None:
        self._connection = connection
        self._numbers = numbers
        self._soft = soft
        self._search = search

    def add_message(
        self,
        ticket: Ticket,
        actor: Actor,
        body: str,
        at: int,
        attachments: tuple[Attachment, ...] = (),
        quoted: str = "",
    ) -> PublicEntry:
        return PublicEntry(*self._said(EntryCode.MESSAGE, ticket, actor, body, at, attachments, quoted))

    def add_note(
        self,
        ticket: Ticket,
        actor: Actor,
        body: str,
        at: int,
        attachments: tuple[Attachment, ...] = (),
        quoted: str = "",
    ) -> InternalEntry:
        return InternalEntry(*self._said(EntryCode.NOTE, ticket, actor, body, at, attachments, quoted))

    def add_events(self, number: int, saved: Ticket, actor: Actor, at: int, changed: tuple[Change, ...]) -> None:
        """At most one event that the customer's side sees, and one that only staff see."""
        public = [change for change in changed if change.what in PUBLIC_CHANGES]
        internal = [change for change in changed if change.what not in PUBLIC_CHANGES]
        for code, some in ((EntryCode.PUBLIC_EVENT, public), (EntryCode.INTERNAL_EVENT, internal)):
            if some:
                values = _values(code, number, actor, "", at, saved.version, saved.public_version)
                self._connection.execute(_ADD, {**values, "changes": written(some)})

    def thread(self, ticket: Ticket, actor: Actor, *, before: int | None = None, limit: int = 100) -> Thread:
        number, whole = self._numbers.of(ticket.reference), actor.sees_all
        asked = {"ticket": number, "before": _NEWEST_OF_ALL if before is None else before, "limit": limit}
        found = self._entries(THREAD[whole], asked, whole)[::-1]
        if not found:
            return Thread()
        earlier = self._connection.execute(EARLIER[whole], {"ticket": number, "first": found[0].id}).scalar_one()
        return Thread(found, earlier)

    def newest_entry(self) -> int:
        return self._connection.execute(_NEWEST).scalar() or 0

    def entries_after(self, ticket: Ticket, entry: int, actor: Actor) -> tuple[Entry, ...]:
        whole = actor.sees_all
        return self._entries(_AFTER[whole], {"ticket": self._numbers.of(ticket.reference), "after": entry}, whole)

    def entries_since(self, ticket: Ticket, version: int, actor: Actor) -> tuple[Entry, ...]:
        whole = actor.sees_all
        return self._entries(_SINCE[whole], {"ticket": self._numbers.of(ticket.reference), "seen": version}, whole)

    def public_message(self, ticket: Ticket, entry: int) -> PublicEntry | None:
        """As the customer's side sees it; None for what they do not see."""
        found = self._entries(_PUBLIC_ONE, {"ticket": self._numbers.of(ticket.reference), "which": entry}, whole=False)
        return found[0] if found and isinstance(found[0], PublicEntry) else None

    def files(self, ticket: Ticket, actor: Actor) -> tuple[Filed, ...]:
        asked = {"ticket": self._numbers.of(ticket.reference)}
        rows = self._connection.execute(_VISIBLE_FILES[actor.sees_all], asked)
        return tuple(Filed(_attachment(row), row.created_at) for row in rows)

    def _said(
        self,
        code: EntryCode,
        ticket: Ticket,
        actor: Actor,
        body: str,
        at: int,
        files: tuple[Attachment, ...],
        quoted: str,
    ) -> tuple[Any, ...]:
        """Insert a message or note with its files and words, read by its author. Gives the fields of an Entry."""
        number = self._numbers.of(ticket.reference)
        values = _values(code, number, actor, body, at, ticket.version + 1, ticket.public_version + 1)
        entry = added(self._connection, _ADD, {**values, "quoted": quoted or None})
        kept = self._keep_files(number, entry, files) if files else ()
        self._search.add(entry, code, ticket, body)
        if actor.person is not None:
            self._soft.set_mark(number, actor.person, entry)
        return entry, code.kind, actor.person, actor.sender, actor.via, body, at, kept, (), quoted

    def _keep_files(self, number: int, entry: int, files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        used = frozenset(self._connection.execute(_FILE_NAMES, {"ticket": number}).scalars())
        kept: list[Attachment] = []
        for file in files:
            kept.append(replace(file, name=unused_name(file.name, used)))
            used |= {kept[-1].name}
        self._connection.execute(_ADD_FILES, [file_values(number, entry, file) for file in kept])
        return tuple(kept)

    def _entries(self, statement: Select[Any], asked: Mapping[str, object], whole: bool) -> tuple[Entry, ...]:
        rows = self._connection.execute(statement, asked).all()
        if not rows:
            return ()
        numbers = [row[0] for row in rows]
        files = self._files_between(asked["ticket"], min(numbers), max(numbers))
        authors = _Authors(whole)
        return tuple([_entry(row, files, authors) for row in rows])

    def _files_between(self, number: object, first: int, last: int) -> Mapping[int, Sequence[Attachment]]:
        found: defaultdict[int, list[Attachment]] = defaultdict(list)
        for row in self._connection.execute(_FILES_BETWEEN, {"ticket": number, "first": first, "last": last}):
            found[row.entry_id].append(_attachment(row))
        return found


def _values(
    code: EntryCode, number: int, actor: Actor, body: str, at: int, version: int, public_version: int
) -> dict[str, object]:
    return {
        "ticket_id": number,
        "kind": int(code),
        "author_id": actor.person.id if actor.person else None,
        "sender": int(actor.sender),
        "via": VIA_CODES[actor.via],
        "body": body,
        "changes": None,
        "version": version,
        "public_version": public_version if code.is_public else None,
        "created_at": at,
        "quoted": None,
    }


def file_values(number: int, entry: int, file: Attachment) -> dict[str, object]:
    return {
        "ticket_id": number,
        "entry_id": entry,
        "name": file.name,
        "size": file.size,
        "type": file.type,
        "sha256": file.sha256,
    }


def written(changed: Sequence[Change]) -> str:
    return json.dumps([[change.what, change.before, change.after] for change in changed], ensure_ascii=False)


def _entry(row: Sequence[Any], files: Mapping[int, Sequence[Attachment]], authors: _Authors) -> Entry:
    number, code, sender, via, body, created_at, changes, quoted, author = row[: _AUTHOR + 1]
    made, kind = _MADE[code]
    return made(
        number,
        kind,
        None if author is None else authors.known.get(author) or authors.meet(row[_AUTHOR:]),
        _SENDERS[sender],
        VIAS[via],
        body,
        created_at,
        tuple(files[number]) if number in files else (),
        tuple(Change(*change) for change in json.loads(changes)) if changes else (),
        quoted or "",
    )


class _Authors:
    """Who wrote: the same few come again and again. To the customer's side staff are a name without an address, and
    what a mail server said of somebody is for staff."""

    def __init__(self, whole: bool) -> None:
        self._whole = whole
        self.known: dict[int, Person] = {}

    def meet(self, fields: Sequence[Any]) -> Person:
        person = person_of(*fields)
        if not self._whole:
            person = replace(person, email="" if person.is_staff else person.email, undeliverable="")
        self.known[person.id] = person
        return person


def _attachment(row: Any) -> Attachment:
    return Attachment(row.name, row.size, row.type, row.sha256)
