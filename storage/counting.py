"""How many tickets stand where: from the counters that triggers keep, or from one range of an index, up to 1001."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select

from core.figures import QueueFigures
from core.listing import Counts, View
from core.people import Actor
from storage.codes import Lane
from storage.pages import PagesRoom
from storage.schema import counters, tickets
from storage.settings import SettingsRoom
from storage.views import CUSTOMER, STAFF, Stream

AT_MOST = 1001
"""Where counting ends: people are told "1000+"."""

_t = tickets.c


def _capped(stream: Stream) -> Select[Any]:
    found = select(stream.order.columns[-1]).where(*stream.conditions)
    if stream.order.name == "mine":
        found = found.join(tickets, _t.id == stream.order.columns[-1])
    return select(func.count()).select_from(found.limit(AT_MOST).subquery("found"))


_BY_LANE = select(counters.c.category_id, counters.c.lane, counters.c.tickets)
COUNTED = {
    view: tuple(_capped(stream) for stream in STAFF[view])
    for view in (View.NEXT, View.MINE, View.UNASSIGNED, View.LATE)
}
OWN = {view: tuple(_capped(stream) for stream in streams) for view, streams in CUSTOMER.items()}
_LANES = {
    View.ACTIVE: (Lane.ACTIVE,),
    View.WAITING: (Lane.WAITING,),
    View.RESOLVED: (Lane.RESOLVED,),
    View.NOT_CLOSED: (Lane.ACTIVE, Lane.WAITING, Lane.RESOLVED, Lane.SNOOZED),
    View.ALL: tuple(Lane),
}

_LATE = _t.due <= bindparam("now")
QUEUES = (
    select(
        _t.category_id,
        func.sum(case((_t.assignee_id.is_(None), 1), else_=0)).label("unassigned"),
        func.sum(case((_LATE, 1), else_=0)).label("late"),
        func.sum(case((_LATE, 0), (_t.soon_at <= bindparam("now"), 1), else_=0)).label("due_soon"),
        func.min(_t.created_at).label("oldest_at"),
    )
    .where(_t.lane == int(Lane.ACTIVE))
    .group_by(_t.category_id)
)


class CountingRoom:
    def __init__(self, connection: Connection, pages: PagesRoom, settings: SettingsRoom) -> None:
        self._connection = connection
        self._pages = pages
        self._settings = settings

    def counts(self, actor: Actor, now: int) -> Counts:
        position = self._pages.position()
        asked = {"me": actor.person.id if actor.person else 0, "now": now, "proved": True, "closed": False}
        if actor.sees_all:
            return self._of_all(asked, position)
        if actor.person is None or actor.only is not None:
            return Counts(dict.fromkeys(View, 0), {}, position)
        return Counts({view: self._count(OWN[view], asked) for view in View}, {}, position)

    def queues(self, now: int) -> tuple[QueueFigures, ...]:
        lanes = self._by_lane()
        figures = {row.category_id: row for row in self._connection.execute(QUEUES, {"now": now})}
        return tuple(
            _queue(name, lanes.get((number, Lane.ACTIVE), 0), lanes.get((number, Lane.WAITING), 0), figures.get(number))
            for name, number in self._settings.category_numbers().items()
        )

    def _of_all(self, asked: Mapping[str, Any], position: int) -> Counts:
        lanes = self._by_lane()
        views = {view: sum(n for (_, lane), n in lanes.items() if lane in some) for view, some in _LANES.items()}
        views |= {view: self._count(statements, asked) for view, statements in COUNTED.items()}
        categories = {
            name: lanes.get((number, Lane.ACTIVE), 0) for name, number in self._settings.category_numbers().items()
        }
        return Counts(views, categories, position)

    def _count(self, statements: tuple[Select[Any], ...], asked: Mapping[str, Any]) -> int:
        counted = sum(self._connection.execute(statement, asked).scalar_one() for statement in statements)
        return min(int(counted), AT_MOST)

    def _by_lane(self) -> dict[tuple[int, int], int]:
        return {(row.category_id, row.lane): row.tickets for row in self._connection.execute(_BY_LANE)}


def _queue(category: str, active: int, waiting: int, row: Any) -> QueueFigures:
    if row is None:
        return QueueFigures(category, active, 0, waiting, 0, 0, None)
    return QueueFigures(category, active, row.unassigned, waiting, row.late, row.due_soon, row.oldest_at)
