"""Short words for times and figures, and text cut to a number of cells. Instants are epoch milliseconds."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from rich.cells import cell_len, get_character_cell_size

from core.calendars import DAY, HOUR, MINUTE

WEEK, MONTH, YEAR = 7 * DAY, 30 * DAY, 365 * DAY
_SIZES = ("B", "KB", "MB", "GB")
_UNITS = ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"))
# Not strftime: the screens speak one language, whatever the locale of the machine.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def deadline(due: int | None, now: int, *, paused: bool = False) -> str:
    """`late 35m`, `9m left`, `2h left`, `1d left`, `paused`, or nothing when there is none. One unit, rounded down."""
    if paused:
        return "paused"
    if due is None or due - now > 10 * YEAR:
        return ""
    return f"late {_one_unit(max(now - due, MINUTE))}" if now >= due else f"{_one_unit(due - now)} left"


def next_change(due: int, now: int) -> int:
    """When the words of this deadline will read differently: the moment for the one timer of a list."""
    if now >= due:
        passed = max(now - due, MINUTE)  # the first minute reads like the second
        return due + passed + _unit(passed) - passed % _unit(passed)
    left = due - now
    return now + left % _unit(left) + 1 if left >= MINUTE else due


def age(since: int, now: int) -> str:
    """How long ago, in at most four cells: `now`, `4m`, `2h`, `6d`, `3w`, `2mo`, `2y`."""
    passed = max(now - since, 0)
    if passed < MINUTE:
        return "now"
    if passed < 2 * WEEK:
        return _one_unit(passed)
    if passed < 8 * WEEK:
        return f"{passed // WEEK}w"
    return f"{passed // MONTH}mo" if passed < 2 * YEAR else f"{min(passed // YEAR, 999)}y"


def ago(since: int, now: int) -> str:
    """`just now`, `12m ago`, `1h 35m ago`, `3d ago`, `2mo ago`."""
    passed = max(now - since, 0)
    if passed < MINUTE:
        return "just now"
    return f"{length(passed) if passed < DAY else age(since, now)} ago"


def length(span: int) -> str:
    """A length of time in two units at most: `22m`, `9h`, `1h 10m`, `3h 05m`, `2d 4h`."""
    minutes = max(span, 0) // MINUTE
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days}d {hours}h" if hours else f"{days}d"
    if hours:
        return f"{hours}h {rest:02d}m" if rest else f"{hours}h"
    return f"{rest}m"


def clock(at: int, now: int, zone: tzinfo | None = None) -> str:
    """When something was: `09:12` today, `yesterday 17:05`, `Sat 18 Oct`, `18 Oct 2025`. `zone` None: the machine's."""
    then, today = _local(at, zone), _local(now, zone)
    if then.date() == today.date():
        return f"{then:%H:%M}"
    if then.date() == (today - timedelta(days=1)).date():
        return f"yesterday {then:%H:%M}"
    return date(at, now, zone)


def date(at: int, now: int, zone: tzinfo | None = None) -> str:
    """`Sat 18 Oct`, and with its year where that is another one: `18 Oct 2025`."""
    then, today = _local(at, zone), _local(now, zone)
    day = f"{then.day} {_MONTHS[then.month - 1]}"
    return f"{_DAYS[then.weekday()]} {day}" if then.year == today.year else f"{day} {then.year}"


def promise(at: int, now: int, zone: tzinfo | None = None) -> str:
    """When something will be: `13:12 today`, `9:00 tomorrow`, `9:00 on Sat 18 Oct`."""
    then, today = _local(at, zone), _local(now, zone)
    hour = f"{then.hour}:{then.minute:02d}"
    if then.date() == today.date():
        return f"{hour} today"
    if then.date() == (today + timedelta(days=1)).date():
        return f"{hour} tomorrow"
    return f"{hour} on {date(at, now, zone)}"


def size(count: int) -> str:
    """`812 B`, `14 KB`, `2.1 MB`: the size of a file, in units of 1024."""
    if count < 1024:
        return f"{count} B"
    power = next((power for power in (1, 2) if round(count / 1024**power) < 1024), 3)
    amount, unit = count / 1024**power, _SIZES[power]
    return f"{amount:.1f} {unit}" if power > 1 and amount < 9.95 else f"{round(amount)} {unit}"


def count(number: int, cap: int = 1000) -> str:
    """A figure that was counted up to `cap` and no further: `23`, `1000+`."""
    return str(number) if number <= cap else f"{cap}+"


def plural(number: int, one: str, many: str = "") -> str:
    """`1 ticket`, `3 tickets`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def found_words(number: int, *, more: bool) -> str:
    """How many tickets a search has found, as far as they are read."""
    return f"{number:,}+ tickets" if more else plural(number, "ticket")


def cut(text: str, cells: int, mark: str = "…") -> str:
    """The text in at most so many cells, its end replaced by `mark`; never cut through a wide character."""
    if cell_len(text) <= cells:
        return text
    room = cells - cell_len(mark)
    if room < 0:
        return ""
    used = 0
    for end, letter in enumerate(text):
        used += get_character_cell_size(letter)
        if used > room:
            return text[:end].rstrip() + mark
    return text


def fit(text: str, cells: int, mark: str = "…", *, right: bool = False) -> str:
    """The text in exactly so many cells: cut, or filled with blanks (at its left, for figures)."""
    text = cut(text, cells, mark)
    blanks = " " * (cells - cell_len(text))
    return blanks + text if right else text + blanks


def _unit(span: int) -> int:
    return next((size for size, _ in _UNITS if span >= size), MINUTE)


def _one_unit(span: int) -> str:
    size = _unit(span)
    return f"{span // size}{dict(_UNITS)[size]}"


def _local(at: int, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at / 1000, tz=zone).astimezone(zone)
