"""Headers as people read them: encoded words (RFC 2047) in whatever state programs leave them."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp
from itertools import groupby
from typing import NamedTuple

from mail.letter.charsets import decode, storable

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,8000})\?=")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


class _Piece(NamedTuple):
    """Of a header: text as it stands, or the bytes of an encoded word and their character set."""

    text: str
    charset: str = ""
    raw: bytes = b""


def unfolded(raw: bytes) -> str:
    """A header as text, its encoded words as they are: those of an address are read once its parts are known."""
    return decode(raw)


def readable(header: str) -> str:
    """With its encoded words read, in one line. Words beside each other are one: a letter may be cut between them."""
    pieces = _pieces(header)
    read = [
        decode(b"".join(piece.raw for piece in group), charset) if charset else "".join(piece.text for piece in group)
        for charset, group in groupby(pieces, key=lambda piece: piece.charset)
    ]
    return storable(" ".join("".join(read).split()))


def _pieces(header: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    position = 0
    for found in _WORD.finditer(header):
        between = header[position : found.start()]
        if between.strip() or (between and not pieces):
            pieces.append(_Piece(between))
        charset, encoding, text = found.groups()
        pieces.append(_Piece("", charset.partition("*")[0].lower(), _word_bytes(encoding, text)))
        position = found.end()
    return [*pieces, _Piece(header[position:])]


def _word_bytes(encoding: str, text: str) -> bytes:
    written = text.encode("utf-8", "replace")
    return a2b_qp(written.replace(b" ", b"_"), header=True) if encoding in "qQ" else from_base64(written)


def from_base64(written: bytes) -> bytes:
    """Whatever can be had of it."""
    try:
        return a2b_base64(written)
    except Error:
        letters = _NOT_BASE64.sub(b"", written)
        return a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
