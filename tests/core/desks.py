"""A whole desk on the real store, as each person meets it: `desk.of(ann).opened(...)`, `desk.of(bob).replies(...)`."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import select

from core import attaching, drafting, opening, reading, replying, settling, triage, waking
from core.desk import Desk
from core.entries import Attachment, Entry, Kind
from core.letters import Subject
from core.listing import Query, Row, View
from core.occasion import Occasion
from core.people import Actor, Person, Role, Via
from core.query import read_query
from core.reading import TicketView
from core.reception import Reception
from core.references import Reference
from core.staffing import add_person
from core.store import Transaction
from core.tickets import Status, Ticket
from core.wish import Wish
from storage import schema
from storage.opened import OpenedStore
from storage.opening import open_store
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA, the_desk
from tests.core.times import at

P = ParamSpec("P")
R = TypeVar("R")

PASSWORD = "a horse that staples batteries"


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter in the outbox: what it is about, whom it goes to, the message it carries, when it may leave."""

    subject: Subject
    to: str
    body: str | None
    not_before: int
    message_id: str


class Desks:
    """One desk and its people. Time stands still until somebody does something `at` another time."""

    def __init__(self, folder: Path) -> None:
        self.now = at("Mon 09:00")
        self.chance = random.Random(1)
        self.loop = asyncio.new_event_loop()
        self.store: OpenedStore = open_store(f"sqlite:///{folder / 'desk.db'}", create=True)
        self.reception = self.reception_at("the machine of the desk")

    def reception_at(self, source: str, via: Via = Via.TUI) -> Reception:
        """The door of the desk, for somebody who comes from there."""
        parts = (self.store.store, self.store.files, self.store.passwords, self.store.feed)
        return Reception(*parts, via=via, source=source, clock=lambda: self.now, chance=lambda: self.draw())

    def close(self) -> None:
        self.store.close_now()
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    def draw(self) -> int:
        return self.chance.getrandbits(256)

    def wait_for(self, coming: Coroutine[Any, Any, R]) -> R:
        return self.loop.run_until_complete(coming)

    # Who comes

    def of(self, person: Person, **how: Any) -> Visitor:
        """Somebody who is signed in; `how` tells more about the actor, like `via`."""
        return self.as_actor(Actor(**{"via": Via.TUI, "person": self.known(person.email), "source": "there", **how}))

    def guest(self, source: str = "a stranger's machine", via: Via = Via.TUI) -> Visitor:
        return self.as_actor(Actor(via, source=source))

    def by_pair(self, ticket: Ticket, email: str, source: str = "a stranger's machine") -> Visitor:
        """Whoever comes with the ID of a ticket and the e-mail of one of its people."""
        return Visitor(self, self.wait_for(self.reception_at(source).by_pair(ticket.reference, email)))

    def itself(self) -> Visitor:
        return Visitor(self, self.reception.the_desk_itself())

    def as_actor(self, actor: Actor) -> Visitor:
        parts = (self.store.store, self.store.files, actor)
        return Visitor(self, Desk(*parts, clock=lambda: self.now, chance=lambda: self.draw()))

    def known(self, email: str) -> Person:
        """The person with this address as the desk knows them now."""
        person = self.wait_for(self.store.store.read(lambda tx: tx.person(email)))
        assert person is not None
        return person

    def copies(self, ticket: Ticket, *people: Person) -> Ticket:
        """The ticket with these people copied in, as mail will do it."""
        also = tuple(self.known(person.email) for person in people)

        def work(tx: Transaction) -> Ticket:
            before = tx.ticket(ticket.reference, seen_by=the_desk)
            return tx.save(before, replace(before, participants=also), the_desk, self.now)

        return self.wait_for(self.store.store.write(work))

    # What time does, and what was posted

    def time_passes(self, until: str | int) -> waking.Round:
        """It is this time now, and the desk did all that was due, as often as there was more to do."""
        self.now = at(until) if isinstance(until, str) else until
        told = warned = closed = 0
        while True:
            done = self.itself().does(waking.wake)
            told, warned, closed = told + done.told, warned + done.warned, closed + done.closed
            if not done.more:
                return waking.Round(told, warned, closed, more=False)

    def posted(self) -> list[Posted]:
        """The letters that were posted since this was asked last, oldest first."""
        wanted = (
            select(schema.outbox, schema.people.c.email, schema.entries.c.body)
            .join(schema.people, schema.people.c.id == schema.outbox.c.person_id)
            .join(schema.entries, schema.entries.c.id == schema.outbox.c.entry_id, isouter=True)
            .order_by(schema.outbox.c.id)
        )
        rows = self.store.store.write_now(lambda connection: connection.execute(wanted).all())
        letters = [Posted(Subject(row.subject), row.email, row.body, row.not_before, row.message_id) for row in rows]
        self._seen, seen = len(letters), self._seen
        return letters[seen:]

    def told(self) -> set[tuple[str, str]]:
        """What the letters that were posted since then are about, and to whom: `("reply", "ann")`."""
        return {(letter.subject.value, letter.to.partition("@")[0]) for letter in self.posted()}

    _seen = 0


