"""The files that come with a letter: how each is called, and which can not be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from mimetypes import MimeTypes
from typing import NamedTuple

from core.entries import read_file_name
from core.tickets import FILE_AT_MOST, FILES_AT_MOST
from mail.letter.limits import DECODED_AT_MOST, NAME_AT_MOST
from mail.letter.parts import Part

UNKNOWN = "application/octet-stream"
_NAMES = {
    "message/rfc822": "letter.eml",
    "message/global": "letter.eml",
    "message/delivery-status": "delivery-report.txt",
    "text/rfc822-headers": "headers.txt",
    "text/calendar": "invitation.ics",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "pgp-version.txt",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/ms-tnef": "winmail.dat",
    "text/plain": "text.txt",
    "text/html": "page.html",
}
_ENDINGS = MimeTypes()
"""Python's own table, not that of the machine: a file is called the same everywhere."""


class File(NamedTuple):
    name: str
    type: str
    content: bytes


class Files(NamedTuple):
    """Those that can be kept, and how those are called that can not."""

    kept: tuple[File, ...]
    left_out: tuple[str, ...]


def files_of(parts: Iterable[Part], *, before: tuple[File, ...] = ()) -> Files:
    kept, left_out, size = list(before), [], sum(len(file.content) for file in before)
    for file in _read(parts):
        is_kept = len(kept) < FILES_AT_MOST and len(file.content) <= FILE_AT_MOST
        if is_kept and size + len(file.content) <= DECODED_AT_MOST:
            kept.append(file)
            size += len(file.content)
        else:
            left_out.append(file.name)
    return Files(tuple(kept), tuple(left_out))


def _read(parts: Iterable[Part]) -> Iterator[File]:
    nameless = 0
    for part in parts:
        name = part.name.strip()[:NAME_AT_MOST]
        if not name:
            nameless += part.kind not in _NAMES
            name = _NAMES.get(part.kind) or _made_up(part.kind, nameless)
        yield File(read_file_name(name), part.kind, part.content())


def _made_up(kind: str, number: int) -> str:
    what = "picture" if kind.startswith("image/") else "file"
    return f"{what}-{number}{_ENDINGS.guess_extension(kind) or '.bin'}"
