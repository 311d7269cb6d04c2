"""Letters as programs write them, in short."""

from __future__ import annotations

from base64 import b64encode

from core.incoming import LetterRead
from mail.letter.files import File
from mail.letter.reading import read_letter


def letter(text: str, *, charset: str = "utf-8") -> bytes:
    """As it goes over the wire. What is written begins with its headers."""
    return text.lstrip("\n").replace("\n", "\r\n").encode(charset)


def said(text: str, *headers: str) -> bytes:
    """A letter from Ann that says this in plain text, with these headers besides."""
    head = ("From: Ann Okafor <ann@acme.example>", "To: help@desk.example", "Subject: Printer", *headers)
    return letter("\n".join(head) + "\n\n" + text)


def in_parts(kind: str, *parts: str, headers: str = "From: ann@acme.example") -> bytes:
    """`kind` is like `mixed`; each part has headers of its own."""
    body = "".join(f"--=-cut\n{part.lstrip()}\n" for part in parts)
    return letter(f'{headers}\nContent-Type: multipart/{kind}; boundary="=-cut"\n\n{body}--=-cut--\n')


def base64(content: bytes) -> str:
    return b64encode(content).decode()


def read(raw: bytes) -> LetterRead:
    return read_letter(raw).letter


def files(raw: bytes) -> list[File]:
    return list(read_letter(raw).files)


def names(raw: bytes) -> list[str]:
    return [file.name for file in files(raw)]
