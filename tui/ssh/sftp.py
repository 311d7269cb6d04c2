"""What sftp may do, and scp, which speaks it since OpenSSH 9: look around, get, and put whole files.

asyncssh's own server is one of real files: each method that is not overridden reaches the disk. So all of them are
refused first, those of later releases too, and then a few are allowed.
"""

from __future__ import annotations

import stat
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

import asyncssh
from asyncssh import SFTPAttrs, SFTPName

from core.entries import Filed
from core.errors import DeskError, NotFound, Refused
from core.references import shown
from tui.ssh.sentences import sentence_of
from tui.ssh.ticket_tree import NO_FOLDERS, Found, TicketTree
from tui.ssh.transfers import Incoming, Outgoing

FOLDER, FILE = stat.S_IFDIR | 0o700, stat.S_IFREG | 0o600
OPEN_AT_ONCE = 4
STAYS = "What is in a ticket stays as it is: files can be put into it and got from it, no more."
WHOLE = "A file is sent whole, from its beginning: it can not be gone on with, and nothing is added to one."
MANY = f"At most {OPEN_AT_ONCE} files are open at once."
OWNER = "desk"

P = ParamSpec("P")
R = TypeVar("R")


class NothingAllowed(asyncssh.SFTPServer):
    """Refuses all that asyncssh's server of real files can do.

    `tell` reaches the standard error of whoever copies: most programs keep what a refusal says to themselves.
    """

    def __init__(self, channel: Any, tell: Callable[[str], None]) -> None:
        super().__init__(channel)
        self.tell = tell


def _refuses(server: NothingAllowed, *_asked: object, **_more: object) -> NoReturn:
    server.tell(STAYS)
    raise asyncssh.SFTPOpUnsupported(STAYS)


for _name, _does in vars(asyncssh.SFTPServer).items():
    if callable(_does) and not _name.startswith("_"):
        setattr(NothingAllowed, _name, _refuses)


def answered(
    does: Callable[Concatenate[FilesOverSftp, P], Awaitable[R]],
) -> Callable[Concatenate[FilesOverSftp, P], Awaitable[R]]:
    """A refusal of the desk in the words of the protocol; of anything else only its number is told."""

    @wraps(does)
    async def answer(server: FilesOverSftp, /, *asked: P.args, **more: P.kwargs) -> R:
        try:
            return await does(server, *asked, **more)
        except asyncssh.SFTPError:
            raise
        except Exception as error:  # noqa: BLE001  its message would be sent to whoever asked
            raise await _as_sftp(error) from None

    return answer


async def _as_sftp(error: Exception) -> asyncssh.SFTPError:
    sentence = await sentence_of(error)
    if isinstance(error, NotFound):
        return asyncssh.SFTPNoSuchFile(sentence)
    return asyncssh.SFTPPermissionDenied(sentence) if isinstance(error, Refused) else asyncssh.SFTPFailure(sentence)


