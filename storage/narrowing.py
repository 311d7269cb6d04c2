"""The fields of a query as conditions on a ticket: customers can not ask about what they do not see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from core.deadlines import NEVER
from core.people import Actor
from core.query_terms import ME, NOBODY, Deadline, Field, Filter, Search, Span, Value
from core.tickets import Priority, Status
from storage.entry_codes import PUBLIC
from storage.people import normal_name
from storage.schema import attachments, entries, participants, people, tags, tickets

_t, _p = tickets.c, people.c
_own = participants.alias("own").c
_with_file = entries.alias("with_file").c
Condition = ColumnElement[bool]
_AFTER_REFERENCES = "~"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, and the numbers of the categories by their folded names."""

    actor: Actor
    now: int
    categories: Mapping[str, int]

    @property
    def me(self) -> int:
        return self.actor.person.id if self.actor.person else 0


def conditions(search: Search, category: str | None, asking: Asking) -> list[Condition]:
    """What a ticket has to be, one condition for each field; words are not among them."""
    found = [_condition(one, asking) for one in search.filters]
    if category is not None:
        found.append(_t.category_id == asking.categories.get(category.casefold(), 0))
    if search.order is not None and search.order.by.is_of_unclosed:
        found.append(_t.status != int(Status.CLOSED))
    if not asking.actor.sees_all:
        found.append(exists().where(_own.ticket_id == _t.id, _own.person_id == asking.me, _own.proved))
    return found


def _condition(one: Filter, asking: Asking) -> Condition:
    some = or_(*(_CONDITIONS[one.field](value, asking) for value in one.values))
    return ~some if one.negated else some


def _status(value: Value, asking: Asking) -> Condition:
    del asking
    return _t.status == int(value) if isinstance(value, Status) else false()


def _priority(value: Value, asking: Asking) -> Condition:
    del asking
    return _t.priority == int(value) if isinstance(value, Priority) else false()


def _assignee(value: Value, asking: Asking) -> Condition:
    if value == NOBODY:
        return _t.assignee_id.is_(None)
    if value == ME:
        return and_(_t.assignee_id.is_not(None), _t.assignee_id == asking.me)
    called = _called(str(value), by_email=asking.actor.sees_all)  # to customers, staff have no address
    return and_(_t.assignee_id.is_not(None), exists().where(_p.id == _t.assignee_id, called))


def _requester(value: Value, asking: Asking) -> Condition:
    if value == ME:
        return _t.requester_id == asking.me
    return exists().where(_p.id == _t.requester_id, _called(str(value), by_email=True))


def requesters(one: Filter, asking: Asking) -> Select[tuple[int]]:
    """The numbers of the people that are meant."""
    named = [_p.id == asking.me if value == ME else _called(str(value), by_email=True) for value in one.values]
    return select(_p.id).where(or_(*named))


def _called(beginning: str, *, by_email: bool) -> Condition:
    """A word of the name begins so, or the e-mail; `@acme.example` is the end of one."""
    wanted = normal_name(beginning)
    name = or_(_p.name_norm.startswith(wanted, autoescape=True), _p.name_norm.contains(f" {wanted}", autoescape=True))
    if not by_email:
        return name
    if wanted.startswith("@"):
        return _p.email_norm.contains(wanted, autoescape=True)
    return or_(name, _p.email_norm.startswith(wanted, autoescape=True))


def _tag(value: Value, asking: Asking) -> Condition:
    if not asking.actor.sees_all:
        return false()
    return exists().where(tags.c.ticket_id == _t.id, tags.c.name == value)


def _category(value: Value, asking: Asking) -> Condition:
    return _t.category_id == asking.categories.get(str(value), 0)


def _id(value: Value, asking: Asking) -> Condition:
    del asking
    return and_(_t.reference >= str(value), _t.reference < f"{value}{_AFTER_REFERENCES}")


def _file(value: Value, asking: Asking) -> Condition:
    del value
    if asking.actor.sees_all:
        return exists().where(attachments.c.ticket_id == _t.id)
    public = _with_file.kind.in_([int(code) for code in PUBLIC])
    return exists().where(attachments.c.ticket_id == _t.id, _with_file.id == attachments.c.entry_id, public)


def _due(value: Value, asking: Asking) -> Condition:
    if isinstance(value, Span):
        at = asking.now + value.length
        return _t.due < at if value.nearer else and_(_t.due > at, _t.due < NEVER)
    if value is Deadline.LATE:
        return _t.due <= asking.now
    if value is Deadline.SOON:
        return and_(_t.soon_at <= asking.now, _t.due > asking.now)
    return _t.due >= NEVER


def _age(column: ColumnElement[int], value: Value, asking: Asking) -> Condition:
    if not isinstance(value, Span):
        return false()
    at = asking.now - value.length
    return column > at if value.nearer else column < at


def _created(value: Value, asking: Asking) -> Condition:
    return _age(_t.created_at, value, asking)


def _updated(value: Value, asking: Asking) -> Condition:
    return _age(_t.updated_at if asking.actor.sees_all else _t.public_at, value, asking)


_CONDITIONS: dict[Field, Callable[[Value, Asking], Condition]] = {
    Field.STATUS: _status,
    Field.PRIORITY: _priority,
    Field.ASSIGNEE: _assignee,
    Field.FROM: _requester,
    Field.TAG: _tag,
    Field.CATEGORY: _category,
    Field.ID: _id,
    Field.HAS: _file,
    Field.DUE: _due,
    Field.CREATED: _created,
    Field.UPDATED: _updated,
}
