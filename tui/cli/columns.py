"""The columns of what is listed: which there are, which of them fit, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.auditing import Deed
from core.listing import QueueFigures, Row
from core.people import Actor, Person
from core.references import shown
from tui.cli.times import day_and_time, due_words
from tui.words import age

AUDIT = ("when", "who", "via", "what", "ticket", "detail")
QUEUES = ("category", "open", "unassigned", "waiting", "late", "due soon", "oldest")


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


def of_queue(figures: QueueFigures, now: int) -> list[str]:
    counts = (figures.open, figures.unassigned, figures.waiting, figures.late, figures.due_soon)
    oldest = "" if figures.oldest_at is None else age(figures.oldest_at, now)
    return [figures.category, *map(str, counts), oldest]


def of_deed(deed: Deed) -> list[str]:
    who = f"{deed.who} (asserted)" if deed.asserted else deed.who
    ticket = "" if deed.reference is None else shown(deed.reference)
    return [day_and_time(deed.at), who, deed.via.value, deed.what, ticket, deed.detail]


def of_person(person: Person) -> list[str]:
    state = "" if person.active else "disabled"
    return [person.name, person.email, person.role.word, state or ("" if person.verified else "not verified")]


def _name(person: Person | None) -> str:
    return person.name if person else ""
