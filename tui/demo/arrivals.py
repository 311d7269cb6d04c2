"""When tickets come in: how many of each kind a desk of N has, and on which day each finished one began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isqrt

from core.calendars import DAY
from tui.demo.archive import PLAYS as FINISHED_PLAYS
from tui.demo.archive import SAME_DAY_PLAYS, SPREAD, WITHIN_DAYS, Finished, finished, finished_same_day
from tui.demo.draws import mixed
from tui.demo.first_page import FIRST_PAGE
from tui.demo.live import PLACES

DAYS = 90
USUAL = 500
_WEEK = (23, 24, 22, 21, 18, 3, 2)
"""How many come on a Monday, a Tuesday … of what comes in a week."""
_THURSDAY = 3  # the first day of 1970


@dataclass(frozen=True, slots=True)
class Shares:
    """How many tickets a desk has of each kind: by hand, unfinished, finished on the day they came, finished later."""

    by_hand: int
    live: int
    same_day: int
    finished: int


def shares(tickets: int) -> Shares:
    """What is unfinished grows slower than the desk, N to the power of ¾, in whole numbers: everywhere the same."""
    by_hand = min(tickets, len(FIRST_PAGE))
    unfinished_by_hand = 29
    wanted = isqrt(isqrt((len(PLACES) + unfinished_by_hand) ** 4 * tickets**3 // USUAL**3)) - unfinished_by_hand
    live = max(0, min(wanted, tickets - by_hand))
    rest = tickets - by_hand - live
    same_day = rest * 12 // 100
    return Shares(by_hand, live, same_day, rest - same_day)


def finished_ones(wanted: Shares, midnight: int) -> Iterator[tuple[int, int, Finished]]:
    """When each began, its number among them, how it went: in order of time. `midnight` is the last one before now."""
    older = range(DAYS - 1, WITHIN_DAYS - 1, -1)
    for day, numbers in _by_day(older, wanted.finished, midnight):
        told = ((nth, finished(nth % FINISHED_PLAYS)) for nth in numbers)
        yield from sorted((_begins(midnight, day, nth, one), nth, one) for nth, one in told)
    newer, before = range(WITHIN_DAYS - 1, 0, -1), wanted.finished
    for day, numbers in _by_day(newer, wanted.same_day, midnight):
        told = ((nth, finished_same_day(nth % SAME_DAY_PLAYS)) for nth in numbers)
        yield from sorted((_begins(midnight, day, nth, one), before + nth, one) for nth, one in told)


def _begins(midnight: int, day: int, nth: int, told: Finished) -> int:
    return midnight - day * DAY + told.begins + mixed(nth) % SPREAD


def _by_day(days: range, count: int, midnight: int) -> Iterator[tuple[int, range]]:
    """Share the numbers out: more on working days, and a little more every week."""
    weights = [_WEEK[(midnight // DAY - day + _THURSDAY) % 7] * (2 * DAYS - day) for day in days]
    total, passed, first = sum(weights), 0, 0
    for day, weight in zip(days, weights, strict=True):
        passed += weight
        last = count * passed // total
        yield day, range(first, last)
        first = last
