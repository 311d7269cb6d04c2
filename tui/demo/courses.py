"""The courses that tickets take, step by step, and how long people wait before each step."""

from __future__ import annotations

from enum import Enum

from core.calendars import DAY, HOUR, MINUTE
from core.deadlines import NEVER
from core.tickets import Priority
from tui.demo.draws import Draw
from tui.demo.terms import SETTINGS


class Step(Enum):
    OPEN = "the customer asks"
    TAKE = "an agent takes it, with the tags of its story"
    NOTE = "a colleague leaves a note"
    ASK = "the owner asks back and waits"
    PROBE = "the owner asks back and works on"
    DETAILS = "the customer answers the question"
    TELL = "the owner says that work has begun"
    CHASE = "the customer asks for news"
    TRY = "the owner has a solution and waits for a word"
    WORKS = "the customer says that it works"
    HAND = "the owner gives it to a colleague"
    SOLVE = "the owner resolves it"
    AGAIN = "the customer says that it is not solved"
    MEND = "the owner resolves it for good"
    CONFIRM = "the customer closes it"
    EXPIRE = "the desk closes it after some days"


_S = Step
Course = tuple[Step, ...]

CUSTOMER_SPEAKS = frozenset({_S.OPEN, _S.DETAILS, _S.CHASE, _S.WORKS, _S.AGAIN})
STAFF_ANSWERS = frozenset({_S.ASK, _S.PROBE, _S.TELL, _S.TRY, _S.SOLVE, _S.MEND})
SAME_DAY: tuple[Course, ...] = (
    (_S.OPEN, _S.SOLVE, _S.CONFIRM),
    (_S.OPEN, _S.TAKE, _S.SOLVE, _S.CONFIRM),
    (_S.OPEN, _S.TRY, _S.WORKS, _S.CONFIRM),
    (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS, _S.SOLVE, _S.CONFIRM),
    (_S.OPEN, _S.CONFIRM),
    (_S.OPEN, _S.TAKE, _S.NOTE, _S.TRY, _S.WORKS, _S.CONFIRM),
)
_USUAL: tuple[Course, ...] = (
    (_S.OPEN, _S.SOLVE, _S.CONFIRM),
    (_S.OPEN, _S.SOLVE, _S.EXPIRE),
    (_S.OPEN, _S.TAKE, _S.SOLVE, _S.EXPIRE),
    (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS, _S.SOLVE, _S.CONFIRM),
    (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS, _S.SOLVE, _S.EXPIRE),
    (_S.OPEN, _S.TAKE, _S.NOTE, _S.ASK, _S.DETAILS, _S.SOLVE, _S.EXPIRE),
    (_S.OPEN, _S.TRY, _S.WORKS, _S.CONFIRM),
    (_S.OPEN, _S.TAKE, _S.NOTE, _S.TRY, _S.WORKS, _S.CONFIRM),
    (_S.OPEN, _S.TAKE, _S.TELL, _S.CHASE, _S.SOLVE, _S.CONFIRM),
    (_S.OPEN, _S.TAKE, _S.TELL, _S.NOTE, _S.SOLVE, _S.CONFIRM),
)
_RARE: tuple[Course, ...] = (
    (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS, _S.NOTE, _S.TELL, _S.SOLVE, _S.CONFIRM),
    (_S.OPEN, _S.SOLVE, _S.AGAIN, _S.NOTE, _S.MEND, _S.CONFIRM),
    (_S.OPEN, _S.TAKE, _S.SOLVE, _S.AGAIN, _S.MEND, _S.EXPIRE),
    (_S.OPEN, _S.SOLVE, _S.CONFIRM, _S.AGAIN, _S.MEND, _S.CONFIRM),
    (_S.OPEN, _S.TAKE, _S.NOTE, _S.HAND, _S.SOLVE, _S.EXPIRE),
    (_S.OPEN, _S.CONFIRM),
)
FINISHED = _USUAL * 3 + _RARE

