"""The audit: who did what, when, through which door."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import NotFound, NotUnderstood
from core.people import Actor, Via
from core.permission import Verb, permit
from core.references import Reference, is_whole, read_reference

if TYPE_CHECKING:
    from core.store import Transaction


@dataclass(frozen=True, slots=True)
class Deed:
    """One row. `who` is a name and e-mail as they were, or `guest` or `the desk`; `asserted`: only claimed.

    `number` is its place in the audit, larger for what was done later.
    """

    at: int
    who: str
    asserted: bool
    via: Via
    what: str
    reference: Reference | None
    detail: str
    number: int


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Newest first; of one ticket, or by or about people whose name or e-mail holds `who`; not newer than `before`.

    `start` is the number of the deed to go on behind, or with `backwards` before: then the nearest ones to it come,
    and without a start the oldest of all.
    """

    reference: Reference | None = None
    who: str = ""
    before: int | None = None
    limit: int = 200
    start: int | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Deeds, newest first. `newer` and `older`: whether there are more on that side. `position` dates it."""

    deeds: tuple[Deed, ...]
    newer: bool
    older: bool
    position: int


def audit(tx: Transaction, actor: Actor, query: AuditQuery) -> tuple[Deed, ...]:
    permit(actor, Verb.SEE_AUDIT)
    return tx.deeds(query)


def audit_page(tx: Transaction, actor: Actor, query: AuditQuery) -> AuditPage:
    """A page of the audit, for whoever scrolls in it: reading on costs the same at every place."""
    permit(actor, Verb.SEE_AUDIT)
    deeds = tx.deeds(replace(query, limit=query.limit + 1))
    there_are_more, behind = len(deeds) > query.limit, query.start is not None
    if query.backwards:
        return AuditPage(deeds[-query.limit :], there_are_more, behind, tx.position())
    return AuditPage(deeds[: query.limit], behind, there_are_more, tx.position())


def meant_by(tx: Transaction, actor: Actor, typed: str) -> AuditQuery:
    """What is looked for with these words: a ticket by its ID or the beginning of one, else people.

    Names can read like the beginning of an ID; then it is the name where there is anything by or about such a person.
    """
    permit(actor, Verb.SEE_AUDIT)
    people = AuditQuery(who=" ".join(typed.split()))
    ticket = _ticket_meant(tx, actor, typed)
    if ticket is None:
        return people
    reads_like_an_id = is_whole(ticket) or any(letter.isdigit() for letter in typed)
    if not reads_like_an_id and tx.deeds(replace(people, limit=1)):
        return people
    return AuditQuery(reference=tx.ticket(ticket, seen_by=actor).reference)


def _ticket_meant(tx: Transaction, actor: Actor, typed: str) -> Reference | None:
    """What was typed, where exactly one ticket has such an ID."""
    try:
        beginning = read_reference(typed)
        tx.ticket(beginning, seen_by=actor)
    except (NotFound, NotUnderstood):
        return None
    return beginning
