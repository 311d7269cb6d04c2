"""What asyncssh leaves to whoever uses it. All its private names that are needed stand here.

tests/ssh/test_asyncssh_inside.py fails when a release of asyncssh changes what they do; it is pinned exactly.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

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
