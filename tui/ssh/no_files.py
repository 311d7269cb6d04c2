"""What is answered to scp and sftp where no files are copied: that, and what to say instead.

An sshd lets nobody read the standard error of sftp. So that is spoken with as it wants to be, and every request is
refused with the sentence; programs that show only the kind of a refusal have that.
"""

from __future__ import annotations

from typing import BinaryIO

NO_FILES = (
    "Files come and go by a command here: ssh HOST attach ID - --name FILE < FILE, and ssh HOST fetch ID FILE > FILE."
)
BY_SFTP = frozenset({"sftp-server", "internal-sftp"})
COPIES = BY_SFTP | {"scp"}
BEGINS, VERSION, STATUS = 1, 2, 101
SPOKEN, NOT_SUPPORTED = 3, 8
PACKET_AT_MOST = 300_000


def program_of(line: str | None) -> str:
    """The name of what sshd would have run, without its folder."""
    words = (line or "").split(maxsplit=1)
    return words[0].rpartition("/")[2] if words else ""


def refuse_sftp(comes: BinaryIO, goes: BinaryIO) -> None:
    """Until they have gone."""
    while (packet := _packet(comes)) is not None:
        if packet[0] == BEGINS:
            _send(goes, bytes([VERSION]) + _figure(SPOKEN))
        else:
            which = packet[1:5]
            _send(goes, bytes([STATUS]) + which + _figure(NOT_SUPPORTED) + _text(NO_FILES) + _text("en"))


def _packet(comes: BinaryIO) -> bytes | None:
    length = int.from_bytes(comes.read(4), "big")
    packet = comes.read(length) if 0 < length <= PACKET_AT_MOST else b""
    return packet if len(packet) == length and packet else None


def _send(goes: BinaryIO, packet: bytes) -> None:
    goes.write(_figure(len(packet)) + packet)
    goes.flush()


def _figure(value: int) -> bytes:
    return value.to_bytes(4, "big")


def _text(words: str) -> bytes:
    return _figure(len(words)) + words.encode()
