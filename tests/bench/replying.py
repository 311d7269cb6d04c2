"""An agent's reply, the whole transaction to the disk, beside the raw driver that writes the same rows.

What either of them wrote is taken back before the next one begins: both find the same, and so does who comes after.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from core.desk import Desk
from core.listing import Query, View
from core.reading import page
from core.references import Reference
from core.replying import Reply, reply
from storage.numbers import NUMBER
from storage.schema import audit, changes, entries, idempotency, outbox, participants, read_marks, tickets
from tests.bench.data_sets import DataSet
from tests.bench.figures import Figure, beside, medians
from tests.bench.raw import Said, recorded, writing

NAMES = ("reply",)
LIMITS = {"sqlite": 2.0, "postgresql": 1.5}
ROUNDS = 60
KEY = "the bench"
SAID = "Thank you, this helped: the certificate had run out, and a new one is on its way to you."

_ADDED = (outbox, changes, audit, entries)
"""Rows with numbers that ascend, those that point to others first."""


def figures(data: DataSet) -> Iterator[Figure]:
    desk = data.desk_of(data.agent)
    with asyncio.Runner() as runner:
        taking_back = TakingBack(data, desk, runner.run(first(desk)))
        said = Reply(taking_back.reference, SAID, KEY)
        taking_back.said = runner.run(recorded(data.opened.store._writing, partial(desk.write, reply, said)))
        runner.run(taking_back())
        floor = writing(data.opened, taking_back.said)
        value, least = runner.run(medians(partial(desk.write, reply, said), floor, rounds=ROUNDS, after=taking_back))
        yield beside("reply", data.engine, data.tickets, value, least, LIMITS[data.engine])


async def first(desk: Desk) -> Reference:
    """The ticket that is next of those of whoever asks."""
    return (await desk.read(page, Query(View.MINE), desk.now(), limit=1)).rows[0].reference


class TakingBack:
    """Leaves the desk as it was when this was made. `said` is what put words into the index since."""

    def __init__(self, data: DataSet, desk: Desk, reference: Reference) -> None:
        self._me = desk.actor.person.id if desk.actor.person else 0
        self.reference = reference
        self.said: Sequence[Said] = ()
        self._data = data
        data.opened.store.write_now(self._look)

    async def __call__(self) -> None:
        await asyncio.to_thread(self._data.opened.store.write_now, self._take_back)

    def _look(self, connection: Connection) -> None:
        self._number = connection.execute(NUMBER, {"which": self.reference}).scalar_one()
        self._last = {
            table: connection.execute(select(func.coalesce(func.max(_number_of(table)), 0))).scalar_one()
            for table in _ADDED
        }
        self._ticket = _written(connection.execute(select(tickets).where(tickets.c.id == self._number)).one())
        self._conditions = {
            participants: [participants.c.ticket_id == self._number],
            read_marks: [read_marks.c.person_id == self._me, read_marks.c.ticket_id == self._number],
        }
        self._beside = {
            table: [row._asdict() for row in connection.execute(select(table).where(*which))]
            for table, which in self._conditions.items()
        }

    def _take_back(self, connection: Connection) -> None:
        if words := self._words():
            self._data.opened.store.engine.words.drop(connection, words)
        connection.execute(update(tickets).where(tickets.c.id == self._number), self._ticket)
        for table in _ADDED:
            connection.execute(delete(table).where(_number_of(table) > self._last[table]))
            self._number_on(connection, table)
        for table, rows in self._beside.items():
            connection.execute(delete(table).where(*self._conditions[table]))
            if rows:
                connection.execute(insert(table), rows)
        connection.execute(delete(idempotency).where(idempotency.c.key == KEY))

    def _words(self) -> list[dict[str, Any]]:
        """The rows of the index of words, as they went in."""
        put = [one.parameters for one in self.said if one.statement.startswith("INSERT INTO entry_words")]
        rows = [row for some in put for row in (some if isinstance(some, list) else [some])]
        return [dict(zip(("entry", "subject", "body", "ctx"), row, strict=False)) for row in rows]

    def _number_on(self, connection: Connection, table: Any) -> None:
        """The next row has the number that the one had which went."""
        last = self._last[table]
        if self._data.engine == "sqlite":
            connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, table.name))
        elif last:
            which = f"pg_get_serial_sequence('{table.name}', '{_number_of(table).name}')"
            connection.exec_driver_sql(f"SELECT setval({which}, {last})")


def _number_of(table: Any) -> Any:
    return next(iter(table.primary_key.columns))


def _written(row: Any) -> dict[str, Any]:
    """The columns that are not worked out by the database."""
    return {column.name: getattr(row, column.name) for column in tickets.columns if column.computed is None}
