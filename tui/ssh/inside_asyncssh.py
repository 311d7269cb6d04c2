"""What asyncssh leaves to whoever uses it. All its private names that are needed stand here.

tests/ssh/test_asyncssh_inside.py fails when a release of asyncssh changes what they do; it is pinned exactly.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any, Protocol

import asyncssh
from asyncssh import constants, sftp
from asyncssh.packet import SSHPacket

from tui.ssh.client_terminal import BELIEVED

SEND_BUFFER = 65_536
NOT_SENT_AT_MOST = 32_768
_NOT_SENT = getattr(socket, "TCP_NOTSENT_LOWAT", None)


class FewVariables(dict[bytes, bytes]):
    """Keeps the variables that are looked at, and no others however many are sent."""

    def __setitem__(self, name: bytes, value: bytes) -> None:
        if name.decode("ascii", "replace") in BELIEVED and len(value) <= 256:
            super().__setitem__(name, value)


def keep_few_variables(channel: Any) -> None:
    channel._env = FewVariables()  # noqa: SLF001


def hear_full_line(connection: Any, heard: Callable[[bool], None]) -> None:
    """Be told when the line takes no more, and when it does again: asyncssh itself goes on writing.

    The kernel would keep four megabytes of frames that are old when they arrive.
    """
    connection.pause_writing = lambda: heard(True)
    connection.resume_writing = lambda: heard(False)
    line: socket.socket | None = connection.get_extra_info("socket")
    if line is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if _NOT_SENT is not None:
            line.setsockopt(socket.IPPROTO_TCP, _NOT_SENT, NOT_SENT_AT_MOST)


def give_time(connection: Any, seconds: float) -> None:
    """So much more until somebody has to be let in, in place of what was left of the time before."""
    if connection._login_timer is not None:  # noqa: SLF001
        connection._cancel_login_timer()  # noqa: SLF001
        connection._login_timer = connection._loop.call_later(seconds, connection._login_timer_callback)  # noqa: SLF001


SFTP_VERSION = 3
"""The one that OpenSSH and nearly everybody speaks."""
PACKET_AT_MOST = 300_000
HANDLES = 16
ANSWERED = (
    "OPEN", "CLOSE", "READ", "WRITE", "LSTAT", "FSTAT", "SETSTAT", "FSETSTAT", "OPENDIR", "READDIR", "REMOVE", "MKDIR",
    "RMDIR", "REALPATH", "STAT", "RENAME", "READLINK", "SYMLINK",
)  # fmt: skip
"""All requests of that version; whatever a release of asyncssh adds to them is unknown here."""


class OpenFile(Protocol):
    def close(self) -> None: ...


class SftpRequests(sftp.SFTPServerHandler):
    """One request after the other, each once there is room for its answer.

    asyncssh closes what is open when a connection ends, as if it had been sent whole: here it is given up.
    """

    _extensions = []  # noqa: RUF012
    _packet_handlers = {  # noqa: RUF012
        kind: sftp.SFTPServerHandler._packet_handlers[kind]  # noqa: SLF001
        for kind in (getattr(constants, f"FXP_{name}") for name in ANSWERED)
    }

    def __init__(self, server: asyncssh.SFTPServer, reader: Any, writer: Any, room: asyncio.Event) -> None:
        super().__init__(server, reader, writer, SFTP_VERSION)
        self._room = room

    async def recv_packet(self) -> SSHPacket:
        length = int.from_bytes(await self._reader.readexactly(4), "big")  # type: ignore[union-attr]
        if length > PACKET_AT_MOST:
            raise asyncssh.SFTPBadMessage("The packet is too long.")
        return SSHPacket(await self._reader.readexactly(length))  # type: ignore[union-attr]

    async def _process_packet(self, pkttype: int, pktid: int, packet: SSHPacket) -> None:
        await self._room.wait()
        await super()._process_packet(pkttype, pktid, packet)

    def _get_next_handle(self) -> bytes:
        if len(self._dir_handles) >= HANDLES:
            raise asyncssh.SFTPFailure("Too many folders are open at once.")
        return super()._get_next_handle()

    async def _cleanup(self, exc: Exception | None) -> None:
        for file in self._file_handles.values():
            file.close()  # type: ignore[attr-defined]
        self._file_handles.clear()
        await super()._cleanup(exc)
