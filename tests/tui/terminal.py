"""A terminal with somebody at it: it runs the real command, shows what stands on the screen, takes keys and clicks.

One waits until something stands on the screen, however busy the machine is.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte

PATIENCE = 120.0
"""Seconds after which what is waited for will not come."""
QUIET = 1.5
"""Seconds of silence after which nothing more is expected: longer than a draft waits."""
AT_ONCE = 65536

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f8": "\x1b[19~",
} | {f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"}

ASKED_FOR_FRAMES, FRAMES = b"\x1b[?2026$p", "\x1b[?2026;2$y"
FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
"""Synchronised output, as many terminals have it: what stands on the screen is looked at between two frames."""

_NOT_OF_PYTE = re.compile(rb"\x1b\[[<>][0-9]*u|\x1b\[\?[0-9]+\$p|\x1b\]22;[a-z-]*\x07")
"""What the emulator would take for text: kitty's keyboard, questions about modes, the shape of the pointer."""
_BROKEN_OFF = re.compile(rb"\x1b(\[[0-9;?<>$]*|\][^\x07]*)?\Z")


class Terminal:
    """One command in one pseudo-terminal, and an emulator that keeps its screen."""

    def __init__(self, argv: Sequence[str], environment: Mapping[str, str], where: Path, size: tuple[int, int]) -> None:
        columns, lines = size
        self.wire = b""
        """Every byte that the command wrote."""
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            argv[0],
            list(argv[1:]),
            env={**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            cwd=str(where),
            dimensions=(lines, columns),
            echo=False,
        )
        self._child.delaybeforesend = None
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._broken_off = b""
        self._amid_frame = False
        self._lines: list[str] = []  # as last looked at

    # Looking

    @property
    def lines(self) -> list[str]:
        if not self._lines:
            self._lines = [line.rstrip() for line in self._screen.display]
        return self._lines

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def line(self, words: str) -> str:
        """The first line that has these words."""
        return next((line for line in self.lines if words in line), "")

    def see(self, *texts: str) -> Terminal:
        """Wait until all of these stand on the screen together."""
        return self.until(lambda: all(map(self.text.__contains__, texts)), f"{texts} to come")

    def see_no(self, *texts: str) -> Terminal:
        """Wait until none of these stands on the screen."""
        return self.until(lambda: not any(map(self.text.__contains__, texts)), f"{texts} to go")

    def until(self, true: Callable[[], object], what: str) -> Terminal:
        end = time.monotonic() + PATIENCE
        while self._amid_frame or not true():
            left = end - time.monotonic()
            assert left > 0, f"waited in vain for {what}:\n{self.text}"
            assert self._listen(left), f"it ended, and one waited for {what}:\n{self.text}"
        return self

    def _listen(self, seconds: float) -> bool:
        """Take in what comes next; False when nothing will come any more."""
        try:
            came = self._child.read_nonblocking(AT_ONCE, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.wire += came
        data = self._broken_off + came
        broken = _BROKEN_OFF.search(data)
        self._broken_off = broken[0] if broken else b""
        whole = data.removesuffix(self._broken_off)
        if ASKED_FOR_FRAMES in whole:
            self._child.send(FRAMES)
        if FRAME_BEGINS in whole or FRAME_ENDS in whole:
            self._amid_frame = whole.rfind(FRAME_BEGINS) > whole.rfind(FRAME_ENDS)
        self._stream.feed(_NOT_OF_PYTE.sub(b"", whole))
        self._lines = []
        return True

    def listen_for(self, seconds: float) -> bytes:
        """What it writes in this time."""
        begin, end = len(self.wire), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._listen(left):
            pass
        return self.wire[begin:]

    def settle(self) -> Terminal:
        """Wait until it has been silent for a while."""
        while self.listen_for(QUIET):
            pass
        return self

    @property
    def worked(self) -> float:
        """Seconds of the processor that it has taken so far, with all its threads, as Linux counts them."""
        threads = Path(f"/proc/{self._child.pid}/task").glob("*/schedstat")
        return sum(int(one.read_text().split()[0]) for one in threads) / 1e9

    @property
    def woken(self) -> int:
        """How often one of its threads has gone back to sleep so far, as Linux counts it."""
        threads = Path(f"/proc/{self._child.pid}/task").glob("*/status")
        return sum(int(one.read_text().split("\nvoluntary_ctxt_switches:")[1].split()[0]) for one in threads)

    # Doing

    def press(self, *keys: str) -> Terminal:
        """Keys by their names; a letter is itself."""
        for key in keys:
            self._child.send(KEYS.get(key, key))
        return self

    def type(self, text: str) -> Terminal:
        self._child.send(text)
        return self

    def click(self, words: str, *, twice: bool = False, below: int = 0) -> Terminal:
        """Wait for these words and click on the first place where they stand, or so many lines below it."""
        self.see(words)
        row = next(row for row, line in enumerate(self.lines) if words in line)
        place = f"0;{self._column(row, words) + 1};{row + 1 + below}"
        self._child.send(f"\x1b[<{place}M\x1b[<{place}m" * (2 if twice else 1))
        return self

    def _column(self, row: int, words: str) -> int:
        """The cell where they begin; a wide letter has two, and the second is empty."""
        cells = [self._screen.buffer[row][column].data for column in range(self._screen.columns)]
        line, begins = "", []
        for column, letters in enumerate(cells):
            begins += [column] * len(letters)
            line += letters
        return begins[line.index(words)]

    def resize(self, columns: int, lines: int) -> Terminal:
        """Another size; the screen is blank until the command has drawn it anew."""
        self._screen.resize(lines, columns)
        self._screen.erase_in_display(2)
        self._lines = []
        self._child.setwinsize(lines, columns)
        return self

    # Ending

    def ended(self) -> int:
        """Wait until the command has ended; its exit status, or minus the signal that ended it."""
        while self._child.isalive():
            self._listen(1.0)
        while self._listen(0.1):
            pass
        if self._child.signalstatus is not None:
            return -self._child.signalstatus
        return self._child.exitstatus or 0

    def kill(self) -> None:
        """The power goes."""
        self._child.kill(signal.SIGKILL)
        self.ended()

    def goes_away(self) -> int:
        """The window is closed, or the line is cut. Wait until the command has ended; its exit status."""
        process = self._child.ptyproc  # type: ignore[attr-defined]  # pexpect's own description does not know it
        process.fileobj.close()
        process.closed = True
        end = time.monotonic() + PATIENCE
        while self._child.isalive():
            assert time.monotonic() < end, "it goes on without a terminal"
            time.sleep(0.05)
        return self._child.exitstatus or 0

    def close(self) -> None:
        self._child.close(force=True)
