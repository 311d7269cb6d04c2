"""What an operator watches over days: counted in ranges of indexes that hold all that is asked for.

So no row of a ticket is read, and what it costs follows what came in during these days, not how large the desk is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Column, Connection, Select, bindparam, func, select

from core.figures import FirstAnswer, Health, Load, Traffic
from storage.codes import Lane
from storage.engine import DeskEngine
from storage.incoming import HELD
from storage.outbox import STILL_WAITS
from storage.people import person_columns, read_person
from storage.schema import attachments, categories, outbox, people, tickets
from storage.settings import SettingsRoom

AT_MOST = 1001
"""Where counting files and letters ends."""

_t = tickets.c


def _of_a_day(instant: Column[Any]) -> Select[Any]:
    """How many tickets of each category have this instant in a day."""
    count = (
        select(func.count())
        .where(_t.category_id == categories.c.id, instant >= bindparam("begins"), instant < bindparam("ends"))
        .scalar_subquery()
    )
    return select(categories.c.name, count.label("tickets"))


CAME_IN = _of_a_day(_t.created_at)
ANSWERED = _of_a_day(_t.answered_at)
FIRST_ANSWERS = (
    select(_t.created_at, _t.answered_at, _t.answered_in_time)
    .where(_t.category_id == bindparam("category"), _t.answered_at >= bindparam("since"))
    .order_by(_t.answered_at.desc())
    .limit(bindparam("limit"))
)
_theirs = tickets.alias("theirs")
_LATE = (
    select(func.count())
    .where(
        _theirs.c.lane == int(Lane.ACTIVE),
        _theirs.c.assignee_id.is_not_distinct_from(_t.assignee_id),
        _theirs.c.due <= bindparam("now"),
    )
    .correlate(tickets)
    .scalar_subquery()
)
LOADS = (
    select(_t.assignee_id, func.count().label("active"), _LATE.label("late"))
    .where(_t.lane == int(Lane.ACTIVE))
    .group_by(_t.assignee_id)
)
_PEOPLE = select(*person_columns()).where(people.c.id.in_(bindparam("some", expanding=True)))
FILES = select(func.count()).select_from(select(attachments.c.id).limit(AT_MOST).subquery("found"))
LETTERS = select(func.count()).select_from(select(outbox.c.id).where(STILL_WAITS).limit(AT_MOST).subquery("found"))


class WatchingRoom:
    def __init__(self, connection: Connection, settings: SettingsRoom, engine: DeskEngine) -> None:
        self._connection = connection
        self._engine = engine
        self._settings = settings

    def traffic(self, days: Sequence[int]) -> Mapping[str, Traffic]:
        came_in, answered = self._by_day(CAME_IN, days), self._by_day(ANSWERED, days)
        return {name: Traffic(came_in[name], answered[name]) for name in self._settings.categories()}

    def _by_day(self, statement: Select[Any], days: Sequence[int]) -> Mapping[str, tuple[int, ...]]:
        each = [
            {row.name: row.tickets for row in self._connection.execute(statement, {"begins": begins, "ends": ends})}
            for begins, ends in pairwise(days)
        ]
        return {name: tuple(day[name] for day in each) for name in self._settings.categories()}

    def first_answers(self, category: str, since: int, limit: int) -> tuple[FirstAnswer, ...]:
        number = self._settings.category_numbers()[category]
        asked = {"category": number, "since": since, "limit": limit}
        rows = self._connection.execute(FIRST_ANSWERS, asked)
        return tuple(FirstAnswer(answered - created, in_time) for created, answered, in_time in rows)

    def loads(self, now: int) -> tuple[Load, ...]:
        rows = self._connection.execute(LOADS, {"now": now}).all()
        who = [row.assignee_id for row in rows if row.assignee_id is not None]
        known = {row.person_id: read_person(row) for row in self._connection.execute(_PEOPLE, {"some": who})}
        return tuple(Load(known.get(row.assignee_id), row.active, row.late) for row in rows)

    def health(self) -> Health:
        size, room = self._engine.size_and_room(self._connection)
        return Health(
            size,
            room,
            self._connection.execute(FILES).scalar_one(),
            self._connection.execute(LETTERS).scalar_one(),
            self._connection.execute(HELD).scalar_one(),
        )
