"""What an operator watches: how deep each queue is and how fast it is answered, who carries what, how the desk is.

Values only, and the pure rules between them; core/watching.py reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.people import Person


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """How long a customer waited for the first answer of staff, and whether it was in time (None: nothing promised)."""

    took: int
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class Traffic:
    """How many tickets came in on each day, and how many got their first answer."""

    came_in: tuple[int, ...] = ()
    answered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """One category as an operator watches it; `open` counts open and in progress, `oldest_at` may be None."""

    category: str
    open: int
    unassigned: int
    waiting: int
    late: int
    due_soon: int
    oldest_at: int | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Its figures now, and its pace: the usual wait for the first answer, and the share of answers in time."""

    figures: QueueFigures
    traffic: Traffic = Traffic()
    first_answer: int | None = None
    in_time: float | None = None

    @property
    def came_in_today(self) -> int:
        return self.traffic.came_in[-1] if self.traffic.came_in else 0


@dataclass(frozen=True, slots=True)
class Load:
    """What one colleague carries, or nobody (None)."""

    person: Person | None
    active: int
    late: int


@dataclass(frozen=True, slots=True)
class Health:
    """How the desk itself is: bytes of the database and left on its disk; files, letters to be sent and letters held
    for an operator, each counted up to 1001.

    What is left on the disk of a server is not known here."""

    database: int
    room: int | None
    files: int
    letters: int
    held: int = 0


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything at one moment. `days` are the midnights between the days of the traffic, the next one last."""

    queues: tuple[Queue, ...]
    all: Queue
    loads: tuple[Load, ...]
    health: Health
    days: tuple[int, ...]


def queue_of(figures: QueueFigures, traffic: Traffic, answers: Sequence[FirstAnswer]) -> Queue:
    promised = [one.in_time for one in answers if one.in_time is not None]
    return Queue(
        figures,
        traffic,
        median([one.took for one in answers]),
        sum(promised) / len(promised) if promised else None,
    )


def median(lengths: Sequence[int]) -> int | None:
    """The one in the middle; between two, their mean. (The module `statistics` would take longer than all else.)"""
    if not lengths:
        return None
    ordered, half = sorted(lengths), len(lengths) // 2
    return ordered[half] if len(lengths) % 2 else (ordered[half - 1] + ordered[half]) // 2


def all_of(figures: Sequence[QueueFigures]) -> QueueFigures:
    """The last line: all of them together."""
    ages = [one.oldest_at for one in figures if one.oldest_at is not None]
    return QueueFigures(
        "All",
        sum(one.open for one in figures),
        sum(one.unassigned for one in figures),
        sum(one.waiting for one in figures),
        sum(one.late for one in figures),
        sum(one.due_soon for one in figures),
        min(ages, default=None),
    )


def all_traffic(each: Sequence[Traffic]) -> Traffic:
    came_in = zip(*(one.came_in for one in each), strict=True)
    answered = zip(*(one.answered for one in each), strict=True)
    return Traffic(tuple(map(sum, came_in)), tuple(map(sum, answered)))
