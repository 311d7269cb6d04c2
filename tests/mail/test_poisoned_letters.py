"""Letters that were made to keep their reader busy, or to break it: each has an end, and the next one is read."""

from __future__ import annotations

import signal
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from mail.letter.reading import read_letter
from mail.reading import TOO_LONG, NotReadable, Reader
from storage.files import BlobFiles
from tests.mail.letter.letters import ORDINARY
from tests.mail.letter.mailbag import in_parts
from tests.mail.letter.spoiling import spoilt
from tests.mail.reading_room import PLAIN, kept, nothing_in, poisoned

MB = 2**20
FROM = b"From: ann@acme.example\r\n"


def filled(piece: bytes, size: int) -> bytes:
    return piece * (size // len(piece))


def saying(headers: bytes, body: bytes) -> bytes:
    return FROM + headers + b"\r\n\r\n" + body


def page(html: bytes) -> bytes:
    return saying(b"Content-Type: text/html; charset=utf-8", html)


def coded(kind: bytes, line: bytes, size: int) -> bytes:
    head = b"Content-Transfer-Encoding: base64\r\nContent-Type: " + kind
    return saying(head, filled(b64encode(line) + b"\r\n", size))


def within_each_other(count: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (nth, nth) for nth in range(count))


BEYOND_LETTERS = {
    "ten thousand parts within each other": within_each_other(10_000),
    "a hundred thousand parts": in_parts("mixed", *["\nx"] * 100_000),
    "a hundred thousand borders": saying(b"Content-Type: multipart/mixed; boundary=b", b"--b\n" * 100_000),
    "a header of thirty megabytes": b"X: " + filled(b"x", 29 * MB),
    "a folded header of thirty megabytes": b"X: x\n" + filled(b" x\n", 29 * MB),
    "thirty megabytes of headers": filled(b"a:\n", 29 * MB),
}
"""Refused before anybody looks at what is in them."""
ONLY_LARGE = {
    "a hundred thousand letters within each other": FROM + b"Content-Type: message/rfc822\n\n" * 100_000,
    "thirty megabytes of text": saying(b"Content-Type: text/plain; format=flowed", filled(b"> a \n>> b \n", 29 * MB)),
    "thirty megabytes of signs that are none": saying(b"Content-Type: text/plain; charset=utf-32", b"\xff" * 29 * MB),
    "text that unfolds from base 64": coded(b"text/plain", b"It burns.\n" * 6, 29 * MB),
    "a page that unfolds from base 64": coded(b"text/html", b"<b>It burns.</b>\n" * 3, 29 * MB),
    "a file that unfolds from base 64": coded(b"image/png", b"It burns.\n" * 6, 26 * MB),
    "a page of nothing but paragraphs": page(filled(b"<p>x", MB)),
    "a page of nothing but tables within each other": page(filled(b"<table><tr><td>", MB)),
    "a page of links within each other": page(
        b"<a href=http://x.example><table><tr><td>" * 50 + filled(b"word ", MB // 8)
    ),
    "a page with margins as wide as all memory": page(b"<p style='padding-left:99999999px'>x" * 100),
    "a page with a cell as wide as its table is long": page(b"<tr><td colspan=99999999 rowspan=99999999>x" * 9999),
    "the beginning of an older letter, over and over": saying(b"", filled(b"On a \n\nOn b\nFrom: c\n> d\n", 2 * MB)),
    "reports about a hundred thousand people": saying(
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        (b"--b\nContent-Type: message/delivery-status\n\n" + filled(b"Action: failed\n\n", MB) + b"\n") * 20,
    ),
    "results that stand in each other": saying(
        (b"Authentication-Results: x; dkim=pass " + b"a=b;" * 900 + b"\r\n") * 10 + b"X: y", b"x"
    ),
}
"""Read, as far as letters go."""


async def test_letters_beyond_all_letters_are_refused_and_the_next_is_read(files: BlobFiles, reader: Reader) -> None:
    for name, raw in BEYOND_LETTERS.items():
        with pytest.raises(NotReadable, match="more than"):
            print(name, await reader.read(files, await kept(files, raw)))

    assert (await reader.read(files, await kept(files, PLAIN))).text == "It burns."
    assert reader.ended_by is None


async def test_letters_that_are_only_large_are_read(files: BlobFiles, folders: Path) -> None:
    async with Reader(letter_seconds=60.0) as reader:
        for name, raw in ONLY_LARGE.items():
            letter = await reader.read(files, await kept(files, raw))

            assert letter.author is not None, name
            assert reader.ended_by is None, name
    assert nothing_in(folders)


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
async def test_a_letter_nobody_thought_of_ends_its_reader_and_the_next_is_read(files: BlobFiles, folders: Path) -> None:
    """Each of these would take a minute; the process has a second here."""
    attributes = page(b"<p " + b" ".join(b"a%d=b" % nth for nth in range(100_000)) + b">x")
    pages = in_parts("mixed", *["Content-Type: text/html\n\n" + "<p>a</p>" * 18_000] * 190)
    async with Reader(command=poisoned("pass"), letter_seconds=60.0) as reader:
        for raw in (attributes, pages):
            with pytest.raises(NotReadable, match=TOO_LONG):
                await reader.read(files, await kept(files, raw))
            assert reader.ended_by == -signal.SIGXCPU
        assert (await reader.read(files, await kept(files, PLAIN))).text == "It burns."
    assert nothing_in(folders)


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
async def test_a_page_that_needs_gigabytes_is_refused_and_the_next_is_read(files: BlobFiles, reader: Reader) -> None:
    wide = page(b"<table><tr><td>" + b"w" * 500_000 + b"</td></tr>" + b"<tr><td>x</td></tr>" * 2400)
    with pytest.raises(NotReadable, match=f"more memory|{TOO_LONG}"):
        await reader.read(files, await kept(files, wide))

    assert (await reader.read(files, await kept(files, PLAIN))).text == "It burns."


async def test_one_process_reads_spoilt_letters_as_they_are_read_here(files: BlobFiles, reader: Reader) -> None:
    for raw in spoilt(list(ORDINARY.values()), count=50, seed=11):
        try:
            expected = read_letter(raw)
        except NotReadable as refusal:
            with pytest.raises(NotReadable, match=refusal.sentence):
                await reader.read(files, await kept(files, raw))
        else:
            letter = await reader.read(files, await kept(files, raw))
            assert (letter.author, letter.text) == (expected.letter.author, expected.letter.text)
            assert [file.name for file in letter.attachments] == [file.name for file in expected.files]
    assert reader.ended_by is None
