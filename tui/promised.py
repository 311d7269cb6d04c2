"""What the desk promises, in words: how soon it answers, and when people are there."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby

from core.calendars import DAY, HOUR, MINUTE, WHOLE_DAY, Span
from core.desk import Desk
from core.errors import DeskError
from core.promising import acknowledged_at
from core.reception import Reception
from core.safe_text import safe_name
from core.settings import DeskSettings
from core.tickets import Priority, Ticket
from tui.words import plural

IN_HOURS = 3 * DAY
"""Up to here people say `48 hours`, beyond it `5 days`."""
AT_MOST = ", once an hour at most"
"""To an address that nobody proved."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def answered_within(settings: DeskSettings, priority: Priority) -> str:
    """`1 hour`, `5 days`, `30 minutes`; `24 working hours` where the desk closes, for no day is 24 hours long there."""
    figure, unit = _promise(settings, priority)
    return f"{figure} {unit}" if settings.calendar.never_closes else f"{figure} working {unit}"


def answered_within_short(settings: DeskSettings, priority: Priority) -> str:
    """The same for narrow places: `1 h`, `5 d`, `30 min`. That they are working hours is said beside them."""
    figure, unit = _promise(settings, priority)
    return f"{figure} {'min' if unit.startswith('minute') else unit[0]}"


def _promise(settings: DeskSettings, priority: Priority) -> list[str]:
    """How many of what: days only where they have 24 hours."""
    span = settings.target(priority).respond
    if span > IN_HOURS and span % DAY == 0 and settings.calendar.never_closes:
        return plural(span // DAY, "day").split()
    if span % HOUR == 0:
        return plural(span // HOUR, "hour").split()
    return plural(max(span // MINUTE, 1), "minute").split()


OR_BY_CODE = "Password, or Enter for a code by mail"


def code_is_coming(email: str) -> str:
    """Said of every address, known or not."""
    return f"If {safe_name(email.strip())} is known here, a code is on its way there. It holds for ten minutes."


def code_is_coming_to(email: str) -> str:
    """Said to whoever came by the ID of a ticket and this address of it."""
    return f"To write here, type the code that is on its way to {safe_name(email)}. It holds for ten minutes."


async def mailed_to(reception: Reception, desk: Desk, ticket: Ticket) -> str:
    """`the ID goes to ann@acme.example`, where this desk sends letters; nothing where none will come."""
    email = ""
    if reception.has_mail_server:
        with suppress(DeskError):  # the ticket is there; this is only a word about it
            email = await desk.read(acknowledged_at, ticket)
    return email and f"the ID goes to {safe_name(email)}{AT_MOST if desk.actor.is_guest else ''}"


def hours_words(settings: DeskSettings) -> str:
    """`People answer here, Monday to Friday 8:00 to 18:00.`; nothing for a desk that never set its hours."""
    calendar = settings.calendar
    if all(day == WHOLE_DAY for day in calendar.week):
        return ""
    runs = [(spans, list(days)) for spans, days in groupby(range(7), key=lambda day: calendar.week[day])]
    hours = ", ".join(f"{_days(days)} {_spans(spans)}" for spans, days in runs if spans)
    zone = "" if calendar.zone == "UTC" else f" ({calendar.zone})"
    return f"People answer here, {hours}{zone}."


def _days(days: list[int]) -> str:
    first, last = _DAYS[days[0]], _DAYS[days[-1]]
    return first if first == last else f"{first} to {last}"


def _spans(spans: tuple[Span, ...]) -> str:
    return " and ".join(f"{_time(opens)} to {_time(closes)}" for opens, closes in spans)


def _time(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
