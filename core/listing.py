"""Lists of tickets: what may be asked for, and what a page of the answer holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NewType

from core.people import Person
from core.references import Reference
from core.tickets import DueState, Priority, Status, due_state

Cursor = NewType("Cursor", str)
"""The place of a row in its list, opaque to everyone but the store."""

PAGE = 50
PAGE_AT_MOST = 10_000


class View(Enum):
    """The lists that a person may open. Customers see their own tickets only, whatever the view."""

    NEXT = "next"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    LATE = "late"
    WAITING = "waiting"
    RESOLVED = "resolved"
    ACTIVE = "active"
    NOT_CLOSED = "not_closed"
    """Everything that is not closed: the default of `ttydesk list` and of My tickets."""
    ALL = "all"
    """Closed ones too, newest change first."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which tickets: a view, within one category if named, and with all of these words in one of their messages.

    With words, the newest hits come first and closed tickets are searched too, whatever the view.
    """

    view: View = View.NOT_CLOSED
    category: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket as lists show it, as this person may see it. `unread`: something came since they opened it last."""

    reference: Reference
    subject: str
    category: str
    priority: Priority
    status: Status
    requester: Person
    assignee: Person | None
    tags: tuple[str, ...]
    created_at: int
    updated_at: int
    respond_by: int | None
    due: int
    soon_at: int
    version: int
    unread: bool
    cursor: Cursor

    def due_state(self, now: int) -> DueState:
        return due_state(self.status, self.due, self.soon_at, now)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of the list. `before` and `after`: whether there are more on that side. `position` dates it."""

    rows: tuple[Row, ...]
    before: bool
    after: bool
    position: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tickets stand in each view and category; `position` dates it. One over 1000 may be capped at 1001."""

    views: dict[View, int]
    categories: dict[str, int]
    position: int


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """One category as an operator watches it; `open` counts open and in progress, `oldest_at` may be None."""

    category: str
    open: int
    unassigned: int
    waiting: int
    late: int
    due_soon: int
    oldest_at: int | None
