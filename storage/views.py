"""Which range of which index each view reads, and in which order: every page costs what the page is long.

A view is one or more streams, each a statement that reads one index from a place on; a page merges them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, Subquery, bindparam, select, tuple_, union_all

from core.listing import Query, Sort, View, sorts
from core.tickets import Status
from storage.codes import Lane
from storage.schema import OF_ONE, participants, tickets

_t, _p = tickets.c, participants.c

Condition = ColumnElement[bool]


class Order(NamedTuple):
    """Columns that all ascend; the last one is the number of the ticket, which makes every place unique."""

    name: str
    columns: tuple[ColumnElement[Any], ...]
    of_participants: bool = False


BY_DUE = Order("due", (_t.due, _t.priority, _t.updated_desc, _t.id))
BY_NEWEST = Order("newest", (_t.updated_desc, _t.id))
BY_PRIORITY = Order("priority", (_t.priority, _t.due, _t.updated_desc, _t.id))
BY_CREATED = Order("created", (_t.id,))
"""Tickets are numbered as they come."""
BY_PUBLIC = Order("public", (-_t.public_at, _t.id))
BY_PUBLIC_DUE = Order("public_due", (_t.due, _t.priority, -_t.public_at, _t.id))
BY_PUBLIC_PRIORITY = Order("public_priority", (_t.priority, _t.due, -_t.public_at, _t.id))
"""The same for a customer's few tickets, by the newest change that they see; no index has them."""
BY_CUSTOMER = Order("mine", (_p.rank, _p.public_desc, _p.ticket_id), of_participants=True)
"""What waits for the customer first, then the newest change that they see."""
BY_CUSTOMERS_NEWEST = Order("mine_newest", (_p.public_desc, _p.ticket_id), of_participants=True)


class Stream(NamedTuple):
    order: Order
    conditions: tuple[Condition, ...]


_ACTIVE = _t.lane == int(Lane.ACTIVE)
_ME = _t.assignee_id == bindparam("me")
_NOBODY = _t.assignee_id.is_(None)
_LATE = _t.due <= bindparam("now")

STAFF: dict[View, tuple[Stream, ...]] = {
    View.NEXT: (Stream(BY_DUE, (_ACTIVE, _ME)), Stream(BY_DUE, (_ACTIVE, _NOBODY))),
    View.MINE: (Stream(BY_DUE, (_ACTIVE, _ME)),),
    View.UNASSIGNED: (Stream(BY_DUE, (_ACTIVE, _NOBODY)),),
    View.LATE: (Stream(BY_DUE, (_ACTIVE, _LATE)),),
    View.WAITING: (Stream(BY_NEWEST, (_t.lane == int(Lane.WAITING),)),),
    View.RESOLVED: (Stream(BY_NEWEST, (_t.lane == int(Lane.RESOLVED),)),),
    View.ACTIVE: (Stream(BY_DUE, (_ACTIVE,)),),
    View.NOT_CLOSED: tuple(Stream(BY_DUE, (_t.lane == int(lane),)) for lane in Lane if lane is not Lane.CLOSED),
    View.ALL: (Stream(BY_NEWEST, ()),),
}

_TAKES_PART = (_p.person_id == bindparam("me"), _p.proved == bindparam("proved"))
_NOT_CLOSED = (*_TAKES_PART, _p.closed == bindparam("closed"))
_WORKED_ON = (*_NOT_CLOSED, _t.status <= int(Status.IN_PROGRESS))


_CATEGORY = (OF_ONE, _t.category_id == bindparam("category"))
_CUSTOMERS_CATEGORY = (_t.category_id + 0 == bindparam("category"),)
"""A sum has no index: a customer's tickets are never looked for from the category's side."""


def _mine(*conditions: Condition) -> tuple[Stream, ...]:
    return (Stream(BY_CUSTOMER, conditions),)


