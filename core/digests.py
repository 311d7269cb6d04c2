"""The digest: one letter at a time of the day that somebody who works here chose, in place of many or beside them.

When it is due is kept with the person, and moves on in the transaction that posts it: so it comes once, however many
processes look and however late. What it says is read when it leaves (core/overview.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.errors import Refused
from core.letters import Subject, personal_letter
from core.occasion import Occasion
from core.people import Actor, Person

if TYPE_CHECKING:
    from core.store import Transaction


class DueDigest(NamedTuple):
    """Whose digest is due, and since when."""

    person: Person
    at: int


def plan_digest(tx: Transaction, actor: Actor, person: Person, at: int) -> None:
    """By what they have set now, from now on. Raises Refused for whoever does not work here."""
    daily = tx.personal_settings(person).digest
    if daily is not None and not actor.is_staff:
        raise Refused("A digest is for those who work here.", field="digest")
    tx.plan_digest(person, None if daily is None else daily.after(at, tx.settings().calendar.zone))


def plan_anew(tx: Transaction, at: int) -> None:
    """The clocks of the desk are those of another place."""
    zone = tx.settings().calendar.zone
    for person in tx.who_has_digests():
        if (daily := tx.personal_settings(person).digest) is not None:
            tx.plan_digest(person, daily.after(at, zone))


def post_digests(tx: Transaction, occasion: Occasion, at_most: int) -> int:
    """Those that are due; how many were. Of days that were missed the last one counts."""
    due = tx.due_digests(occasion.at, at_most)
    settings = tx.settings()
    for one in due:
        person, daily = one.person, tx.personal_settings(one.person).digest
        following = None if daily is None else daily.after(occasion.at, settings.calendar.zone)
        if tx.move_digest(one, following) and daily is not None and person.is_staff and person.active:
            tx.post([personal_letter(Subject.DIGEST, person, occasion, settings)])
    return len(due)
