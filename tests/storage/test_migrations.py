"""Upgrading: migrations make the tables that a new desk has; a copy first; one that fails leaves no trace."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from core.errors import Refused
from core.upkeep import Upgraded
from storage import migrating, schema, sqlite_driver
from storage.migrating import MIGRATIONS, migrate
from storage.opening import open_store
from storage.sqlite_engine import SqliteEngine
from storage.upgrading import upgrade

OLD = schema.VERSION
HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture
def url(place: Path) -> str:
    """These are about a desk in a file."""
    return f"sqlite:///{place}/desk.db"


def tables(path: Path) -> set[tuple[str, str, str]]:
    """Everything that a file was made of, but for blanks."""
    connection = sqlite_driver.connect(path)
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    connection.close()
    return {(kind, name, re.sub(r"\s+", "", sql)) for kind, name, sql in rows}


def make(url: str) -> None:
    open_store(url, create=True).close_now()


def test_a_new_desk_has_the_tables_that_the_migrations_make(url: str, place: Path) -> None:
    make(url)
    migrate(SqliteEngine(place / "migrated.db"), schema.VERSION)
    assert tables(place / "migrated.db") == tables(place / "desk.db")


def test_a_desk_of_the_first_version_becomes_one_of_this(url: str, place: Path) -> None:
    file = place / "desk.db"
    file.touch(mode=0o600)
    migrate(SqliteEngine(file), "0001")
    connection = sqlite_driver.connect(file)
    connection.execute("INSERT INTO desk VALUES (?, 1, 1)", ("d" * 32,))
    connection.close()
    with pytest.raises(Refused, match="Run `ttydesk db upgrade`"):
        open_store(url)

    kept = upgrade(url)

    assert kept == Upgraded(place / "desk.db.before-upgrade-from-0001")
    make(f"sqlite:///{place}/new/desk.db")
    assert tables(file) == tables(place / "new" / "desk.db")
    open_store(url).close_now()


def test_without_room_for_the_copy_nothing_is_touched(url: str, place: Path) -> None:
    file = place / "desk.db"
    file.touch(mode=0o600)
    migrate(SqliteEngine(file), "0001")
    before = file.read_bytes()
    short = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (8192, 8192)); from storage.upgrading import upgrade"
    code = f"{short}; import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); upgrade({url!r})"

    ended = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=False)

    assert "Refused: There is no room for the copy" in ended.stderr
    assert file.read_bytes() == before
    assert not list(place.glob("*before-upgrade*"))


def test_the_newest_migration_is_the_version_of_the_schema() -> None:
    files = MIGRATIONS.glob("versions/v*.py")
    revisions = [re.search(r'^revision = "(\d{4})"$', file.read_text(), re.MULTILINE) for file in files]
    assert max(found[1] for found in revisions if found) == schema.VERSION


def next_version(folder: Path, work: str) -> Path:
    """Our migrations and one more, as the next release would bring it."""
    versions = folder / "versions"
    versions.mkdir(parents=True)
    (folder / "env.py").write_text((MIGRATIONS / "env.py").read_text())
    for file in MIGRATIONS.glob("versions/v*.py"):
        (versions / file.name).write_text(file.read_text())
    (versions / "v9998_next.py").write_text(
        dedent(
            f"""
            from alembic import op
            revision = "9998"
            down_revision = "{schema.VERSION}"
            def upgrade():
                op.execute("CREATE TABLE shelves (name TEXT)")
                {work}
            """
        )
    )
    return folder


def test_nothing_is_done_when_nothing_is_due(url: str, place: Path) -> None:
    make(url)
    assert upgrade(url) is None
    assert [file.name for file in place.glob("*before*")] == []


def test_an_upgrade_keeps_a_copy_and_then_brings_the_next_version(
    url: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(url)
    scripts = next_version(place / "scripts", "pass")
    monkeypatch.setattr(schema, "VERSION", "9998")
    monkeypatch.setattr(migrating, "MIGRATIONS", scripts)
    before = tables(place / "desk.db")

    upgraded = upgrade(url)

    kept = place / f"desk.db.before-upgrade-from-{OLD}"
    assert upgraded == Upgraded(kept)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert tables(kept) == before
    assert {name for _, name, _ in tables(place / "desk.db") - before} == {"shelves"}
    assert upgrade(url) is None


def test_a_migration_that_fails_is_taken_back_whole(url: str, place: Path) -> None:
    make(url)
    before = tables(place / "desk.db")
    scripts = next_version(place / "scripts", 'op.execute("INSERT INTO no_such_table VALUES (1)")')
    with pytest.raises(OperationalError, match="no_such_table"):
        migrate(SqliteEngine(place / "desk.db"), "9998", scripts)
    assert tables(place / "desk.db") == before
    open_store(url).close_now()


def test_a_second_copy_never_replaces_the_first(url: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(url)
    (place / f"desk.db.before-upgrade-from-{OLD}").write_text("kept before")
    monkeypatch.setattr(migrating, "MIGRATIONS", next_version(place / "scripts", "pass"))
    monkeypatch.setattr(schema, "VERSION", "9998")
    assert upgrade(url) == Upgraded(place / f"desk.db.before-upgrade-from-{OLD}-1")
    assert (place / f"desk.db.before-upgrade-from-{OLD}").read_text() == "kept before"


def test_what_can_not_be_upgraded_is_refused(url: str, place: Path) -> None:
    with pytest.raises(Refused, match="There is no desk"):
        upgrade(url)
    opened = open_store(url, create=True)
    opened.store.write_now(lambda connection: connection.execute(update(schema.versions).values(version_num="9999")))
    opened.close_now()
    with pytest.raises(Refused, match="newer ttydesk"):
        upgrade(url)
