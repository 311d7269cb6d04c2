"""Sample desks for the tests, each made once, at a Wednesday noon."""

from __future__ import annotations

from functools import cache

from core.people import Person
from tui.demo import SampleDesk, sample_desk
from tui.demo.shifting import SampleTicket

NOON = 1_763_551_620_000  # a Wednesday in November, 11:27 UTC


@cache
def desk_of(count: int) -> SampleDesk:
    return sample_desk(count, now=NOON)


@cache
def tickets_of(count: int) -> tuple[SampleTicket, ...]:
    return tuple(desk_of(count).tickets())


def owned_by(person: Person, count: int) -> list[SampleTicket]:
    return [one for one in tickets_of(count) if one.ticket.requester == person]


def unread_by(person: Person, one: SampleTicket) -> bool:
    return dict(one.read).get(person, 0) < len(one.entries)
