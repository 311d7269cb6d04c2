"""Reading letters in a process beside the desk, which is ended where a letter keeps it too long.

The process is given one letter after the other, each in a folder of its own that is gone afterwards. What it answers is
taken for what it is: the word of a program that a stranger's letter may have got hold of.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import stat
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Self

import msgspec

from core.entries import Attachment, read_file_name
from core.errors import TryLater
from core.incoming import LETTER_AT_MOST, LetterRead
from core.store import Blob, Files
from core.tickets import FILE_AT_MOST, FILES_AT_MOST
from mail.letter.limits import NotReadable
from mail.reading_line import LENGTH_BYTES, LETTER, Answer, FileRead

__all__ = ["NotReadable", "Reader", "TookTooLong"]

LETTER_SECONDS = 15.0
"""For one letter, on a machine that may be busy: how much it may work is limited by the processor's time."""
START_SECONDS = 60.0
"""For the process to come up; on a busy machine that takes longer than any letter."""
END_SECONDS = 1.0
"""For a process that says nothing more to be gone."""
ANSWER_AT_MOST = 1024 * 1024
LEFT_AFTER = 60 * 60.0
"""Seconds after which nobody reads a letter any more; its folder is left of a desk that was killed."""
TOO_LONG = "Reading it took too long."
BROKE = "The program that reads letters broke on it."
_KEPT = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Of the environment; the rest holds secrets."""
_OUT_OF_TIME = int(getattr(signal, "SIGXCPU", 0))
"""By which the system ends a process that took more of the processor than it may."""
_FOLDER = "ttydesk-letter-"
_BEGIN = "import sys; sys.path[:] = sys.argv[1:]; from mail.reading_process import main; main()"


class TookTooLong(NotReadable):
    """By the clock, not by the work that it made: the machine may have been busy, so it may be tried again."""


def command() -> list[str]:
    """Another Python that finds its modules where this one does."""
    return [sys.executable, "-I", "-c", _BEGIN, *(str(Path(place).absolute()) for place in sys.path)]


class Reader:
    """Reads one letter at a time. The process is started for the first one, and anew after one that it broke on."""

    def __init__(self, *, command: Sequence[str] | None = None, letter_seconds: float = LETTER_SECONDS) -> None:
        self._command = command
        self._letter_seconds = letter_seconds
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self.ended_by: int | None = None
        """The exit status of the last process that a letter ended."""

    @property
    def process(self) -> int | None:
        """Its number in the system, while it runs."""
        return self._process.pid if self._process is not None and self._is_running else None

    @property
    def _is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(_sweep)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()

    async def read(self, files: Files, raw: Blob) -> LetterRead:
        """Its files are kept, and what stands in it returned. Raises NotReadable."""
        if raw.size > LETTER_AT_MOST:
            raise NotReadable(f"It has more than {LETTER_AT_MOST // 2**20} MB.")
        async with self._turn, _folder() as folder:
            letter = await asyncio.to_thread((folder / LETTER).open, "wb")
            with letter:
                await files.copy(raw.sha256, letter)
            answer = await self._ask(folder)
            if answer.letter is None:
                raise NotReadable(answer.refused)
            return replace(answer.letter, attachments=await _kept(files, answer.files, folder))

    async def _ask(self, folder: Path) -> Answer:
        is_new = not self._is_running
        process = await self._running()
        try:
            async with asyncio.timeout(self._letter_seconds):
                written = await _asked(process, os.fsencode(folder) + b"\n")
            return _understood(written)
        except TimeoutError:
            await self._end()
            raise TookTooLong(TOO_LONG) from None
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.MsgspecError) as error:
            status = await self._end(is_going=not isinstance(error, msgspec.MsgspecError))
            if not is_new and status != -_OUT_OF_TIME:  # it may have gone before it was asked
                return await self._ask(folder)
            raise NotReadable(TOO_LONG if status == -_OUT_OF_TIME else BROKE) from None
        except BaseException:  # nobody waits for its answer any more
            await self._end()
            raise

    async def _running(self) -> Process:
        if self._process is not None and self._is_running:
            return self._process
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(self._command or command()), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
            )
            async with asyncio.timeout(START_SECONDS):
                await _answer(self._process)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            await self._end()
            raise TryLater("The program that reads letters does not start. Try again in a minute.") from error
        except BaseException:  # nobody waits for it any more
            await self._end()
            raise
        return self._process

    async def _end(self, *, is_going: bool = False) -> int | None:
        """`is_going`: it ends by itself, and what ended it is known only where nobody else does meanwhile."""
        process, self._process = self._process, None
        if process is None:
            return None
        try:
            if is_going:
                with suppress(TimeoutError):
                    async with asyncio.timeout(END_SECONDS):
                        await process.wait()
        finally:
            with suppress(ProcessLookupError):
                if process.returncode is None:
                    process.kill()
        self.ended_by = await process.wait()
        return self.ended_by


async def _asked(process: Process, question: bytes) -> bytes:
    assert process.stdin is not None  # noqa: S101  it was started with a pipe
    process.stdin.write(question)
    await process.stdin.drain()
    return await _answer(process)


async def _answer(process: Process) -> bytes:
    """What it says next. A length that no answer has is the end of it."""
    assert process.stdout is not None  # noqa: S101  it was started with a pipe
    length = int.from_bytes(await process.stdout.readexactly(LENGTH_BYTES), "big")
    if length > ANSWER_AT_MOST:
        raise msgspec.DecodeError("longer than any answer")
    return await process.stdout.readexactly(length)


def _understood(written: bytes) -> Answer:
    answer = msgspec.msgpack.decode(written, type=Answer)
    if len(answer.files) > FILES_AT_MOST:
        raise msgspec.ValidationError("more files than a letter has")
    return answer


def _sweep() -> None:
    """Folders of letters that a desk left that was killed: those of this user, and old enough to be nobody's."""
    before = time.time() - LEFT_AFTER
    for folder in Path(gettempdir()).glob(f"{_FOLDER}*"):
        with suppress(OSError):  # another desk may sweep too
            found = folder.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == _user() and found.st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)


def _user() -> int:
    """Who the system says we are; it numbers nobody where it has no users like that."""
    return os.getuid() if sys.platform != "win32" else 0


@asynccontextmanager
async def _folder() -> AsyncIterator[Path]:
    """Of one letter, for this user only."""
    folder = await asyncio.to_thread(TemporaryDirectory, prefix=_FOLDER, ignore_cleanup_errors=True)
    try:
        yield Path(folder.name)
    finally:
        await asyncio.shield(asyncio.to_thread(folder.cleanup))


async def _kept(files: Files, read: Sequence[FileRead], folder: Path) -> tuple[Attachment, ...]:
    attachments = []
    for number, file in enumerate(read):
        source = await asyncio.to_thread((folder / str(number)).open, "rb")
        with source:
            blob = await files.put(source, at_most=FILE_AT_MOST)
        attachments.append(Attachment(read_file_name(file.name), blob.size, file.type, blob.sha256))
    return tuple(attachments)
