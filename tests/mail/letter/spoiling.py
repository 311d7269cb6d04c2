"""Letters that something went wrong with on their way, or that somebody made so."""

from __future__ import annotations

import random
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence


def spoilt(letters: Sequence[bytes], *, count: int, seed: int) -> Iterator[bytes]:
    """Letters with one to four things wrong with each; the same ones for the same seed."""
    chance = random.Random(seed)
    for nth in range(count):
        raw = letters[nth % len(letters)]
        for _ in range(chance.randint(1, 4)):
            raw = chance.choice(_HARM)(raw, chance)
        yield raw


def _flip(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.choice(b'\x00\x1b\xff\x80"<>=?;:-\r\n \t@%\\(')
    return bytes(changed)


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randint(0, len(raw))]


def _lose_lines(raw: bytes, chance: random.Random) -> bytes:
    return b"".join(line for line in raw.splitlines(keepends=True) if chance.random() > 0.1)


def _swap_lines(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    for _ in range(min(3, len(lines))):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _repeat(raw: bytes, chance: random.Random) -> bytes:
    """A few lines, many times; often they are headers, or borders between parts."""
    lines = raw.splitlines(keepends=True)
    if not lines:
        return raw
    begins = chance.randrange(min(len(lines), 40))
    some = lines[begins : begins + chance.randint(1, 4)]
    return b"".join([*lines[:begins], *some * chance.choice((2, 5, 50)), *lines[begins:]])


def _break_borders(raw: bytes, chance: random.Random) -> bytes:
    wrong = chance.choice(
        (b'boundary=""', b"boundary==", b"boundary=\xff", b"boundary*0=a", b'boundary="a b "', b"b=c")
    )
    return re.sub(rb"boundary=[^\s;]+", wrong, raw, count=chance.randint(1, 2))


def _lie(raw: bytes, chance: random.Random) -> bytes:
    """About what is in a part, and how it is written."""
    what, says = chance.choice(
        (
            (
                rb"charset=[^\s;]+",
                (b"charset=utf-16", b"charset=iso-2022-kr", b"charset=hz", b"charset=\x00", b"charset=utf-7"),
            ),
            (rb"(?:7|8)bit|quoted-printable|base64", (b"base64", b"quoted-printable", b"x-uuencode", b"binary")),
            (
                rb"text/plain|text/html|image/\w+",
                (b"text/html", b"message/rfc822", b"multipart/mixed", b"multipart/report"),
            ),
            (rb"multipart/\w+", (b"multipart/related", b"multipart/digest", b"message/delivery-status", b"text/html")),
        )
    )
    return re.sub(what, lambda _: chance.choice(says), raw, flags=re.IGNORECASE)


def _nest(raw: bytes, chance: random.Random) -> bytes:
    """The letter as a part of a letter, perhaps encoded once more."""
    coded = chance.random() < 0.5
    within = b64encode(raw) if coded else raw
    kind = chance.choice((b"message/rfc822", b"text/html", b"text/plain", b"multipart/mixed; boundary=N"))
    coding = b"base64" if coded else b"8bit"
    part = b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: " + coding + b"\r\n\r\n" + within
    return (
        b"From: ann@acme.example\r\nContent-Type: multipart/mixed; boundary=N\r\n\r\n--N\r\n" + part + b"\r\n--N--\r\n"
    )


def _encode_words(raw: bytes, chance: random.Random) -> bytes:
    """Headers that are encoded in each other."""
    word = chance.choice(
        (b"=?utf-8?B?PT91dGYtOD9RP2E/PQ==?=", b"=?utf-8?Q?=3D=3Fx?=", b"=?utf-16?B?AAA=?=", b"=?x?q??=")
    )
    return re.sub(rb"(?m)^((?:From|To|Subject|Content-Type):)", lambda found: found[1] + b" " + word * 3, raw, count=2)


_HARM: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _flip,
    _cut,
    _lose_lines,
    _swap_lines,
    _repeat,
    _break_borders,
    _lie,
    _nest,
    _encode_words,
)