NEW: tuple[Course, ...] = ((_S.OPEN,), (_S.OPEN,), (_S.OPEN,), (_S.OPEN, _S.NOTE))
TO_ANSWER: tuple[Course, ...] = (
    (_S.OPEN, _S.TAKE),
    (_S.OPEN, _S.TAKE, _S.NOTE),
    (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS),
    (_S.OPEN, _S.TAKE, _S.TELL, _S.CHASE),
    (_S.OPEN, _S.TAKE, _S.NOTE, _S.ASK, _S.DETAILS),
    (_S.OPEN, _S.TAKE, _S.SOLVE, _S.AGAIN),
)
ANSWERED: tuple[Course, ...] = (
    (_S.OPEN, _S.TAKE, _S.TELL),
    (_S.OPEN, _S.TAKE, _S.NOTE, _S.TELL),
    (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS, _S.TELL),
    (_S.OPEN, _S.TAKE, _S.TELL, _S.NOTE),
    (_S.OPEN, _S.TAKE, _S.HAND, _S.TELL),
)
WAITING: tuple[Course, ...] = (
    (_S.OPEN, _S.TAKE, _S.ASK),
    (_S.OPEN, _S.TRY),
    (_S.OPEN, _S.TAKE, _S.NOTE, _S.ASK),
    (_S.OPEN, _S.TAKE, _S.TELL, _S.CHASE, _S.TRY),
)
RESOLVED: tuple[Course, ...] = (
    (_S.OPEN, _S.SOLVE),
    (_S.OPEN, _S.TAKE, _S.SOLVE),
    (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS, _S.SOLVE),
    (_S.OPEN, _S.TAKE, _S.NOTE, _S.TELL, _S.SOLVE),
)

MORNING, EVENING = 8 * HOUR, 18 * HOUR
LATE_ANSWERS = 5
"""Of a hundred first answers, how many come after what was promised."""


def pace(course: Course, priority: Priority, draw: Draw, *, haste: int = 1, begins: int | None = None) -> list[int]:
    """When each step happens, in milliseconds after the first.

    `haste` divides every wait. `begins` is the time of day of the first step: with it nobody works at night, but for
    what was promised within hours.
    """
    target = SETTINGS.target(priority).respond
    sleeps = begins is not None and priority >= Priority.MEDIUM
    times = [0]
    asked: int | None = 0
    for step in course[1:]:
        if step in STAFF_ANSWERS and asked is not None:
            at = max(times[-1] + 2 * MINUTE, asked + _answer(target, draw, first=asked == 0) // haste)
        else:
            at = times[-1] + max(MINUTE, _wait(step, target, draw) // haste)
        if sleeps and begins is not None:
            latest = asked + target if step in STAFF_ANSWERS and asked is not None else NEVER
            at = _by_day(at, begins, times[-1], latest, draw)
        times.append(at + draw.below(MINUTE))
        if step in CUSTOMER_SPEAKS:
            asked = times[-1] if asked is None else asked
        elif step in STAFF_ANSWERS:
            asked = None
    return times


def _answer(target: int, draw: Draw, *, first: bool) -> int:
    """How long a customer waits for an answer: mostly much less than was promised."""
    if first and draw.happens(LATE_ANSWERS):
        return target * draw.between(105, 140) // 100
    return target * draw.early(4, 70) // 100


def _wait(step: Step, target: int, draw: Draw) -> int:
    """How long after the step before it a step comes, whoever takes it."""
    if step is Step.TAKE:
        return min(target * draw.early(1, 12) // 100, 3 * HOUR)
    if step in (Step.NOTE, Step.HAND):
        return min(target * draw.early(1, 8) // 100, 2 * HOUR)
    if step in (Step.DETAILS, Step.WORKS, Step.CHASE):
        return min(draw.early(4 * MINUTE, 20 * HOUR), target * 2)
    if step is Step.AGAIN:
        return draw.early(40 * MINUTE, 60 * HOUR)
    if step is Step.CONFIRM:
        return draw.early(10 * MINUTE, 30 * HOUR)
    if step is Step.EXPIRE:
        return 0
    return draw.early(6 * MINUTE, min(target * 3, 26 * HOUR))


def _by_day(at: int, begins: int, earliest: int, latest: int, draw: Draw) -> int:
    """The same; or when it would be night the next morning, or the evening before where that would be late."""
    hour = (begins + at) % DAY
    if MORNING <= hour < EVENING:
        return at
    morning = at - hour + MORNING + (DAY if hour >= EVENING else 0)
    shift = draw.early(5 * MINUTE, 100 * MINUTE)
    if morning + shift <= latest:
        return morning + shift
    evening = morning - MORNING - DAY + EVENING
    return max(evening - shift, earliest + 5 * MINUTE)


def unanswered(course: Course) -> int | None:
    """The place of the oldest message without an answer; None when staff have the last word."""
    found: int | None = None
    for place, step in enumerate(course):
        if step in STAFF_ANSWERS or step is Step.CONFIRM:
            found = None
        elif step in CUSTOMER_SPEAKS and found is None:
            found = place
    return found
