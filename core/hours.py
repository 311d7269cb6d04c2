"""Working hours as one line of text.

`mon-fri 09:00-12:00 13:00-17:00; sat 10:00-12:00; zone Europe/Berlin; off 2026-12-25`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.calendars import ALWAYS, WHOLE_DAY, Calendar, Span
from core.errors import NotUnderstood

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LEAST_A_WEEK = 60  # minutes
_SPAN = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)\Z")


def read_hours(typed: str) -> Calendar:
    """Raises NotUnderstood with the part that makes no sense."""
    if typed.strip().lower() in ("24x7", "always"):
        return ALWAYS
    week: list[tuple[Span, ...]] = [()] * 7
    zone, holidays = "UTC", frozenset[date]()
    for part in filter(None, (part.strip() for part in typed.split(";"))):
        word, _, rest = part.partition(" ")
        if word.lower() == "zone":
            zone = _read_zone(rest.strip())
        elif word.lower() == "off":
            holidays |= {_read_date(day) for day in re.split(r"[,\s]+", rest.strip()) if day}
        else:
            for day in read_days(word):
                week[day] = _read_spans(rest)
    if not any(week):
        raise NotUnderstood("Hours name at least one day, like “mon-fri 09:00-17:00”, or 24x7.")
    if sum(closes - opens for spans in week for opens, closes in spans) < LEAST_A_WEEK:
        raise NotUnderstood("A desk works at least an hour a week: with less, no promise would ever end.")
    return Calendar(tuple(week), zone, holidays)


def show_hours(calendar: Calendar) -> str:
    if calendar == ALWAYS:
        return "24x7"
    parts = []
    for spans, days in groupby(range(7), key=lambda day: calendar.week[day]):
        run = list(days)
        if spans:
            parts.append(f"{day_words(run)} {' '.join(_show_span(span) for span in spans)}")
    if calendar.zone != "UTC":
        parts.append(f"zone {calendar.zone}")
    if calendar.holidays:
        parts.append("off " + " ".join(day.isoformat() for day in sorted(calendar.holidays)))
    return "; ".join(parts)


def read_days(word: str) -> range:
    """Days of the week that follow each other, Monday being 0. Raises NotUnderstood."""
    first, _, last = word.lower().partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        raise NotUnderstood(f"“{word}” is not a day: days are {', '.join(DAYS)}, or mon-fri.")
    days = range(DAYS.index(first), DAYS.index(last or first) + 1)
    if not days:
        raise NotUnderstood(f"“{word}” runs backwards: name the earlier day first.")
    return days


def day_words(days: Sequence[int]) -> str:
    """`mon`, `mon-fri`."""
    return DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"


def _read_spans(text: str) -> tuple[Span, ...]:
    spans = sorted(_read_span(word) for word in text.split())
    if not spans or any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
        raise NotUnderstood("Hours of a day stand apart, like “09:00-12:00 13:00-17:00”.")
    return WHOLE_DAY if spans == list(WHOLE_DAY) else tuple(spans)


def _read_span(word: str) -> Span:
    if found := _SPAN.match(word):
        opens, closes = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        if int(found[2]) < 60 and int(found[4]) < 60 and opens < closes <= WHOLE_DAY[0][1]:
            return opens, closes
    raise NotUnderstood(f"“{word}” is not a span of hours: it looks like 09:00-17:00, up to 24:00.")


def _show_span(span: Span) -> str:
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span)


def _read_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotUnderstood(f"“{name}” is not a time zone: they look like Europe/Berlin.") from None


def _read_date(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise NotUnderstood(f"“{word}” is not a date: they look like 2026-12-25.") from None
