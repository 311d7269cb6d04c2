"""Every list reads a range of an index: no sorting, no walk through all tickets, whatever SQLite knows of figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Select
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from core.listing import View
from storage import conversation, counting, loading, pages, tickets
from storage.views import CUSTOMER, STAFF, Stream, keyset
from tests.storage.hall import Hall


def plan(connection: Connection, statement: Select[object]) -> list[str]:
    compiled = statement.compile(dialect=SQLiteDialect_pysqlite())
    sql = f"EXPLAIN QUERY PLAN {compiled}"
    return [row[3] for row in connection.exec_driver_sql(sql, (1,) * sql.count("?"))]


def is_a_range(steps: list[str]) -> bool:
    return not any("TEMP B-TREE" in step or ("SCAN" in step and "USING" not in step) for step in steps)


def every_page() -> Iterator[tuple[View, Stream, Select[object]]]:
    for side in (STAFF, CUSTOMER):
        for view, streams in side.items():
            for stream in streams:
                for how in range(8):
                    yield (
                        view,
                        stream,
                        keyset(stream, started=bool(how & 1), backwards=bool(how & 2), in_category=bool(how & 4)),
                    )


@pytest.mark.parametrize("analysed", [False, True])
async def test_every_page_of_every_view_reads_an_index_in_its_order(hall: Hall, analysed: bool) -> None:
    for nth in range(12):
        await hall.opens(hall.ann, str(nth))
    if analysed:
        hall.opened.store.write_now(lambda connection: connection.exec_driver_sql("ANALYZE"))
    with hall.opened.store._reading.connect() as connection:
        for view, _, statement in every_page():
            steps = plan(connection, statement)
            assert is_a_range(steps), (view, str(statement), steps)


async def test_what_is_asked_all_day_reads_an_index_too(hall: Hall) -> None:
    asked_all_day = (
        tickets.WAKE,
        pages.OTHERS,
        pages.OTHERS_TOTAL,
        loading.BEGINNING,
        loading.OWN,
        counting.QUEUES,
        *conversation.THREAD.values(),
        *conversation.EARLIER.values(),
        *(statement for statements in counting.COUNTED.values() for statement in statements),
        *(statement for statements in counting.OWN.values() for statement in statements),
    )
    with hall.opened.store._reading.connect() as connection:
        for statement in asked_all_day:
            steps = [step for step in plan(connection, statement) if step != "SCAN found"]  # what counting found
            assert is_a_range(steps), (str(statement), steps)


async def test_one_category_or_one_person_is_a_range_of_their_own_index(hall: Hall) -> None:
    (everything,) = STAFF[View.ALL]
    with hall.opened.store._reading.connect() as connection:
        of_category = plan(connection, keyset(everything, started=True, backwards=False, in_category=True))
        of_person = plan(connection, pages.OTHERS)
    assert "tickets_category_updated (category_id=?" in of_category[0]
    assert "tickets_requester (requester_id=?" in of_person[0]
