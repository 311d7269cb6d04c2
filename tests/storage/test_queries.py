"""What a query finds: the same as reading every ticket would, page by page in every order, and never what is not one's
own."""

from __future__ import annotations

import asyncio
import random
import threading
from dataclasses import dataclass, field

import pytest

from core import finding, reading
from core.calendars import DAY, HOUR
from core.deadlines import NEVER
from core.desk import Desk
from core.entries import Attachment, Kind
from core.errors import TryLater
from core.listing import Page, Query, View
from core.people import Person
from core.query import read_query
from core.query_terms import By, Deadline, Field, Filter, Search, Span, Value
from core.settling import Settling, confirm
from core.store import Transaction
from core.tickets import DueState, Priority, Status, Ticket
from storage import database
from storage import finding as walking
from storage import hits as windows
from storage.words import holds, phrases
from tests.storage.hall import Hall

SAID = ("vpn", "certificate", "printer", "warranty", "login error", "ERR-4821", "refund")
FILE = Attachment("trace.log", 4, "text/plain", "ab" * 32)


async def find(desk: Desk, typed: str, **how: object) -> Page:
    return await finding.page(desk, Query(search=read_query(typed)), **how)  # type: ignore[arg-type]


async def subjects(desk: Desk, typed: str) -> list[str]:
    return [row.subject for row in (await find(desk, typed, limit=1000)).rows]


async def busy(hall: Hall, tickets: int = 40) -> Hall:
    """Tickets of every kind, by a draw that is always the same."""
    draw = random.Random(7)
    await hall.does(lambda tx: tx.set_categories(("General", "Network", "Human Resources")))
    for nth in range(tickets):
        who = draw.choice((hall.ann, hall.ben))
        ticket = await hall.opens(
            who,
            f"{nth} {draw.choice(SAID)}",
            " ".join(draw.choices(SAID, k=draw.randint(1, 6))),
            priority=draw.choice(list(Priority)),
            category=draw.choice(("General", "Network", "Human Resources")),
            files=(FILE,) if draw.random() < 0.2 else (),
        )
        if draw.random() < 0.4:
            tags = tuple(draw.sample(("vpn", "urgent-ish", "café"), draw.randint(1, 2)))
            ticket = await hall.changes(hall.maya, ticket, add_tags=tags)
        if draw.random() < 0.6:
            then = draw.choice((None, Status.WAITING, Status.RESOLVED))
            ticket = await hall.says(draw.choice((hall.maya, hall.jonas)), ticket, draw.choice(SAID), then=then)
        if draw.random() < 0.3:
            ticket = await hall.notes(hall.maya, ticket, "between us: canary " + draw.choice(SAID))
        if draw.random() < 0.3:
            await who.write(confirm, Settling(ticket.reference))
        hall.later(draw.choice((HOUR, DAY)))
    return hall


FIELDS = (
    *(
        "status:open",
        "status:open,waiting",
        "-status:closed",
        "-status:open",
        "tag:vpn",
        "-tag:vpn",
        "tag:café,urgent-ish",
    ),
    *("assignee:me", "assignee:none", "-assignee:me", "assignee:mai", "assignee:weber,me", "priority:>=high"),
    *(
        "-priority:low",
        "category:network",
        'category:"human resources",general',
        "from:ann@",
        "from:okafor",
        "-from:me",
    ),
    *("from:@acme.example", "has:file", "-has:file", "due:<2h", "due:>1d", "due:late", "due:soon", "due:none"),
    *("-due:none", "created:<3d", "created:>7d", "updated:>1d", "-updated:<5d"),
)
WORDS = ("vpn", '"login error"', "cert*", "err-4821", "please", "warranty -refund", 'canary -"login error"')
ORDERS = ("", "sort:updated", "sort:-updated", "sort:due", "sort:-priority", "sort:created", "sort:-created")


def drawn_queries(count: int) -> list[str]:
    """Fields, words and orders in every mixture."""
    draw = random.Random(11)
    for_all = [
        [*draw.sample(FIELDS, draw.randint(0, 3)), *draw.sample(WORDS, draw.randint(0, 1)), draw.choice(ORDERS)]
        for _ in range(count)
    ]
    return [" ".join(part for part in parts if part) or "status:open" for parts in for_all]


