"""Opening a desk on a server: the sentence for everything that is not one, and for a server that is away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from core.errors import DeskError, NotUnderstood, Refused, TryLater
from core.opening import Form, open_ticket
from storage import postgres_driver
from storage.opening import open_store
from tests.storage.below import runs
from tests.storage.hall import hall_of, reception_of
from tests.storage.server import Server, own_server
from tests.storage.test_feed import Ear
from tests.storage.test_opening import OPENS


@pytest.fixture
def url(postgres_url: str, place: Path) -> str:
    return postgres_url


@pytest.fixture
def empty(server: Server, place: Path) -> Iterator[str]:
    url = server.empty()
    yield url
    server.drop(url)


def refusal(url: str, *, create: bool = False) -> str:
    with pytest.raises(Refused) as caught:
        open_store(url, create=create)
    return caught.value.sentence


def run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def test_a_desk_that_is_not_there_is_not_made_by_the_way(empty: str) -> None:
    assert "make one with `ttydesk init`" in refusal(empty)
    open_store(empty, create=True).close_now()
    open_store(empty).close_now()


async def test_of_several_servers_the_one_that_can_be_written_is_found(url: str, place: Path) -> None:
    server = make_url(url)
    hosts = f"{place},{server.host or server.query['host']}"
    several = server.set(host=None).update_query_dict({"host": hosts, "target_session_attrs": "read-write"})
    opened = open_store(several.render_as_string(hide_password=False))
    hall = await hall_of(opened)

    await hall.opens(hall.ann, "kept")

    assert await hall.subjects(hall.maya) == ["kept"]
    with opened.store._reading.connect() as connection, pytest.raises(DBAPIError, match="read-only transaction"):
        connection.exec_driver_sql("DELETE FROM tags")
    await opened.close()


async def test_a_desk_that_nobody_set_up_takes_no_ticket(url: str, place: Path) -> None:
    opened = open_store(url)
    guest = reception_of(opened, [0]).guest()
    with pytest.raises(Refused, match="not set up yet"):
        await guest.write(open_ticket, Form("VPN", "Since noon.", "key", name="Ann", email="ann@acme.example"))
    await opened.close()


async def test_a_desk_keeps_its_id_and_what_was_written(url: str) -> None:
    first = open_store(url)
    hall = await hall_of(first)
    ticket = await hall.opens(hall.ann)
    await first.close()
    again = open_store(url, create=True)
    seen = await again.store.read(lambda tx: tx.ticket(ticket.reference, seen_by=hall.maya.actor))
    await again.close()
    assert again.desk_id == first.desk_id
    assert seen == ticket


def test_the_files_of_tickets_lie_in_the_users_data_folder_or_where_they_are_told(url: str, place: Path) -> None:
    in_the_folder, elsewhere = open_store(url), open_store(url, place / "bytes")
    in_the_folder.close_now()
    elsewhere.close_now()
    assert in_the_folder.files.room.place == str(place / "ttydesk" / "desk.files" / in_the_folder.desk_id)
    assert elsewhere.files.room.place == str(place / "bytes" / in_the_folder.desk_id)


def test_a_database_that_is_not_there_says_how_it_is_made(url: str) -> None:
    missing = make_url(url).set(database="no_such_desk").render_as_string(hide_password=False)
    assert refusal(missing, create=True).endswith("Make it first: createdb no_such_desk")


def test_the_database_of_another_program_is_left_alone(empty: str) -> None:
    run(empty, "CREATE TABLE recipes (name TEXT)")
    for create in (False, True):
        assert "holds something else than a desk" in refusal(empty, create=create)


@pytest.mark.parametrize(("version", "says"), [("9999", "newer ttydesk"), ("0000", "`ttydesk db upgrade`")])
def test_a_desk_of_another_version_is_refused(url: str, version: str, says: str) -> None:
    run(url, f"UPDATE alembic_version SET version_num = '{version}'")
    for create in (False, True):
        assert says in refusal(url, create=create)


def test_a_database_that_keeps_no_unicode_is_refused(server: Server, place: Path) -> None:
    url = make_url(server.empty())
    database = f"{url.database}_latin"
    server.run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'", database)
    ascii_only = url.set(database=database).render_as_string(hide_password=False)
    assert "a desk needs UTF8" in refusal(ascii_only, create=True)
    server.drop(ascii_only)
    server.drop(url.render_as_string(hide_password=False))


def test_a_server_that_is_too_old_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_driver, "OLDEST", 990_000)
    assert refusal(url).endswith("ttydesk needs 99 or newer. Upgrade it.")


def test_a_server_that_is_away_is_asked_for_later_and_its_password_is_told_nobody(place: Path) -> None:
    with pytest.raises(TryLater, match=r"desk at 127\.0\.0\.1:1 does not answer") as caught:
        open_store("postgresql://ann:secret@127.0.0.1:1/desk")
    assert "secret" not in caught.value.sentence


def test_a_machine_that_nobody_knows_is_told_by_its_name() -> None:
    with pytest.raises(TryLater, match=r"known by the name in desk at no-such-machine\.invalid"):
        open_store("postgresql://no-such-machine.invalid/desk")


SETUP = """
CREATE ROLE desk LOGIN PASSWORD 'right'; CREATE ROLE guest LOGIN; CREATE ROLE "nobody here" NOLOGIN;
CREATE ROLE crowded LOGIN CONNECTION LIMIT 0; CREATE DATABASE desk; CREATE DATABASE shut;
REVOKE CONNECT ON DATABASE shut FROM PUBLIC; CREATE DATABASE away; ALTER DATABASE away ALLOW_CONNECTIONS false
"""
LETS_IN = """
local all postgres trust
local desk desk scram-sha-256
local all guest trust
local all "nobody here" trust
local all crowded trust
local missing desk trust
"""


@pytest.fixture(scope="module")
def strict() -> Iterator[str]:
    """The folder of a server that lets in whom it knows."""
    with own_server() as server, server.admin() as connection:
        for statement in SETUP.split(";"):
            connection.execute(statement)
        Path(connection.execute("SHOW hba_file").fetchone()[0]).write_text(LETS_IN)  # type: ignore[index]
        connection.execute("SELECT pg_reload_conf()")
        yield str(server.address.query["host"])


@pytest.mark.parametrize(
    ("whom", "status", "says"),
    [
        ("desk:wrong@/desk", 5, "does not let desk in: look at the user and the password"),
        ("desk@/desk", 5, "does not let desk in: look at the user and the password"),
        ("nobody@/desk", 5, "does not let nobody in from this machine: its server needs a line for that"),
        ("nobody%20here@/desk", 5, "does not let nobody here in: look at the user"),
        ("guest@/shut", 5, 'In psql: GRANT CONNECT ON DATABASE "shut" TO "guest";'),
        ("desk@/missing", 5, "There is no database missing at .* Make it first: createdb missing"),
        ("crowded@/desk", 75, "has no connection left"),
        ("guest@/away", 75, 'it says: database "away" is not currently accepting connections'),
        ("guest@/desk", 5, "There is no desk in the database"),
    ],
)
def test_whoever_is_not_let_in_is_told_why_in_one_sentence(strict: str, whom: str, status: int, says: str) -> None:
    with pytest.raises(DeskError, match=says) as caught:
        open_store(f"postgresql://{whom}?host={strict}")
    assert caught.value.status == status
    assert "wrong" not in caught.value.sentence


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:",
        "postgresql://",
        "postgresql://host",
        "postgresql://host:port/desk",
        "postgresql:///a\x00b",
        "postgresql:///desk?pooler=here",
    ],
)
def test_a_url_that_makes_no_sense_is_not_understood(url: str) -> None:
    with pytest.raises(NotUnderstood, match="postgresql://user@host/database"):
        open_store(url)


def test_an_option_that_postgresql_does_not_know_is_named() -> None:
    with pytest.raises(NotUnderstood, match="colour"):
        open_store("postgresql://host/desk?colour=red")


def test_processes_that_make_the_same_desk_in_one_moment_get_the_same_desk(empty: str) -> None:
    makers = [subprocess.Popen([sys.executable, "-c", OPENS, empty], stdout=subprocess.PIPE, text=True) for _ in "abc"]
    said = [maker.communicate()[0].strip() for maker in makers]
    assert [maker.returncode for maker in makers] == [0] * 3
    assert len(set(said)) == 1


def test_a_desk_in_a_file_loads_nothing_of_postgresql() -> None:
    code = (
        "import sys, storage.opening, storage.filling, storage.checking, storage.leases\n"
        "print([name for name in sys.modules if 'psycopg' in name or 'postgres' in name])"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"


async def test_what_goes_through_a_pooler_leaves_nothing_on_its_connections(url: str) -> None:
    socket = make_url(url).query["host"]
    opened = open_store(f"{url}&pooler={socket}:5432")
    hall = await hall_of(opened)
    ear = Ear()
    end = hall.opened.feed.subscribe(ear)  # hears of it on a connection of its own
    ticket = await hall.opens(hall.ann)
    await ear.hears(ticket.reference)
    for _ in range(8):
        assert len((await hall.page(hall.maya)).rows) == 1
    kept = "SELECT count(*), current_setting('statement_timeout') FROM pg_prepared_statements"
    assert [tuple(row) for row in await hall.asks(runs(kept))] == [(0, "0")]  # type: ignore[attr-defined]
    end()
    await opened.close()
