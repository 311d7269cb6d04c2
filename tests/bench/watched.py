"""A program in a pseudo-terminal of 120x36 of which is counted what it writes, how long it takes, what it uses up.

Linux only: figures of a process come from /proc.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.tui.terminal import ASKED_FOR_FRAMES, FRAME_ENDS, FRAMES

PATIENCE = 30.0
QUIET = 0.3
"""Seconds without a byte, after which nothing more comes by itself."""
SIZE = (36, 120)


class Watched:
    def __init__(self, argv: Sequence[str], environment: Mapping[str, str]) -> None:
        self.wire = b""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], list(argv), dict(environment))  # noqa: S606
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def rest(self) -> None:
        """Wait until nothing comes any more."""
        while self._read(QUIET):
            pass

    def press(self, keys: bytes) -> float:
        """Milliseconds until the frame that answers stands."""
        began, seen = time.perf_counter(), len(self.wire)
        os.write(self._terminal, keys)
        while FRAME_ENDS not in self.wire[seen:]:
            if not self._read(PATIENCE):
                raise TimeoutError(f"{keys!r} was not answered: {self.wire[-2000:]!r}")
        return (time.perf_counter() - began) * 1000

    @property
    def cpu(self) -> float:
        """Milliseconds of processor so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> int:
        """Kilobytes that are resident now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if not ready:
            return False
        came = os.read(self._terminal, 65536)
        self.wire += came
        if ASKED_FOR_FRAMES in came:
            os.write(self._terminal, FRAMES.encode())
        return True
