"""Whoever is overtaken by somebody else's work on the same ticket is told by whom, and what they did."""

from __future__ import annotations

from collections.abc import Iterable

from core.entries import Entry, Kind, Thread
from core.errors import Conflict
from core.people import Actor
from core.reading import thread_seen
from core.tickets import Ticket

TOLD_AT_MOST = 3
THE_DESK = "the desk"
_DID = {Kind.PUBLIC: "wrote", Kind.INTERNAL: "left a note"}


def overtaken(
    sentence: str, ticket: Ticket, since: tuple[Entry, ...], actor: Actor, because: tuple[Entry, ...] = ()
) -> Conflict:
    """The refusal. Behind its sentence stands what it was `because` of, else with all that others did, or anybody."""
    since = thread_seen(Thread(since), ticket, actor).entries
    because = thread_seen(Thread(because), ticket, actor).entries
    done = [_told(entry) for entry in because or by_others(since, actor) or since]
    more = f"; and {len(done) - TOLD_AT_MOST} more" if len(done) > TOLD_AT_MOST else ""
    told = f" {'; '.join(done[-TOLD_AT_MOST:])}{more}." if done else ""
    return Conflict(f"{sentence}{told}", ticket, since)


def by_others(entries: Iterable[Entry], actor: Actor) -> tuple[Entry, ...]:
    """What was not done by this actor: nobody is in conflict with themself."""
    me = actor.person.id if actor.person else None
    return tuple(entry for entry in entries if entry.author is None or entry.author.id != me)


def _told(entry: Entry) -> str:
    """`Maya Lind: priority high to urgent, tag vpn`, or `Ann Okafor wrote`."""
    who = entry.author.name if entry.author else THE_DESK
    if entry.changes:
        return f"{who}: {', '.join(change.words for change in entry.changes)}"
    return f"{who} {_DID.get(entry.kind, 'was there')}"
