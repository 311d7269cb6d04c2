"""The tree of parts that a letter is made of (MIME), read in place: no part is copied before somebody wants it."""

from __future__ import annotations

import re
from binascii import Error, a2b_qp, a2b_uu
from collections.abc import Iterator
from dataclasses import dataclass

from mail.letter.headers import Headers
from mail.letter.limits import DEPTH_AT_MOST, HEADERS_AT_MOST, PARTS_AT_MOST, NotReadable
from mail.letter.parameters import read_parameters
from mail.letter.raw_headers import first_line, split_headers
from mail.letter.words import from_base64

_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}\Z", re.ASCII)
_BOUNDARY_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` is like text/plain. `written` is its body as it stands in the letter, `parts` are those within it."""

    headers: Headers
    kind: str
    parameters: dict[str, str]
    disposition: str
    name: str
    written: bytes
    parts: tuple[Part, ...] = ()

    def content(self) -> bytes:
        """Its body without the coding that it travels in; whatever can be had of it."""
        return _decoded(self.written, self.headers.first("content-transfer-encoding").strip().lower())

    def all(self) -> Iterator[Part]:
        """It and all within it."""
        yield self
        for part in self.parts:
            yield from part.all()


def read_parts(raw: bytes) -> Part:
    """Raises NotReadable where there are too many, or too deep within each other."""
    return _Letter(raw).part(first_line(raw), len(raw), "text/plain", DEPTH_AT_MOST)


class _Letter:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._count = 0

    def part(self, start: int, end: int, usual: str, depth: int) -> Part:
        """`usual` is what it is where it does not say."""
        self._count += 1
        if self._count > PARTS_AT_MOST:
            raise NotReadable(f"It has more than {PARTS_AT_MOST} parts.")
        if depth == 0:
            raise NotReadable(f"Its parts are more than {DEPTH_AT_MOST} deep within each other.")
        lines, begins = split_headers(self._raw, start, end, at_most=HEADERS_AT_MOST)
        headers = Headers(lines)
        kind, parameters = read_parameters(headers.first("content-type"))
        kind = kind if _TYPE.match(kind) else usual
        disposition, of_file = read_parameters(headers.first("content-disposition"))
        parts = self._within(begins, end, kind, parameters.get("boundary", ""), depth)
        if kind.startswith("multipart/") and not parts:  # whatever it was meant to be, people can read it
            kind = "text/plain"
        name = of_file.get("filename") or parameters.get("name", "")
        written = b"" if parts else self._raw[begins:end]
        return Part(headers, kind, parameters, disposition, name, written, parts)

    def _within(self, begins: int, end: int, kind: str, boundary: str, depth: int) -> tuple[Part, ...]:
        boundary = boundary.rstrip()
        if not kind.startswith("multipart/") or not boundary or len(boundary) > _BOUNDARY_AT_MOST:
            return ()
        usual = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        return tuple(self.part(*place, usual, depth - 1) for place in self._places(begins, end, boundary))

    def _places(self, begins: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
        """From where to where each part goes. The last one may not be closed: letters get cut."""
        marks = re.compile(rb"\n--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*\r?(?=\n|\Z)")
        start: int | None = None
        for mark in marks.finditer(self._raw, max(begins - 1, 0), end):
            if start is not None:
                yield start, max(start, mark.start() - (self._raw[mark.start() - 1 : mark.start()] == b"\r"))
            if mark[1]:
                return
            start = min(mark.end() + 1, end)
        if start is not None:
            yield start, end


def _decoded(written: bytes, coding: str) -> bytes:
    if coding == "base64":
        return from_base64(written)
    if coding == "quoted-printable":
        return a2b_qp(written)
    if coding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _from_uu(written)
    return written


def _from_uu(written: bytes) -> bytes:
    lines = written.splitlines()
    begins = next((nth for nth, line in enumerate(lines) if line.startswith(b"begin ")), len(lines))
    content = bytearray()
    for line in lines[begins + 1 :]:
        if line.strip() in (b"end", b"`"):
            break
        try:
            content += a2b_uu(line)
        except Error:
            return written
    return bytes(content) or written
