"""Tickets that are not finished: at work, waiting, resolved. They are told back from now, so their clocks fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from core.calendars import DAY, HOUR, MINUTE
from core.people import Person
from core.tickets import DueState, Priority
from tui.demo import courses
from tui.demo.acting import Play, perform
from tui.demo.casting import cast
from tui.demo.courses import Course, pace, unanswered
from tui.demo.draws import Draw
from tui.demo.people import AGENTS, ELENA, JONAS, MAREK, MAYA, PRIYA, SAM
from tui.demo.story import ACCOUNTS, BILLING, HARDWARE, NETWORK, OTHER
from tui.demo.terms import SETTINGS

_TRIES = 60


class Standing(Enum):
    """What the ticket waits for, with the courses that lead there."""

    NEW = courses.NEW
    TO_ANSWER = courses.TO_ANSWER
    ANSWERED = courses.ANSWERED
    WAITING = courses.WAITING
    RESOLVED = courses.RESOLVED


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places that a desk of 500 has behind its first page."""

    standing: Standing
    category: str
    owner: Person


def _spread(things: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    return tuple(name for name, count in things for _ in range(count))


_AT_WORK = _spread(((ACCOUNTS, 23), (NETWORK, 20), (HARDWARE, 11), (BILLING, 7), (OTHER, 1)))
_WAITING = _spread(((ACCOUNTS, 4), (NETWORK, 3), (HARDWARE, 2), (BILLING, 1), (OTHER, 1)))
_RESOLVED = _spread(((ACCOUNTS, 7), (NETWORK, 6), (HARDWARE, 4), (BILLING, 2), (OTHER, 1)))
_LOAD = (PRIYA,) * 17 + (JONAS,) * 15 + (ELENA,) * 12 + (MAREK,) * 11 + (SAM,) * 7


def _places() -> tuple[Place, ...]:
    standings = [Standing.TO_ANSWER if nth % 4 == 0 else Standing.ANSWERED for nth in range(len(_AT_WORK))]
    owners = [_LOAD[nth * 23 % len(_LOAD)] for nth in range(len(_LOAD))]
    places = [Place(*place) for place in zip(standings, _AT_WORK, owners, strict=True)]
    places += [Place(Standing.WAITING, name, AGENTS[nth % len(AGENTS)]) for nth, name in enumerate(_WAITING)]
    return (*places, *(Place(Standing.RESOLVED, name, AGENTS[nth % len(AGENTS)]) for nth, name in enumerate(_RESOLVED)))


PLACES = _places()
"""All active ones belong to Maya's colleagues: hers and nobody's are on the first page."""
PLAYS = 8 * len(PLACES)


def live(number: int) -> Play:
    """The play of the ticket with this number; a large desk tells the later ones again and again."""
    first = len(PLACES)
    return _live(number if number < first else first + (number - first) % (PLAYS - first))


@cache
def _live(number: int) -> Play:
    place, wanted = _place_of(number)
    for attempt in range(_TRIES):
        draw = Draw(2, number, attempt)
        course = draw.one_of(place.standing.value)
        priority = Priority.MEDIUM if attempt > _TRIES // 2 else None
        scene = cast(number, course, draw, category=place.category, owner=place.owner, priority=priority)
        times = pace(course, min(scene.priority, scene.told_as[0]), draw)
        times, now = until_now(course, times, _age(place.standing, wanted, scene.priority, draw))
        play = perform(replace(scene, times=tuple(times)), now)
        if play.ticket.due_state(now) in (wanted, DueState.PAUSED, DueState.NONE) and play.latest > now + MINUTE:
            return play
    raise AssertionError("one of many tries finds a ticket that stands as wanted")


def _place_of(number: int) -> tuple[Place, DueState]:
    """Beyond a desk of 500 some are nobody's or Maya's, late or due soon, in the measure of the first page."""
    place = PLACES[number % len(PLACES)]
    turn = number % len(PLACES)
    if number < len(PLACES) or turn >= len(_AT_WORK):
        return place, DueState.ON_TRACK
    if turn % 5 == 0:
        place = replace(place, standing=Standing.NEW)
    elif turn % 7 == 0:
        place = replace(place, owner=MAYA)
    return place, {5: DueState.LATE, 20: DueState.LATE, 40: DueState.DUE_SOON, 55: DueState.DUE_SOON}.get(
        turn, DueState.ON_TRACK
    )


def _age(standing: Standing, wanted: DueState, priority: Priority, draw: Draw) -> int:
    """How long ago the message came that waits for an answer, or else the last step was done."""
    target = SETTINGS.target(priority).respond
    if standing in (Standing.NEW, Standing.TO_ANSWER):
        if wanted is DueState.LATE:
            return target + draw.early(2 * MINUTE, 90 * MINUTE)
        if wanted is DueState.DUE_SOON:
            return target * draw.between(82, 97) // 100
        return target * draw.between(2, 74) // 100
    if standing is Standing.RESOLVED:
        return draw.between(HOUR, 95 * HOUR)
    if standing is Standing.WAITING:
        return draw.between(40 * MINUTE, 12 * DAY)
    return draw.between(20 * MINUTE, 8 * DAY if priority >= Priority.MEDIUM else target * 7)


def until_now(course: Course, times: list[int], age: int) -> tuple[list[int], int]:
    """Put the unanswered message, or else the last step, `age` before now, and what came after it in between."""
    place = unanswered(course)
    anchor = len(times) - 1 if place is None else place
    since = times[-1] - times[anchor]
    if since > age * 4 // 5:
        times = times[: anchor + 1] + [
            times[anchor] + (at - times[anchor]) * age * 4 // 5 // since for at in times[anchor + 1 :]
        ]
    return times, times[anchor] + age
