"""Lists: which tickets stand in a view, in what order, page by page in both directions."""

from __future__ import annotations

import itertools

import pytest

from core.calendars import DAY, HOUR
from core.desk import Desk
from core.errors import NotUnderstood
from core.listing import Cursor, Page, Query, View
from core.people import Actor, Person, Via
from core.reading import look_at, mark_read
from core.references import Reference
from core.setting_up import change_settings
from core.settling import Settling, confirm
from core.tickets import Priority, Status
from tests.storage.hall import Hall


async def test_next_holds_mine_and_nobodys_by_nearest_deadline(hall: Hall) -> None:
    await hall.opens(hall.ann, "later, nobody's", priority=Priority.LOW)
    mine = await hall.opens(hall.ann, "mine")
    his = await hall.opens(hall.ben, "not mine", priority=Priority.URGENT)
    await hall.opens(hall.ben, "urgent, nobody's", priority=Priority.URGENT)
    await hall.changes(hall.maya, mine, assignee="me")
    await hall.changes(hall.jonas, his, assignee="me")

    assert await hall.subjects(hall.maya, View.NEXT) == ["urgent, nobody's", "mine", "later, nobody's"]
    assert await hall.subjects(hall.maya, View.MINE) == ["mine"]
    assert await hall.subjects(hall.maya, View.UNASSIGNED) == ["urgent, nobody's", "later, nobody's"]
    assert await hall.subjects(hall.maya, View.ACTIVE) == ["not mine", "urgent, nobody's", "mine", "later, nobody's"]


async def test_a_ticket_is_late_from_its_deadline_on(hall: Hall) -> None:
    await hall.opens(hall.ann, "high", priority=Priority.HIGH)
    await hall.opens(hall.ann, "low", priority=Priority.LOW)
    hall.later(3 * HOUR - 1)
    assert await hall.subjects(hall.maya, View.LATE) == []

    hall.later(1)

    assert await hall.subjects(hall.maya, View.LATE) == ["high"]


async def test_waiting_resolved_and_all_begin_with_the_newest_change(hall: Hall) -> None:
    for subject, then in (("a", Status.WAITING), ("b", Status.WAITING), ("c", Status.RESOLVED), ("d", Status.RESOLVED)):
        await hall.says(hall.maya, await hall.opens(hall.ann, subject), then=then)
    (first, *_) = (await hall.page(hall.maya, View.WAITING)).rows
    assert first.subject == "b"
    assert await hall.subjects(hall.maya, View.RESOLVED) == ["d", "c"]
    assert await hall.subjects(hall.maya, View.ALL) == ["d", "c", "b", "a"]


async def test_the_default_list_holds_all_that_is_not_closed_nearest_deadline_first(hall: Hall) -> None:
    waiting = await hall.opens(hall.ann, "waiting")
    closed = await hall.opens(hall.ann, "closed")
    await hall.opens(hall.ann, "low", priority=Priority.LOW)
    await hall.opens(hall.ann, "high", priority=Priority.HIGH)
    await hall.says(hall.maya, waiting, then=Status.WAITING)
    await hall.ann.write(confirm, Settling(closed.reference))

    assert await hall.subjects(hall.maya) == ["high", "low", "waiting"]
    assert "closed" in await hall.subjects(hall.maya, View.ALL)


async def test_a_category_narrows_every_view(hall: Hall) -> None:
    await hall.olga.write(change_settings, {"desk.categories": "General, Billing"})
    await hall.opens(hall.ann, "invoice", category="billing")
    await hall.opens(hall.ann, "vpn")

    for view in (View.NEXT, View.UNASSIGNED, View.ACTIVE, View.NOT_CLOSED, View.ALL):
        assert await hall.subjects(hall.maya, view, category="Billing") == ["invoice"], view
    assert await hall.subjects(hall.ann, category="Billing") == ["invoice"]
    assert await hall.subjects(hall.maya, category="No such") == []


