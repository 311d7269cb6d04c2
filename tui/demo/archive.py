"""Tickets that are finished: plays of whole courses, each with the time of day at which it begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from core.calendars import DAY, HOUR, MINUTE
from tui.demo.acting import Play, perform
from tui.demo.casting import cast
from tui.demo.courses import FINISHED, SAME_DAY, Course, Step, pace
from tui.demo.draws import Draw
from tui.demo.opened import ReadMarks, read_by, read_by_its_people
from tui.demo.terms import SETTINGS

PLAYS = 2048
SAME_DAY_PLAYS = 256
"""So many different ones there are; a larger desk hears them again on other days."""

WITHIN_DAYS = 8
SPREAD = 12 * MINUTE
"""Tickets of one play begin up to so much later than it says, so that no two begin at once."""

_HOURS: tuple[int, ...] = (
    (7,) * 2 + (8,) * 8 + (9,) * 12 + (10,) * 11 + (11,) * 9 + (12,) * 5 + (13,) * 8 + (14,) * 9 + (15,) * 8
)
_HOURS += (16,) * 6 + (17,) * 3 + (18, 19, 21)
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished play, when after midnight it begins, and who has read it: once lately, and once long ago."""

    play: Play
    begins: int
    read_lately: ReadMarks
    read_long_ago: ReadMarks


@cache
def finished(number: int) -> Finished:
    """Begun on a day and over within the eight days that begin with it."""
    return _told(number, FINISHED, WITHIN_DAYS * DAY)


@cache
def finished_same_day(number: int) -> Finished:
    return _told(number + PLAYS, SAME_DAY, DAY)


def _told(number: int, courses: tuple[Course, ...], within: int) -> Finished:
    """Draw until it is over in time; each try is in more of a hurry than the one before."""
    draw = Draw(1, number)
    scene = cast(number, draw.one_of(courses), draw)
    begins = draw.one_of(_HOURS) * HOUR + draw.below(HOUR)
    by_day = begins if within > DAY else None
    for hurry in range(_TRIES):
        times = pace(scene.course, min(scene.priority, scene.told_as[0]), draw, haste=1 + hurry, begins=by_day)
        if begins + _over(scene.course, times) + SPREAD < within:
            play = perform(replace(scene, times=tuple(times)))
            return Finished(play, begins, read_by(play), read_by_its_people(play))
    raise AssertionError("a ticket in this much of a hurry is over in time")


def _over(course: Course, times: list[int]) -> int:
    return times[-1] + (SETTINGS.close_after if course[-1] is Step.EXPIRE else 0)
