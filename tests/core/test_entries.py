"""What stands in a conversation: messages, the names of files, and what an event says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.entries import (
    NAME_BYTES_AT_MOST,
    PUBLIC_CHANGES,
    InternalEntry,
    PublicEntry,
    differences,
    read_body,
    read_file_name,
    unused_name,
)
from core.errors import NotUnderstood
from core.tickets import BODY_AT_MOST, Priority, Status
from tests.core.cast import BOB, MAYA, a_ticket

hostile_names = st.text(st.characters() | st.sampled_from("./\\ \x00\n\u202e\u200b(2)é"), max_size=60)


# File names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("/etc/passwd", "passwd"),
        ("../../.ssh/authorized_keys", "authorized_keys"),
        ("C:\\Users\\ann\\report.pdf", "report.pdf"),
        ("folder/", "folder"),
        ("...", "file"),
        ("..", "file"),
        ("", "file"),
        ("/", "file"),
        (".bashrc", "bashrc"),
        (". .hidden", "hidden"),
        (" . . report.pdf ", "report.pdf"),
        ("re\x00po\x1b[2Jrt\n.pdf", "repo[2Jrt.pdf"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("\u200b.htaccess", "htaccess"),
        ("a\udcffb.txt", "ab.txt"),
        ("my report (final).pdf", "my report (final).pdf"),
        ("archive.tar.gz", "archive.tar.gz"),
        ("レポート.pdf", "レポート.pdf"),
    ],
)
def test_a_file_keeps_the_last_part_of_its_name_without_its_tricks(typed: str, name: str) -> None:
    assert read_file_name(typed) == name


@given(hostile_names)
@example("x" * 400)
@example("é" * 400 + ".tar.gz")
@example("." * 10 + " ." * 10)
@example("x" * 199 + " y")
def test_a_name_is_a_plain_file_name_whatever_was_typed(typed: str) -> None:
    name = read_file_name(typed)

    assert name
    assert name.isprintable()
    assert not set(name) & set("/\\")
    assert not name.startswith((".", " "))
    assert len(name.encode()) <= NAME_BYTES_AT_MOST
    assert read_file_name(name) == name


@pytest.mark.parametrize("letter", ["x", "é", "レ", "😀"])
def test_a_long_name_keeps_its_ending(letter: str) -> None:
    name = read_file_name(letter * 300 + ".pdf")

    assert name.endswith(letter + ".pdf")
    assert NAME_BYTES_AT_MOST - 4 < len(name.encode()) <= NAME_BYTES_AT_MOST
    assert len(read_file_name("x." + letter * 300).encode()) <= NAME_BYTES_AT_MOST


def test_a_second_file_of_a_name_gets_a_number_before_its_ending() -> None:
    used: frozenset[str] = frozenset()
    names = []
    for name in ("log.txt", "log.txt", "log.txt", "README", "README", "a.tar.gz", "a.tar.gz", "log (2).txt"):
        names.append(unused_name(name, used))
        used |= {names[-1]}

    assert names == [
        "log.txt",
        "log (2).txt",
        "log (3).txt",
        "README",
        "README (2)",
        "a.tar.gz",
        "a.tar (2).gz",
        "log (2) (2).txt",
    ]


@given(hostile_names.map(read_file_name), st.integers(1, 12))
@example("é" * 98 + ".txt", 3)
@example("x" * 200, 3)
def test_a_numbered_name_is_free_and_short_enough(name: str, times: int) -> None:
    used: frozenset[str] = frozenset()
    for _ in range(times):
        free = unused_name(name, used)
        assert free not in used
        assert len(free.encode()) <= NAME_BYTES_AT_MOST
        used |= {free}


# Messages


def test_a_message_is_kept_as_it_was_typed_but_for_its_ends() -> None:
    assert read_body("\r\n\n  indented\r\n\ttab\rend  \n\n") == "  indented\n\ttab\nend"


@given(st.text(min_size=1).filter(str.strip))
def test_a_message_that_was_read_reads_the_same_again(typed: str) -> None:
    assert read_body(read_body(typed)) == read_body(typed)


@pytest.mark.parametrize("typed", ["", " \n\t\r\n", "\u2003"])
def test_an_empty_message_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="the message is empty") as refused:
        read_body(typed)
    assert refused.value.field == "body"


def test_a_message_has_at_most_64_kib() -> None:
    assert read_body("é" * (BODY_AT_MOST // 2)) == "é" * (BODY_AT_MOST // 2)
    with pytest.raises(NotUnderstood, match="at most 64 KiB"):
        read_body("é" * (BODY_AT_MOST // 2) + "x")


# Events


def test_nothing_differs_between_a_ticket_and_itself() -> None:
    assert differences(a_ticket(), a_ticket()) == ()


def test_an_event_says_what_changed_from_what_to_what() -> None:
    before = replace(a_ticket(), tags=("vpn", "old"))
    after = replace(
        before,
        status=Status.IN_PROGRESS,
        priority=Priority.HIGH,
        assignee=BOB,
        category="Network",
        subject="It is out",
        tags=("vpn", "new"),
    )

    assert [change.words for change in differences(before, after)] == [
        "status open to in progress",
        "priority medium to high",
        "owner Bob Stone",
        "category General to Network",
        "subject The printer is on fire to It is out",
        "tag old removed",
        "tag new",
    ]
    assert differences(after, replace(after, assignee=MAYA))[0].words == "owner Bob Stone to Maya Lind"
    assert differences(after, replace(after, assignee=None))[0].words == "owner Bob Stone removed"


def test_customers_hear_of_status_priority_owner_and_files_and_of_nothing_else() -> None:
    assert sorted(PUBLIC_CHANGES) == ["file", "follows", "owner", "priority", "status"]


def test_an_internal_entry_is_never_a_public_one() -> None:
    assert not issubclass(InternalEntry, PublicEntry)
    assert not issubclass(PublicEntry, InternalEntry)
