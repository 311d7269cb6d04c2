"""Filling a demo desk: what is put in at once is what single writes would have left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import pytest

from core.calendars import DAY, HOUR
from core.deadlines import NEVER
from core.entries import Attachment, Change, Kind, PublicEntry
from core.errors import Refused
from core.listing import Query, View
from core.people import Actor, Person, Role, Sender, Via
from core.query import read_query
from core.references import Reference
from core.tickets import Priority, Status, Ticket
from storage import filling
from storage.checking import check
from storage.filling import fill
from storage.opened import OpenedStore
from tests.storage.hall import MONDAY, Hall

MAYA = Person(1, "maya@demo.example", "Maya Lind", Role.AGENT)
ANN = Person(2, "ann@demo.example", "Ann Okafor")
BEN = Person(3, "ben@demo.example", "Ben Ito")
LOG = b"a log"


@dataclass(frozen=True)
class SampleEntry:
    kind: Kind
    public: bool
    author: Person | None
    body: str
    after: int
    version: int
    changes: tuple[Change, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    sender: Sender = Sender.VERIFIED
    via: Via = Via.TUI


@dataclass(frozen=True)
class SampleTicket:
    ticket: Ticket
    entries: tuple[SampleEntry, ...]
    read: tuple[tuple[Person, int], ...] = ()


@dataclass(frozen=True)
class SamplePerson:
    person: Person
    joined_at: int = 1


@dataclass(frozen=True)
class SampleFile:
    sha256: str
    content: bytes


STORY = (
    SampleEntry(
        Kind.PUBLIC,
        True,
        ANN,
        "It says ERR-4821.",
        0,
        2,
        attachments=(Attachment("vpn.log", len(LOG), "text/plain", sha256(LOG).hexdigest()),),
    ),
    SampleEntry(Kind.PUBLIC, True, MAYA, "Try again.", 30 * HOUR, 3, sender=Sender.STAFF),
    SampleEntry(Kind.EVENT, True, MAYA, "", 30 * HOUR, 3, (Change("status", "open", "in progress"),)),
    SampleEntry(Kind.INTERNAL, False, MAYA, "She means the old client.", 31 * HOUR, 4, sender=Sender.STAFF),
)


@dataclass
class Sample:
    number: int = 5
    settings: Mapping[str, str] = field(default_factory=lambda: {"desk.name": "Demo"})
    categories: Sequence[str] = ("Network", "Billing")
    people: Sequence[SamplePerson] = tuple(SamplePerson(person) for person in (MAYA, ANN, BEN))
    files: Sequence[SampleFile] = (SampleFile(sha256(LOG).hexdigest(), LOG),)

    def tickets(self) -> Iterator[SampleTicket]:
        for nth in range(self.number):
            at = MONDAY + nth * HOUR
            yield SampleTicket(
                Ticket(
                    reference=Reference(f"DEM{nth:07}"),
                    subject=f"ticket {nth}",
                    category="Network",
                    priority=Priority(nth % 4),
                    status=Status(nth % 5),
                    requester=ANN,
                    created_at=at,
                    updated_at=at + 31 * HOUR,
                    public_at=at + 30 * HOUR,
                    source="tui",
                    version=4,
                    public_version=3,
                    participants=(BEN,),
                    assignee=MAYA,
                    tags=("vpn", "client"),
                    due=at + DAY if nth % 5 < 2 else NEVER,
                ),
                STORY,
                ((ANN, 1),),
            )


MAYA_ACTOR, ANN_ACTOR = Actor(Via.CLI, MAYA), Actor(Via.CLI, ANN)


async def test_a_filled_desk_is_clean_and_holds_what_the_sample_says(opened: OpenedStore) -> None:
    heard: list[int] = []
    assert fill(opened, Sample(), told=heard.append) == 5
    assert heard == [5]
    assert check(opened) == ()
    for sample in Sample().tickets():
        stored = await opened.store.read(
            lambda tx, one=sample.ticket: tx.ticket(one.reference, seen_by=MAYA_ACTOR)  # type: ignore[misc]
        )
        assert stored == sample.ticket
    assert (await opened.store.read(lambda tx: tx.settings())).name == "Demo"
    assert await opened.store.read(lambda tx: tx.people()) == (ANN, BEN, MAYA)


async def test_the_conversation_is_there_for_each_side(opened: OpenedStore) -> None:
    fill(opened, Sample())
    ticket = next(Sample().tickets()).ticket
    whole = (await opened.store.read(lambda tx: tx.thread(ticket, MAYA_ACTOR))).entries
    seen = (await opened.store.read(lambda tx: tx.thread(ticket, ANN_ACTOR))).entries
    assert [entry.body for entry in whole] == [told.body for told in STORY]
    assert [entry.created_at for entry in whole] == [MONDAY + told.after for told in STORY]
    assert whole[0].attachments == STORY[0].attachments
    assert whole[2].changes == STORY[2].changes
    assert [type(entry) for entry in seen] == [PublicEntry] * 3
    since = await opened.store.read(lambda tx: tx.entries_since(ticket, 2, ANN_ACTOR))
    assert [entry.id for entry in since] == [entry.id for entry in whole[1:3]]


async def test_entries_are_numbered_as_time_went(opened: OpenedStore) -> None:
    fill(opened, Sample())
    found = await opened.store.read(lambda tx: tx.page(Query(search=read_query("client")), MAYA_ACTOR, MONDAY))
    assert [row.subject for row in found.rows] == [f"ticket {nth}" for nth in (4, 3, 2, 1, 0)]


async def test_lists_counts_search_and_unread_marks_know_them(opened: OpenedStore) -> None:
    fill(opened, Sample())
    now = MONDAY + 100 * DAY
    page = await opened.store.read(lambda tx: tx.page(Query(View.NOT_CLOSED), ANN_ACTOR, now))
    assert [row.subject for row in page.rows] == ["ticket 2", "ticket 3", "ticket 1", "ticket 0"]
    assert all(row.unread for row in page.rows)
    counts = await opened.store.read(lambda tx: tx.counts(MAYA_ACTOR, now))
    assert (counts.views[View.ACTIVE], counts.views[View.ALL], counts.categories["Network"]) == (2, 5, 2)
    mine = await opened.store.read(lambda tx: tx.page(Query(View.ALL), MAYA_ACTOR, now))
    assert not any(row.unread for row in mine.rows)
    assert (
        len((await opened.store.read(lambda tx: tx.page(Query(search=read_query("err-4821")), ANN_ACTOR, now))).rows)
        == 5
    )


async def test_several_batches_are_numbered_on(opened: OpenedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "AT_ONCE", 3)
    heard: list[int] = []
    fill(opened, Sample(7), told=heard.append)
    assert heard == [3, 6, 7]
    assert check(opened) == ()


async def test_a_desk_that_holds_people_is_not_filled(hall: Hall) -> None:
    with pytest.raises(Refused, match="holds people already"):
        fill(hall.opened, Sample())
