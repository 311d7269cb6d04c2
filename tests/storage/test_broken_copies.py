"""What is no whole copy of a desk is refused in one sentence, with the line where it is one; nothing is left of it."""

from __future__ import annotations

import asyncio
import gzip
import json
import resource
import tempfile
from collections.abc import Callable
from hashlib import sha256
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


def sealed(lines: list[bytes]) -> bytes:
    """The same with a last line that is true of the others."""
    end = json.loads(lines[-1]) | {"sha256": sha256(b"".join(lines[:-1])).hexdigest()}
    return b"".join([*lines[:-1], json.dumps(end).encode() + b"\n"])


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


@pytest.mark.parametrize(
    "values",
    [
        {"desk": "../../elsewhere"}, {"desk": "/elsewhere"}, {"desk": ""}, {"desk": "D" * 32}, {"desk": "d" * 33},
        {"desk": "d" * 32 + "\n"}, {"founded": 2**70}, {"founded": -1}, {"made_at": 2**63}, {"tables": ""},
        {"tables": "0000"}, {"tables": "0006'; DROP TABLE people"},
    ],
)  # fmt: skip
def test_the_first_line_leads_nowhere_else(lines: list[bytes], place: Path, values: dict[str, Any]) -> None:
    lines = [json.dumps(json.loads(lines[0]) | values).encode() + b"\n", *lines[1:]]

    with pytest.raises(NotUnderstood, match="Line 1 is not as it was written") as refusal:
        made_of(sealed(lines), f"sqlite:///{place}/new/desk.db")

    assert refusal.value.sentence.endswith("Nothing was changed.")
    assert files_in(place) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "says"),
    [
        ("tickets", "created_at", 2**63 - 1, "a time in milliseconds"),
        ("tickets", "created_at", -(2**63), "a time in milliseconds"),
        ("entries", "created_at", -1, "a time in milliseconds"),
        ("tickets", "due", 253_402_300_800_000, "a time in milliseconds"),
        ("tickets", "respond_by", 2**50, "a time in milliseconds"),
        ("tickets", "reference", "../../etc/x", "the ID of a ticket"),
        ("tickets", "reference", "\x1b[31m\x1b[32m", "the ID of a ticket"),
        ("tickets", "follows", "K7M2Q9XR4", "the ID of a ticket"),
        ("idempotency", "reference", "K7M2Q9XR4T\n", "the ID of a ticket"),
        ("tickets", "subject", "s" * 201, "one line of at most 200 characters"),
        ("tickets", "subject", "two\nlines", "one line of at most 200 characters"),
        ("tickets", "subject", "", "one line of at most 200 characters"),
        ("people", "name", "n" * 121, "one line of at most 120 characters"),
        ("people", "email", "a@b.example\r\nBcc: all@b.example", "an e-mail address"),
        ("people", "email", "\x1b]0;a@b.example", "an e-mail address"),
        ("people", "email", f"{'a' * 250}@b.example", "an e-mail address"),
        ("people", "email_norm", "nobody", "an e-mail address"),
        ("categories", "name", "c" * 41, "one line of at most 40 characters"),
        ("tags", "name", "two words", "one word of at most 40 characters"),
        ("tags", "name", "t" * 41, "one word of at most 40 characters"),
        ("entries", "body", "b" * 65_537, "a text of at most 64 KiB"),
        ("attachments", "name", "../../etc/passwd", "the name of a file"),
        ("attachments", "name", "..", "the name of a file"),
        ("attachments", "name", ".profile", "the name of a file"),
        ("attachments", "name", "x\nD0700 0 evil", "the name of a file"),
        ("attachments", "name", "a\u202egnp.exe", "the name of a file"),
        ("attachments", "name", "n" * 201, "the name of a file"),
        ("attachments", "sha256", "../../../../etc/passwd", "the SHA-256 of a file"),
        ("attachments", "sha256", "A" * 64, "the SHA-256 of a file"),
        ("attachments", "size", -1, "a number of bytes"),
        ("outbox", "subject", "spam", "a letter that a desk sends"),
        ("outbox", "message_id", "<a@b>\r\nBcc: all@b.example", "a Message-ID"),
    ],
)  # fmt: skip
def test_no_row_holds_what_no_desk_would_have_kept(
    lines: list[bytes], place: Path, table: str, column: str, value: object, says: str
) -> None:
    nth = first(table)(lines)
    changed(nth, **{column: value})(lines := list(lines))

    with pytest.raises(NotUnderstood) as refusal:
        made_of(sealed(lines), f"sqlite:///{place}/new/desk.db")

    told = f"Line {nth + 1} is not as it was written: {column} of {table} has to be {says}"
    assert refusal.value.sentence.startswith(told)
    assert refusal.value.sentence.endswith("Nothing was changed.")
    assert files_in(place) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"file": "../../etc/passwd", "missing": True}, "a file is named by its SHA-256"),
        ({"file": "a" * 64, "missing": True}, "1 files are said to be missing that no ticket has"),
    ],
)
def test_no_file_is_named_that_no_ticket_has(
    lines: list[bytes], place: Path, line: dict[str, object], says: str
) -> None:
    lines = [*lines[:-1], json.dumps(line).encode() + b"\n", lines[-1]]

    with pytest.raises(NotUnderstood, match=says):
        made_of(sealed(lines), f"sqlite:///{place}/new/desk.db")

    assert files_in(place) == []


def test_a_file_that_was_cut_or_damaged_is_refused(lines: list[bytes], place: Path) -> None:
    packed = gzip.compress(b"".join(lines))
    cut = (packed[:-at] for at in (1, 4, 8, 9, 200))
    for broken in (*cut, packed[:-8] + b"\x00" * 8, packed[:200] + b"\x00" * 50 + packed[250:], b"", b"\x1f\x8b"):
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
