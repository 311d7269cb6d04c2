"""Pages of what a query finds: words by the index of words, fields by walking an index in the order that is wanted.

Where a few tickets are all that can be meant, they are looked at; else an index is walked, so far and no further, and
the page says where to go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    literal,
    select,
    true,
    tuple_,
)

from core.listing import Cursor, Found, Page, Query
from core.people import Actor
from core.query_terms import ME, NOBODY, By, Field, Filter, Search
from core.references import LENGTH, Reference
from core.tickets import Status
from storage.codes import Lane
from storage.cursors import Place, read_cursor, written
from storage.hits import Asked, HitsRoom, PageKeys
from storage.narrowing import Asking, Condition, conditions, requesters
from storage.numbers import Numbers
from storage.rows import Key, RowsRoom, padded
from storage.schema import OF_ONE, participants, tags, tickets
from storage.settings import SettingsRoom
from storage.views import (
    BY_CREATED,
    BY_DUE,
    BY_NEWEST,
    BY_PRIORITY,
    BY_PUBLIC,
    BY_PUBLIC_DUE,
    BY_PUBLIC_PRIORITY,
    Order,
)

WALKED_AT_MOST = 20_000
"""Rows of an index that one page looks at."""
FEW = 2_000
"""Tickets that are looked at one by one."""
_FIRST_STEP, _LONGEST_STEP = 100, 5_000
_NOBODYS = Reference("0" * LENGTH)

_AFTER_EVERY_LETTER = "\U0010ffff"

_t = tickets.c
_NEXT_TAG = select(func.min(tags.c.name)).where(
    tags.c.name > bindparam("after"), tags.c.name >= bindparam("from"), tags.c.name < bindparam("until")
)
_ORDERS = {
    True: {By.UPDATED: BY_NEWEST, By.CREATED: BY_CREATED, By.DUE: BY_DUE, By.PRIORITY: BY_PRIORITY},
    False: {By.UPDATED: BY_PUBLIC, By.CREATED: BY_CREATED, By.DUE: BY_PUBLIC_DUE, By.PRIORITY: BY_PUBLIC_PRIORITY},
}
"""By whether all may be seen: a cursor holds nothing that its reader does not see."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A query without words, ready to be asked. `turned`: its order is the other way round than the index has it."""

    search: Search
    asking: Asking
    conditions: Sequence[Condition]
    order: Order
    turned: bool


