"""Copying files over a channel, by sftp or by scp as it was: from its first byte to its exit status."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from core.desk import Desk
from core.errors import DeskError
from core.safe_text import safe_line
from tui.ssh.inside_asyncssh import SftpRequests
from tui.ssh.scp import GONE, Scp, read_scp
from tui.ssh.sftp import FilesOverSftp
from tui.ssh.ticket_tree import TicketTree

if TYPE_CHECKING:
    from tui.ssh.session import Session

BUFFER = 256 * 1024
NOBODY = (
    "Files need to know who you are: come with a key that the desk knows, or sign in when it asks. "
    "With the ID of a ticket and its e-mail: ssh HOST attach ID - --name FILE --email E < FILE"
)
BROKE_OFF = 130
"""As of a command that was interrupted."""


class FileRun:
    """Is what a Session runs. `line`: the command of scp; nothing for sftp."""

    def __init__(self, session: Session, channel: Any, line: str = "") -> None:
        self._session = session
        self._channel = channel
        self._line = line
        self._comes = Coming(session, channel)
        self._room = asyncio.Event()
        self._room.set()

    async def run(self, desk: Desk) -> tuple[int, str]:
        if desk.actor.person is None:
            return 5, NOBODY
        tree = TicketTree(desk, self._tell)
        try:
            return await (self._scp(tree) if self._line else self._sftp(tree)), ""
        except DeskError as error:
            return error.status, safe_line(error.sentence)
        except GONE:
            return BROKE_OFF, ""

    async def _sftp(self, tree: TicketTree) -> int:
        server = FilesOverSftp(self._channel, tree, self._tell)
        await SftpRequests(server, self._comes, Going(self._session, self._channel), self._room).run()
        return 0

    async def _scp(self, tree: TicketTree) -> int:
        return await Scp(read_scp(self._line), tree, self._comes, self._send).run()

    async def _send(self, data: bytes) -> None:
        await self._room.wait()
        self._session.send(data)

    def _tell(self, sentence: str) -> None:
        self._session.send(f"{safe_line(sentence)}\n".encode(), error=True)

    # What the session tells it

    def take(self, data: bytes) -> None:
        self._comes.feed_data(data)

    def no_more(self) -> None:
        self._comes.feed_eof()

    def leave(self) -> None:
        """What is half here is given up; what is on its way into a ticket gets there."""
        self._comes.feed_eof()
        self._room.set()

    def hold(self, is_full: bool) -> None:
        if is_full:
            self._room.clear()
        else:
            self._room.set()


class Coming(asyncio.StreamReader):
    """What the other side sends; while much of it waits, no more is taken."""

    def __init__(self, session: Session, channel: Any) -> None:
        super().__init__(BUFFER)
        self.logger = channel.logger
        self.get_extra_info = channel.get_extra_info
        self.set_transport(_Tap(session))


class _Tap(asyncio.ReadTransport):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.pause_reading = session.stop_reading  # type: ignore[method-assign]
        self.resume_reading = session.go_on_reading  # type: ignore[method-assign]


class Going:
    """The other direction, as asyncssh takes it. The session ends the channel, so that its exit status is told."""

    def __init__(self, session: Session, channel: Any) -> None:
        self.channel = channel
        self._session = session

    def write(self, data: bytes) -> None:
        self._session.send(data)

    def close(self) -> None:
        """Nothing yet."""
