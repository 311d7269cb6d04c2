"""scp as it was before OpenSSH 9, and is still with `-O`: one side names a file and its length, the other says yes.

A `\\0` is yes, a `\\1` a refusal with its sentence. What breaks off, or what its own side says went wrong, is given up.
"""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from posixpath import join
from typing import Protocol

from core.errors import DeskError, NotFound, NotUnderstood, Refused
from core.references import shown
from core.safe_text import safe_line
from tui.ssh.sentences import sentence_of
from tui.ssh.ticket_tree import HOME, NO_FOLDERS, Found, TicketTree
from tui.ssh.transfers import Incoming

LINE_AT_MOST = 4096
PIECE = 32_768
MODE = "0600"
NEEDS_R = "That is a folder. Name a file in it, or add -r for all of them."
BROKEN = "That is not how scp speaks."
OK, REFUSED = b"\0", b"\1"
OUR_FAULT = DeskError.status
GONE = (EOFError, asyncio.LimitOverrunError, BrokenPipeError)
"""They hung up, or speak something else."""


class Line(Protocol):
    """What comes from the other side; raises EOFError where it ends too soon."""

    async def readexactly(self, length: int, /) -> bytes: ...
    async def readuntil(self, separator: bytes, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """`scp -t PATH` takes files, `scp -f PATH` gives some."""

    path: str
    takes: bool
    has_folders: bool = False
    with_times: bool = False


def is_scp(line: str) -> bool:
    return line.startswith("scp ")


def read_scp(line: str) -> Asked:
    """Raises NotUnderstood."""
    try:
        words = shlex.split(line)[1:]
    except ValueError:
        words = []
    letters = "".join(word[1:] for word in words if word.startswith("-") and word != "--")
    paths = words[words.index("--") + 1 :] if "--" in words else [word for word in words if not word.startswith("-")]
    if len(paths) != 1 or ("t" in letters) == ("f" in letters) or set(letters) - set("tfrpdv"):
        raise NotUnderstood("Copy with scp FILE HOST:ID/ or scp HOST:ID/FILE .")
    return Asked(paths[0], "t" in letters, "r" in letters, "p" in letters)


class Scp:
    """One command of scp. `send` waits while the other side takes no more."""

    def __init__(self, asked: Asked, tree: TicketTree, line: Line, send: Callable[[bytes], Awaitable[None]]) -> None:
        self._asked = asked
        self._tree = tree
        self._line = line
        self._send = send
        self._status = 0

    async def run(self) -> int:
        """The exit status, once the other side has ended well: that of what was refused. Raises EOFError where it did
        not."""
        await (self._take_all() if self._asked.takes else self._give_all())
        return self._status

    # Taking

    async def _take_all(self) -> None:
        await self._send(OK)
        while said := await self._next():
            try:
                await self._obey(said)
            except Exception as error:  # noqa: BLE001  told to them, or its number
                await self._refuse(error)

    async def _next(self) -> bytes:
        """Nothing once they have no more."""
        try:
            return await self._line.readuntil(b"\n")
        except asyncio.IncompleteReadError as error:
            if error.partial:
                raise
            return b""

    async def _obey(self, said: bytes) -> None:
        kind, words = said[:1], said[1:-1]
        if kind == b"C":
            await self._take(words)
        elif kind in b"TE":
            await self._send(OK)
        elif kind == b"D":
            raise Refused(NO_FOLDERS)
        elif kind in b"\1\2":
            self._failed(Refused.status)
        else:
            raise NotUnderstood(BROKEN)

    async def _take(self, words: bytes) -> None:
        length, name = _read_file_line(words)
        coming = await self._begin(name)
        try:
            coming.expect(length)
            await self._send(OK)
            refusal = await self._take_bytes(coming, length)
            if await self._line.readexactly(1) != OK:
                self._failed(Refused.status)
                await self._line.readuntil(b"\n")
                await self._send(OK)
                return
            if refusal is not None:
                raise refusal
            await self._tree.finish(coming)
            await self._send(OK)
        finally:
            coming.close()

    async def _begin(self, name: bytes) -> Incoming:
        path = self._asked.path.encode("utf-8", "surrogateescape")
        found = await self._found(path)
        return await self._tree.begin(join(path, name) if found is not None and found.file is None else path)

    async def _found(self, path: bytes) -> Found | None:
        try:
            return await self._tree.look(path)
        except NotFound:
            return None

    async def _take_bytes(self, coming: Incoming, length: int) -> Exception | None:
        """All that was announced, for they send it whatever becomes of it; what went wrong is told after it."""
        at, refusal = 0, None
        while at < length:
            data = await self._line.readexactly(min(PIECE, length - at))
            if refusal is None:
                try:
                    await coming.write(at, data)
                except DeskError as error:
                    refusal = error
            at += len(data)
        return refusal

    # Giving

    async def _give_all(self) -> None:
        await self._heard()
        try:
            for path in await self._paths(self._asked.path):
                await self._give(path)
        except Exception as error:  # noqa: BLE001
            await self._refuse(error)

    async def _paths(self, path: str) -> list[str]:
        """What a path with `*` or `?` in its name means: no shell is here that would say it."""
        folder, slash, name = path.rpartition("/")
        if not slash or not set(name) & set("*?["):
            return [path]
        found = await self._tree.look(_encoded(folder or "/"))
        if found.place.reference is None:
            raise Refused(HOME)
        names = [one.file.name for one in await self._tree.files(found.place)]
        return [f"{folder}/{one}" for one in names if fnmatchcase(one, name)] or [path]

    async def _give(self, path: str) -> None:
        found = await self._tree.look(_encoded(path))
        if found.file is not None:
            await self._give_file(path, found.at)
        elif not self._asked.has_folders:
            raise Refused(NEEDS_R)
        else:
            await self._give_folder(path, found)

    async def _give_folder(self, path: str, found: Found) -> None:
        if found.place.reference is None:
            raise Refused(HOME)
        if await self._agreed(f"D0700 0 {shown(found.place.reference)}\n"):
            for one in await self._tree.files(found.place):
                await self._give_file(f"{path}/{one.file.name}", one.at)
            await self._agreed("E\n")

    async def _give_file(self, path: str, at: int) -> None:
        going = await self._tree.open(_encoded(path))
        try:
            if self._asked.with_times:
                await self._agreed(f"T{at // 1000} 0 {at // 1000} 0\n")
            if not await self._agreed(f"C{MODE} {going.file.size} {going.file.name}\n"):
                return
            for begin in range(0, going.file.size, PIECE):
                await self._send(await going.read(begin, PIECE))
            await self._send(OK)
            await self._heard()
        finally:
            going.close()

    async def _agreed(self, line: str) -> bool:
        await self._send(_encoded(line))
        return await self._heard()

    async def _heard(self) -> bool:
        """Whether they said yes; what they say instead is theirs to tell."""
        if await self._line.readexactly(1) == OK:
            return True
        await self._line.readuntil(b"\n")
        self._failed(Refused.status)
        return False

    async def _refuse(self, error: Exception) -> None:
        if isinstance(error, GONE):
            raise error
        self._failed(error.status if isinstance(error, DeskError) else OUR_FAULT)
        await self._send(REFUSED + _encoded(f"scp: {safe_line(await sentence_of(error))}\n"))

    def _failed(self, status: int) -> None:
        """The first refusal says how it ends, but for what is our fault."""
        self._status = status if status == OUR_FAULT else self._status or status


def _read_file_line(words: bytes) -> tuple[int, bytes]:
    """`0644 1234 trace.log`. Raises NotUnderstood."""
    mode, length, name = (*words.split(b" ", 2), b"", b"", b"")[:3]
    if not mode.isdigit() or not length.isdigit() or len(length) > 18 or name in (b"", b".", b"..") or b"/" in name:
        raise NotUnderstood(BROKEN)
    return int(length), name


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