@dataclass
class Reader:
    """Reads everything that somebody may see, and finds by looking at each ticket."""

    desk: Desk
    known: list[tuple[Ticket, list[str], bool]] = field(default_factory=list)

    async def reads(self) -> Reader:
        every = await self.desk.read(reading.page, Query(View.ALL), self.desk.now(), limit=1000)
        for row in every.rows:
            view = await self.desk.read(reading.look_at, row.reference, newest=1000)
            said = [entry.body for entry in view.thread.entries if entry.kind is not Kind.EVENT]
            self.known.append((view.ticket, said, any(entry.attachments for entry in view.thread.entries)))
        return self

    def finds(self, search: Search) -> list[str]:
        return sorted(ticket.subject for ticket, said, files in self.known if self._fits(search, ticket, said, files))

    def _fits(self, search: Search, ticket: Ticket, said: list[str], files: bool) -> bool:
        if search.order and search.order.by.is_of_unclosed and ticket.status is Status.CLOSED:
            return False
        if any(
            any(self._has(one, value, ticket, files) for value in one.values) is one.negated for one in search.filters
        ):
            return False
        return not search.words or any(_holds(search, ticket.subject, body) for body in said)

    def _has(self, one: Filter, value: Value, ticket: Ticket, files: bool) -> bool:  # noqa: C901
        now, me = self.desk.now(), self.desk.actor.person
        match one.field, value:
            case Field.STATUS, _:
                return ticket.status is value
            case Field.PRIORITY, _:
                return ticket.priority is value
            case Field.ASSIGNEE, "none":
                return ticket.assignee is None
            case Field.ASSIGNEE, _:
                return ticket.assignee is not None and _is_called(ticket.assignee, str(value), me)
            case Field.FROM, _:
                return _is_called(ticket.requester, str(value), me)
            case Field.TAG, _:
                return value in ticket.tags
            case Field.CATEGORY, _:
                return ticket.category.casefold() == value
            case Field.DUE, Span():
                at = now + value.length
                return ticket.due < at if value.nearer else at < ticket.due < NEVER
            case Field.DUE, _:
                state = ticket.due_state(now)
                late, soon = state is DueState.LATE, state is DueState.DUE_SOON
                return {Deadline.LATE: late, Deadline.SOON: soon}.get(value, ticket.due == NEVER)  # type: ignore[arg-type]
            case Field.HAS, _:
                return files
            case _, Span():
                at = now - value.length
                then = ticket.created_at if one.field is Field.CREATED else ticket.updated_at
                return then > at if value.nearer else then < at
        raise AssertionError(one)


def _holds(search: Search, subject: str, body: str) -> bool:
    return holds(phrases(search.words), phrases(search.unwanted), subject, body)


def _is_called(person: Person, value: str, me: Person | None) -> bool:
    if value == "me":
        return me is not None and person.id == me.id
    if value.startswith("@"):
        return value in person.email
    return any(word.startswith(value) for word in (person.email, *person.name.casefold().split()))


def orders_of(page: Page, search: Search, now: int) -> list[tuple[int, ...]]:
    """What the rows are sorted by; it has to ascend."""
    assert search.order is not None
    keys = {
        By.UPDATED: lambda row: (row.updated_at,),
        By.CREATED: lambda row: (row.created_at,),
        By.DUE: lambda row: (row.due, row.priority, -row.updated_at),
        By.PRIORITY: lambda row: (row.priority, row.due, -row.updated_at),
    }
    sign = -1 if search.order.turned else 1
    return [tuple(sign * figure for figure in keys[search.order.by](row)) for row in page.rows]  # type: ignore[no-untyped-call]


async def test_a_query_finds_what_reading_every_ticket_finds_and_in_the_order_it_says(hall: Hall) -> None:
    await busy(hall)
    for desk in (hall.maya, hall.ann):
        reader = await Reader(desk).reads()
        for typed in (*FIELDS, *WORDS, *drawn_queries(200)):
            search = read_query(typed)
            expected = reader.finds(search)
            if desk is hall.ann and any(one.field in (Field.TAG, Field.ASSIGNEE) for one in search.filters):
                continue  # what customers may ask of these is tried below
            page = await finding.page(desk, Query(search=search), limit=1000)
            assert sorted(row.subject for row in page.rows) == expected, typed
            if search.order:
                assert orders_of(page, search, 0) == sorted(orders_of(page, search, 0)), typed


async def test_pages_follow_each_other_both_ways_without_a_gap(hall: Hall) -> None:
    await busy(hall, 25)
    for desk in (hall.maya, hall.ann):
        for typed in ("vpn", "status:open,closed", "cert* sort:due", *(f"-priority:low {order}" for order in ORDERS)):
            whole = [row.subject for row in (await find(desk, typed, limit=1000)).rows]
            page = await find(desk, typed, limit=3)
            rows = list(page.rows)
            assert not page.before
            while page.after:
                page = await find(desk, typed, limit=3, start=rows[-1].cursor)
                rows += page.rows
            assert [row.subject for row in rows] == whole
            back = await find(desk, typed, limit=3, backwards=True)
            rows = list(back.rows)
            while back.before:
                back = await find(desk, typed, limit=3, start=rows[0].cursor, backwards=True)
                rows[:0] = back.rows
            assert [row.subject for row in rows] == whole, typed


