"""On PostgreSQL too migrations make the tables that a new desk has; one that fails leaves no trace."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import ProgrammingError

from core.entries import Attachment
from core.errors import Refused
from core.people import Actor, Via
from core.tickets import Ticket
from core.upkeep import Upgraded
from storage import migrating, schema
from storage.checking import check
from storage.migrating import migrate
from storage.opening import open_store
from storage.postgres_driver import read_address
from storage.postgres_engine import PostgresEngine
from storage.restoring import restore
from storage.upgrading import upgrade
from tests.storage.hall import hall_of
from tests.storage.server import Server
from tests.storage.test_migrations import next_version

_MADE = """
SELECT 'column', attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull::text,
 attgenerated::text, coalesce(pg_get_expr(adbin, adrelid), ''), attcollation::regcollation::text
 FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
 LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
 WHERE relnamespace = current_schema()::regnamespace AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT 'rule', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', '', ''
 FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef, '', '', '', '' FROM pg_indexes
 WHERE schemaname = current_schema()
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', '', '', ''
 FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, '', pg_get_functiondef(oid), '', '', '', ''
 FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
UNION ALL SELECT 'store', relname, coalesce(reloptions::text, ''), '', '', '', '', ''
 FROM pg_class WHERE relnamespace = current_schema()::regnamespace
"""


THE_DESK = Actor(Via.CLI, is_desk=True)


def made(url: str) -> set[tuple[str, ...]]:
    """Everything that a database was made of, but for blanks."""
    with psycopg.connect(url) as connection:
        return {tuple(re.sub(r"\s+", "", part) for part in row) for row in connection.execute(_MADE)}


@pytest.fixture
def empty(server: Server) -> Iterator[str]:
    url = server.empty()
    yield url
    server.drop(url)


def engine_of(url: str) -> PostgresEngine:
    return PostgresEngine(read_address(url))


def test_a_new_desk_has_the_tables_that_the_migrations_make(postgres_url: str, empty: str) -> None:
    migrate(engine_of(empty), schema.VERSION)
    assert made(empty) == made(postgres_url)


async def test_an_upgrade_keeps_a_copy_and_brings_the_next_version_once(
    postgres_url: str, empty: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await one_ticket(postgres_url)
    assert upgrade(postgres_url) is None
    scripts = next_version(place / "scripts", "pass")
    before, version = made(postgres_url), schema.VERSION
    monkeypatch.setattr(schema, "VERSION", "9998")
    with pytest.raises(Refused, match="Run `ttydesk db upgrade`"):
        open_store(postgres_url)
    monkeypatch.setattr(migrating, "MIGRATIONS", scripts)

    kept = place / "ttydesk" / f"{make_url(postgres_url).database}.before-upgrade-from-{version}"
    assert upgrade(postgres_url) == Upgraded(kept)
    assert kept.stat().st_mode & 0o777 == 0o600

    assert {name for kind, name, *_ in made(postgres_url) - before if kind == "store"} == {"shelves"}
    assert upgrade(postgres_url) is None
    open_store(postgres_url).close_now()

    monkeypatch.setattr(schema, "VERSION", version)
    with kept.open("rb") as copy:
        restore(empty, None, copy, replace=False, told=lambda lines: None)
    opened = open_store(empty)
    seen = await opened.store.read(lambda tx: tx.ticket(ticket.reference, seen_by=THE_DESK))
    assert seen == ticket
    assert check(opened) == ()
    await opened.close()


async def test_nothing_is_upgraded_where_no_copy_can_be_kept(
    postgres_url: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "ttydesk").write_text("no folder")
    before = made(postgres_url)
    monkeypatch.setattr(schema, "VERSION", "9998")
    monkeypatch.setattr(migrating, "MIGRATIONS", next_version(place / "scripts", "pass"))
    with pytest.raises(Refused, match=r"The copy .* can not be made"):
        upgrade(postgres_url)
    assert made(postgres_url) == before


async def one_ticket(url: str) -> Ticket:
    """On a desk on which a file was sent."""
    opened = open_store(url)
    hall = await hall_of(opened)
    blob = await opened.files.put(io.BytesIO(b"log"), at_most=3)
    ticket = await hall.opens(hall.ann, files=(Attachment("vpn.log", blob.size, "text/plain", blob.sha256),))
    await opened.close()
    return ticket


def test_a_migration_that_fails_is_taken_back_whole(postgres_url: str, place: Path) -> None:
    before = made(postgres_url)
    scripts = next_version(place / "scripts", 'op.execute("INSERT INTO no_such_table VALUES (1)")')
    with pytest.raises(ProgrammingError, match="no_such_table"):
        migrate(engine_of(postgres_url), "9998", scripts)
    assert made(postgres_url) == before
    open_store(postgres_url).close_now()


def test_what_can_not_be_upgraded_is_refused(empty: str, postgres_url: str) -> None:
    with pytest.raises(Refused, match="There is no desk in the database"):
        upgrade(empty)
    with psycopg.connect(postgres_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refused, match="newer ttydesk"):
        upgrade(postgres_url)
