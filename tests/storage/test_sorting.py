"""Lists in another order than their own: the same tickets, each once, page by page in both directions."""

from __future__ import annotations

import pytest

from core.calendars import DAY
from core.desk import Desk
from core.errors import NotUnderstood
from core.listing import Page, Query, Sort, View, sorts
from core.people import Actor, Via
from core.query import read_query
from core.reading import listed
from core.settling import Settling, confirm
from core.tickets import Priority, Status
from tests.storage.hall import Hall

HIGH, LOW, URGENT = Priority.HIGH, Priority.LOW, Priority.URGENT
ORDERS = [(view, sort, staff) for staff in (True, False) for view in View for sort in sorts(Query(view), staff=staff)]


async def test_by_priority_the_most_urgent_come_first_and_of_these_the_nearest_deadline(hall: Hall) -> None:
    for subject, priority in (("low", LOW), ("high", HIGH), ("urgent", URGENT), ("high, later", HIGH)):
        await hall.opens(hall.ann, subject, priority=priority)
    hall.later(DAY)

    ordered = ["urgent", "high", "high, later", "low"]
    for view in (View.NEXT, View.UNASSIGNED, View.ACTIVE, View.NOT_CLOSED):
        assert await hall.subjects(hall.maya, view, sort=Sort.PRIORITY) == ordered


async def test_by_updated_the_newest_change_comes_first(hall: Hall) -> None:
    first = await hall.opens(hall.ann, "first", priority=URGENT)
    await hall.opens(hall.ann, "second", priority=LOW)
    await hall.opens(hall.ben, "third", priority=HIGH)
    assert await hall.subjects(hall.maya, View.NEXT, sort=Sort.UPDATED) == ["third", "second", "first"]

    await hall.notes(hall.maya, first)

    assert await hall.subjects(hall.maya, View.NEXT, sort=Sort.UPDATED) == ["first", "third", "second"]
    assert await hall.subjects(hall.maya, View.NEXT, sort=Sort.DUE) == await hall.subjects(hall.maya, View.NEXT)


async def test_a_customer_may_have_the_newest_change_first_whatever_waits_for_them(hall: Hall) -> None:
    await hall.says(hall.maya, await hall.opens(hall.ann, "we asked"), then=Status.WAITING)
    await hall.opens(hall.ann, "older")
    await hall.notes(hall.maya, await hall.opens(hall.ann, "newer"))
    done = await hall.opens(hall.ann, "done")
    await hall.ann.write(confirm, Settling(done.reference))

    assert await hall.subjects(hall.ann, sort=Sort.UPDATED) == ["newer", "older", "we asked"]
    assert await hall.subjects(hall.ann, View.ALL, sort=Sort.UPDATED) == ["done", "newer", "older", "we asked"]


async def test_pages_in_both_directions_give_every_row_once(hall: Hall) -> None:
    for nth in range(9):
        ticket = await hall.opens(hall.ann, f"ticket {nth}", priority=Priority(nth % 4))
        if nth % 3 == 0:
            await hall.changes(hall.maya, ticket, assignee="me")
        if nth % 4 == 2:
            await hall.says(hall.maya, ticket, then=(Status.WAITING, Status.RESOLVED)[nth % 8 == 2])
    hall.later(DAY)
    for view, sort, staff in ORDERS:
        desk = hall.maya if staff else hall.ann
        whole = await hall.subjects(desk, view, sort=sort)

        assert sorted(whole) == sorted(await hall.subjects(desk, view)), (view, sort, staff)
        for limit in (1, 4):
            for backwards in (False, True):
                read = await read_through(hall, desk, view, sort, backwards=backwards, limit=limit)
                assert read == whole, (view, sort, staff, limit, backwards)


async def read_through(hall: Hall, desk: Desk, view: View, sort: Sort, *, backwards: bool, limit: int) -> list[str]:
    page: Page = await hall.page(desk, view, sort=sort, backwards=backwards, limit=limit)
    found = [row.subject for row in page.rows]
    while page.before if backwards else page.after:
        start = page.rows[0 if backwards else -1].cursor
        page = await hall.page(desk, view, sort=sort, start=start, backwards=backwards, limit=limit)
        more = [row.subject for row in page.rows]
        found = more + found if backwards else found + more
    return found