CUSTOMER: dict[View, tuple[Stream, ...]] = {
    View.NEXT: _mine(*_NOT_CLOSED),
    View.MINE: _mine(*_NOT_CLOSED),
    View.UNASSIGNED: _mine(*_WORKED_ON, _NOBODY),
    View.LATE: _mine(*_WORKED_ON, _LATE),
    View.WAITING: _mine(*_NOT_CLOSED, _p.rank < 1),
    View.RESOLVED: _mine(*_NOT_CLOSED, _t.status == int(Status.RESOLVED)),
    View.ACTIVE: _mine(*_WORKED_ON),
    View.NOT_CLOSED: _mine(*_NOT_CLOSED),
    View.ALL: _mine(*_TAKES_PART),
}
"""A customer meets their own tickets only, whatever the view; the views of staff become the nearest that they have."""

_ORDERS = {Sort.DUE: BY_DUE, Sort.PRIORITY: BY_PRIORITY, Sort.UPDATED: BY_NEWEST}
_SORTED = {
    (view, sort): tuple(Stream(_ORDERS[sort], stream.conditions) for stream in STAFF[view])
    for view in View
    for sort in sorts(Query(view), staff=True)
}
_WAITS, _WAITS_NOT = _p.rank == 0, _p.rank == 1
_NEWEST_OF_CUSTOMER = {
    view: tuple(Stream(BY_CUSTOMERS_NEWEST, (*stream.conditions, rank)) for rank in (_WAITS, _WAITS_NOT))
    for view, (stream,) in CUSTOMER.items()
} | {View.WAITING: (Stream(BY_CUSTOMERS_NEWEST, (*_NOT_CLOSED, _WAITS)),)}
"""What waits and what does not are one range each, in the order of the newest change."""


def streams(query: Query, *, staff: bool) -> tuple[Stream, ...]:
    """What is read for a list, in its order; core/listing.py says which orders there are."""
    if query.sort is Sort.OWN:
        return (STAFF if staff else CUSTOMER)[query.view]
    return _SORTED[query.view, query.sort] if staff else _NEWEST_OF_CUSTOMER[query.view]


@cache
def keyset(stream: Stream, *, started: bool, backwards: bool, in_category: bool) -> Select[Any]:
    """The statement that reads a stream: the columns that it is sorted by, from a place on or before it."""
    columns = stream.order.columns
    statement = _of(stream, select(*columns), in_category=in_category)
    if started:
        here, place = tuple_(*columns), tuple_(*_place(len(columns)))
        statement = statement.where(here < place if backwards else here > place)
    return statement.order_by(*(column.desc() if backwards else column for column in columns)).limit(bindparam("limit"))


@cache
def keys(wanted: tuple[Stream, ...], *, started: bool, backwards: bool, in_category: bool) -> Subquery:
    """The first keys of all streams together."""
    each = [keyset(one, started=started, backwards=backwards, in_category=in_category) for one in wanted]
    if len(each) == 1:
        return each[0].subquery("found")
    together = union_all(*(select(one.subquery()) for one in each))
    order = together.selected_columns
    return (
        together.order_by(*(column.desc() if backwards else column for column in order))
        .limit(bindparam("limit"))
        .subquery("found")
    )


@cache
def among(stream: Stream, *, in_category: bool) -> Select[Any]:
    """The statement that finds which of some tickets stand in a stream."""
    number = stream.order.columns[-1]
    statement = _of(stream, select(number), in_category=in_category)
    return statement.where(number.in_(bindparam("numbers", expanding=True)))


def _of(stream: Stream, statement: Select[Any], *, in_category: bool) -> Select[Any]:
    statement = statement.where(*stream.conditions)
    of_participants = stream.order.of_participants
    if of_participants:
        statement = statement.join(tickets, _t.id == _p.ticket_id)
    if in_category:
        statement = statement.where(*(_CUSTOMERS_CATEGORY if of_participants else _CATEGORY))
    return statement


def _place(figures: int) -> Sequence[ColumnElement[Any]]:
    return [bindparam(f"place_{nth}", type_=BigInteger) for nth in range(figures)]


def place_values(figures: Sequence[int]) -> dict[str, int]:
    return {f"place_{nth}": figure for nth, figure in enumerate(figures)}