class FilesOverSftp(NothingAllowed):
    """The few that are allowed. Whoever only looks for something hears of its absence from their own program."""

    def __init__(self, channel: Any, tree: TicketTree, tell: Callable[[str], None]) -> None:
        super().__init__(channel, tell)
        self._tree = tree
        self._open = 0

    def exit(self) -> None:
        """Nothing is left to be done."""

    # Looking around

    def realpath(self, path: bytes) -> bytes:
        import posixpath

        return posixpath.normpath(b"/" + path).replace(b"//", b"/")

    @answered
    async def stat(self, path: bytes) -> SFTPAttrs:
        found = await self._tree.look(path)
        return _folder(found.at) if found.file is None else _file(found.file.size, found.at)

    lstat = stat

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        try:
            found = await self._tree.look(path)
            for name in (b".", b".."):
                yield SFTPName(name, attrs=_folder(found.at))
            async for one in self._in(found):
                yield one
        except DeskError as error:
            raise await _as_sftp(error) from None

    async def _in(self, found: Found) -> AsyncIterator[SFTPName]:
        if found.place.reference is None:
            async for row in self._tree.tickets():
                yield SFTPName(shown(row.reference).encode(), attrs=_folder(row.updated_at))
        else:
            for filed in await self._tree.files(found.place):
                yield _name_of(filed)

    def format_longname(self, name: SFTPName) -> None:
        attrs = name.attrs
        at = time.strftime("%Y-%m-%d %H:%M", time.gmtime(attrs.mtime))
        line = f"{stat.filemode(attrs.permissions or 0)} 1 {OWNER} {OWNER} {attrs.size:>10} {at} "
        name.longname = line.encode() + _bytes(name.filename)

    @answered
    async def mkdir(self, path: bytes, attrs: SFTPAttrs) -> None:
        del path, attrs
        raise self._told(Refused(NO_FOLDERS))

    # Getting and putting

    @answered
    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> Incoming | Outgoing:
        del attrs
        try:
            file = await self._opened(path, pflags)
        except DeskError as error:
            raise self._told(error) from None
        self._open += 1
        return file

    async def _opened(self, path: bytes, flags: int) -> Incoming | Outgoing:
        if self._open >= OPEN_AT_ONCE:
            raise Refused(MANY)
        if not flags & asyncssh.FXF_WRITE:
            return await self._tree.open(path)
        if flags & (asyncssh.FXF_READ | asyncssh.FXF_APPEND) or not flags & asyncssh.FXF_CREAT:
            raise Refused(WHOLE)
        return await self._tree.begin(path, only_new=bool(flags & asyncssh.FXF_EXCL))

    @answered
    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        if not isinstance(file_obj, Outgoing):
            raise Refused(WHOLE)
        return await file_obj.read(offset, size)

    @answered
    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        if not isinstance(file_obj, Incoming):
            raise Refused(STAYS)
        try:
            await file_obj.write(offset, data)
        except DeskError as error:
            raise self._spoiled(file_obj, error) from None
        return len(data)

    @answered
    async def fstat(self, file_obj: object) -> SFTPAttrs:
        if isinstance(file_obj, Outgoing):
            return _file(file_obj.file.size, 0)
        return _file(file_obj.size if isinstance(file_obj, Incoming) else 0, int(time.time() * 1000))

    @answered
    async def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """Programs give what they sent the mode and the time that it has at home: neither is kept here."""
        if isinstance(file_obj, Incoming) and attrs.size not in (None, file_obj.size) and not file_obj.is_spoiled:
            raise self._spoiled(file_obj, Refused(WHOLE))

    @answered
    async def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        await self._tree.look(path)
        if attrs.size is not None or attrs.permissions is not None or attrs.uid is not None:
            raise self._told(Refused(STAYS))

    @answered
    async def close(self, file_obj: object) -> None:
        self._open -= 1
        try:
            if isinstance(file_obj, Incoming) and not file_obj.is_spoiled:
                await self._tree.finish(file_obj)
        except DeskError as error:
            raise self._told(error) from None
        finally:
            if isinstance(file_obj, Incoming | Outgoing):
                file_obj.close()

    def _spoiled(self, coming: Incoming, error: DeskError) -> DeskError:
        """It is told once, however much of it was on its way already."""
        if coming.is_spoiled:
            return error
        coming.is_spoiled = True
        return self._told(error)

    def _told(self, error: DeskError) -> DeskError:
        self.tell(error.sentence)
        return error


def _folder(at: int) -> SFTPAttrs:
    return SFTPAttrs(size=0, uid=0, gid=0, permissions=FOLDER, atime=at // 1000, mtime=at // 1000)


def _file(size: int, at: int) -> SFTPAttrs:
    return SFTPAttrs(size=size, uid=0, gid=0, permissions=FILE, atime=at // 1000, mtime=at // 1000)


def _name_of(filed: Filed) -> SFTPName:
    return SFTPName(filed.file.name.encode("utf-8", "replace"), attrs=_file(filed.file.size, filed.at))


def _bytes(name: str | bytes) -> bytes:
    return name if isinstance(name, bytes) else name.encode("utf-8", "replace")
