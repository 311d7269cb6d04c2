"""On PostgreSQL too every list reads a range of an index in its order: nothing is sorted or walked through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select, TextualSelect, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from core.query_terms import Words
from storage import postgres_walking
from storage.engine import Walk
from storage.hits import HITS, NEWEST
from storage.opened import OpenedStore
from storage.postgres_walking import GO_THROUGH, TAKE
from storage.words import phrases
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
WORDS = """
INSERT INTO entry_words (entry_id, words)
SELECT id, (CASE WHEN id %% 2 = 0 THEN '''often'':1 ''=k0''' WHEN id %% 1000 = 1 THEN '''seldom'':1 ''=k0'' ''=p7'''
 ELSE '''said'':1 ''=k0''' END)::tsvector FROM entries
"""
TIDIED = "SELECT gin_clean_pending_list('entry_words_words')"
ASKED = {"me": 4, "now": 10_000, "proved": True, "closed": False, "category": 1, "limit": 51, "person": 4, "but": 1}
ASKED |= {f"place_{nth}": 5_000 for nth in range(4)} | {"first": 1, "last": 9, "begins": 1, "ends": 900, "since": 1}
ASKED |= {"before": 99, "ticket": 7, "which": 1, "who": 4}

FEW = 100
"""So many rows, as one agent has or are left at the end of a list, may be sorted: that is as quick as not to."""
GROWING = ("tickets", "participants", "entries", "entry_words")


@pytest.fixture
def url(postgres_url: str, place: Path) -> str:
    return postgres_url


@pytest.fixture
async def many(hall: Hall) -> OpenedStore:
    """Enough that PostgreSQL does not walk through a table because that is all it takes."""
    for statement in (PEOPLE, MANY, THEIRS, SAID, WORDS, TIDIED, "ANALYZE"):
        hall.opened.store.write_now(lambda connection, sql=statement: connection.exec_driver_sql(sql))  # type: ignore[misc]
    return hall.opened


def steps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", ()):
        yield from steps(part)


def plan(connection: Connection, statement: Select[Any] | TextualSelect, **asked: object) -> list[dict[str, Any]]:
    compiled = statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call]
    values = {name: {**ASKED, **asked}.get(name, compiled.params[name]) for name in compiled.params}
    sql = re.sub(r"__\[POSTCOMPILE_\w+\]", "'one', 'other'", f"EXPLAIN (FORMAT JSON) {compiled}")
    found = connection.exec_driver_sql(sql, values).scalar_one()
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


@contextmanager
def said(connection: Connection) -> Iterator[list[str]]:
    """The statements of a connection while this is open."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


FREQUENT, RARE = ("'often'", "'said'"), ("'seldom'", "'of':* & !'said'", "'not' <-> 'there'")
ASKED_WORDS = {"near": False, "long": "'=long'", "before": 20_000, "since": 15_000, "most": 200}
MARKS = {"newest": "max(entry_id)", "through": "AS newest", "taken": "AS sure", "told": "JOIN tickets"}
HOW = {
    ("often", ()): (200, ["newest", "through", "told"]),
    ("seldom", ()): (20, ["newest", "through", "told", "taken", "told"]),
    ("seldom", ("k0", "p7")): (20, ["newest", "taken", "told"]),
    ("nowhere", ()): (0, ["newest", "through", "taken"]),
}


async def test_frequent_words_are_gone_through_by_number_and_rare_ones_come_from_the_index(many: OpenedStore) -> None:
    with many.store._reading.connect() as connection:
        for typed in (*FREQUENT, *RARE):
            asked = {**ASKED_WORDS, "asked": typed, "sure": typed}
            plans = [plan(connection, statement, **asked) for statement in (GO_THROUGH, TAKE)]
            through, taken = ([step.get("Index Name") for step in steps] for steps in plans)
            assert through == [None, None, "entry_words_pkey"]
            assert typed in FREQUENT or "entry_words_words" in taken


async def test_no_more_is_asked_of_the_words_than_it_takes(many: OpenedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_walking, "SPAN", 2_000)
    for (typed, facts), told in HOW.items():
        walk = Walk(phrases([Words(typed)]), (), facts, NEWEST, HITS)
        with many.store._reading.connect() as connection, said(connection) as statements:
            found = many.store.engine.words.hits(connection, walk, (), HITS)
        marks = [next(name for name, mark in MARKS.items() if mark in one) for one in statements]
        assert (len(found.hits), marks) == told
