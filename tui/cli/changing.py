"""`set`, `confirm`, `reopen`: changing what a ticket is, how it ends and how it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter

from core import settling
from core.errors import NotUnderstood
from core.people import Actor
from core.references import Reference, read_reference, shown
from core.safe_text import safe_line
from core.settling import Settling
from core.tickets import Status, Ticket, read_priority, read_status
from core.triage import change
from core.wish import Wish
from tui.cli.answering import Code, Email, IfVersion
from tui.cli.here import ASKED, Inside
from tui.cli.options import Word

FIELDS = ("status", "priority", "category", "assignee", "subject", "tag", "cc")
NO_TICKET = Reference("")
"""Stands in a wish until it is known for which ticket it is."""


async def set_fields(
    *words: Annotated[
        Word, Parameter(name="ID... KEY=VALUE...", help="Tickets (- reads IDs from standard input), then changes.")
    ],
    if_version: IfVersion = None,
    here: Inside = ASKED,
) -> int:
    """Change tickets: status, priority, category, assignee, subject, tag, cc.

    An assignee is an e-mail, the beginning of a colleague's name, me or none. A tag is added with +, taken away with -;
    so is an e-mail that gets copies, with cc.

    For example:
      ttydesk set K7M2Q-9XR4T status=in_progress assignee=me tag=+vpn,-cups
      ttydesk list vpn -q | ttydesk set - priority=high
    """
    ids, changes = _divided(words)
    wish = read_wish(changes)
    version = here.version(if_version)
    found = await here.ids(ids)
    _one_for_a_version(found, version)

    async def one(typed: str) -> None:
        desk = await here.desk()
        asked = wish._replace(reference=read_reference(typed), version=version, strictly=version is not None)
        ticket = await desk.write(change, asked)
        await here.done(desk, ticket, f"{shown(ticket.reference)}: {', '.join(_now(ticket, changes))}.")

    return await here.each(found, one)


def _divided(words: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    first = next((nth for nth, word in enumerate(words) if "=" in word), len(words))
    changes = [_pair(word) for word in words[first:]]
    if not changes:
        raise NotUnderstood(f"Say what shall change, like priority=high. The fields are {', '.join(FIELDS)}.")
    return list(words[:first]), changes


def _pair(word: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not equals:
        raise NotUnderstood(f"{safe_line(word)} is no change: write it like priority=high, after all the IDs.")
    return key.strip().lower(), value


def read_wish(changes: Sequence[tuple[str, str]]) -> Wish:
    """What shall change, of a ticket that is not named yet. Raises NotUnderstood, naming the fields there are."""
    wish = Wish(NO_TICKET)
    for key, value in changes:
        wish = _with(wish, key, value)
    single = [key for key, _ in changes if key not in ("tag", "cc")]
    if len(set(single)) < len(single):
        raise NotUnderstood("A field can be set once: say each only once.")
    return wish


def _with(wish: Wish, key: str, value: str) -> Wish:
    match key:
        case "status":
            return wish._replace(status=read_status(value))
        case "priority":
            return wish._replace(priority=read_priority(value))
        case "category":
            return wish._replace(category=value)
        case "assignee":
            return wish._replace(assignee=value)
        case "subject":
            return wish._replace(subject=value)
        case "tag":
            new, gone = _signed(value, "Say which tags, like tag=+vpn,-printer.", key)
            return wish._replace(add_tags=wish.add_tags + new, remove_tags=wish.remove_tags + gone)
        case "cc":
            new, gone = _signed(value, "Say who gets copies, like cc=+bob@acme.example,-carl@acme.example.", key)
            return wish._replace(add_copies=wish.add_copies + new, remove_copies=wish.remove_copies + gone)
    if key == "owner":
        raise NotUnderstood("Whose a ticket is stands in assignee: write it like assignee=me.", field=key)
    raise NotUnderstood(f"There is no field “{safe_line(key)}”. There are {', '.join(FIELDS)}.", field=key)


def _signed(value: str, empty: str, field: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What comes, with a plus or without, and what goes."""
    words = [word.strip() for word in value.split(",") if word.strip()]
    if not words:
        raise NotUnderstood(empty, field=field)
    gone = tuple(word[1:] for word in words if word.startswith("-"))
    return tuple(word.removeprefix("+") for word in words if not word.startswith("-")), gone


