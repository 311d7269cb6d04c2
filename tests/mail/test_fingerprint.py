"""A letter is known again, whichever way it comes; and two letters are two."""

from __future__ import annotations

import os

import pytest

from mail.fingerprint import fingerprint

LETTER = b"Message-ID: <1@x>\nFrom: ann@acme.example\nSubject: a printer\n\nIt burns.\n"


@pytest.mark.parametrize(
    "copy",
    [
        LETTER.replace(b"\n", b"\r\n"),
        b"Received: from there\n by here\nDKIM-Signature: v=1\nReturn-Path: <>\n" + LETTER,
        b"From ann@acme.example Mon Nov 23 10:00:00 2026\n" + LETTER,
        b"\r\n\r\n" + LETTER,
        LETTER.replace(b"a printer", b"a\n\t printer"),
        LETTER.replace(b"From:", b"FROM :"),
        LETTER + b"\r\n\n",
        LETTER.replace(b"<1@x>\n", b"<1@x>\nAuthentication-Results: here; none\n"),
    ],
)
def test_a_copy_that_came_another_way_is_the_same_letter(copy: bytes) -> None:
    assert fingerprint(copy) == fingerprint(LETTER)
    assert len(fingerprint(copy)) == 64


@pytest.mark.parametrize(
    "other",
    [
        LETTER.replace(b"burns", b"burnt"),
        LETTER.replace(b"<1@x>", b"<2@x>"),
        LETTER.replace(b"a printer", b"aprinter"),
        LETTER.replace(b"Subject: a printer\n", b"Subject: a printer\nSubject: a printer\n"),
        LETTER.replace(b"From: ann@acme.example\nSubject: a printer", b"From: ann@acme.example subject:a printer"),
        LETTER.replace(b"\n\n", b"\n\n\n"),
        LETTER + b"Indeed.",
    ],
)
def test_a_letter_that_says_something_else_is_another_one(other: bytes) -> None:
    assert fingerprint(other) != fingerprint(LETTER)


def test_any_bytes_have_one() -> None:
    for raw in (b"", b"\n", b"\x00" * 100, os.urandom(5000), b"a:" * 100_000, b":\n" * 100_000, b" \n" * 100_000):
        assert len(fingerprint(raw)) == 64
