"""The rows of many tickets at once, table by table, for storage/filling.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table

from core.entries import Kind
from core.people import Actor, Via, normal_email
from storage import schema
from storage.audit import name_of
from storage.codes import VIA_CODES
from storage.conversation import file_values, written
from storage.engine import DeskEngine
from storage.entry_codes import EntryCode
from storage.search import side
from storage.ticket_values import Values, participant_values, tag_values, ticket_values
from storage.words import context, spaced

if TYPE_CHECKING:
    from core.people import Person
    from storage.samples import Story, Told

# Samples repeat what is said in them.
_spaced = lru_cache(maxsize=2048)(spaced)
_written = lru_cache(maxsize=2048)(written)
_folded = lru_cache(maxsize=2048)(normal_email)

Place = tuple[int, int, int]
"""An entry of a batch: when it was made, of which story, its place in it. Sorted so, numbers ascend with time."""

_ORDER: tuple[Table, ...] = (
    schema.tickets,
    schema.participants,
    schema.tags,
    schema.entries,
    schema.attachments,
    schema.read_marks,
    schema.audit,
)


class Batch:
    def __init__(self, categories: Mapping[str, int], first_ticket: int, first_entry: int) -> None:
        self._categories = categories
        self._first_ticket = first_ticket
        self._first_entry = first_entry
        self._rows: defaultdict[Table, list[Values]] = defaultdict(list)
        self._findable: list[Values] = []

    def add(self, stories: Sequence[Story]) -> None:
        places = sorted(
            (story.ticket.created_at + told.after, nth, place)
            for nth, story in enumerate(stories)
            for place, told in enumerate(story.entries)
        )
        numbers = {(nth, place): self._first_entry + count for count, (_, nth, place) in enumerate(places)}
        for nth, story in enumerate(stories):
            self._add_story(self._first_ticket + nth, story, [numbers[nth, at] for at in range(len(story.entries))])
        self._add_entries(stories, places)

    def write(self, connection: Connection, engine: DeskEngine) -> None:
        for table in _ORDER:
            put_rows(connection, engine, table, self._rows[table])
        if self._findable:
            engine.words.fill(connection, self._findable)

    def _add_story(self, number: int, story: Story, entries: Sequence[int]) -> None:
        said = [entry for entry, told in zip(entries, story.entries, strict=True) if told.kind is not Kind.EVENT]
        public = [entry for entry, told in zip(entries, story.entries, strict=True) if told.kind is Kind.PUBLIC]
        last = {"last_message": max(said, default=0), "last_public": max(public, default=0)}
        self._rows[schema.tickets].append({"id": number, **ticket_values(story.ticket, self._categories), **last})
        self._rows[schema.participants] += participant_values(number, story.ticket)
        self._rows[schema.tags] += tag_values(number, story.ticket)
        for person, entry in _marks(story, entries).items():
            self._rows[schema.read_marks].append({"person_id": person, "ticket_id": number, "entry_id": entry})

    def _add_entries(self, stories: Sequence[Story], places: Sequence[Place]) -> None:
        public_versions = [_public_versions(story) for story in stories]
        for count, (at, nth, place) in enumerate(places):
            entry, number, story = self._first_entry + count, self._first_ticket + nth, stories[nth]
            told = story.entries[place]
            code = _code(told)
            self._rows[schema.entries].append(
                {
                    "id": entry,
                    "ticket_id": number,
                    "kind": int(code),
                    "author_id": told.author.id if told.author else None,
                    "sender": int(told.sender),
                    "via": VIA_CODES[told.via],
                    "body": told.body,
                    "changes": _written(told.changes) if told.changes else None,
                    "version": told.version,
                    "public_version": public_versions[nth][place] if code.is_public else None,
                    "created_at": at,
                }
            )
            self._rows[schema.attachments] += [file_values(number, entry, file) for file in told.attachments]
            if told.kind is not Kind.EVENT:
                self._make_findable(entry, code, story, told)
            self._audit(number, story, place, at)

    def _make_findable(self, entry: int, code: EntryCode, story: Story, told: Told) -> None:
        words = {"subject": _spaced(story.ticket.subject), "body": _spaced(told.body)}
        self._findable.append({"entry": entry, **words, "ctx": context(code, side(story.ticket))})

    def _audit(self, number: int, story: Story, place: int, at: int) -> None:
        told = story.entries[place]
        if place == 0:
            via = Via(story.ticket.source)
            self._deed(number, story.ticket.requester, via, story.ticket.created_at, "ticket opened")
        if told.kind is Kind.EVENT:
            self._deed(number, told.author, told.via, at, "ticket changed", "; ".join(c.words for c in told.changes))
        else:
            self._deed(number, told.author, told.via, at, "note left" if told.kind is Kind.INTERNAL else "message sent")

    def _deed(self, number: int, author: Person | None, via: Via, at: int, what: str, detail: str = "") -> None:
        who = name_of(Actor(via, author, is_desk=author is None))
        self._rows[schema.audit].append(
            {
                "at": at,
                "person_id": author.id if author else None,
                "who": who,
                "who_norm": _folded(who),
                "asserted": False,
                "via": VIA_CODES[via],
                "what": what,
                "ticket_id": number,
                "detail": detail,
            }
        )


def put_rows(connection: Connection, engine: DeskEngine, table: Table, rows: Sequence[Values]) -> None:
    """All rows have the columns of the first."""
    if rows:
        take = itemgetter(*rows[0])
        engine.put(connection, table.name, tuple(rows[0]), [take(row) for row in rows])


def _code(told: Told) -> EntryCode:
    if told.kind is Kind.EVENT:
        return EntryCode.PUBLIC_EVENT if told.public else EntryCode.INTERNAL_EVENT
    return EntryCode.MESSAGE if told.kind is Kind.PUBLIC else EntryCode.NOTE


def _marks(story: Story, entries: Sequence[int]) -> dict[int, int]:
    """Up to which entry each person has read: as far as the story says, and all authors what they wrote."""
    marks = {
        told.author.id: entry
        for entry, told in zip(entries, story.entries, strict=True)
        if told.author is not None and told.kind is not Kind.EVENT
    }
    for person, read in story.read:
        if read:
            marks[person.id] = max(marks.get(person.id, 0), entries[min(read, len(entries)) - 1])
    return marks


def _public_versions(story: Story) -> list[int]:
    """The version that the customer's side counts, after each entry: entries of one change share it."""
    counted, last, versions = 1, 0, []
    for told in story.entries:
        if told.public and told.version != last:
            counted, last = counted + 1, told.version
        versions.append(counted)
    return versions
