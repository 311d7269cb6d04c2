"""By when a ticket is answered that comes at some moment, under settings that need not be kept yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from core.people import Actor
from core.settings import DeskSettings
from core.tickets import Priority, Ticket

if TYPE_CHECKING:
    from core.store import Transaction

FRIDAY = 4
EVENING = time(18)


@dataclass(frozen=True, slots=True)
class Promised:
    """The instants by which a ticket of this priority is answered, and solved where that is promised."""

    priority: Priority
    answer: int
    solution: int | None


def promised(settings: DeskSettings, comes_at: int) -> tuple[Promised, ...]:
    """For each priority, what is promised to a ticket that comes then. The most urgent first."""
    return tuple(_promised(settings, priority, comes_at) for priority in Priority)


def _promised(settings: DeskSettings, priority: Priority, comes_at: int) -> Promised:
    target, calendar = settings.target(priority), settings.calendar
    solution = None if target.resolve is None else calendar.after(comes_at, target.resolve)
    return Promised(priority, calendar.after(comes_at, target.respond), solution)


def acknowledged_at(tx: Transaction, actor: Actor, ticket: Ticket) -> str:
    """The address to which the letter with the ID of this new ticket goes; empty where none goes.

    A guest hears the address that they typed, whatever its owner chose.
    """
    if not tx.settings().address:
        return ""
    wants = actor.is_guest or tx.personal_settings(ticket.requester).letters != "none"
    return ticket.requester.email if wants else ""


def friday_evening(now: int, zone: tzinfo | None) -> int:
    """The next Friday, 18:00, at a place; None: where this machine stands."""
    today = datetime.fromtimestamp(now / 1000, zone)
    day = today.date() + timedelta(days=(FRIDAY - today.weekday()) % 7)
    evening = datetime.combine(day, EVENING, zone)
    if evening.timestamp() * 1000 <= now:
        evening = datetime.combine(day + timedelta(days=7), EVENING, zone)
    return int(evening.timestamp() * 1000)