async def test_customers_meet_their_own_tickets_first_what_waits_for_them(hall: Hall) -> None:
    asked = await hall.opens(hall.ann, "we asked")
    await hall.says(hall.maya, asked, then=Status.WAITING)
    old = await hall.opens(hall.ann, "older")
    await hall.opens(hall.ben, "somebody else's")
    await hall.opens(hall.ann, "newer")
    await hall.notes(hall.maya, old)
    done = await hall.opens(hall.ann, "done")
    await hall.ann.write(confirm, Settling(done.reference))

    assert await hall.subjects(hall.ann) == ["we asked", "newer", "older"]
    assert await hall.subjects(hall.ann, View.ALL) == ["we asked", "done", "newer", "older"]
    assert await hall.subjects(hall.ann, View.WAITING) == ["we asked"]


async def test_customers_see_no_tags_no_address_of_staff_and_no_internal_change(hall: Hall) -> None:
    ticket = await hall.says(hall.maya, await hall.opens(hall.ann))
    before = (await hall.page(hall.ann)).rows[0]
    await hall.notes(hall.maya, ticket)
    await hall.changes(hall.maya, ticket, add_tags=("vpn",))

    (row,) = (await hall.page(hall.ann)).rows

    assert (row.tags, row.updated_at, row.version) == ((), before.updated_at, before.version)
    assert row.assignee is not None
    assert (row.assignee.name, row.assignee.email) == ("Maya Lind", "")
    (whole,) = (await hall.page(hall.maya)).rows
    assert whole.tags == ("vpn",)
    assert whole.assignee is not None
    assert whole.assignee.email == "maya@acme.example"
    assert whole.version > row.version


async def read_through(hall: Hall, desk: Desk, view: View, *, backwards: bool, limit: int) -> tuple[list[str], Page]:
    """Every subject of a view, page by page, and the last page."""
    page = await hall.page(desk, view, backwards=backwards, limit=limit)
    subjects = [row.subject for row in page.rows]
    assert (page.after if backwards else page.before) is False
    while page.before if backwards else page.after:
        start = (page.rows[0] if backwards else page.rows[-1]).cursor
        page = await hall.page(desk, view, start=start, backwards=backwards, limit=limit)
        more = [row.subject for row in page.rows]
        subjects = more + subjects if backwards else subjects + more
        assert page.after if backwards else page.before
    return subjects, page


async def test_pages_in_both_directions_give_every_row_once_in_the_same_order(hall: Hall) -> None:
    for nth in range(11):
        ticket = await hall.opens(hall.ann, f"ticket {nth}", priority=Priority(nth % 4))
        if nth % 3 == 0:
            await hall.changes(hall.maya, ticket, assignee="me")
        if nth % 5 == 2:
            await hall.says(hall.maya, ticket, then=Status.WAITING)
        if nth % 5 == 3:
            await hall.says(hall.maya, ticket, then=Status.RESOLVED)
    hall.later(DAY)
    for desk, view in itertools.product((hall.maya, hall.ann), View):
        whole = await hall.subjects(desk, view)
        assert len(set(whole)) == len(whole), view
        for limit, backwards in itertools.product((1, 3, 50), (False, True)):
            read, _ = await read_through(hall, desk, view, backwards=backwards, limit=limit)
            assert read == whole, (view, limit, backwards)


async def test_tickets_that_are_equal_in_everything_stand_in_a_steady_order(hall: Hall) -> None:
    hall.later(-6 * HOUR)
    for nth in range(6):
        await hall.opens(hall.ann, str(nth))
        hall.later(-HOUR)
    whole = await hall.subjects(hall.maya)

    assert (await read_through(hall, hall.maya, View.NOT_CLOSED, backwards=False, limit=2))[0] == whole
    assert len(whole) == 6


