"""What happens in a server, told twice: as a line of the journal and as a figure. IDs, never content."""

from __future__ import annotations

import time

from tui.ssh.figures import Figures
from tui.ssh.journal import Journal

LINES_A_SECOND = 10
"""About those who are turned away: a flood of them must not fill the disk."""


class Records:
    """Without a journal only the figures are kept."""

    def __init__(self, journal: Journal | None = None) -> None:
        self.figures = Figures()
        self._journal = journal
        self._second = self._lines = 0

    def note(self, event: str, **ids: str | float | None) -> None:
        if self._journal is not None:
            self._journal.note(event, **ids)

    def turned_away(self, place: str) -> None:
        self.figures.turned_away.inc()
        if (second := int(time.monotonic())) != self._second:
            self._second, self._lines = second, 0
        self._lines += 1
        if self._lines <= LINES_A_SECOND:
            self.note("turned_away", place=place)

    def connected(self, connection: str, place: str) -> None:
        self.figures.connected.inc()
        self.figures.connections.inc()
        self.note("connected", connection=connection, place=place)

    def let_in(self, connection: str, place: str, by: str, person: int | None, key: str | None) -> None:
        self.figures.let_in.labels(by).inc()
        self.note("let_in", connection=connection, place=place, by=by, person=person, key=key)

    def tried_wrong(self, connection: str, place: str) -> None:
        self.figures.wrong_tries.inc()
        self.note("wrong_try", connection=connection, place=place)

    def left(self, connection: str) -> None:
        self.figures.connections.dec()
        self.note("left", connection=connection)

    def began(self, connection: str, kind: str) -> None:
        self.figures.sessions.labels(kind).inc()
        self.note("began", connection=connection, kind=kind)

    def ended(self, connection: str, kind: str, status: int, seconds: float) -> None:
        self.figures.sessions.labels(kind).dec()
        self.figures.ended.labels(kind, str(status)).inc()
        self.note("ended", connection=connection, kind=kind, status=status, seconds=round(seconds, 3))

    def letter(self, answer: str) -> None:
        code = answer.partition(" ")[0]
        self.figures.letters.labels(code).inc()
        self.note("letter", code=int(code))

    def stalled(self, seconds: float, where: str) -> None:
        self.figures.stalls.observe(seconds)
        self.note("stalled", seconds=round(seconds, 3), where=where)
