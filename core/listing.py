"""Lists of tickets: what may be asked for, and what a page of the answer holds."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, NewType

from core.errors import NotUnderstood
from core.people import Person
from core.query_terms import NOTHING, By, Order, Search
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


class Sort(Enum):
    """In which order a list is read; each of them is a range of an index, so that every page costs the same."""

    OWN = "own"
    """As the view has it: the first of its sorts; for customers what waits for them first, then the newest change."""
    DUE = "due"
    PRIORITY = "priority"
    """The most urgent first, and of these the nearest deadline."""
    UPDATED = "updated"
    """The newest change first."""


AS_ORDER = {Sort.DUE: Order(By.DUE), Sort.PRIORITY: Order(By.PRIORITY), Sort.UPDATED: Order(By.UPDATED, turned=True)}
"""The same orders, as queries say them."""

_OF_ACTIVE = (Sort.DUE, Sort.PRIORITY, Sort.UPDATED)
_OF_PAUSED = (Sort.UPDATED, Sort.PRIORITY)
_SORTS: dict[View, tuple[Sort, ...]] = {
    View.NEXT: _OF_ACTIVE,
    View.MINE: _OF_ACTIVE,
    View.UNASSIGNED: _OF_ACTIVE,
    View.LATE: (Sort.DUE,),
    View.WAITING: _OF_PAUSED,
    View.RESOLVED: _OF_PAUSED,
    View.ACTIVE: _OF_ACTIVE,
    View.NOT_CLOSED: _OF_ACTIVE,
    View.ALL: (Sort.UPDATED,),
}
"""The first is the order of the view itself. In waiting and resolved all clocks stand still: no deadline sorts them."""


class Query(NamedTuple):
    """Which tickets: a view, within one category if named; or what a search finds, closed ones too, whatever the view.

    A search for words has the best of the newest hits first, one without words the newest change, or it says its order.
    """

    view: View = View.NOT_CLOSED
    category: str | None = None
    search: Search = NOTHING
    sort: Sort = Sort.OWN


def sorts(query: Query, *, staff: bool) -> tuple[Sort, ...]:
    """By what this list can be sorted; for staff, and in every search, its own order comes first."""
    if query.search:
        others = () if query.search.asks_for_closed else (Sort.DUE, Sort.PRIORITY)
        return (Sort.OWN, Sort.UPDATED, *others) if query.search.words else (Sort.UPDATED, *others)
    return _SORTS[query.view] if staff else (Sort.UPDATED,)


def read_sort(typed: str) -> Sort:
    """Raises NotUnderstood."""
    named = {sort.value: sort for sort in Sort if sort is not Sort.OWN}
    if typed.strip().casefold() not in named:
        more = "A query has more: sort:created, sort:-created."
        raise NotUnderstood(f"There is no such order: take {', '.join(named)}. {more}", field="sort")
    return named[typed.strip().casefold()]


def sort_of(query: Query) -> Sort:
    """In which order a list is read. Of a search it is its own too, where only a query can say the order."""
    if not query.search:
        return query.sort
    return next((sort for sort, order in AS_ORDER.items() if order == query.search.order), Sort.OWN)


def ordered(query: Query, *, staff: bool) -> Query:
    """The list with its order, which a search holds among its terms. Raises NotUnderstood for one that it has not."""
    if query.sort is Sort.OWN:
        return query
    offered = sorts(query, staff=staff)
    if query.sort not in offered:
        names = " or ".join(sort.value for sort in offered if sort is not Sort.OWN)
        raise NotUnderstood(f"This list can be sorted by {names}, not by {query.sort.value}.", field="sort")
    if not query.search:
        return query
    if query.search.order is not None:
        raise NotUnderstood(f"The query has its order: leave out {query.search.order} or the other one.", field="sort")
    return query._replace(search=query.search.in_order(AS_ORDER[query.sort]), sort=Sort.OWN)


class Row(NamedTuple):
    """A ticket as lists show it, as this person may see it. `unread`: something came since they opened it last.

    A tuple, because it is made a hundred times for a page, and a frozen dataclass takes five times as long.
    """

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


class Page(NamedTuple):
    """Rows in the order of the list. `before` and `after`: whether there are more on that side. `position` dates it.

    `older`: a search looked through as much as it may at once, and nobody knows whether there are more behind it; it
    goes on from there.
    """

    rows: tuple[Row, ...]
    before: bool
    after: bool
    position: int
    older: Cursor | None = None


class Found(NamedTuple):
    """How many tickets a search found; `more`: it was not looked through to its end."""

    tickets: int
    more: bool


class Counts(NamedTuple):
    """How many tickets stand in each view and category; `position` dates it. One over 1000 may be capped at 1001."""

    views: dict[View, int]
    categories: dict[str, int]
    position: int
