"""Letters by the thousand: each is read, or refused with a sentence, and what is read is fit to be kept."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import Message
from email.policy import default

import msgspec
import pytest

from core.entries import read_file_name
from core.tickets import BODY_AT_MOST, FILES_AT_MOST
from mail.letter.limits import (
    ADDRESSES_AT_MOST,
    BOUNCED_AT_MOST,
    CHECKS_AT_MOST,
    DECODED_AT_MOST,
    REFERENCES_AT_MOST,
    SUBJECT_AT_MOST,
    NotReadable,
)
from mail.letter.parts import Part, read_parts
from mail.letter.reading import Read, read_letter
from mail.reading import ANSWER_AT_MOST
from mail.reading_line import Answer, FileRead
from tests.mail.letter.letters import ORDINARY, of_python
from tests.mail.letter.spoiling import spoilt
from tests.missing import not_brought

LETTERS = ("message/rfc822", "message/delivery-status", "message/external-body")


def are_fit_to_be_kept(found: Read) -> None:
    """Within all bounds, and the same behind the process that reads letters."""
    letter = found.letter
    answer = Answer(letter, tuple(FileRead(file.name, file.type) for file in found.files))
    written = msgspec.msgpack.encode(answer)
    assert msgspec.msgpack.decode(written, type=Answer) == answer
    assert len(written) < ANSWER_AT_MOST
    assert b"\x00" not in b"".join(text.encode() for text in (letter.text, letter.quoted, letter.subject))
    assert max(len(letter.text.encode()), len(letter.quoted.encode())) <= BODY_AT_MOST
    assert len(letter.subject) <= SUBJECT_AT_MOST
    assert max(len(letter.recipients), len(letter.copies)) <= ADDRESSES_AT_MOST
    assert len(letter.answers) <= REFERENCES_AT_MOST
    assert len(letter.bounced) <= BOUNCED_AT_MOST
    assert len(letter.authentication) <= CHECKS_AT_MOST
    assert len(found.files) <= FILES_AT_MOST
    assert sum(len(file.content) for file in found.files) <= DECODED_AT_MOST
    assert all(file.name == read_file_name(file.name) for file in found.files)


def letters_of_python() -> list[bytes]:
    return of_python() or not_brought("this needs the tests that Python brings for itself (test.test_email)")


def test_the_letters_that_python_brings_for_its_own_tests_are_read() -> None:
    for raw in letters_of_python():
        are_fit_to_be_kept(read_letter(raw))


def test_five_thousand_spoilt_letters_are_read_or_refused_with_a_sentence() -> None:
    refused = []
    for raw in spoilt([*ORDINARY.values(), *of_python()], count=5000, seed=7):
        try:
            are_fit_to_be_kept(read_letter(raw))
        except NotReadable as error:
            refused.append(error.sentence)

    assert all(re.fullmatch(r"It [^.]+\.", sentence) for sentence in refused)
    assert len(refused) < 100


@pytest.mark.parametrize("raw", ORDINARY.values(), ids=ORDINARY.keys())
def test_another_reader_finds_the_same_in_ordinary_letters(raw: bytes) -> None:
    reads_as_python_does(raw)


def test_another_reader_finds_the_same_in_letters_that_python_brings() -> None:
    for raw in letters_of_python():
        reads_as_python_does(raw)


def reads_as_python_does(raw: bytes) -> None:
    theirs, ours = email.message_from_bytes(raw, policy=default), read_letter(raw).letter

    assert list(our_parts(read_parts(raw))) == list(their_parts(theirs))
    assert ours.subject == " ".join(str(theirs["subject"] or "").split())
    authors = [address.addr_spec for line in theirs.get_all("from", []) for address in line.addresses]
    assert ([ours.author.email] if ours.author else []) == [found.lower() for found in authors if "@" in found]


def our_parts(part: Part) -> Iterator[tuple[str, bytes]]:
    """What has something in it, in its order; what is a letter in itself is not opened."""
    for each in part.all():
        if not each.parts and (content := tidy(each.content())):
            yield each.kind, b"" if each.kind in LETTERS else content


def their_parts(message: Message) -> Iterator[tuple[str, bytes]]:
    kind = message.get_content_type()
    if kind in LETTERS:
        yield kind, b""
    elif message.is_multipart():
        for part in message.get_payload():
            assert isinstance(part, Message)
            yield from their_parts(part)
    elif isinstance(written := message.get_payload(decode=True), bytes) and (content := tidy(written)):
        yield "text/plain" if kind.startswith("multipart/") else kind, content


def tidy(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").strip()
