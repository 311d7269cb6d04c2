"""Filling a new desk with many tickets at once, as `demo` does: the same rows that single writes would have left."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from sqlalchemy import Connection, exists, func, select

from core.errors import Refused
from storage import schema
from storage.engine import DeskEngine
from storage.fill_rows import Batch, put_rows
from storage.opened import OpenedStore
from storage.people import person_values
from storage.samples import Sample, Story
from storage.settings import SettingsRoom

AT_ONCE = 10_000
"""Tickets in one transaction."""


def fill(opened: OpenedStore, sample: Sample, told: Callable[[int], None] | None = None) -> int:
    """Put the sample into a desk that holds nobody yet; gives the number of tickets. Raises Refused.

    `told` hears after each batch how many tickets are there.
    """
    engine = opened.store.engine
    opened.store.write_now(_refuse_if_anybody)
    for file in sample.files:
        opened.files.put_now(io.BytesIO(file.content), len(file.content))
    categories = opened.store.write_now(lambda connection: _begin(connection, engine, sample))
    done = 0
    for stories in _batches(sample.tickets()):
        opened.store.write_now(partial(_add, engine=engine, stories=stories, categories=categories))
        done += len(stories)
        if told is not None:
            told(done)
    return done


def _batches(stories: Iterable[Story]) -> Iterator[list[Story]]:
    left = iter(stories)
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def _refuse_if_anybody(connection: Connection) -> None:
    if connection.execute(select(exists().where(schema.people.c.id > 0))).scalar():
        raise Refused("This desk holds people already. Give a database that holds nothing yet.", field="db")


def _begin(connection: Connection, engine: DeskEngine, sample: Sample) -> Mapping[str, int]:
    room = SettingsRoom(connection)
    room.change_settings(sample.settings)
    room.set_categories(tuple(sample.categories))
    rows = [{"id": new.person.id, "created_at": new.joined_at, **person_values(new.person)} for new in sample.people]
    put_rows(connection, engine, schema.people, rows)
    return room.category_numbers()


def _add(connection: Connection, engine: DeskEngine, stories: Sequence[Story], categories: Mapping[str, int]) -> None:
    first_ticket = connection.execute(select(func.coalesce(func.max(schema.tickets.c.id), 0))).scalar_one() + 1
    first_entry = connection.execute(select(func.coalesce(func.max(schema.entries.c.id), 0))).scalar_one() + 1
    batch = Batch(categories, first_ticket, first_entry)
    batch.add(stories)
    batch.write(connection, engine)