class FindingRoom:
    def __init__(
        self, connection: Connection, numbers: Numbers, hits: HitsRoom, settings: SettingsRoom, rows: RowsRoom
    ) -> None:
        self._connection = connection
        self._numbers = numbers
        self._hits = hits
        self._settings = settings
        self._rows = rows

    def page(
        self, query: Query, actor: Actor, now: int, position: int, start: Cursor | None, *, backwards: bool, limit: int
    ) -> Page:
        asking = self._asking(actor, now)
        wanted = conditions(query.search, query.category, asking)
        if query.search.words:
            asked = _asked(query.search, asking, wanted)
            name = asked.name
            place = None if start is None else read_cursor(start, name)
            found = self._hits.page(asked, place, backwards=backwards, limit=limit)
            older = None if found.older is None else written(name, found.older, _NOBODYS)
        else:
            order, turned = _order(query.search, whole=actor.sees_all)
            name = order.name
            key = None if start is None else self._key(read_cursor(start, name))
            found = self._by_fields(
                Sought(query.search, asking, wanted, order, turned), key, backwards=backwards, limit=limit
            )
            older = None if found.older is None else written(name, found.older[:-1], self._reference(found.older[-1]))
        rows = self._rows.rows(found.keys, name, actor)
        return Page(rows, before=found.before, after=found.after, position=position, older=older)

    def count(self, query: Query, actor: Actor, now: int, at_most: int) -> Found:
        """How many tickets a page of so many would have, without their rows."""
        asking = self._asking(actor, now)
        wanted = conditions(query.search, query.category, asking)
        if query.search.words:
            found = self._hits.page(_asked(query.search, asking, wanted), None, backwards=False, limit=at_most)
        else:
            order, turned = _order(query.search, whole=actor.sees_all)
            sought = Sought(query.search, asking, wanted, order, turned)
            found = self._by_fields(sought, None, backwards=False, limit=at_most)
        return Found(len(found.keys), found.after or found.older is not None)

    def among(self, query: Query, actor: Actor, now: int, numbers: Sequence[int]) -> set[int]:
        """Those of these tickets that the query finds."""
        asking = self._asking(actor, now)
        wanted = conditions(query.search, query.category, asking)
        held = set(numbers)
        if query.search.words:
            held = self._hits.holding(_asked(query.search, asking, wanted), numbers)
        if not held:
            return set()
        statement = select(_t.id).where(_t.id.in_(padded(list(held))), *wanted)
        return set(self._connection.execute(statement).scalars())

    def tags(self, beginning: str, limit: int) -> tuple[str, ...]:
        """Each is looked up behind the one before it, so that a tag of many tickets costs what a rare one does."""
        found: list[str] = []
        until = beginning + _AFTER_EVERY_LETTER
        while len(found) < limit:
            after = {"after": found[-1] if found else "", "from": beginning, "until": until}
            if (name := self._connection.execute(_NEXT_TAG, after).scalar()) is None:
                break
            found.append(name)
        return tuple(found)

    def _asking(self, actor: Actor, now: int) -> Asking:
        numbers = self._settings.category_numbers()
        return Asking(actor, now, {name.casefold(): number for name, number in numbers.items()})

    def _by_fields(self, sought: Sought, start: Key | None, *, backwards: bool, limit: int) -> PageKeys:
        few = self._few(sought)
        reverse = backwards != sought.turned
        walked: Iterator[tuple[Key, bool]]
        if few is None:
            streams = [self._walk(sought, stream, start, reverse) for stream in _streams(sought)]
            walked = merge(*streams, reverse=reverse)
        else:
            walked = ((key, True) for key in self._sorted(sought, few, start, reverse))
        keys: list[Key] = []
        last: Key = ()
        gave_up = False
        for count, (key, fits) in enumerate(walked, start=1):
            last = key
            keys += [key] * fits
            gave_up = few is None and count >= WALKED_AT_MOST
            if len(keys) > limit or gave_up:
                break
        beyond, keys = len(keys) > limit, keys[:limit]
        if backwards:
            return PageKeys(keys[::-1], beyond or (gave_up and bool(keys)), start is not None)
        return PageKeys(keys, start is not None, beyond, last if gave_up and not beyond else None)

    def _few(self, sought: Sought) -> Sequence[int] | None:
        """The numbers of all tickets that can be meant, where they are few."""
        whole = sought.asking.actor.sees_all
        for numbers in _selective(sought):
            found = self._connection.execute(numbers.limit(FEW + 1) if whole else numbers).scalars().all()
            if len(found) <= FEW or not whole:
                return found
        return None

    def _sorted(self, sought: Sought, few: Sequence[int], start: Key | None, reverse: bool) -> Sequence[Key]:
        keys: list[Key] = []
        for first in range(0, len(few), FEW):
            numbers = padded(few[first : first + FEW])
            statement = select(*sought.order.columns).where(_t.id.in_(numbers), *sought.conditions)
            keys += [tuple(row) for row in self._connection.execute(statement)]
        keys = sorted(keys, reverse=reverse)
        return [key for key in keys if start is None or (key < start if reverse else key > start)]

    def _walk(
        self, sought: Sought, stream: Sequence[Any], place: Key | None, reverse: bool
    ) -> Iterator[tuple[Key, bool]]:
        """The tickets of a range of an index in its order, each with whether it fits; a few at first, then more."""
        step = _FIRST_STEP
        while True:
            rows = self._connection.execute(_step(sought, stream, place, reverse, step)).all()
            for *figures, fits in rows:
                place = tuple(figures)
                yield place, bool(fits)
            if len(rows) < step:
                return
            step = min(step * 4, _LONGEST_STEP)

    def _key(self, place: Place) -> Key:
        (number,) = self._connection.execute(select(_t.id).where(_t.reference == place.reference)).scalars().all() or (
            0,
        )
        return (*place.figures, number)

    def _reference(self, number: int) -> str:
        return str(self._connection.execute(select(_t.reference).where(_t.id == number)).scalar_one())


def _asked(search: Search, asking: Asking, wanted: Sequence[Condition]) -> Asked:
    return Asked(search, None if asking.actor.sees_all else asking.me, asking, wanted)


