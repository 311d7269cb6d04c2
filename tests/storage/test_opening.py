"""Opening a desk: where it lies, that it is private, and the sentence for everything that is not a desk."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import update

from core.errors import NotUnderstood, Refused, TryLater
from storage import place as places
from storage import schema, sqlite_driver, sqlite_opening
from storage.opened import OpenedStore
from storage.opening import open_store
from tests.storage.hall import hall_of


@pytest.fixture
def url(place: Path) -> str:
    """These are about a desk in a file."""
    return f"sqlite:///{place}/desk.db"


def make(url: str) -> None:
    open_store(url, create=True).close_now()


def refusal(url: str, *, create: bool = False) -> str:
    with pytest.raises(Refused) as caught:
        open_store(url, create=create)
    return caught.value.sentence


def test_a_desk_that_is_not_there_is_not_made_by_the_way(url: str, place: Path) -> None:
    assert refusal(url) == (
        f"There is no desk at {place}/desk.db: make one with `ttydesk init`, or try `ttydesk demo`."
    )
    assert not (place / "desk.db").exists()


def test_an_empty_file_is_no_desk_and_becomes_one(url: str, place: Path) -> None:
    (place / "desk.db").touch(mode=0o600)
    assert "There is no desk" in refusal(url)
    make(url)
    open_store(url).close_now()


async def test_a_desk_keeps_its_id_and_what_was_written(url: str) -> None:
    first = open_store(url, create=True)
    hall = await hall_of(first)
    ticket = await hall.opens(hall.ann)
    await first.close()
    again = open_store(url, create=True)
    seen = await again.store.read(lambda tx: tx.ticket(ticket.reference, seen_by=hall.maya.actor))
    await again.close()
    assert again.desk_id == first.desk_id
    assert seen == ticket


def test_two_desks_have_two_ids(place: Path) -> None:
    ids = set()
    for name in ("one", "two"):
        opened = open_store(f"sqlite:///{place}/{name}.db", create=True)
        ids.add(opened.desk_id)
        opened.close_now()
    assert len(ids) == 2


def test_folders_and_files_are_for_their_owner_alone(place: Path) -> None:
    opened = open_store(f"sqlite:///{place}/deep/er/desk.db", create=True)
    opened.store.write_now(lambda connection: connection.exec_driver_sql("UPDATE desk SET made_at = 1"))
    modes = {file.name: file.stat().st_mode & 0o777 for file in (place / "deep" / "er").iterdir()}
    opened.close_now()
    assert set(modes.values()) == {0o600}
    assert "desk.db" in modes
    assert (place / "deep").stat().st_mode & 0o777 == (place / "deep" / "er").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o602, 0o604])
def test_a_database_that_others_can_reach_is_refused_with_the_line_that_mends_it(
    url: str, place: Path, mode: int
) -> None:
    make(url)
    (place / "desk.db").chmod(mode)
    line = refusal(url).partition("Run: ")[2]
    subprocess.run(shlex.split(line), check=True)
    open_store(url).close_now()


@pytest.mark.parametrize("side", ["-wal", "-shm", "-journal"])
def test_its_side_files_are_looked_at_too(url: str, place: Path, side: str) -> None:
    make(url)
    (place / f"desk.db{side}").touch(mode=0o600)
    (place / f"desk.db{side}").chmod(0o644)
    assert refusal(url).endswith(f"Run: chmod 600 {place}/desk.db{side}")


def test_a_folder_in_which_others_can_replace_the_file_is_refused(url: str, place: Path) -> None:
    make(url)
    place.chmod(0o777)
    line = refusal(url).partition("Run: ")[2]
    subprocess.run(shlex.split(line), check=True)
    open_store(url).close_now()


def test_what_is_no_database_is_refused(url: str, place: Path) -> None:
    (place / "desk.db").write_bytes(b"not a database, but long enough to look like one" * 100)
    (place / "desk.db").chmod(0o600)
    for create in (False, True):
        assert "it is no SQLite database" in refusal(url, create=create)


def test_the_database_of_another_program_is_left_alone(url: str, place: Path) -> None:
    (place / "desk.db").touch(mode=0o600)
    other = sqlite_driver.connect(place / "desk.db")
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    for create in (False, True):
        assert "holds something else than a desk" in refusal(url, create=create)


@pytest.mark.parametrize(("version", "says"), [("9999", "newer ttydesk"), ("0000", "`ttydesk db upgrade`")])
def test_a_desk_of_another_version_is_refused(url: str, version: str, says: str) -> None:
    opened = open_store(url, create=True)
    opened.store.write_now(lambda connection: connection.execute(update(schema.versions).values(version_num=version)))
    opened.close_now()
    for create in (False, True):
        assert says in refusal(url, create=create)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "desk.db",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "mysql://x/y",
        "sqlite:///a?mode=ro",
        "sqlite:///a\x00b",
    ],
)
def test_a_url_that_makes_no_sense_is_not_understood(url: str) -> None:
    with pytest.raises(NotUnderstood, match="sqlite:///path/to/desk"):
        open_store(url)


def test_a_place_where_nothing_can_be_made_is_refused(place: Path) -> None:
    (place / "file").touch()
    assert "can not be made" in refusal(f"sqlite:///{place}/file/desk.db", create=True)


def test_network_file_systems_are_told_from_local_ones(place: Path) -> None:
    mounts = place / "mounts"
    mounts.write_text(
        "rootfs / ext4 rw 0 0\nfar:/x /mnt/far nfs4 rw 0 0\n/dev/sdb /mnt/far\\040away/near xfs rw 0 0\nbroken\n"
    )
    assert places.file_system(Path("/mnt/far/desk.db"), mounts) == "nfs4"
    assert places.file_system(Path("/mnt/far away/near/desk.db"), mounts) == "xfs"
    assert places.file_system(Path("/mnt/farther/desk.db"), mounts) == "ext4"
    assert places.file_system(Path("/mnt/far/desk.db"), place / "no such file") == ""
    assert "nfs4" in places.NETWORK_FILE_SYSTEMS


def test_attachments_lie_beside_the_database_or_where_they_are_told(place: Path) -> None:
    beside = open_store(f"sqlite:///{place}/desk.db", create=True)
    elsewhere = open_store(f"sqlite:///{place}/desk.db", place / "bytes")
    beside.close_now()
    elsewhere.close_now()
    assert beside.files.room.place == f"{place}/desk.files/{beside.desk_id}"
    assert elsewhere.files.room.place == f"{place}/bytes/{beside.desk_id}"


def journal_of(opened: OpenedStore) -> str:
    with opened.store._reading.connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())


def test_the_journal_is_what_this_library_is_safe_with(url: str) -> None:
    opened = open_store(url, create=True)
    mode = journal_of(opened)
    opened.close_now()
    assert mode == ("wal" if sqlite_driver.VERSION >= (3, 51, 3) else "delete")


def test_an_older_library_takes_the_rollback_journal_or_refuses_while_somebody_is_in(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_store(url, create=True)
    monkeypatch.setattr(sqlite_driver, "JOURNAL", "delete")
    if sqlite_driver.VERSION >= sqlite_driver.WAL_IS_SAFE:
        with first.store._reading.connect():
            assert "End the other programs" in refusal(url)
    first.close_now()
    second = open_store(url)
    mode = journal_of(second)
    second.close_now()
    assert mode == "delete"


def test_a_library_that_is_too_old_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_driver, "VERSION", (3, 39, 4))
    assert (
        refusal(url, create=True)
        == "The SQLite of this Python is 3.39.4; ttydesk needs 3.40 or newer. Use a newer Python."
    )


def test_opening_brings_in_neither_alembic_nor_argon2() -> None:
    """Both take a tenth of a second and more, and most runs need neither."""
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, storage.opening; print({'alembic', 'argon2', 'textual'} & set(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.strip() == "set()"


OPENS = """
import sys
from storage.opening import open_store
opened = open_store(sys.argv[1], create=True)
print(opened.desk_id)
opened.close_now()
"""


def test_processes_that_make_the_same_desk_in_one_moment_get_the_same_desk(url: str) -> None:
    makers = [subprocess.Popen([sys.executable, "-c", OPENS, url], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = [maker.communicate()[0].strip() for maker in makers]
    assert [maker.returncode for maker in makers] == [0] * 4
    assert len(set(said)) == 1


def test_a_desk_that_another_program_holds_is_asked_for_later(
    url: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(url)
    monkeypatch.setattr(sqlite_opening, "WAITS", 0.1)
    holder = sqlite_driver.connect(place / "desk.db")
    holder.execute("PRAGMA journal_mode = delete")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(TryLater, match="Another program holds"):
        open_store(url)
    holder.close()
    open_store(url).close_now()
