"""How the desk stands for one of those who work here: what their digest says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.listing import Query, Row, View
from core.people import Actor, Person, Via
from core.permission import Verb, permit
from core.query import read_query
from core.tickets import DueState

if TYPE_CHECKING:
    from core.store import Transaction

LINES_AT_MOST = 20
COUNTED_AT_MOST = 1001
"""Where counting ends, as in lists: people are told "1000+"."""
_AMONG = 60
"""Of the nearest deadlines of the desk, in which those of colleagues are looked for."""
_DUE_SOON = read_query("due:soon status:open,in_progress sort:due")
_UNANSWERED = read_query("-due:none status:open,in_progress sort:due")
_PRESSING = (DueState.LATE, DueState.DUE_SOON)


@dataclass(frozen=True, slots=True)
class Part:
    """Tickets of one kind, the nearest deadline first, and how many there are of them; perhaps not all are named."""

    rows: tuple[Row, ...]
    tickets: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to say `at` a time; what is new came `since` the digest before. The figures are of the whole desk,
    each up to 1001. `colleagues` has what is late or due soon and somebody else's."""

    at: int
    since: int
    late: int
    due_soon: int
    unanswered: int
    unassigned: int
    new: int
    mine: Part
    nobodys: Part
    colleagues: tuple[Row, ...]


def overview_for(tx: Transaction, actor: Actor, person: Person, posted_at: int, at: int) -> Overview | None:
    """What the digest that was posted then says now; None where it is not wanted any more, where a newer one takes
    its place, or where there is nothing to say."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    daily, zone = tx.personal_settings(person).digest, tx.settings().calendar.zone
    if daily is None or daily.until(at, zone) > posted_at:
        return None
    since = daily.until(daily.until(posted_at, zone) - 1, zone)
    found = _overview(tx, Actor(Via.MAIL, person), since, at)
    return found if found.late or found.unanswered or found.unassigned or found.new else None


def _overview(tx: Transaction, actor: Actor, since: int, at: int) -> Overview:
    counts = tx.counts(actor, at).views
    soon, unanswered = (
        tx.count_found(Query(search=search), actor, at, COUNTED_AT_MOST).tickets for search in (_DUE_SOON, _UNANSWERED)
    )
    new = sum(traffic.came_in[0] for traffic in tx.traffic((since, at)).values())
    mine = _first(tx, actor, View.MINE, at, LINES_AT_MOST)
    nobodys = _first(tx, actor, View.UNASSIGNED, at, LINES_AT_MOST - len(mine))
    nearest = _first(tx, actor, View.ACTIVE, at, _AMONG)
    others = [row for row in nearest if row.assignee not in (None, actor.person) and row.due_state(at) in _PRESSING]
    return Overview(
        at,
        since,
        counts[View.LATE],
        soon,
        unanswered,
        counts[View.UNASSIGNED],
        min(new, COUNTED_AT_MOST),
        Part(mine, counts[View.MINE]),
        Part(nobodys, counts[View.UNASSIGNED]),
        tuple(others[: LINES_AT_MOST - len(mine) - len(nobodys)]),
    )


def _first(tx: Transaction, actor: Actor, view: View, at: int, limit: int) -> tuple[Row, ...]:
    return tx.page(Query(view), actor, at, limit=limit).rows if limit else ()