def _order(search: Search, *, whole: bool) -> tuple[Order, bool]:
    """The newest change first, where it is not said otherwise; and whether the index is read from its end."""
    by = By.UPDATED if search.order is None else search.order.by
    turned = search.order is not None and search.order.turned
    return _ORDERS[whole][by], (not turned and search.order is not None) if by is By.UPDATED else turned


def _selective(sought: Sought) -> Iterator[Select[Any]]:
    """What names tickets by itself: to customers their own, to staff an ID, a tag, a requester."""
    if not sought.asking.actor.sees_all:
        yield select(participants.c.ticket_id).where(
            participants.c.person_id == sought.asking.me, participants.c.proved == true()
        )
        return
    for one in sought.search.filters:
        if one.negated:
            continue
        if one.field is Field.ID:
            yield select(_t.id).where(*conditions(Search((one,)), None, sought.asking))
        if one.field is Field.TAG:
            yield select(tags.c.ticket_id).where(tags.c.name.in_(one.values)).distinct()
        if one.field is Field.FROM:
            yield select(_t.id).where(OF_ONE, _t.requester_id.in_(requesters(one, sought.asking)))


def _streams(sought: Sought) -> Sequence[Sequence[Any]]:
    """Ranges of indexes that hold all that can be meant, each in the order that is wanted."""
    if sought.order is BY_CREATED:
        return [()]
    statuses = _statuses(sought.search)
    lanes = [lane for lane in Lane if lane is not Lane.CLOSED and (lane is Lane.SNOOZED or _in_lane(lane, statuses))]
    owners = _owners(sought)
    categories = [[_t.category_id == number] for number in _category_numbers(sought)]
    narrow = owners or categories or [[]]
    unclosed = [(_t.lane == int(lane), *more) for lane in lanes for more in narrow]
    if sought.order is not BY_NEWEST or Status.CLOSED not in statuses:
        return unclosed
    if categories and not owners:
        return [(OF_ONE, *more) for more in categories]
    return [()]


def _statuses(search: Search) -> frozenset[Status]:
    """Those that a found ticket can have."""
    left = frozenset(Status)
    for one in search.filters:
        if one.field is Field.STATUS:
            left = left - frozenset(one.values) if one.negated else left & frozenset(one.values)
    return left


def _in_lane(lane: Lane, statuses: frozenset[Status]) -> bool:
    of_lane = {
        Lane.ACTIVE: {Status.OPEN, Status.IN_PROGRESS},
        Lane.WAITING: {Status.WAITING},
        Lane.RESOLVED: {Status.RESOLVED},
    }
    return not statuses.isdisjoint(of_lane[lane])


def _positive(search: Search, field: Field) -> Filter | None:
    return next((one for one in search.filters if one.field is field and not one.negated), None)


def _owners(sought: Sought) -> list[list[ColumnElement[bool]]]:
    """Nobody and oneself are ranges of an index; of others only the beginning of their name is known."""
    one = _positive(sought.search, Field.ASSIGNEE)
    if one is None or not set(one.values) <= {ME, NOBODY}:
        return []
    return [
        [_t.assignee_id.is_(None) if value == NOBODY else _t.assignee_id == sought.asking.me] for value in one.values
    ]


def _category_numbers(sought: Sought) -> list[int]:
    one = _positive(sought.search, Field.CATEGORY)
    return [] if one is None else [sought.asking.categories.get(str(value), 0) for value in one.values]


def _step(sought: Sought, stream: Sequence[Any], place: Key | None, reverse: bool, limit: int) -> Select[Any]:
    """What is asked for stands outside and not in the condition, so that the walk keeps to its index."""
    columns = sought.order.columns
    statement = select(*columns).where(*stream)
    if place is not None:
        here, there = tuple_(*columns), tuple_(*(literal(figure, BigInteger) for figure in place))
        statement = statement.where(here < there if reverse else here > there)
    walked = statement.order_by(*(column.desc() if reverse else column for column in columns)).limit(limit).subquery()
    fits = and_(true(), *sought.conditions).label("fits")
    found = select(*walked.c, fits).join(tickets, _t.id == list(walked.c)[-1])
    return found.order_by(*(column.desc() if reverse else column for column in walked.c))
