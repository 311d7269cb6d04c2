"""What happens to tickets, one thing after another, in the eyes of whoever follows them: `ttydesk watch`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.entries import Entry, InternalEntry, Kind, Thread
from core.errors import NotFound
from core.listing import Query
from core.people import Actor, Person
from core.permission import Verb, permit
from core.reading import as_seen, thread_seen
from core.references import Reference
from core.signing_in import as_they_are
from core.store import Transaction
from core.tickets import Ticket

REMEMBERED = 10_000
"""Tickets for which a follower knows by name how far they were told; for the others by one number."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: a ticket `opened`, a `message`, a `note`, or what changed: `status`, `owner`, `tag`.

    `entry` is its place in the thread and ascends with time within a ticket; `words` say it to people; `at` in
    milliseconds; `actor` None is the desk itself.
    """

    entry: int
    at: int
    reference: Reference
    kind: str
    words: str
    actor: Person | None


class Told:
    """How far a follower was told, ticket by ticket."""

    def __init__(self, begin: int) -> None:
        self._begin = begin
        self._last: dict[Reference, int] = {}

    def up_to(self, reference: Reference) -> int:
        return self._last.get(reference, self._begin)

    def tell(self, happened: Happening) -> None:
        self._last.pop(happened.reference, None)
        self._last[happened.reference] = happened.entry
        if len(self._last) > REMEMBERED:
            self._forget_those_of_long_ago()

    def _forget_those_of_long_ago(self) -> None:
        for reference in list(self._last)[: REMEMBERED // 2]:
            self._begin = max(self._begin, self._last.pop(reference))


def begin(tx: Transaction, actor: Actor) -> int:
    """The newest entry that there is: a follower is told what comes after it."""
    permit(actor, Verb.SEE_OWN)
    return tx.newest_entry()


def happened(
    tx: Transaction, actor: Actor, query: Query | None, now: int, after: Mapping[Reference, int]
) -> tuple[Happening, ...]:
    """What happened to these tickets after the entry named with each, in its order; only to those that are in the
    list of the query, where there is one.

    Raises SignInNeeded once the access of whoever asks was ended. What they may not see is left out.
    """
    actor = as_they_are(tx, actor)
    wanted = frozenset(after) if query is None else tx.listed(query, actor, now, frozenset(after))
    found = [one for reference in wanted for one in _of_ticket(tx, actor, reference, after[reference])]
    return tuple(sorted(found, key=lambda one: one.entry))


def _of_ticket(tx: Transaction, actor: Actor, reference: Reference, after: int) -> Iterator[Happening]:
    try:
        ticket = tx.ticket(reference, seen_by=actor)
    except NotFound:
        return
    entries = thread_seen(Thread(tx.entries_after(ticket, after, actor)), ticket, actor).entries
    ticket = as_seen(ticket, actor)
    for entry in entries:
        for kind, words in _deeds(ticket, entry):
            yield Happening(entry.id, entry.created_at, reference, kind, words, entry.author)


def _deeds(ticket: Ticket, entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.kind is Kind.EVENT:
        yield from ((change.what, change.words) for change in entry.changes)
    elif isinstance(entry, InternalEntry):
        yield "note", "note"
    elif entry.created_at == ticket.created_at:
        yield "opened", f"opened: {ticket.subject}"
    else:
        yield "message", "message" if entry.body else f"file {', '.join(file.name for file in entry.attachments)}"
