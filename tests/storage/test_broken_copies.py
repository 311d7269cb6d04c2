"""What is no whole copy of a desk is refused in one sentence, with the line where it is one; nothing is left of it."""

from __future__ import annotations

import asyncio
import gzip
import json
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.copies import Kind
from core.errors import DeskError, NotUnderstood, Refused, TryLater
from storage import sqlite_driver
from storage.archive_file import read_file, write_file
from storage.opening import open_store
from storage.restoring import restore
from tests.storage.copies import THEN, lines_of, made_of
from tests.storage.hall import Hall, hall_of
from tests.storage.worked_on import work_on, worked_on

__all__ = ["worked_on"]


@pytest.fixture
def url(place: Path) -> str:
    return f"sqlite:///{place}/desk.db"


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    """A copy of a desk on which something of everything happened."""

    async def written(folder: str) -> bytes:
        opened = open_store(f"sqlite:///{folder}/desk.db", create=True)
        try:
            await work_on(await hall_of(opened))
            return lines_of(opened)
        finally:
            await opened.close()

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(written(folder)).splitlines(keepends=True)


def files_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def changed(nth: int, **values: Any) -> Callable[[list[bytes]], None]:
    """One row with other values."""

    def change(lines: list[bytes]) -> None:
        shape = json.loads(lines[nth])
        shape["row"] |= values
        lines[nth] = json.dumps(shape).encode() + b"\n"

    return change


def put(nth: int, line: bytes) -> Callable[[list[bytes]], None]:
    return lambda lines: lines.__setitem__(nth, line)


def first(table: str) -> Callable[[list[bytes]], int]:
    return lambda lines: next(nth for nth, line in enumerate(lines) if f'"table": "{table}"'.encode() in line)


@pytest.mark.parametrize(
    ("spoils", "says"),
    [
        (put(0, b'{"name": "somebody"}\n'), "That is no export and no backup of ttydesk."),
        (put(0, b'{"ttydesk": "export", "format": 9}\n'), "made by a newer ttydesk"),
        (put(0, b'{"ttydesk": "export", "format": 1, "tables": "9999"}\n'), "made by a newer ttydesk"),
        (put(4, b"not json\n"), "Line 5 is not as it was written: JSON is malformed"),
        (put(4, b"\xff\xfe\n"), "Line 5 is not as it was written"),
        (put(4, b'{"table": "secrets", "row": {}}\n'), "Line 5 is not as it was written: no desk has such a table"),
        (put(4, b"{}\n"), "Line 5 is not as it was written: it is neither a row nor of a file"),
        (put(4, b'{"row": 1, "shell": "rm"}\n'), "Line 5 is not as it was written"),
        (lambda lines: changed(first("people")(lines), id="seven")(lines), "Expected `int`, got `str`"),
        (lambda lines: changed(first("people")(lines), role=99)(lines), "this row of people is there twice"),
        (lambda lines: changed(first("people")(lines), role=99999)(lines), "32767"),
        (lambda lines: changed(first("people")(lines), name="half \ud800")(lines), "Line "),
        (lambda lines: changed(first("people")(lines), name="a\x00b")(lines), "it holds a NUL"),
        (lambda lines: changed(first("people")(lines), shoe=44)(lines), "unknown field `shoe`"),
        (lambda lines: changed(first("tickets")(lines), requester_id=999)(lines), "names what is not there"),
        (lambda lines: changed(first("people")(lines), name="Eve")(lines), "what is counted there is not what came"),
        (lambda lines: lines.pop(first("tags")(lines)), "what is counted there is not what came"),
        (lambda lines: lines.pop(), "The file is not whole: it ends in line"),
        (lambda lines: lines.append(b"{}\n"), "more comes behind the end"),
        (put(-3, b'{"piece": "bm90IGl0"}\n'), "the pieces before it are not the file that it names"),
    ],
)  # fmt: skip
def test_it_is_told_what_is_wrong(
    lines: list[bytes], place: Path, spoils: Callable[[list[bytes]], object], says: str
) -> None:
    spoils(lines := list(lines))

    with pytest.raises(DeskError) as refusal:
        made_of(b"".join(lines), f"sqlite:///{place}/new/desk.db")

    assert says in refusal.value.sentence
    assert refusal.value.status in (2, 5)
    assert files_in(place) == []


def test_a_file_that_was_cut_or_damaged_is_refused(lines: list[bytes], place: Path) -> None:
    packed = gzip.compress(b"".join(lines))
    for broken in (packed[:-200], packed[:200] + b"\x00" * 50 + packed[250:], b"", b"\x1f\x8b"):
        (place / "broken").write_bytes(broken)
        with read_file(place / "broken") as file, pytest.raises(NotUnderstood):
            restore(f"sqlite:///{place}/new/desk.db", None, file, replace=False, told=lambda done: None)
    assert files_in(place) == ["broken"]


async def test_a_backup_is_one_private_file_and_takes_the_place_of_an_earlier_one_only(
    worked_on: Hall, place: Path
) -> None:
    kept = place / "kept"
    kept.mkdir()
    for _ in range(2):
        write_file(worked_on.opened, kept / "desk.backup", Kind.BACKUP, "1.0", THEN, lambda done: None)
    (kept / "letter.txt").write_text("not ours")

    for taken, says in (("letter.txt", "no copy of a desk"), (".", "is a folder"), ("not/there", "no such file")):
        with pytest.raises(Refused, match=says):
            write_file(worked_on.opened, kept / taken, Kind.BACKUP, "1.0", THEN, lambda done: None)

    assert sorted(file.name for file in kept.iterdir()) == ["desk.backup", "letter.txt"]
    assert (kept / "desk.backup").stat().st_mode & 0o777 == 0o600
    assert (kept / "letter.txt").read_text() == "not ours"


async def test_where_there_is_no_room_nothing_half_done_stays(worked_on: Hall, place: Path) -> None:
    lines = lines_of(worked_on.opened)
    kept, now = place / "kept", resource.getrlimit(resource.RLIMIT_FSIZE)
    kept.mkdir()
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, now[1]))
    try:
        with pytest.raises(DeskError):
            write_file(worked_on.opened, kept / "desk.jsonl", Kind.EXPORT, "1.0", THEN, lambda done: None)
        with pytest.raises(DeskError):
            made_of(lines, f"sqlite:///{place}/kept/desk.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, now)
    assert files_in(kept) == []


async def test_a_desk_that_somebody_has_open_is_not_replaced(worked_on: Hall, url: str) -> None:
    if sqlite_driver.JOURNAL == "wal":
        lines = lines_of(worked_on.opened)
        with pytest.raises(TryLater, match="End the other programs"):
            made_of(lines, url, replace=True)
        assert lines_of(worked_on.opened) == lines


def test_something_else_than_a_desk_is_never_replaced(lines: list[bytes], place: Path) -> None:
    for nth, content in enumerate(("CREATE TABLE songs (name)", None)):
        other = place / f"other{nth}.db"
        other.touch(mode=0o600)
        if content is None:
            other.write_text("a letter, and no database at all")
        else:
            sqlite_driver.connect(other).execute(content)
        before = other.read_bytes()
        with pytest.raises(Refused):
            made_of(b"".join(lines), f"sqlite:///{other}", replace=True)
        assert other.read_bytes() == before


def test_the_room_of_one_that_was_killed_is_cleaned_by_the_next(lines: list[bytes], url: str, place: Path) -> None:
    (place / ".desk.db.restored").mkdir()
    (place / ".desk.db.restored" / "desk.db").write_text("half")

    made_of(b"".join(lines), url)

    assert [file.name for file in place.iterdir() if file.name.startswith(".")] == []