class Visitor:
    """One person at the desk: what they do and what they see."""

    def __init__(self, desks: Desks, desk: Desk) -> None:
        self.desks = desks
        self.desk = desk
        self.actor = desk.actor

    def does(
        self, use_case: Callable[Concatenate[Transaction, Actor, Occasion, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        return self.desks.wait_for(self.desk.write(use_case, *args, **kwargs))

    def asks(self, use_case: Callable[Concatenate[Transaction, Actor, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        return self.desks.wait_for(self.desk.read(use_case, *args, **kwargs))

    def fresh_key(self) -> str:
        return f"key {self.desks.draw()}"

    def when(self, said: str | None) -> None:
        """It is this time from now on; without one, what happens comes a second after what happened before."""
        self.desks.now = self.desks.now + 1000 if said is None else at(said)

    def opened(
        self, subject: str = "The printer is on fire", body: str = "It burns.", *, at: str | None = None, **more: Any
    ) -> Ticket:
        self.when(at)
        more = {"key": self.fresh_key(), **more}
        return self.does(opening.open_ticket, opening.Form(subject, body, **more))

    def replies(
        self,
        ticket: Ticket,
        body: str = "Is it better now?",
        *,
        then: Status | None = None,
        at: str | None = None,
        **more: Any,
    ) -> Ticket:
        self.when(at)
        more = {"key": self.fresh_key(), "then": then, **more}
        return self.does(replying.reply, replying.Reply(ticket.reference, body, **more))

    def notes(self, ticket: Ticket, body: str = "Same as last week.", *, at: str | None = None, **more: Any) -> Ticket:
        self.when(at)
        more = {"key": self.fresh_key(), **more}
        return self.does(replying.note, replying.Reply(ticket.reference, body, **more))

    def changes(self, ticket: Ticket, *, at: str | None = None, **wish: Any) -> Ticket:
        self.when(at)
        return self.does(triage.change, Wish(ticket.reference, **wish))

    def takes(self, ticket: Ticket, *, at: str | None = None) -> Ticket:
        return self.changes(ticket, assignee="me", at=at)

    def confirms(self, ticket: Ticket, *, at: str | None = None, version: int | None = None) -> Ticket:
        self.when(at)
        return self.does(settling.confirm, settling.Settling(ticket.reference, version))

    def reopens(self, ticket: Ticket, *, at: str | None = None, version: int | None = None) -> Ticket:
        self.when(at)
        return self.does(settling.reopen, settling.Settling(ticket.reference, version))

    def attaches(self, ticket: Ticket, *names: str, at: str | None = None, **more: Any) -> Ticket:
        self.when(at)
        files = tuple(self.file(name) for name in names)
        more = {"key": self.fresh_key(), **more}
        return self.does(attaching.attach, attaching.Upload(ticket.reference, files, **more))

    def file(self, name: str, content: bytes = b"what the file says") -> Attachment:
        """A file whose bytes are stored, as every front end does before it says which message carries it."""
        blob = self.desks.wait_for(self.desk.files.put(BytesIO(content), at_most=1000))
        return Attachment(name, blob.size, "text/plain", blob.sha256)

    def drafts(self, kind: str, text: str, ticket: Ticket | None = None) -> None:
        self.does(drafting.keep_draft, kind, text, ticket.reference if ticket else None)

    def looks_at(self, ticket: Ticket | Reference) -> TicketView:
        return self.asks(reading.look_at, ticket if isinstance(ticket, str) else ticket.reference)

    def sees(self, ticket: Ticket) -> Ticket:
        return self.looks_at(ticket).ticket

    def reads(self, ticket: Ticket) -> list[str]:
        """The messages and notes of a conversation, oldest first."""
        return [entry.body for entry in self.entries(ticket) if entry.kind is not Kind.EVENT]

    def hears(self, ticket: Ticket) -> list[str]:
        """What the events of a conversation say, oldest first."""
        events = [entry for entry in self.entries(ticket) if entry.kind is Kind.EVENT]
        return [change.words for event in events for change in event.changes]

    def entries(self, ticket: Ticket) -> tuple[Entry, ...]:
        return self.looks_at(ticket).thread.entries

    def rows(self, view: View = View.NOT_CLOSED, words: str = "") -> tuple[Row, ...]:
        return self.asks(reading.page, Query(view, search=read_query(words)), self.desks.now).rows

    def lists(self, view: View = View.NOT_CLOSED, words: str = "") -> list[Reference]:
        return [row.reference for row in self.rows(view, words)]


def furnish(folder: Path) -> None:
    """Make a desk with the people of the tests, each vouched for by Olga, who runs it."""
    desks = Desks(folder)
    try:
        desks.wait_for(desks.reception.set_up("Acme Support", OLGA.name, OLGA.email, None))
        for person in (ANN, CARL, BOB, MAYA):
            add(desks, person.name, person.email, person.role)
    finally:
        desks.close()


def add(desks: Desks, name: str, email: str, role: Role = Role.CUSTOMER) -> Person:
    return desks.of(OLGA).does(add_person, name, email, role)
