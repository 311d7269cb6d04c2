"""From a play to a ticket of the desk: the same story, begun at an instant of its own, under its own ID."""

from __future__ import annotations

from dataclasses import dataclass

from core.deadlines import NEVER, Clock
from core.references import Reference
from core.tickets import Ticket
from tui.demo.acting import Play
from tui.demo.opened import ReadMarks
from tui.demo.telling import SampleEntry


@dataclass(frozen=True, slots=True)
class SampleTicket:
    """A ticket in its last state, what was said in it, and who has read how many of the entries."""

    ticket: Ticket
    entries: tuple[SampleEntry, ...]
    read: ReadMarks


def begun_at(play: Play, at: int, reference: Reference, read: ReadMarks) -> SampleTicket:
    """Every instant moves by the same amount: the desk counts around the clock, so what was promised moves along."""
    told = play.ticket
    ticket = Ticket(
        reference,
        told.subject,
        told.category,
        told.priority,
        told.status,
        told.requester,
        at,
        told.updated_at + at,
        told.public_at + at,
        told.source,
        told.version,
        told.public_version,
        told.proved,
        told.participants,
        told.assignee,
        told.tags,
        _clock(told.respond, at),
        _clock(told.resolve, at),
        None if told.respond_by is None else told.respond_by + at,
        None if told.resolve_by is None else told.resolve_by + at,
        told.due if told.due == NEVER else told.due + at,
        told.soon_at if told.soon_at == NEVER else told.soon_at + at,
        told.wake_at if told.wake_at == NEVER else told.wake_at + at,
        told.notices,
        None if told.settled_at is None else told.settled_at + at,
        None if told.answered_at is None else told.answered_at + at,
        told.answered_in_time,
        told.reopens,
    )
    return SampleTicket(ticket, play.entries, read)


def _clock(clock: Clock | None, at: int) -> Clock | None:
    if clock is None:
        return None
    paused = clock.paused_at
    return Clock(clock.started + at, None if paused is None else paused + at, clock.paused_total)
