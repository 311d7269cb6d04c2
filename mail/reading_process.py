"""What the process does that reads letters: one after the other, within its limits, until nobody asks any more.

It is told the folder of a letter, puts the files of the letter into it, and answers what stands in the letter. It has
no secrets and needs no network. Where the system has no such limits, the clock of the other side still ends it.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from core.incoming import LETTER_AT_MOST
from mail.letter.limits import NotReadable
from mail.letter.reading import Read, read_letter
from mail.reading_line import LENGTH_BYTES, LETTER, Answer, FileRead

SECONDS_AT_MOST = 3
"""Of the processor, for one letter; the clock of the other side allows more, for a machine that is busy."""
_MEMORY_AT_MOST = 512 * 1024 * 1024
_OPEN_AT_MOST = 64


def main() -> None:
    """Nothing that is printed by accident gets among the answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who ends the desk ends us too, when it is done with us
    outbox = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit()
    work(sys.stdin.buffer, outbox)


def work(inbox: BinaryIO, outbox: BinaryIO) -> None:
    _say(outbox, b"")
    while line := inbox.readline():
        _limit_time()
        _say(outbox, msgspec.msgpack.encode(_answer(Path(os.fsdecode(line.rstrip(b"\n"))))))


def _say(outbox: BinaryIO, answer: bytes) -> None:
    outbox.write(len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
    outbox.flush()


def _answer(folder: Path) -> Answer:
    try:
        return _kept(read_letter((folder / LETTER).read_bytes()), folder)
    except NotReadable as error:
        return Answer(None, refused=error.sentence)
    except MemoryError:
        return Answer(None, refused="It takes more memory to read than a letter may take.")
    except Exception as error:  # noqa: BLE001  whatever a letter does to us, the next one is to be read
        return Answer(None, refused=f"It is not as letters are ({type(error).__name__}).")


def _kept(read: Read, folder: Path) -> Answer:
    for number, file in enumerate(read.files):
        (folder / str(number)).write_bytes(file.content)
    return Answer(read.letter, tuple(FileRead(file.name, file.type) for file in read.files))


if sys.platform == "win32":

    def _limit() -> None:
        """This system has no limits for a process."""

    def _limit_time() -> None:
        """This system has no limits for a process."""

else:
    import resource

    def _limit() -> None:
        for what, most in (
            (resource.RLIMIT_AS, _MEMORY_AT_MOST),
            (resource.RLIMIT_FSIZE, LETTER_AT_MOST),
            (resource.RLIMIT_NOFILE, _OPEN_AT_MOST),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):  # a system need not know each of them
                resource.setrlimit(what, (most, most))

    def _limit_time() -> None:
        """Counted from now."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + SECONDS_AT_MOST
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
