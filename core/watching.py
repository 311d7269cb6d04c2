"""Watching the desk, as an operator does all day: figures of this moment and of the last two weeks."""

from __future__ import annotations

from core.calendars import DAY, midnights
from core.figures import Load, Watch, all_of, all_traffic, queue_of
from core.people import Actor, Role
from core.permission import Verb, permit
from core.store import Transaction

DAYS = 14
"""How many days the traffic tells, today among them; they begin at midnight in the time zone of the desk's hours."""
PACE_OVER = 7 * DAY
PACE_OF = 500
"""How many first answers of a category its pace is worked out from: the newest ones of the last seven days."""


def watch(tx: Transaction, actor: Actor, now: int) -> Watch:
    permit(actor, Verb.SEE_QUEUES)
    days = midnights(now, DAYS, tx.settings().calendar.zone)
    figures, traffic = tx.queues(now), tx.traffic(days)
    answers = {one.category: tx.first_answers(one.category, now - PACE_OVER, PACE_OF) for one in figures}
    return Watch(
        tuple(queue_of(one, traffic[one.category], answers[one.category]) for one in figures),
        queue_of(
            all_of(figures), all_traffic(list(traffic.values())), [one for some in answers.values() for one in some]
        ),
        _loads(tx, now),
        tx.health(),
        days,
    )


def _loads(tx: Transaction, now: int) -> tuple[Load, ...]:
    """Who carries most stands first; then agents who have nothing, and at the end what nobody has."""
    carried = tx.loads(now)
    busy = {one.person.id for one in carried if one.person is not None}
    free = [
        Load(person, 0, 0)
        for person in tx.people(at_least=Role.AGENT)
        if person.active and person.role is Role.AGENT and person.id not in busy
    ]
    people = sorted((one for one in carried if one.person is not None), key=lambda one: (-one.active, -one.late))
    return (*people, *free, *(one for one in carried if one.person is None))
