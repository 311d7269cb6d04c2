"""Telling what happened to a ticket: each step by core's own rules, so that its last state is what the desk would have.

The time counts from the creation of the ticket: a ticket told once stands for any that began at another instant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.deadlines import NEVER, Clock
from core.entries import PUBLIC_CHANGES, Attachment, Change, Kind, differences, read_body
from core.moving import assigned, customer_spoke, moved, staff_answered, timed
from core.people import Actor, Person, Sender, Via
from core.references import Reference
from core.tickets import Priority, Status, Ticket, read_subject
from tui.demo.terms import SETTINGS

NO_REFERENCE = Reference("")
THE_DESK = Actor(Via.CLI, is_desk=True)


@dataclass(frozen=True, slots=True)
class SampleEntry:
    """One row of a conversation; `after` counts milliseconds from the creation of its ticket."""

    kind: Kind
    public: bool
    author: Person | None
    sender: Sender
    via: Via
    body: str
    after: int
    version: int
    changes: tuple[Change, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class Telling:
    """A ticket on its way. Before each step the desk does what time demands, as its loop would have done."""

    def __init__(self, ticket: Ticket, by: Actor, body: str, *files: Attachment) -> None:
        self.ticket = timed(ticket, SETTINGS)
        self.entries: list[SampleEntry] = []
        self.acted_at = 0
        self._said(by, body, 0, files, self.ticket)

    def say(self, by: Actor, body: str, at: int, *files: Attachment, then: Status | None = None) -> None:
        """A message of either side; `then` is the status that an answer of staff sets."""
        self.wake(at)
        if self.ticket.is_customer_side(by):
            after = customer_spoke(self.ticket, at, SETTINGS)
        else:
            after = staff_answered(self.ticket, by, then, at, SETTINGS)
        self._said(by, body, at, files, after)

    def note(self, by: Actor, body: str, at: int) -> None:
        self.wake(at)
        self._add(Kind.INTERNAL, by, body, at)
        self._save(by, at, self.ticket, touched=True, public=False)

    def change(
        self,
        by: Actor,
        at: int,
        *,
        owner: Person,
        category: str | None = None,
        tags: tuple[str, ...] = (),
        priority: Priority | None = None,
    ) -> None:
        """What an agent changes in one go, in the order in which core does it."""
        self.wake(at)
        ticket = replace(self.ticket, category=category or self.ticket.category, tags=self.ticket.tags + tags)
        if priority is not None and priority is not ticket.priority:
            ticket = timed(replace(ticket, priority=priority), SETTINGS)
        self._save(by, at, assigned(ticket, owner, at, SETTINGS))

    def close(self, by: Actor, at: int) -> None:
        self.wake(at)
        self._save(by, at, moved(self.ticket, Status.CLOSED, by, at, SETTINGS))

    def wake(self, until: int) -> None:
        """Tell of deadlines, warn before closing and close, each when its time has come."""
        while (at := self.ticket.wake_at) <= until and at < NEVER:
            ticket = self.ticket
            if ticket.status is Status.RESOLVED and ticket.notices:
                self._save(THE_DESK, at, moved(ticket, Status.CLOSED, THE_DESK, at, SETTINGS))
                continue
            told = 2 if ticket.status.is_active and at >= ticket.due else 1
            self._save(THE_DESK, at, timed(replace(ticket, notices=told), SETTINGS))

    def _said(self, by: Actor, body: str, at: int, files: tuple[Attachment, ...], after: Ticket) -> None:
        self._add(Kind.PUBLIC, by, read_body(body), at, files=files)
        self._save(by, at, after, touched=True, public=True)

    def _save(self, by: Actor, at: int, after: Ticket, *, touched: bool = False, public: bool = False) -> None:
        """The next version, with the events that tell of it: what the customer may know, and what only staff may."""
        before, changed = self.ticket, differences(self.ticket, after)
        shown = tuple(change for change in changed if change.what in PUBLIC_CHANGES)
        hidden = tuple(change for change in changed if change.what not in PUBLIC_CHANGES)
        for some in (shown, hidden):
            if some:
                self._add(Kind.EVENT, by, "", at, changes=some, public=some is shown)
        public = public or bool(shown)
        self.acted_at = at
        self.ticket = replace(
            after,
            version=before.version + 1,
            updated_at=at if touched or changed else before.updated_at,
            public_version=before.public_version + public,
            public_at=at if public else before.public_at,
        )

    def _add(
        self,
        kind: Kind,
        by: Actor,
        body: str,
        at: int,
        *,
        files: tuple[Attachment, ...] = (),
        changes: tuple[Change, ...] = (),
        public: bool | None = None,
    ) -> None:
        seen = kind is Kind.PUBLIC if public is None else public
        version = self.ticket.version + 1
        entry = SampleEntry(kind, seen, by.person, by.sender, by.via, body, at, version, changes, files)
        self.entries.append(entry)


def begun(
    subject: str, category: str, priority: Priority, requester: Person, via: Via, others: tuple[Person, ...] = ()
) -> Ticket:
    """A ticket that comes in at instant 0."""
    return Ticket(
        reference=NO_REFERENCE,
        subject=read_subject(subject),
        category=category,
        priority=priority,
        status=Status.OPEN,
        requester=requester,
        created_at=0,
        updated_at=0,
        public_at=0,
        source=via.value,
        proved=requester.verified,
        participants=others,
        respond=Clock(0),
        resolve=Clock(0),
    )