async def test_a_cursor_of_one_order_is_told_apart_from_another(hall: Hall) -> None:
    await hall.opens(hall.ann)
    (row,) = (await hall.page(hall.maya, sort=Sort.UPDATED)).rows
    with pytest.raises(NotUnderstood, match="another list"):
        await hall.page(hall.maya, sort=Sort.PRIORITY, start=row.cursor)


async def test_an_order_that_a_list_does_not_have_is_refused_with_those_it_has(hall: Hall) -> None:
    with pytest.raises(NotUnderstood, match=r"sorted by due, not by priority\."):
        await hall.page(hall.maya, View.LATE, sort=Sort.PRIORITY)
    with pytest.raises(NotUnderstood, match=r"sorted by updated or priority, not by due\."):
        await hall.page(hall.maya, View.WAITING, sort=Sort.DUE)
    with pytest.raises(NotUnderstood, match=r"sorted by updated, not by due\."):
        await hall.page(hall.ann, sort=Sort.DUE)
    with pytest.raises(NotUnderstood, match=r"sorted by updated, not by priority\."):
        await hall.page(hall.maya, words="vpn status:closed", sort=Sort.PRIORITY)


async def test_a_search_has_the_same_orders_whichever_way_they_are_asked_for(hall: Hall) -> None:
    for nth, priority in enumerate((Priority.LOW, Priority.URGENT, Priority.MEDIUM)):
        await hall.opens(hall.ann, f"vpn {nth}", priority=priority)

    assert await hall.subjects(hall.maya, words="vpn", sort=Sort.PRIORITY) == ["vpn 1", "vpn 2", "vpn 0"]
    for words in ("vpn", "category:general"):
        for sort, says in ((Sort.DUE, "sort:due"), (Sort.PRIORITY, "sort:priority"), (Sort.UPDATED, "sort:-updated")):
            asked = await hall.page(hall.maya, words=words, sort=sort)
            assert asked == await hall.page(hall.maya, words=f"{words} {says}")
    with pytest.raises(NotUnderstood, match="leave out sort:due or the other one"):
        await hall.page(hall.maya, words="vpn sort:due", sort=Sort.UPDATED)


async def test_which_of_some_tickets_stand_in_a_list(hall: Hall) -> None:
    mine, his, waiting = [await hall.opens(hall.ann, subject) for subject in ("mine", "his", "waiting")]
    bens = await hall.opens(hall.ben, "Ben's printer")
    await hall.changes(hall.maya, mine, assignee="me")
    await hall.changes(hall.jonas, his, assignee="me")
    await hall.says(hall.maya, waiting, then=Status.WAITING)
    asked = frozenset(ticket.reference for ticket in (mine, his, waiting, bens))

    async def standing(desk: Desk, query: Query) -> set[str]:
        found = await desk.read(listed, query, desk.now(), asked)
        return {ticket.subject for ticket in (mine, his, waiting, bens) if ticket.reference in found}

    assert await standing(hall.maya, Query(View.NEXT)) == {"mine", "Ben's printer"}
    assert await standing(hall.maya, Query(View.WAITING, sort=Sort.PRIORITY)) == {"waiting"}
    assert await standing(hall.maya, Query(View.ACTIVE, "No such category")) == set()
    assert await standing(hall.maya, Query(View.ALL, search=read_query("printer"))) == {"Ben's printer"}
    assert await standing(hall.ann, Query(View.NOT_CLOSED)) == {"mine", "his", "waiting"}
    assert await standing(hall.ann, Query(View.NOT_CLOSED, sort=Sort.UPDATED)) == {"mine", "his", "waiting"}
    assert await standing(hall.maya, Query(View.ALL, search=read_query("ERR-4821"))) == {
        "mine",
        "his",
        "waiting",
        "Ben's printer",
    }


async def test_nobody_learns_by_asking_what_stands_in_a_list(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    asked = frozenset({ticket.reference})
    assert await hall.asks(lambda tx: tx.listed(Query(View.ALL), hall.ben.actor, 0, asked)) == frozenset()
    assert await hall.asks(lambda tx: tx.listed(Query(View.ALL), Actor(Via.CLI), 0, asked)) == frozenset()
