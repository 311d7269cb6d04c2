"""What an agent may change on one ticket or on many, and the words for it: asked before, said after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.errors import DeskError, NotUnderstood
from core.people import Person, read_email
from core.references import Reference
from core.safe_text import safe_name
from core.tickets import Party, Priority, Status, Ticket, moves_from, read_tag
from core.wish import ME, NOBODY, Wish
from tui.widgets.pick import Pick
from tui.words import plural

NO_TICKET = Reference("")


class Intent(NamedTuple):
    """One change, not yet of a ticket. `verb` with `{n}` is asked before it is done to several; `tells`: customers are
    told of it."""

    wish: Wish
    verb: str
    tells: bool = False

    def of(self, reference: Reference, version: int | None) -> Wish:
        return self.wish._replace(reference=reference, version=version)

    def question(self, count: int) -> str:
        """`Resolve 12 tickets and tell 12 customers?`"""
        told = f" and tell {plural(count, 'customer')}" if self.tells else ""
        return f"{self.verb.format(n=plural(count, 'ticket'))}{told}?"


def take() -> Intent:
    return Intent(Wish(NO_TICKET, assignee=ME), "Take {n}")


def resolve() -> Intent:
    return set_status(Status.RESOLVED)


def set_status(status: Status) -> Intent:
    verb = {
        Status.RESOLVED: "Resolve {n}",
        Status.CLOSED: "Close {n}",
        Status.OPEN: "Open {n} for everyone",
        Status.WAITING: "Let {n} wait for the customer",
        Status.IN_PROGRESS: "Set {n} in progress",
    }[status]
    return Intent(Wish(NO_TICKET, status=status), verb, tells=status.is_settled)


def set_priority(priority: Priority) -> Intent:
    return Intent(Wish(NO_TICKET, priority=priority), f"Set {{n}} to {priority.word}")


def set_category(category: str) -> Intent:
    return Intent(Wish(NO_TICKET, category=category), f"Move {{n}} to {_in_format(category)}")


def assign(person: Person | None) -> Intent:
    if person is None:
        return Intent(Wish(NO_TICKET, assignee=NOBODY), "Release {n}")
    return Intent(Wish(NO_TICKET, assignee=person.email), f"Assign {{n}} to {_in_format(person.name)}")


def tag(typed: str) -> Intent:
    """`vpn -clinic` adds one and takes one away. Raises NotUnderstood."""
    words = typed.replace(",", " ").split()
    if not words:
        raise NotUnderstood("Type a tag like vpn to add it, or -vpn to take it away.", field="tag")
    gone = tuple(read_tag(word[1:]) for word in words if word.startswith("-"))
    new = tuple(read_tag(word.lstrip("+")) for word in words if not word.startswith("-"))
    return Intent(Wish(NO_TICKET, add_tags=new, remove_tags=gone), "Tag {n}")


def wrong_with_tags(typed: str) -> str:
    """What is to be mended in typed tags, or nothing."""
    try:
        tag(typed)
    except DeskError as error:
        return error.sentence
    return ""


def copies(typed: str) -> Intent:
    """`ann@acme.example -bob@acme.example` sends copies there, and none to the other. Raises NotUnderstood."""
    words = typed.replace(",", " ").split()
    if not words:
        raise NotUnderstood("Type an e-mail address like ann@acme.example.", field="cc")
    gone = tuple(read_email(word[1:]) for word in words if word.startswith("-"))
    new = tuple(read_email(word.removeprefix("+")) for word in words if not word.startswith("-"))
    return Intent(Wish(NO_TICKET, add_copies=new, remove_copies=gone), "Change who gets copies of {n}")


def wrong_with_copies(typed: str) -> str:
    try:
        copies(typed)
    except DeskError as error:
        return error.sentence
    return ""


def said_after(intent: Intent, ticket: Ticket) -> str:
    """What the hint line says once it is done."""
    wish = intent.wish
    if wish.status is Status.RESOLVED:
        return f"Resolved. {safe_name(ticket.requester.first_name)} is told and may confirm or reopen."
    if wish.status is not None:
        nobodys = " Nobody has it." if ticket.assignee is None and wish.status is Status.OPEN else ""
        return f"The ticket is {ticket.status.word} now.{nobodys}"
    if wish.priority is not None:
        return f"Priority is {ticket.priority.word} now."
    if wish.category is not None:
        return f"Moved to {safe_name(ticket.category)}."
    if wish.assignee == ME:
        return "Taken: it is yours."
    if wish.assignee is not None:
        return f"{safe_name(ticket.assignee.name)} has it now." if ticket.assignee else "Nobody has it now."
    if wish.add_copies or wish.remove_copies:
        names = ", ".join(safe_name(person.name) for person in ticket.participants)
        return f"Copies go to {names} now." if names else "Nobody gets copies now."
    tags = ", ".join(safe_name(one) for one in ticket.tags)
    return f"Tags are {tags} now." if tags else "It has no tags now."


def status_picks(present: Sequence[Status | None]) -> list[Pick[Status]]:
    """The moves that an agent has from a status, and that one itself; from several, those that one of them has."""
    moves = {to for status in present for to in (Status if status is None else moves_from(status, Party.AGENT))}
    if len(present) == 1:
        moves |= {status for status in present if status is not None}
    keys = {
        Status.OPEN: "o",
        Status.IN_PROGRESS: "p",
        Status.WAITING: "w",
        Status.RESOLVED: "r",
        Status.CLOSED: "c",
    }
    return [Pick(one, one.word, keys[one], one.code, one.meaning) for one in sorted(moves)]


def priority_picks() -> list[Pick[Priority]]:
    return [Pick(one, one.word, one.word[0], one.word, one.meaning) for one in Priority]


def category_picks(categories: Sequence[str]) -> list[Pick[str]]:
    return [Pick(category, safe_name(category)) for category in categories]


class Owner(NamedTuple):
    """Who can be chosen as the owner; None is nobody, which a panel could not tell from no choice."""

    person: Person | None


def owner_picks(staff: Sequence[Person], me: Person | None) -> list[Pick[Owner]]:
    """Oneself first, then colleagues by name, then nobody."""
    mine = [person for person in staff if me is not None and person.id == me.id]
    others = [person for person in staff if person not in mine and person.active]
    picks = [Pick(Owner(person), f"{safe_name(person.name)} (you)", detail=safe_name(person.email)) for person in mine]
    picks += [Pick(Owner(person), safe_name(person.name), detail=safe_name(person.email)) for person in others]
    return [*picks, Pick(Owner(None), "nobody")]


def _in_format(text: str) -> str:
    return safe_name(text).replace("{", "{{").replace("}", "}}")
