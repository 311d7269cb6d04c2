"""Files of this machine: which can be attached, under what name, and how those of a ticket are saved here."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.entries import Attachment
from core.errors import DeskError, NotFound, NotUnderstood, Refused
from core.long_messages import FILE_NAME
from core.store import Files
from core.tickets import BODY_AT_MOST, FILE_AT_MOST
from storage.opening import open_store
from tui.local_files import begun_again, fitting, kept, local_file, saved_in, type_of

HANDSHAKE = b"handshake failed\n"


@pytest.fixture
async def files(tmp_path: Path) -> AsyncIterator[Files]:
    opened = open_store(f"sqlite:///{tmp_path / 'desk.db'}", create=True)
    yield opened.files
    await opened.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "vpn client.log"
    path.write_bytes(HANDSHAKE)
    return path


@pytest.mark.parametrize("written", ["{}", "  {}  ", "'{}'", '"{}"', "file://{}"])
def test_a_path_is_taken_as_people_type_paste_and_drop_it(log: Path, written: str) -> None:
    found = local_file(written.format(str(log).replace(" ", "%20") if "file:" in written else log))

    assert (found.path, found.name, found.size) == (log, "vpn client.log", 17)


def test_backslashes_of_a_dropped_path_are_taken_away(log: Path) -> None:
    assert local_file(str(log).replace(" ", "\\ ")).path == log


def test_a_path_may_begin_at_home(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(log.parent))
    assert local_file("~/vpn client.log").path == log


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/home/maya/", "/home/maya/"),
        ("/home/maya/vpn.log", "/home/maya/vpn.log"),
        ("~/vpn.log", "~/vpn.log"),
        ("/home/maya/~/vpn.log", "~/vpn.log"),
        ("/home/maya//srv/x.log", "/srv/x.log"),
        ("/home/maya//", "/"),
        ("//srv/x.log", "/srv/x.log"),
        ("/home/maya/~/a//b/~/c", "~/c"),
        ("/home/maya/~draft", "/home/maya/~draft"),
        ("/home/maya/file:///srv/x.log", "/srv/x.log"),
        ("", ""),
    ],
)
def test_a_path_typed_behind_a_folder_begins_again(typed: str, meant: str) -> None:
    assert begun_again(typed) == meant


def test_a_quote_in_a_name_is_part_of_the_name(tmp_path: Path) -> None:
    path = tmp_path / "Ann's \"notes.txt"
    path.write_text("hello")
    assert local_file(str(path)).path == path


@pytest.mark.parametrize("ending", [" ", "\u2029", "\n"], ids=["blank", "paragraph", "line"])
def test_what_a_name_ends_in_is_part_of_the_path(log: Path, ending: str) -> None:
    odd = log.rename(f"{log}{ending}")
    found = local_file(str(odd))

    assert (found.path, found.name) == (odd, "vpn client.log")
    with pytest.raises(NotFound):
        local_file(str(log))


@pytest.mark.parametrize(
    ("typed", "kind", "says"),
    [
        ("", NotUnderstood, "Type the path of a file"),
        ("/nowhere/at/all.log", NotFound, "There is no file /nowhere/at/all.log. Check the path."),
        ("~nobody-here/x.log", NotFound, "There is no file ~nobody-here/x.log."),
        ("two words", NotFound, "There is no file two words."),
        ("'unclosed", NotFound, "There is no file"),
        ("a\0b", NotFound, "There is no file a^@b."),
        ("/", NotUnderstood, "/ is a folder. Choose a file in it, or pack it first."),
        (".", NotUnderstood, ". is a folder. Choose a file in it, or pack it first."),
        ("/dev/null", NotUnderstood, "null is a device or a pipe. Name a file, or send it on standard input."),
        ("x" * 5000, NotFound, "There is no file"),
    ],
)
def test_what_can_not_be_attached_is_told_in_one_sentence(typed: str, kind: type[DeskError], says: str) -> None:
    with pytest.raises(kind) as refused:
        local_file(typed)

    assert says in refused.value.sentence
    assert refused.value.field == "files"


def test_a_file_that_is_too_large_says_how_large_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "trace.log"
    with path.open("wb") as file:
        file.truncate(48 * 1024 * 1024)
    with pytest.raises(Refused) as refused:
        local_file(str(path))
    assert refused.value.sentence == (
        "trace.log has 48 MB and the limit is 20 MB. Compress it, or send the part around the error."
    )

    with path.open("wb") as file:
        file.truncate(FILE_AT_MOST + 1)
    with pytest.raises(Refused) as refused:
        local_file(str(path))
    assert refused.value.sentence.startswith("trace.log has 20.1 MB and the limit is 20 MB.")


def test_a_file_that_may_not_be_read_says_so(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Refused, match="can not be read"):
        local_file(str(log))


async def test_a_stored_file_has_its_type_and_comes_back_as_it_was(files: Files, log: Path, tmp_path: Path) -> None:
    attachment = await kept(files, local_file(str(log)))
    folder = tmp_path / "saved "
    folder.mkdir()

    first = await saved_in(files, attachment, str(folder))
    second = await saved_in(files, attachment, str(folder))

    assert attachment.type == type_of("x.log")
    assert first.parent == folder
    assert [first.name, second.name] == ["vpn client.log", "vpn client (2).log"]
    assert first.read_bytes() == second.read_bytes() == HANDSHAKE


async def test_a_file_that_went_away_before_it_was_stored_says_so(files: Files, log: Path) -> None:
    file = replace(local_file(str(log)), path=log.with_name("gone.log"))
    with pytest.raises(NotFound, match="no longer there"):
        await kept(files, file)


@pytest.mark.parametrize(
    ("name", "saved_as"),
    [
        ("../../etc/passwd", "passwd"),
        (".bashrc", "bashrc"),
        ("a\x1b[31mb.txt", "a[31mb.txt"),
        ("C:\\x\\y?.txt", "y_.txt"),
    ],
)
async def test_a_hostile_name_stays_in_the_folder(
    files: Files, log: Path, tmp_path: Path, name: str, saved_as: str
) -> None:
    stored = await kept(files, local_file(str(log)))
    hostile = Attachment(name, stored.size, stored.type, stored.sha256)
    folder = tmp_path / "saved"
    folder.mkdir()

    assert await saved_in(files, hostile, str(folder)) == folder / saved_as


async def test_a_folder_that_is_not_there_is_told_and_nothing_is_left(files: Files, log: Path, tmp_path: Path) -> None:
    stored = await kept(files, local_file(str(log)))
    with pytest.raises(Refused, match=r"Nothing was saved in .*nowhere.*Name another folder"):
        await saved_in(files, stored, str(tmp_path / "nowhere"))


async def test_bytes_that_the_desk_lost_leave_no_empty_file(files: Files, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    with pytest.raises(NotFound):
        await saved_in(files, Attachment("lost.log", 3, "text/plain", "0" * 64), str(folder))
    assert list(folder.iterdir()) == []


async def test_a_message_that_is_too_long_goes_along_as_a_file(files: Files, tmp_path: Path) -> None:
    typed = "line of a log\n" * 10_000
    body, attachments = await fitting(files, typed, ())

    saved = await saved_in(files, attachments[0], str(tmp_path))
    assert len(body.encode()) <= BODY_AT_MOST
    assert body.startswith("line of a log\n")
    assert saved.name == FILE_NAME
    assert saved.read_text() == typed


async def test_a_message_that_fits_stays_as_it_is(files: Files) -> None:
    assert await fitting(files, "short", ()) == ("short", ())
