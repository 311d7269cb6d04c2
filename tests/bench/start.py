"""The start in a real terminal, beside a bare one-widget Textual app: until its frame stands, and until its rows do."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench import bare
from tests.bench.data_sets import DataSet
from tests.bench.figures import Figure, beside
from tests.machine import Machine, command

ROUNDS = 15
PATIENCE = 30.0
IN_A_ROW = 12  # letters of a subject that stand in the narrowest list
SKELETON, ROWS = 1.35, 2.6
"""How many times as long as the bare app it may take."""

_NOT_TEXT = re.compile(rb"\x1b\[[0-9;?<>=$]*[a-zA-Z]|\x1b\][^\x07]*\x07")


def figures(data: DataSet, row: str, folder: Path) -> Iterator[Figure]:
    """`row`: the subject in the first row of the agent's list, of which so much has room in it."""
    environment = Machine(folder).environment | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    the_bare = [sys.executable, bare.__file__]
    the_desk = [command(), "--db", data.url, "--as", data.agent]
    taken = []
    for _ in range(ROUNDS + 1):
        (least,) = started(the_bare, environment, [bare.WORD])
        taken.append((least, *started(the_desk, environment, ["ttydesk", row[:IN_A_ROW]])))
    floor, skeleton, rows = (statistics.median(column) for column in zip(*taken[1:], strict=True))
    for name, value, limit in (("start_skeleton", skeleton, SKELETON), ("start_rows", rows, ROWS)):
        yield beside(name, data.engine, data.tickets, value, floor, limit, digits=0)


def started(argv: Sequence[str], environment: Mapping[str, str], words: Sequence[str]) -> list[float]:
    """Milliseconds until each of these words has been written to the terminal, one after the other."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(argv[0], list(argv), dict(environment))  # noqa: S606  a command of this bench
    try:
        return [(_written(terminal, word) - began) * 1000 for word in words]
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _written(terminal: int, word: str) -> float:
    wire, until = b"", time.monotonic() + PATIENCE
    while word.encode() not in _NOT_TEXT.sub(b"", wire):
        ready, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError(f"{word} did not come: {wire[-2000:]!r}")
        wire += os.read(terminal, 65536)
    return time.perf_counter()
