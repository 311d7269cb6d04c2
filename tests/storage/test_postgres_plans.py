"""On PostgreSQL too every list reads a range of an index in its order: nothing is sorted or walked through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from storage.opened import OpenedStore
from tests.storage.hall import Hall
from tests.storage.test_plans import ASKED_ALL_DAY, every_page, every_step

PEOPLE = """
INSERT INTO people (email, email_norm, name, name_norm, role, verified, active, created_at)
SELECT n || '@many.example', n || '@many.example', 'Many', 'many', 0, true, true, 0 FROM generate_series(1, 200) AS n
"""
MANY = """
INSERT INTO tickets (reference, subject, category_id, priority, status, requester_id, assignee_id, source, created_at,
 updated_at, public_at, version, public_version, respond_paused_total, resolve_paused_total, due, soon_at, wake_at,
 notices, reopens, last_public, last_message, answered_at)
SELECT lpad(n::text, 10, '0'), 'many', (SELECT min(id) FROM categories), n %% 4, CASE WHEN n %% 10 = 0 THEN n / 10 %% 4
 ELSE 4 END, (SELECT max(id) FROM people) - n %% 200, CASE WHEN n %% 3 = 0 THEN 1 + n %% 5 END, 0, n, n, n, 1, 1, 0, 0,
 n, n, CASE WHEN n %% 10 = 0 THEN n ELSE 9000000000000 END, 0, 0, 0, 0, CASE WHEN n %% 2 = 0 THEN n END
FROM generate_series(1, 20000) AS n
"""
THEIRS = """
INSERT INTO participants (ticket_id, person_id, place, proved, closed, rank, public_desc)
SELECT id, requester_id, 0, true, status = 4, CASE WHEN status = 2 THEN 0 ELSE 1 END, -public_at FROM tickets
ON CONFLICT DO NOTHING
"""
SAID = """
INSERT INTO entries (ticket_id, kind, sender, via, body, version, public_version, created_at)
SELECT id, 0, 0, 0, 'said', 1, 1, created_at FROM tickets
"""
ASKED = {"me": 4, "now": 10_000, "proved": True, "closed": False, "category": 1, "limit": 51, "person": 4, "but": 1}
ASKED |= {f"place_{nth}": 5_000 for nth in range(4)} | {"first": 1, "last": 9, "begins": 1, "ends": 900, "since": 1}
ASKED |= {"before": 99, "ticket": 7, "which": 1, "who": 4}

FEW = 100
"""So many rows, as one agent has or are left at the end of a list, may be sorted: that is as quick as not to."""
GROWING = ("tickets", "participants", "entries")


@pytest.fixture
def url(postgres_url: str, place: Path) -> str:
    return postgres_url


@pytest.fixture
async def many(hall: Hall) -> OpenedStore:
    """Enough that PostgreSQL does not walk through a table because that is all it takes."""
    for statement in (PEOPLE, MANY, THEIRS, SAID, "ANALYZE"):
        hall.opened.store.write_now(lambda connection, sql=statement: connection.exec_driver_sql(sql))  # type: ignore[misc]
    return hall.opened


def steps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", ()):
        yield from steps(part)


def plan(connection: Connection, statement: Select[Any]) -> list[dict[str, Any]]:
    compiled = statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call]
    values = {name: ASKED.get(name, compiled.params[name]) for name in compiled.params}

    found = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", values).scalar_one()
    return list(steps(found[0]["Plan"]))


def wrong(some: list[dict[str, Any]]) -> list[str]:
    """Sorting more than some rows, and walking through a table that grows with the desk."""
    sorted_rows = [part["Plan Rows"] for step in some if "Sort" in step["Node Type"] for part in step["Plans"]]
    walked = [step["Relation Name"] for step in some if step["Node Type"] == "Seq Scan"]
    return [f"sorts {rows}" for rows in sorted_rows if rows > FEW] + [
        f"walks through {table}" for table in walked if table in GROWING
    ]


async def test_every_page_and_all_that_is_asked_all_day_reads_an_index_in_its_order(many: OpenedStore) -> None:
    asked = [*((str(page), statement) for page, statement in every_page()), *(("", one) for one in ASKED_ALL_DAY)]
    with many.store._reading.connect() as connection:
        plans = [(page, str(statement), wrong(plan(connection, statement))) for page, statement in asked]
    assert [one for one in plans if one[-1]] == []


async def test_walking_reads_an_index_in_its_order_whatever_is_asked(hall: Hall, many: OpenedStore) -> None:
    with many.store._reading.connect() as connection:
        plans = [(typed, str(one), wrong(plan(connection, one))) for typed, one in every_step(hall.maya)]
    assert [one for one in plans if one[-1]] == []
