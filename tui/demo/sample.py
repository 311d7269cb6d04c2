"""The whole sample desk: Acme Support, as it would be after ninety busy days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import merge

from core.calendars import DAY, MINUTE
from core.errors import NotUnderstood
from core.people import Person
from core.references import Reference
from tui.demo.acting import Play
from tui.demo.arrivals import finished_ones, shares
from tui.demo.draws import mixed
from tui.demo.files import FILES, SampleFile
from tui.demo.first_page import FIRST_PAGE, first_page
from tui.demo.live import live
from tui.demo.opened import ReadMarks, not_opened, read_by
from tui.demo.people import ANN, MAYA, OLGA, Newcomer, newcomers
from tui.demo.references import reference_of
from tui.demo.shifting import SampleTicket, begun_at
from tui.demo.story import CATEGORIES
from tui.demo.terms import NAME, TEXTS

AT_MOST = 1_000_000
_LOOKED_AT = 5_000
"""So many of the newest finished tickets Maya and Olga have looked at."""


_NUDGE = 20 * MINUTE

Opened = tuple[int, int, Play, ReadMarks]
"""When, which number, how it went, who has read it. The number is unique, so that sorting looks no further."""


class SampleDesk:
    """Cheap to make: the tickets are told one by one when they are asked for."""

    name: str = NAME
    settings: Mapping[str, str] = TEXTS
    categories: tuple[str, ...] = CATEGORIES
    files: tuple[SampleFile, ...] = FILES
    operator: Person = OLGA
    agent: Person = MAYA
    customer: Person = ANN

    def __init__(self, tickets: int, now: int, utc_offset: int) -> None:
        self._shares = shares(tickets)
        self._tickets = tickets
        self._now = now
        self._midnight = (now + utc_offset) // DAY * DAY - utc_offset

    def __len__(self) -> int:
        return self._tickets

    @property
    def people(self) -> tuple[Newcomer, ...]:
        return newcomers(self._now)

    def tickets(self) -> Iterator[SampleTicket]:
        """In the order in which they were opened. Memory does not grow with them, but for the unfinished ones."""
        for at, number, play, read in merge(sorted(self._unfinished()), self._finished()):
            yield begun_at(play, at, self._reference(number), read)

    def _unfinished(self) -> Iterator[Opened]:
        """Those that are placed by hand, then the others, counted back from now."""
        for number in range(self._shares.by_hand):
            play, shown = first_page(number), FIRST_PAGE[number]
            yield self._now - play.now, number, play, read_by(play, shown.unread_by)
        for nth in range(self._shares.live):
            play, number = live(nth), self._shares.by_hand + nth
            yield self._now - play.now + _nudge(play, number), number, play, read_by(play, not_opened(play, number))

    def _finished(self) -> Iterator[Opened]:
        first = self._shares.by_hand + self._shares.live
        old = self._tickets - _LOOKED_AT
        for at, nth, told in finished_ones(self._shares, self._midnight):
            yield at, first + nth, told.play, told.read_lately if first + nth >= old else told.read_long_ago

    def _reference(self, number: int) -> Reference:
        own = FIRST_PAGE[number].reference if number < self._shares.by_hand else None
        return own or reference_of(number)


def _nudge(play: Play, number: int) -> int:
    """A little earlier or later than its play, so that two of one play differ and still stand as it says."""
    sooner = min(_NUDGE, (play.latest - play.now) // 2)
    later = min(_NUDGE, (play.now - play.earliest) // 2)
    return mixed(number) % (sooner + later + 1) - sooner


def sample_desk(tickets: int = 500, *, now: int, utc_offset: int = 0) -> SampleDesk:
    """The same number gives the same tickets everywhere; only their times follow `now`. Raises NotUnderstood."""
    if not 1 <= tickets <= AT_MOST:
        raise NotUnderstood(f"A sample desk has 1 to {AT_MOST:,} tickets.", field="tickets")
    return SampleDesk(tickets, now, utc_offset)