@pytest.mark.parametrize("typed", ["vpn", "vpn sort:-updated", "vpn -has:file"])
async def test_older_hits_follow_in_windows_of_their_own_and_no_ticket_comes_twice(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    await busy(hall)
    expected = sorted(await subjects(hall.maya, typed))
    monkeypatch.setattr(windows, "HITS", 4)

    page = await find(hall.maya, typed, limit=3)
    rows = list(page.rows)
    while page.after or page.older:
        page = await find(hall.maya, typed, limit=3, start=page.older or rows[-1].cursor)
        rows += page.rows
    assert sorted(row.subject for row in rows) == expected
    whole = [row.subject for row in rows]

    start = rows[-1].cursor
    back: list[str] = [rows[-1].subject]
    while len(back) < len(whole):
        page = await find(hall.maya, typed, limit=3, start=start, backwards=True)
        back[:0] = [row.subject for row in page.rows]
        start = page.rows[0].cursor
    assert (back, page.before) == (whole, False)


@pytest.mark.parametrize(
    "typed", ["vpn has:file", "has:file", "has:file sort:created", "has:file -status:closed sort:due"]
)
async def test_a_search_that_looked_at_enough_says_where_to_go_on(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    await busy(hall)
    expected = await subjects(hall.maya, typed)
    monkeypatch.setattr(windows, "HITS", 3)
    monkeypatch.setattr(windows, "WALKED_AT_MOST", 3)
    monkeypatch.setattr(walking, "WALKED_AT_MOST", 3)
    found: list[str] = []
    start = None
    for _ in range(100):
        page = await find(hall.maya, typed, start=start)
        found += [row.subject for row in page.rows]
        start = page.older
        if start is None:
            break
    assert sorted(found) == sorted(expected)
    assert typed.startswith("vpn") or found == expected


async def test_better_hits_come_first(hall: Hall) -> None:
    await hall.opens(hall.ann, "Printer", "the vpn is mentioned in a long text " + "about many other things " * 20)
    await hall.opens(hall.ann, "VPN", "vpn vpn vpn")
    await hall.opens(hall.ann, "Network", "a word about the vpn")
    assert await subjects(hall.maya, "vpn") == ["VPN", "Network", "Printer"]


async def test_customers_can_not_ask_about_what_they_do_not_see(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann, "mine", "vpn")
    await hall.changes(hall.maya, ticket, add_tags=("vip",), assignee="me")
    await hall.notes(hall.maya, ticket, "canary", (FILE,))
    for search in ("has:file", "canary", "assignee:maya@", "from:ben@"):
        assert await subjects(hall.ann, search) == []
    tagged = Search((Filter(Field.TAG, ("vip",)),))
    assert (await finding.page(hall.ann, Query(search=tagged))).rows == ()
    assert await subjects(hall.ann, "assignee:maya") == ["mine"]
    assert await subjects(hall.ben, f"id:{ticket.reference}") == []
    assert await subjects(hall.ann, f"id:{ticket.reference[:4]}") == ["mine"]
    assert await subjects(hall.maya, "has:file vpn") == ["mine"]


async def test_cursors_of_customers_hold_no_time_of_an_internal_change(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann, "mine", "vpn")
    before = [(await find(hall.ann, typed)).rows[0].cursor for typed in (*ORDERS[1:], "vpn", "vpn sort:due")]
    await hall.notes(hall.maya, ticket, "vpn, between us")
    assert [(await find(hall.ann, typed)).rows[0].cursor for typed in (*ORDERS[1:], "vpn", "vpn sort:due")] == before


async def test_marked_tickets_are_looked_for_by_themselves(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    await busy(hall)
    page = await find(hall.maya, "vpn -has:file", limit=1000)
    every = await hall.maya.read(reading.page, Query(View.ALL), hall.maya.now(), limit=1000)
    monkeypatch.setattr(windows, "HITS", 1)
    asked = frozenset(row.reference for row in every.rows)
    query = Query(search=read_query("vpn -has:file"))
    still = await hall.maya.read(reading.listed, query, hall.maya.now(), asked)
    assert still == {row.reference for row in page.rows}


async def test_a_search_never_stands_in_the_way_of_pages(hall: Hall) -> None:
    began, ends = threading.Event(), threading.Event()

    def slow(tx: Transaction) -> int:
        began.set()
        ends.wait(10)
        return tx.position()

    searching = [asyncio.ensure_future(hall.opened.store.search(slow)) for _ in range(5)]
    await asyncio.to_thread(began.wait, 10)
    assert (await hall.page(hall.maya)).rows == ()
    ends.set()
    assert len(await asyncio.gather(*searching)) == 5


async def test_a_search_that_takes_too_long_is_given_up(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SEARCH_AT_MOST", 0.05)
    ends = threading.Event()
    with pytest.raises(TryLater, match="took too long"):
        await hall.opened.store.search(lambda tx: ends.wait(5) and tx.position())
    ends.set()
