"""The files that people attach: a few small real ones, whose bytes are the same on every machine."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from zlib import adler32, crc32

from core.entries import Attachment


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file with its bytes. Entries name it by its attachment."""

    attachment: Attachment
    content: bytes

    @property
    def sha256(self) -> str:
        return self.attachment.sha256


def _log() -> bytes:
    lines = []
    for nth in range(214):
        what = (
            "connecting to gw-2.vpn.acme.example:443",
            "TLS 1.3 client hello sent",
            "certificate chain: leaf, intermediate, root",
            "certificate has expired (code 10)",
            "TLS handshake failed, next try in 5 s",
        )[nth % 5]
        lines.append(
            f"{8 + nth // 60:02}:{nth % 60:02}:{nth * 7 % 60:02}.{nth * 37 % 1000:03} vpn[4127] try {nth // 5}: {what}"
        )
    return _text(lines)


def _survey() -> bytes:
    rows = [f"{nth},floor {nth % 4 + 1},{-48 - nth * 13 % 39},{(1, 6, 11, 36)[nth % 4]}" for nth in range(60)]
    return _text(["point,place,dBm,channel", *rows])


def _report() -> bytes:
    rows = [f"srv-{nth:02},{nth * 91 % 400} GB,{'skipped: files in use' if nth == 7 else 'ok'}" for nth in range(24)]
    return _text(["server,size,result", *rows])


def _payroll() -> bytes:
    rows = [f"{nth},E{nth:04},{2100 + nth * 37 % 2900}.00,EUR" for nth in range(1, 413)]
    return _text(["number,employee,amount,currency", *rows])


def _statement() -> bytes:
    rows = [
        f"{day:02}.,Acme Support {20400 + day % 9 * 2},{-418 if day % 9 == 0 else 1200 + day * 17}.00"
        for day in range(1, 29)
    ]
    return _text(["day,text,amount", *rows])


def _seats() -> bytes:
    return _text(
        ["seat,last sign-in", *(f"seat {nth},{'never' if nth > 11 else f'{nth} days ago'}" for nth in range(1, 15))]
    )


def _starters() -> bytes:
    return _text(["name,team,starts", "N. Berger,registry,Monday", "O. Lang,registry,Monday", "P. Sand,office,first"])


def _battery() -> bytes:
    return _text(["cycle,full charge mWh", *(f"{nth * 25},{52_000 - nth * 1_790}" for nth in range(20))])


def _lookup() -> bytes:
    lines = [
        "> nslookup",
        "Server:  ns2.acme.example",
        "Address: 192.0.2.53",
        "",
        "*** can't find it: Non-existent domain",
    ]
    return _text(lines)


def _request() -> bytes:
    lines = [f"line {nth:02}: {sha256(bytes([nth])).hexdigest()[:48]}" for nth in range(12)]
    return _text(["Request form, filled in", "", *lines])


def _letter() -> bytes:
    lines = [
        "From: Mail Team <no-reply@mail-team.example>",
        "Subject: Your mailbox",
        "Authentication-Results: mx.acme.example; spf=softfail; dkim=none",
        "",
        "Your mailbox needs your attention. Follow the link below within 24 hours.",
    ]
    return _text(lines)


def _text(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _screen() -> bytes:
    """A window with a title bar and a red message."""

    def shade(x: int, y: int) -> int:
        if y < 14:
            return 1
        if 60 <= x < 260 and 60 <= y < 120:
            return 2 if y < 72 else 3
        return 0

    return _png(320, 180, shade, ((244, 245, 247), (52, 73, 94), (192, 57, 43), (255, 255, 255)))


def _label() -> bytes:
    """A label with lines of text, and an empty place where the barcode should be."""

    def shade(x: int, y: int) -> int:
        return int(y in (18, 19, 34, 35, 50, 51) and 16 <= x < 180 - y)

    return _png(228, 120, shade, ((255, 255, 255), (30, 30, 30)))


def _png(width: int, height: int, shade: Callable[[int, int], int], colours: tuple[tuple[int, int, int], ...]) -> bytes:
    """A picture whose data is stored, not compressed: compressed bytes differ between versions of zlib."""
    raw = b"".join(b"\0" + bytes(shade(x, y) for x in range(width)) for y in range(height))
    stored = b"\x78\x01"
    for start in range(0, len(raw), 0xFFFF):
        part = raw[start : start + 0xFFFF]
        stored += struct.pack("<BHH", start + 0xFFFF >= len(raw), len(part), len(part) ^ 0xFFFF) + part
    stored += struct.pack(">I", adler32(raw))
    palette = b"".join(bytes(colour) for colour in colours)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", stored), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))


def _file(name: str, kind: str, content: bytes) -> SampleFile:
    return SampleFile(Attachment(name, len(content), kind, sha256(content).hexdigest()), content)


_CSV, _TEXT, _PNG = "text/csv", "text/plain", "image/png"
FILES: tuple[SampleFile, ...] = (
    _file("vpn-client.log", _TEXT, _log()),
    _file("screen.png", _PNG, _screen()),
    _file("label.png", _PNG, _label()),
    _file("wifi-survey.csv", _CSV, _survey()),
    _file("report.csv", _CSV, _report()),
    _file("payroll-export.csv", _CSV, _payroll()),
    _file("statement.csv", _CSV, _statement()),
    _file("seats.csv", _CSV, _seats()),
    _file("starters.csv", _CSV, _starters()),
    _file("battery.csv", _CSV, _battery()),
    _file("ipconfig.txt", _TEXT, _lookup()),
    _file("request.txt", _TEXT, _request()),
    _file("letter.eml", "message/rfc822", _letter()),
)

ATTACHMENTS: dict[str, Attachment] = {file.attachment.name: file.attachment for file in FILES}