def _now(ticket: Ticket, changes: Sequence[tuple[str, str]]) -> list[str]:
    values = {
        "status": ticket.status.word,
        "priority": ticket.priority.word,
        "category": ticket.category,
        "assignee": ticket.assignee.name if ticket.assignee else "nobody",
        "subject": ticket.subject,
        "tag": " ".join(ticket.tags) or "none",
        "cc": " ".join(person.email for person in ticket.participants) or "none",
    }
    return [f"{key} {values[key]}" for key in dict.fromkeys(key for key, _ in changes)]


async def confirm(
    *ids: Annotated[Word, Parameter(name="ID", help="A ticket; - reads IDs from standard input.")],
    email: Email = None,
    code: Code = None,
    if_version: IfVersion = None,
    here: Inside = ASKED,
) -> int:
    """Confirm that a ticket is solved: it is closed.

    For example:
      ttydesk confirm K7M2Q-9XR4T --email ann@acme.example
    """
    version = here.version(if_version)
    found = await here.ids(ids)
    _one_for_a_version(found, version, code)

    async def one(typed: str) -> None:
        desk, reference = await here.writing_desk_for(typed, email, code)
        ticket = await desk.write(settling.confirm, Settling(reference, version))
        await here.done(desk, ticket, f"{shown(ticket.reference)} is closed.")

    return await here.each(found, one)


async def reopen(
    *ids: Annotated[Word, Parameter(name="ID", help="A ticket; - reads IDs from standard input.")],
    email: Email = None,
    code: Code = None,
    if_version: IfVersion = None,
    here: Inside = ASKED,
) -> int:
    """Reopen a ticket that is not solved after all. One that was closed too long ago goes on in a new ticket.

    For example:
      ttydesk reopen K7M2Q-9XR4T
    """
    version = here.version(if_version)
    found = await here.ids(ids)
    _one_for_a_version(found, version, code)

    async def one(typed: str) -> None:
        desk, reference = await here.writing_desk_for(typed, email, code)
        ticket, is_back = await desk.write(settling.reopen_if_settled, Settling(reference, version))
        says = _reopened(reference, ticket, desk.actor) if is_back else _not_closed(ticket, desk.actor)
        await here.done(desk, ticket, says)

    return await here.each(found, one)


def _reopened(reference: Reference, ticket: Ticket, actor: Actor) -> str:
    if ticket.reference.startswith(reference):
        return f"{shown(ticket.reference)} is {ticket.status.word} again{_and_nobodys(ticket, actor)}."
    return f"{shown(reference)} was closed too long ago. It goes on in {shown(ticket.reference)}."


def _and_nobodys(ticket: Ticket, actor: Actor) -> str:
    """A closed ticket comes back without its owner: whoever works here has to know, for somebody has to take it."""
    return "; nobody has it" if actor.is_staff and ticket.assignee is None else ""


def _not_closed(ticket: Ticket, actor: Actor) -> str:
    """What waits for its customer is told to both sides with what takes it further."""
    if ticket.status is not Status.WAITING:
        return f"{shown(ticket.reference)} is not closed: it is {ticket.status.word}."
    if ticket.is_customer_side(actor):
        return f"{shown(ticket.reference)} is not closed: it waits for your answer. Reply to it."
    return f"{shown(ticket.reference)} is not closed: it waits for the customer."


def _one_for_a_version(ids: Sequence[str], version: int | None, code: str | None = None) -> None:
    if version is not None and len(ids) > 1:
        raise NotUnderstood("--if-version goes with one ticket.", field="if_version")
    if code is not None and len(ids) > 1:
        raise NotUnderstood("--code goes with one ticket: each has its own.", field="code")
