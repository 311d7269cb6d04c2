"""What a server writes down for its operator: a line for each thing that happens, with IDs and never with content.

A terminal gets lines for people, everything else one JSON object a line. A thread writes, for a full pipe must not hold
up anybody's keys; where it can not keep up, lines are dropped and their number is told.
"""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from typing import TextIO

import structlog

WAIT_AT_MOST = 2_000
"""Lines that may wait to be written."""
LAST_LINES = 2.0
"""Seconds that the end of the server waits for them."""


class Journal:
    """`always` stands in every line, as which of several processes it is."""

    def __init__(self, stream: TextIO, **always: int) -> None:
        self._stream = stream
        self._lines: queue.Queue[str | None] = queue.Queue(WAIT_AT_MOST)
        self._lost = 0
        render = structlog.dev.ConsoleRenderer(colors=False) if stream.isatty() else structlog.processors.JSONRenderer()
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        self._logger = structlog.wrap_logger(_Written(self), [stamp, render], structlog.BoundLogger).bind(**always)
        self._writer = threading.Thread(target=self._write, name="journal", daemon=True)
        self._writer.start()

    def note(self, event: str, **ids: str | float | None) -> None:
        """`ids`: who, which, how many. Never what somebody has written."""
        self._logger.msg(event, **{name: value for name, value in ids.items() if value is not None})

    def put(self, line: str) -> None:
        try:
            self._lines.put_nowait(line)
        except queue.Full:
            self._lost += 1
        else:
            if self._lost and not self._lines.full():
                lost, self._lost = self._lost, 0
                self.note("lines_lost", lines=lost)

    @property
    def waits(self) -> int:
        """Lines that are not written yet."""
        return self._lines.qsize()

    def close(self) -> None:
        with suppress(queue.Full):
            self._lines.put(None, timeout=LAST_LINES)
            self._writer.join(LAST_LINES)

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            with suppress(OSError, ValueError):  # nobody reads it any more
                self._stream.write(f"{line}\n")
                self._stream.flush()


class _Written:
    """Is what structlog calls a logger."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def msg(self, line: str) -> None:
        self._journal.put(line)
