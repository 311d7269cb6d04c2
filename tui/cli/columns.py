"""The columns of what is listed: which there are, which of them fit, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.auditing import Deed
from core.figures import Queue
from core.listing import Row
from core.people import Actor, Person
from core.references import shown
from tui.cli.times import day_and_time, due_words
from tui.letter_words import no_letters
from tui.words import age, length

AUDIT = ("when", "who", "via", "what", "ticket", "detail")
QUEUES = ("category", "open", "unassigned", "waiting", "late", "due soon", "oldest")
PACE = ("first answer", "in time", "today")
PACE_FROM = 100
"""Cells from which a terminal has room for these as well."""


@dataclass(frozen=True, slots=True)
class Column:
    """`from_width`: on a narrower terminal it is left out. `staff`: customers do not need it."""

    head: str
    cell: Callable[[Row], str]
    from_width: int = 0
    staff: bool = False


def _columns(now: int, actor: Actor) -> tuple[Column, ...]:
    return (
        Column("id", lambda row: shown(row.reference)),
        Column("due", lambda row: due_words(row, now), 60),
        Column("subject", lambda row: row.subject),
        Column("from", lambda row: row.requester.name, 80, staff=True),
        Column("status", lambda row: row.status.word if actor.is_staff else row.status.customer_word),
        Column("priority", lambda row: row.priority.word, 60),
        Column("owner", lambda row: _name(row.assignee), 100),
        Column("category", lambda row: row.category, 120),
        Column("updated", lambda row: age(row.updated_at, now), 80),
        Column("unread", lambda row: "unread" if row.unread else "", 100),
    )


def of_list(actor: Actor, now: int, width: int | None) -> list[Column]:
    """Those that fit; in a pipe (no width) all of them, so that a script finds a column at its place."""
    every = _columns(now, actor)
    if width is None:
        return list(every)
    return [one for one in every if width >= one.from_width and (actor.is_staff or not one.staff)]


def of_queues(width: int | None) -> tuple[str, ...]:
    """The heads of what fits; in a pipe (no width) all of it."""
    return QUEUES if width is not None and width < PACE_FROM else (*QUEUES, *PACE)


def of_queue(queue: Queue, now: int) -> list[str]:
    of = queue.figures
    counts = (of.open, of.unassigned, of.waiting, of.late, of.due_soon)
    oldest = "" if of.oldest_at is None else age(of.oldest_at, now)
    first_answer = "" if queue.first_answer is None else length(queue.first_answer)
    in_time = "" if queue.in_time is None else f"{int(queue.in_time * 100)} %"
    return [of.category, *map(str, counts), oldest, first_answer, in_time, str(queue.came_in_today)]


def of_deed(deed: Deed) -> list[str]:
    who = f"{deed.who} (asserted)" if deed.asserted else deed.who
    ticket = "" if deed.reference is None else shown(deed.reference)
    return [day_and_time(deed.at), who, deed.via.value, deed.what, ticket, deed.detail]


def of_person(person: Person, signed_in_at: int | None) -> list[str]:
    state = "disabled" if not person.active else no_letters(person) or ("" if person.verified else "not verified")
    return [
        person.name,
        person.email,
        person.role.word,
        state,
        "" if signed_in_at is None else day_and_time(signed_in_at),
    ]


def _name(person: Person | None) -> str:
    return person.name if person else ""
