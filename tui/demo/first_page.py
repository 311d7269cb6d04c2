"""The tickets of the first page, placed by hand: what Maya meets when she opens her inbox, and all that Ann ever asked.

The most telling come first: a desk of N tickets has the first N of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from core.calendars import DAY, HOUR, MINUTE
from core.people import Person, Via
from core.references import Reference
from core.tickets import Priority
from tui.demo.acting import Play, Scene, perform
from tui.demo.courses import Course, Step, pace
from tui.demo.draws import Draw
from tui.demo.live import until_now
from tui.demo.people import ANN, JONAS, MAYA, PRIYA, SAM, named
from tui.demo.stories import NAMED
from tui.demo.terms import SETTINGS
from tui.demo.wording import Values, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Shown:
    """One of them. `age` is how long ago the message came that waits for an answer, or else the last step was done.

    `unread_by`: who has not opened it since the last message.
    """

    story: str
    who: str
    course: Course
    age: int
    priority: Priority | None = None
    subject: int = 0
    owner: Person = MAYA
    unread_by: tuple[Person, ...] = ()
    reference: Reference | None = None
    via: Via = Via.TUI
    values: Mapping[str, str] = field(default_factory=dict)
    told_as: Priority | None = None
    times: tuple[int, ...] = ()
    tags: tuple[str, ...] | None = None
    others: tuple[str, ...] = ()


_S = Step
_NEW = (_S.OPEN,)
_TAKEN = (_S.OPEN, _S.TAKE)
_ASKED = (_S.OPEN, _S.TAKE, _S.ASK)
_DETAILS = (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS)
_BEGUN = (_S.OPEN, _S.TAKE, _S.TELL)
_DONE = (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS, _S.SOLVE, _S.CONFIRM)
_EXPIRED = (_S.OPEN, _S.SOLVE, _S.EXPIRE)


def _due_in(priority: Priority, left: int) -> int:
    """The age of an unanswered message whose answer is due so much later; late when it is below zero."""
    return SETTINGS.target(priority).respond - left


def _low(left: int) -> int:
    return _due_in(Priority.LOW, left)


def _medium(left: int) -> int:
    return _due_in(Priority.MEDIUM, left)


def _high(left: int) -> int:
    return _due_in(Priority.HIGH, left)


def _urgent(left: int) -> int:
    return _due_in(Priority.URGENT, left)


_VPN = Shown(
    "vpn certificate",
    "customer",
    (_S.OPEN, _S.TAKE, _S.NOTE, _S.PROBE, _S.DETAILS),
    _urgent(-35 * MINUTE - 20_000),
    Priority.URGENT,
    unread_by=(MAYA,),
    reference=Reference("K7M2Q9XR4T"),
    told_as=Priority.HIGH,
    times=(0, 8 * MINUTE, 19 * MINUTE, 36 * MINUTE, 60 * MINUTE),
    tags=("vpn", "clinic"),
    others=("ben.ito", "it"),
)

_ANNS = (
    Shown("test gateway", "customer", _ASKED, 2 * HOUR, unread_by=(ANN,), reference=Reference("VZ4C08HY3Q")),
    Shown("course", "customer", _NEW, _low(44 * HOUR), reference=Reference("M4HGZ20BSC"), values={"room": "ward 3"}),
    Shown(
        "vpn password twice",
        "customer",
        (_S.OPEN, _S.TAKE, _S.ASK, _S.DETAILS, _S.SOLVE),
        2 * DAY + HOUR,
        reference=Reference("4PDWJE82KV"),
        owner=JONAS,
    ),
    Shown("new laptop", "customer", _DONE, 63 * DAY, reference=Reference("N0SXG5TB7Y"), owner=SAM),
    Shown("second screen", "customer", _BEGUN, 6 * HOUR, owner=PRIYA, unread_by=(ANN,)),
    Shown("printer stuck", "customer", _EXPIRED, 79 * DAY, reference=Reference("H3K9CR6ZMA"), owner=JONAS),
    Shown("badge name", "customer", _DONE, 84 * DAY, reference=Reference("2YQ8TWVJ41"), via=Via.MAIL),
    Shown("guest wifi", "customer", _EXPIRED, 33 * DAY, subject=2, values={"room": "the lecture hall", "count": "9"}),
    Shown("licence", "customer", (_S.OPEN, _S.SOLVE), 26 * HOUR, owner=PRIYA, values={"program": "the PDF editor"}),
    Shown("locked out", "customer", _DONE, 55 * DAY, via=Via.SSH),
    Shown("old address", "customer", _EXPIRED, 41 * DAY, owner=SAM),
    Shown("strange letter", "customer", _DONE, 20 * DAY, owner=JONAS),
)

_INBOX = (
    Shown("payroll export", "tomas.reyes", _NEW, _high(-12 * MINUTE - 30_000), via=Via.MAIL),
    Shown("labels", "aisha.rahman", _DETAILS, _high(-4 * MINUTE - 40_000)),
    Shown(
        "card terminal",
        "erik.dahl",
        _NEW,
        _urgent(9 * MINUTE + 30_000),
        unread_by=(MAYA,),
        values={"room": "the lobby"},
    ),
    Shown("shared mailbox", "lucia.fernandez", _DETAILS, _high(25 * MINUTE + 30_000), via=Via.MAIL),
    Shown("two-factor code", "wen.zhao", _NEW, _high(95 * MINUTE), unread_by=(MAYA,)),
    Shown("scanner folder", "bob.miller", _TAKEN, _high(2 * HOUR + 20 * MINUTE)),
    Shown("call without sound", "noor.haddad", _NEW, _high(3 * HOUR + 15 * MINUTE), via=Via.SSH),
    Shown("new starter", "helen.marsh", _DETAILS, _medium(5 * HOUR + 25 * MINUTE), unread_by=(MAYA,)),
    Shown("charged twice", "pedro.alves", _NEW, _medium(6 * HOUR + 30 * MINUTE), via=Via.MAIL),
    Shown("reset in spam", "ida.nilsen", _NEW, _medium(9 * HOUR + 20 * MINUTE)),
    Shown("folder access", "karin.vogel", _DETAILS, _medium(11 * HOUR + 30 * MINUTE)),
    Shown("wifi drops", "omar.said", _NEW, _medium(14 * HOUR + 10 * MINUTE), via=Via.SSH),
    Shown("docking station", "mei.tanaka", (_S.OPEN, _S.TAKE, _S.NOTE), _medium(19 * HOUR + 30 * MINUTE)),
    Shown("calendar hour", "sara.lund", _NEW, _medium(22 * HOUR + 40 * MINUTE)),
    Shown("large printer", "jack.doyle", _NEW, _low(27 * HOUR)),
    Shown("rename share", "ana.costa", _NEW, _low(31 * HOUR), via=Via.MAIL),
    Shown("vpn client macos", "luis.prado", _NEW, _low(36 * HOUR)),
    Shown("old badge", "ruth.klein", _DETAILS, _low(40 * HOUR)),
    Shown("dark theme", "finn.berg", _NEW, _low(46 * HOUR + 20 * MINUTE), via=Via.CLI),
    Shown("phone moved", "grete.holm", _ASKED, 20 * HOUR, values={"socket": "B-14"}),
    Shown("backup report", "yusuf.aydin", (_S.OPEN, _S.TRY), 3 * HOUR),
    Shown("leaver", "helen.marsh", _BEGUN, 26 * HOUR, subject=1),
    Shown("battery", "bob.miller", (_S.OPEN, _S.TAKE, _S.NOTE, _S.TELL), 3 * DAY),
)

FIRST_PAGE: tuple[Shown, ...] = (_VPN, *_ANNS[:5], *_INBOX, *_ANNS[5:])


@cache
def first_page(number: int) -> Play:
    shown = FIRST_PAGE[number]
    story, draw = NAMED[shown.story], Draw(3, number)
    customer = named(shown.who)
    priority = story.priority if shown.priority is None else shown.priority
    times = list(shown.times) or pace(shown.course, priority, draw)
    times, now = until_now(shown.course, times, shown.age)
    scene = Scene(
        story=story,
        nth=shown.subject % len(story.opening),
        subject=shown.subject,
        course=shown.course,
        times=tuple(times),
        priority=priority,
        customer=customer,
        owner=shown.owner,
        colleague=JONAS if shown.owner is not JONAS else PRIYA,
        values=_values(shown, customer, draw),
        via=shown.via,
        told_as=(priority if shown.told_as is None else shown.told_as, story.category),
        tags=story.tags if shown.tags is None else shown.tags,
        others=tuple(named(other) for other in shown.others),
        phrase=number,
    )
    return perform(scene, now)


def _values(shown: Shown, customer: Person, draw: Draw) -> Values:
    return {**values_of(NAMED[shown.story], customer, draw), **shown.values}
