"""The files that people attach: real bytes, the same for everyone who attaches them."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256

import pytest

from core.entries import read_file_name
from tests.tui.demo.samples import desk_of, tickets_of
from tui.demo.files import FILES, SampleFile


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.attachment.name))
def test_a_file_is_what_its_entry_says(file: SampleFile) -> None:
    assert file.sha256 == sha256(file.content).hexdigest()
    assert 0 < file.attachment.size == len(file.content) < 100_000
    assert read_file_name(file.attachment.name) == file.attachment.name


@pytest.mark.parametrize("file", [file for file in FILES if file.attachment.type == "image/png"], ids=repr)
def test_a_picture_can_be_drawn(file: SampleFile) -> None:
    assert file.content.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, rest = {}, file.content[8:]
    while rest:
        (length,) = struct.unpack(">I", rest[:4])
        name, data = rest[4:8], rest[8 : 8 + length]
        assert struct.unpack(">I", rest[8 + length : 12 + length])[0] == zlib.crc32(name + data)
        chunks[name], rest = data, rest[12 + length :]
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * (width + 1)


def test_only_files_of_the_desk_are_attached_and_most_are_shared() -> None:
    there = {file.sha256: file.attachment for file in desk_of(500).files}
    attached = [file for one in tickets_of(500) for entry in one.entries for file in entry.attachments]
    assert len(attached) > 50
    assert all(there[file.sha256] == file for file in attached)


def test_no_ticket_has_two_files_of_one_name() -> None:
    for one in tickets_of(500):
        names = [file.name for entry in one.entries for file in entry.attachments]
        assert len(set(names)) == len(names)
