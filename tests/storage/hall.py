"""A desk for tests of storage: five people, a clock that tests move, and the daily work in one line each."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from core import opening, reading, replying, staffing, triage
from core.calendars import HOUR
from core.desk import Desk
from core.entries import Attachment
from core.listing import Page, Query, Sort, View
from core.people import Role, Via
from core.query import read_query
from core.reception import Reception
from core.store import Transaction
from core.tickets import Priority, Status, Ticket
from core.wish import Wish
from storage.opened import OpenedStore

MONDAY = 1_763_975_400_000  # a Monday in November, 09:10 UTC

R = TypeVar("R")


@dataclass
class Hall:
    opened: OpenedStore
    reception: Reception
    clock: list[int]
    olga: Desk
    maya: Desk
    jonas: Desk
    ann: Desk
    ben: Desk
    keys: itertools.count[int] = field(default_factory=itertools.count)

    def later(self, length: int) -> None:
        self.clock[0] += length

    def key(self) -> str:
        return f"key {next(self.keys)}"

    async def opens(
        self,
        desk: Desk,
        subject: str = "VPN refuses my certificate",
        body: str = "It says ERR-4821.",
        *,
        priority: Priority = Priority.MEDIUM,
        category: str | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> Ticket:
        """A new ticket, an hour after the last thing that happened."""
        self.later(HOUR)
        form = opening.Form(subject, body, self.key(), category, priority, attachments=files)
        return await desk.write(opening.open_ticket, form)

    async def says(
        self,
        desk: Desk,
        ticket: Ticket,
        body: str = "Here is what to try.",
        *,
        then: Status | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> Ticket:
        self.later(HOUR)
        said = replying.Reply(ticket.reference, body, self.key(), then=then, attachments=files)
        return await desk.write(replying.reply, said)

    async def notes(
        self, desk: Desk, ticket: Ticket, body: str = "Between us.", files: tuple[Attachment, ...] = ()
    ) -> Ticket:
        self.later(HOUR)
        said = replying.Reply(ticket.reference, body, self.key(), attachments=files)
        return await desk.write(replying.note, said)

    async def changes(self, desk: Desk, ticket: Ticket, **wish: object) -> Ticket:
        self.later(HOUR)
        return await desk.write(triage.change, Wish(ticket.reference, **wish))  # type: ignore[arg-type]

    async def page(self, desk: Desk, view: View = View.NOT_CLOSED, **how: object) -> Page:
        search = read_query(str(how.pop("words", "")))
        narrowed = Query(view, how.pop("category", None), search)  # type: ignore[arg-type]
        query = narrowed._replace(sort=how.pop("sort", Sort.OWN))  # type: ignore[arg-type]
        return await desk.read(reading.page, query, desk.now(), **how)  # type: ignore[arg-type]

    async def subjects(self, desk: Desk, view: View = View.NOT_CLOSED, **how: object) -> list[str]:
        return [row.subject for row in (await self.page(desk, view, **how)).rows]

    async def asks(self, question: Callable[[Transaction], R]) -> R:
        return await self.opened.store.read(question)

    async def does(self, work: Callable[[Transaction], R]) -> R:
        return await self.opened.store.write(work)


def reception_of(opened: OpenedStore, clock: list[int], *, luck: int = 4) -> Reception:
    """The same luck draws the same: whoever shares a desk needs another."""
    chance = random.Random(luck)
    return Reception(
        opened.store,
        opened.files,
        opened.passwords,
        opened.feed,
        via=Via.CLI,
        source="tester",
        clock=lambda: clock[0],
        chance=lambda: chance.getrandbits(256),
    )


async def hall_of(opened: OpenedStore) -> Hall:
    """People who work here and two customers, all known by their address."""
    clock = [MONDAY]
    reception = reception_of(opened, clock)
    olga = await reception.set_up("Acme Support", "Olga Petrov", "olga@acme.example", None)
    for name, role in (
        ("Maya Lind", Role.AGENT),
        ("Jonas Weber", Role.AGENT),
        ("Ann Okafor", Role.CUSTOMER),
        ("Ben Ito", Role.CUSTOMER),
    ):
        await olga.write(staffing.add_person, name, f"{name.split()[0].lower()}@acme.example", role)
    maya, jonas, ann, ben = [
        await reception.claimed(f"{name}@acme.example") for name in ("maya", "jonas", "ann", "ben")
    ]
    return Hall(opened, reception, clock, olga, maya, jonas, ann, ben)
