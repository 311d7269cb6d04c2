"""Every list reads a range of an index: no sorting, no walk through all tickets, whatever SQLite knows of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from core.desk import Desk
from core.listing import Query, Sort, View, sorts
from core.query import read_query
from storage import (
    conversation,
    counting,
    digests,
    finding,
    incoming,
    loading,
    outbox,
    pages,
    sqlite_driver,
    tickets,
    watching,
)
from storage.narrowing import Asking, conditions
from storage.sqlite_words import hits_where
from storage.views import STAFF, Stream, among, keyset, streams
from tests.storage.hall import Hall
from tests.storage.test_queries import FIELDS, ORDERS

ASKED_ALL_DAY: tuple[Select[Any], ...] = (
    tickets.WAKE,
    pages.OTHERS,
    pages.OTHERS_TOTAL,
    loading.BEGINNING,
    loading.OWN,
    digests.DUE,
    counting.QUEUES,
    watching.CAME_IN,
    watching.ANSWERED,
    watching.FIRST_ANSWERS,
    watching.LOADS,
    watching.FILES,
    watching.LETTERS,
    tickets.OF_ONE_OWNER,
    tickets.COUNT_OF_ONE_OWNER,
    incoming.NEXT,
    incoming.NEWEST_HELD,
    incoming.OLDEST_HELD,
    incoming.FILED_AS,
    outbox.THEIRS,
    *conversation.THREAD.values(),
    *conversation.EARLIER.values(),
    *(statement for statements in counting.COUNTED.values() for statement in statements),
    *(statement for statements in counting.OWN.values() for statement in statements),
)


@pytest.fixture
def url(place: Path) -> str:
    """These are about a desk in a file."""
    return f"sqlite:///{place}/desk.db"


def plan(connection: Connection, statement: Select[object]) -> list[str]:
    compiled = statement.compile(dialect=SQLiteDialect_pysqlite())
    sql = re.sub(r"__\[POSTCOMPILE_\w+\]", "?, ?", f"EXPLAIN QUERY PLAN {compiled}")
    return [row[3] for row in connection.exec_driver_sql(sql, (1,) * sql.count("?"))]


def is_a_range(steps: list[str]) -> bool:
    return not any("TEMP B-TREE" in step or ("SCAN" in step and "USING" not in step) for step in steps)


def every_stream() -> Iterator[tuple[Query, Stream]]:
    """Of every view for staff and for customers, in every order that it has."""
    for staff in (True, False):
        for view in View:
            for sort in (Sort.OWN, *sorts(Query(view), staff=staff)):
                query = Query(view, sort=sort)
                for stream in streams(query, staff=staff):
                    yield query, stream


def every_page() -> Iterator[tuple[Query, Select[object]]]:
    for query, stream in every_stream():
        for how in range(8):
            yield query, keyset(stream, started=bool(how & 1), backwards=bool(how & 2), in_category=bool(how & 4))


@pytest.mark.parametrize("analysed", [False, True])
async def test_every_page_of_every_view_reads_an_index_in_its_order(hall: Hall, analysed: bool) -> None:
    for nth in range(12):
        await hall.opens(hall.ann, str(nth))
    if analysed:
        hall.opened.store.write_now(lambda connection: connection.exec_driver_sql("ANALYZE"))
    with hall.opened.store._reading.connect() as connection:
        for query, statement in every_page():
            steps = plan(connection, statement)
            assert is_a_range(steps), (query, str(statement), steps)


@pytest.mark.parametrize(
    ("view", "in_category", "index"),
    [
        (View.MINE, False, "tickets_lane_assignee"),
        (View.UNASSIGNED, False, "tickets_lane_assignee"),
        (View.ACTIVE, False, "tickets_lane"),
        (View.ACTIVE, True, "tickets_lane_category"),
        (View.WAITING, False, "tickets_lane"),
        (View.RESOLVED, True, "tickets_lane_category"),
    ],
)
async def test_every_order_has_an_index_of_its_own(hall: Hall, view: View, in_category: bool, index: str) -> None:
    """Rather than one of everything, most of which would be read in vain."""
    with hall.opened.store._reading.connect() as connection:
        for sort in sorts(Query(view), staff=True):
            (stream,) = streams(Query(view, sort=sort), staff=True)
            first, *_ = plan(connection, keyset(stream, started=True, backwards=False, in_category=in_category))
            assert f"INDEX {index}_{sort.value} (lane=?" in first


async def test_whether_tickets_stand_in_a_list_is_asked_by_their_numbers(hall: Hall) -> None:
    with hall.opened.store._reading.connect() as connection:
        for query, stream in every_stream():
            for in_category in (False, True):
                steps = plan(connection, among(stream, in_category=in_category))
                by_number = any("rowid=?" in step or "ticket_id=?" in step for step in steps)
                assert by_number or (query.view is View.LATE and is_a_range(steps)), (query, steps)


async def test_what_is_asked_all_day_reads_an_index_too(hall: Hall) -> None:
    with hall.opened.store._reading.connect() as connection:
        for statement in ASKED_ALL_DAY:
            steps = [step for step in plan(connection, statement) if step != "SCAN found"]  # what counting found
            assert is_a_range(steps), (str(statement), steps)


async def test_one_category_or_one_person_is_a_range_of_their_own_index(hall: Hall) -> None:
    (everything,) = STAFF[View.ALL]
    with hall.opened.store._reading.connect() as connection:
        of_category = plan(connection, keyset(everything, started=True, backwards=False, in_category=True))
        of_person = plan(connection, pages.OTHERS)
    assert "tickets_category_updated (category_id=?" in of_category[0]
    assert "tickets_requester (requester_id=?" in of_person[0]


@pytest.mark.parametrize("analysed", [False, True])
async def test_what_is_watched_over_days_is_counted_without_reading_a_ticket(hall: Hall, analysed: bool) -> None:
    for nth in range(12):
        await hall.says(hall.maya, await hall.opens(hall.ann, str(nth)))
    if analysed:
        hall.opened.store.write_now(lambda connection: connection.exec_driver_sql("ANALYZE"))
    with hall.opened.store._reading.connect() as connection:
        for statement, index in (
            (watching.CAME_IN, "tickets_came_in (category_id=? AND created_at>? AND created_at<?)"),
            (watching.ANSWERED, "tickets_answered (category_id=? AND answered_at>? AND answered_at<?)"),
            (watching.FIRST_ANSWERS, "tickets_answered (category_id=? AND answered_at>?)"),
        ):
            (step,) = (step for step in plan(connection, statement) if step.startswith("SEARCH"))
            assert step == f"SEARCH tickets USING COVERING INDEX {index}"
        loads = plan(connection, watching.LOADS)
    # SQLite calls no index on a generated column covering, and yet reads no row where all columns are in it.
    assert "SEARCH theirs USING INDEX tickets_lane_assignee_due (lane=? AND assignee_id=? AND due<?)" in loads


TAKES_PIECES_WHOLE = sqlite_driver.VERSION < (3, 41)
"""So old a library takes a limited piece of an index whole, and sorts what is left of it, which is in order already."""


def every_step(desk: Desk) -> Iterator[tuple[str, Select[object]]]:
    """Of every walk that a field or an order asks for, from an end or a place on, both ways."""
    asking = Asking(desk.actor, desk.now(), {"general": 1})
    each = [f"{field} {ORDERS[nth % len(ORDERS)]}" for nth, field in enumerate(FIELDS)]
    narrowed = [
        f"{field} {order}" for field in ("assignee:me", "assignee:none", "category:general") for order in ORDERS
    ]
    for typed in (*each, *narrowed):
        search = read_query(typed)
        order, turned = finding._order(search, whole=True)
        sought = finding.Sought(search, asking, conditions(search, None, asking), order, turned)
        for stream in finding._streams(sought):
            for place in (None, (1,) * len(order.columns)):
                for reverse in (False, True):
                    yield typed, finding._step(sought, stream, place, reverse, 9)


@pytest.mark.parametrize("analysed", [False, True])
async def test_walking_reads_an_index_in_its_order_whatever_is_asked(hall: Hall, analysed: bool) -> None:
    for nth in range(12):
        await hall.opens(hall.ann, str(nth))
    if analysed:
        hall.opened.store.write_now(lambda connection: connection.exec_driver_sql("ANALYZE"))
    with hall.opened.store._reading.connect() as connection:
        for typed, statement in every_step(hall.maya):
            steps = plan(connection, statement)
            _, walk, _, *others = steps
            assert is_a_range([walk]) or ("sort:" in typed and walk == "SCAN tickets"), (typed, steps)
            assert TAKES_PIECES_WHOLE or not any("ORDER BY" in step for step in others), (typed, steps)


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize(
    "typed",
    [
        "status:open priority:>=high -category:general",
        "assignee:me due:<2h created:>7d updated:<1h",
        "from:ann@ id:K7M2 -tag:vpn has:file",
        "sort:due -assignee:maya tag:vpn",
    ],
)
async def test_hits_of_words_are_walked_one_by_one_and_the_newest_first(hall: Hall, typed: str, analysed: bool) -> None:
    for nth in range(12):
        await hall.opens(hall.ann, str(nth))
    if analysed:
        hall.opened.store.write_now(lambda connection: connection.exec_driver_sql("ANALYZE"))
    for desk in (hall.maya, hall.ann):
        search = read_query(typed)
        wanted = conditions(search, None, Asking(desk.actor, desk.now(), {"general": 1}))
        with hall.opened.store._reading.connect() as connection:
            first, walk, outer, *others = plan(connection, hits_where(wanted))
        assert first == ("MATERIALIZE walked" if TAKES_PIECES_WHOLE else "CO-ROUTINE walked")
        assert "entry_words VIRTUAL TABLE" in walk
        assert TAKES_PIECES_WHOLE or outer == "SCAN walked"
        assert TAKES_PIECES_WHOLE or not any("USE TEMP B-TREE FOR ORDER BY" in step for step in others), others
