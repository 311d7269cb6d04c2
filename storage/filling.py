"""Filling a new desk with many tickets at once, as `demo` does: the same rows that single writes would have left.

What the sample has to be is said by protocols, so that whoever invents it needs nothing from here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Protocol

from sqlalchemy import Connection, exists, func, select

from core.entries import Attachment, Change, Kind
from core.errors import Refused
from core.people import Person, Sender, Via
from core.tickets import Ticket
from storage import schema
from storage.engine import DeskEngine
from storage.fill_rows import Batch, put_rows
from storage.opened import OpenedStore
from storage.people import person_values
from storage.settings import SettingsRoom

AT_ONCE = 10_000
"""Tickets in one transaction."""


class Told(Protocol):
    """One entry of a conversation; `after` counts milliseconds from the ticket's creation."""

    @property
    def kind(self) -> Kind: ...
    @property
    def public(self) -> bool: ...
    @property
    def author(self) -> Person | None: ...
    @property
    def sender(self) -> Sender: ...
    @property
    def via(self) -> Via: ...
    @property
    def body(self) -> str: ...
    @property
    def after(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def changes(self) -> tuple[Change, ...]: ...
    @property
    def attachments(self) -> tuple[Attachment, ...]: ...


class Story(Protocol):
    """A ticket in its last state, with what was said in it, and who has read how many of its entries."""

    @property
    def ticket(self) -> Ticket: ...
    @property
    def entries(self) -> Sequence[Told]: ...
    @property
    def read(self) -> Sequence[tuple[Person, int]]: ...


class Newcomer(Protocol):
    @property
    def person(self) -> Person: ...
    @property
    def joined_at(self) -> int: ...


class Content(Protocol):
    @property
    def sha256(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Sample(Protocol):
    """A whole desk. People keep the numbers that they come with, because tickets refer to them."""

    @property
    def settings(self) -> Mapping[str, str]: ...
    @property
    def categories(self) -> Sequence[str]: ...
    @property
    def people(self) -> Sequence[Newcomer]: ...
    @property
    def files(self) -> Sequence[Content]: ...
    def tickets(self) -> Iterable[Story]: ...


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