async def test_a_page_goes_on_where_its_row_stood_although_that_row_left_the_list(hall: Hall) -> None:
    for nth in range(4):
        await hall.opens(hall.ann, str(nth))
    first = await hall.page(hall.maya, limit=2)
    await hall.opens(hall.ben, "4")
    start = first.rows[-1]
    await hall.ann.write(confirm, Settling(start.reference))

    assert await hall.subjects(hall.maya, start=start.cursor) == ["2", "3", "4"]


@pytest.mark.parametrize(
    "garbage",
    [
        *("", "x", "\ud800", "é", "...", "=" * 40, "A" * 9999),
        *("due.K7M2Q9XR4T.1", "due.K7M2Q9XR4T.1.2.x", "due.K7M2Q9XR4T.1.2.٣", f"hits.K7M2Q9XR4T.{9**40}"),
    ],
)
async def test_garbage_is_no_cursor(hall: Hall, garbage: str) -> None:
    with pytest.raises(NotUnderstood, match="not a cursor"):
        await hall.page(hall.maya, start=Cursor(garbage))
    with pytest.raises(NotUnderstood, match="not a cursor"):
        await hall.page(hall.maya, words="vpn", start=Cursor(garbage))


async def test_the_cursor_of_another_list_is_told_so(hall: Hall) -> None:
    await hall.opens(hall.ann)
    (row,) = (await hall.page(hall.maya, View.ALL)).rows
    with pytest.raises(NotUnderstood, match="another list"):
        await hall.page(hall.maya, View.ACTIVE, start=row.cursor)


async def test_a_cursor_holds_the_reference_and_no_number_of_the_database(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    (row,) = (await hall.page(hall.ann)).rows
    assert row.cursor.split(".") == ["mine", ticket.reference, "1", str(-ticket.public_at)]


async def test_guests_and_those_who_came_by_a_pair_have_no_lists(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    pair = (await hall.reception.by_pair(ticket.reference, "ann@acme.example")).actor

    async def sees_no_list(actor: Actor) -> None:
        page = await hall.asks(lambda tx: tx.page(Query(View.ALL), actor, 0))
        assert (page.rows, page.before, page.after) == ((), False, False)
        assert not any((await hall.asks(lambda tx: tx.counts(actor, 0))).views.values())

    await sees_no_list(Actor(Via.CLI))
    await sees_no_list(pair)


async def test_unread_is_what_somebody_else_said_since_i_read(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)

    async def unread(desk: Desk) -> bool:
        (row,) = (await hall.page(desk, View.ALL)).rows
        return row.unread

    assert await unread(hall.maya)
    assert not await unread(hall.ann)
    await hall.says(hall.maya, ticket)
    assert not await unread(hall.maya)
    assert await unread(hall.jonas)
    assert await unread(hall.ann)
    await mark_all_read(hall.ann, ticket.reference)
    assert not await unread(hall.ann)
    await hall.notes(hall.jonas, ticket)
    assert await unread(hall.maya)
    assert not await unread(hall.ann)
    await hall.changes(hall.jonas, ticket, priority=Priority.URGENT)
    assert not await unread(hall.ann)


async def mark_all_read(desk: Desk, reference: Reference) -> None:
    view = await desk.read(look_at, reference)
    await desk.write(mark_read, reference, view.thread.entries[-1].id)


async def test_the_requesters_other_tickets_come_newest_change_first(hall: Hall) -> None:
    tickets = [await hall.opens(hall.ann, str(nth)) for nth in range(6)]
    await hall.opens(hall.ben, "his")
    await hall.says(hall.maya, tickets[1])
    maya = hall.maya.actor

    rows, total = await hall.asks(lambda tx: tx.other_tickets(tickets[5], maya, 3))

    assert [row.subject for row in rows] == ["1", "4", "3"]
    assert total == 5


async def test_an_unknown_person_has_an_empty_list(hall: Hall) -> None:
    stranger = Actor(Via.CLI, Person(999, "who@acme.example", "Who"))
    await hall.opens(hall.ann)
    assert (await hall.asks(lambda tx: tx.page(Query(View.ALL), stranger, 0))).rows == ()
