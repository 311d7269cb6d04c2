"""Doing by hand what a sample ticket says was done: every step through the desk's own use cases, on the real store."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count, groupby

from core import opening, replying, settling, triage, waking
from core.entries import Attachment, Change, Entry, Kind, PublicEntry
from core.occasion import Occasion
from core.people import Actor, Person, Role, Via
from core.references import Reference
from core.store import Transaction
from core.tickets import Status, Ticket, read_priority, read_status
from core.wish import Wish
from storage.opened import OpenedStore
from tui.demo import SampleDesk
from tui.demo.shifting import SampleTicket
from tui.demo.telling import SampleEntry

THE_DESK = Actor(Via.CLI, is_desk=True)


@dataclass
class Retelling:
    opened: OpenedStore
    people: dict[str, Person]
    numbers: count[int]

    @classmethod
    async def begin(cls, opened: OpenedStore, sample: SampleDesk) -> Retelling:
        for file in sample.files:
            await opened.files.put(io.BytesIO(file.content), at_most=1_000_000)

        def work(tx: Transaction) -> dict[str, Person]:
            tx.change_settings(sample.settings)
            tx.set_categories(sample.categories)
            for new in sample.people:
                one = new.person
                tx.add_person(one.email, one.name, one.role, verified=one.verified, at=new.joined_at)
            return {one.name: one for one in tx.people(at_least=Role.CUSTOMER)}

        return cls(opened, await opened.store.write(work), count())

    async def of(self, one: SampleTicket, now: int) -> tuple[Ticket, tuple[SampleEntry, ...]]:
        """The ticket as it comes out, under the ID and with the copied people of the sample, and its conversation."""
        opened_at = one.ticket.created_at
        reference: Reference | None = None
        for _, together in groupby(one.entries, key=lambda entry: entry.version):
            entries = tuple(together)
            at = opened_at + entries[0].after
            if reference is None:
                reference = await self._open(one, entries[0], at)
                continue
            await self._let_time_pass(reference, at)
            if entries[0].author is not None:
                await self._step(reference, entries, at)
        assert reference is not None
        await self._let_time_pass(reference, now)
        return await self._came_out(reference, one)

    async def _do(self, work: Callable[[Transaction, Occasion], object], at: int) -> None:
        occasion = Occasion(at, next(self.numbers))
        await self.opened.store.write(lambda tx: work(tx, occasion))

    async def _open(self, one: SampleTicket, first: SampleEntry, at: int) -> Reference:
        """With the priority and category of the customer: what they were before anybody changed them."""
        changed = {change.what: change.before for entry in reversed(one.entries) for change in entry.changes}
        requester, ticket = one.ticket.requester, one.ticket
        actor = Actor(first.via, self.people[requester.name] if requester.verified else None)
        form = opening.Form(
            ticket.subject,
            first.body,
            self._key(),
            changed.get("category") or ticket.category,
            read_priority(changed.get("priority") or ticket.priority.word),
            requester.name,
            requester.email,
            first.attachments,
        )
        occasion = Occasion(at, next(self.numbers))
        made = await self.opened.store.write(lambda tx: opening.open_ticket(tx, actor, occasion, form))
        return made.reference

    async def _step(self, reference: Reference, entries: tuple[SampleEntry, ...], at: int) -> None:
        first = entries[0]
        author = self.people[first.author.name] if first.author else None
        actor = Actor(first.via, author)
        changes = {change.what: change for entry in entries for change in entry.changes}
        tags = tuple(change.after or "" for entry in entries for change in entry.changes if change.what == "tag")
        if first.kind is not Kind.EVENT:
            said = replying.Reply(
                reference, first.body, self._key(), then=_then(actor, changes), attachments=first.attachments
            )
            use_case = replying.note if first.kind is Kind.INTERNAL else replying.reply
            await self._do(lambda tx, occasion: use_case(tx, actor, occasion, said), at)
        elif author is not None and not author.is_staff:
            await self._do(lambda tx, occasion: settling.confirm(tx, actor, occasion, settling.Settling(reference)), at)
        else:
            wish = self._wish(reference, changes, tags)
            await self._do(lambda tx, occasion: triage.change(tx, actor, occasion, wish), at)

    def _wish(self, reference: Reference, changes: dict[str, Change], tags: tuple[str, ...]) -> Wish:
        after = {what: change.after or "" for what, change in changes.items()}
        return Wish(
            reference,
            priority=read_priority(after["priority"]) if "priority" in after else None,
            category=after.get("category"),
            assignee=self.people[after["owner"]].email if "owner" in after else None,
            add_tags=tags,
        )

    async def _let_time_pass(self, reference: Reference, until: int) -> None:
        while (wakes_at := (await self._ticket(reference)).wake_at) <= until:
            await self._do(lambda tx, occasion: waking.wake(tx, THE_DESK, occasion), wakes_at)

    async def _ticket(self, reference: Reference) -> Ticket:
        return await self.opened.store.read(lambda tx: tx.ticket(reference, seen_by=THE_DESK))

    async def _came_out(self, reference: Reference, one: SampleTicket) -> tuple[Ticket, tuple[SampleEntry, ...]]:
        ticket = await self._ticket(reference)
        thread = await self.opened.store.read(lambda tx: tx.thread(ticket, THE_DESK))
        versions = [entry.version for entry in one.entries]
        told = tuple(
            _told(entry, version, ticket.created_at) for entry, version in zip(thread.entries, versions, strict=True)
        )
        return replace(ticket, reference=one.ticket.reference, participants=one.ticket.participants), told

    def _key(self) -> str:
        return f"retold {next(self.numbers)}"


def _then(actor: Actor, changes: dict[str, Change]) -> Status | None:
    """What staff chose to follow their answer; that a ticket is in progress then follows by itself."""
    if not actor.is_staff or "status" not in changes:
        return None
    status = read_status(changes["status"].after or "")
    return None if status is Status.IN_PROGRESS else status


def _told(entry: Entry, version: int, opened_at: int) -> SampleEntry:
    after = entry.created_at - opened_at
    public = isinstance(entry, PublicEntry)
    author: Person | None = entry.author
    files: tuple[Attachment, ...] = entry.attachments
    return SampleEntry(
        entry.kind, public, author, entry.sender, entry.via, entry.body, after, version, entry.changes, files
    )
