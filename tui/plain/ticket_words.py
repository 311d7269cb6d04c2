"""A ticket in lines: one fact a line, every sign as a word."""

from __future__ import annotations

from collections.abc import Iterator

from core.entries import Attachment, Entry, Kind
from core.listing import Row
from core.people import Actor, Person
from core.references import shown
from core.safe_text import safe_line, safe_name
from core.tickets import Status, Ticket
from tui.cli.times import day_and_time, due_words
from tui.letter_words import no_letters, quoted_words, writer
from tui.plain.talk import quoted
from tui.widgets.events import Block, deeds
from tui.words import plural, size

NOTE = "INTERNAL NOTE"


def row_words(row: Row, actor: Actor, now: int) -> str:
    """A ticket in a list: what has to be done about it first."""
    parts = [row.subject, "unread" if row.unread else "", status_word(row.status, actor), row.priority.word]
    if actor.is_staff:
        owner = f"owner {safe_name(row.assignee.name)}" if row.assignee else "nobody has it"
        parts = [due_words(row, now), *parts, f"from {safe_name(row.requester.name)}", owner]
    return ", ".join(part for part in parts if part)


def status_word(status: Status, actor: Actor) -> str:
    if actor.is_staff:
        return "waiting for the customer" if status is Status.WAITING else status.word
    return status.customer_word


def facts(ticket: Ticket, actor: Actor, now: int) -> Iterator[str]:
    """The properties, a line each; for customers what the status means."""
    status = status_word(ticket.status, actor)
    yield f"Subject: {ticket.subject}"
    yield f"Status: {status}" if actor.is_staff else f"Status: {status}, {ticket.status.meaning}"
    if due := due_words(ticket, now):
        yield f"Deadline: {due}"
    yield f"Priority: {ticket.priority.word}"
    yield f"Category: {safe_name(ticket.category)}"
    yield f"From: {who(ticket.requester)}"
    if actor.is_staff and (silent := no_letters(ticket.requester)):
        yield f"To them {silent}"
    named = who if actor.is_staff else _name
    if copies := [named(one) for one in ticket.participants if one.id != ticket.requester.id]:
        yield f"Copies to: {', '.join(copies)}"
    yield f"Owner: {who(ticket.assignee) if ticket.assignee else 'nobody'}"
    if actor.is_staff:
        yield f"Tags: {' '.join(ticket.tags) or 'none'}"
    yield f"Opened: {day_and_time(ticket.created_at)}"
    if ticket.follows is not None:
        yield f"It goes on from: {shown(ticket.follows)}"


def entry_lines(entry: Entry, actor: Actor, *, with_quotes: bool = False) -> list[str]:
    """One entry, its own words indented; a note says what it is before and after. These lines are safe."""
    if entry.kind is Kind.EVENT:
        return [safe_line(f"{_when(entry)}: {event_words(entry, actor)}.")] if entry.changes else []
    body = quoted(entry.body) if entry.body else []
    length = plural(len(body), "line") if body else "no text"
    name = NOTE if entry.kind is Kind.INTERNAL else "Message"
    lines = [safe_line(f"{name} from {_author(entry, actor)}, {_when(entry)}, {length}:"), *body]
    if entry.quoted:
        lines += [f"{quoted_words(entry.quoted)} below it.", *(quoted(entry.quoted) if with_quotes else [])]
    lines += [f"File: {file_words(file)}" for file in entry.attachments]
    return [*lines, f"End of the {name if entry.kind is Kind.INTERNAL else 'message'}."]


def event_words(entry: Entry, actor: Actor) -> str:
    """`Maya took it`, `the desk closed it`."""
    return f"{writer(entry)} {', '.join(deeds(Block((entry,)), staff=actor.is_staff))}"


def news_words(entry: Entry, actor: Actor) -> str:
    """What came in while somebody looked, in a few words."""
    if entry.kind is Kind.EVENT:
        return event_words(entry, actor) if entry.changes else ""
    name = NOTE if entry.kind is Kind.INTERNAL else "message"
    return f"a new {name} from {writer(entry)}"


def file_words(file: Attachment) -> str:
    return f"{safe_name(file.name)}, {size(file.size)}"


def who(person: Person) -> str:
    name = safe_name(person.name)
    return f"{name} <{safe_name(person.email)}>" if person.email else name


def _name(person: Person) -> str:
    return safe_name(person.name)


def _author(entry: Entry, actor: Actor) -> str:
    name = who(entry.author) if actor.is_staff and entry.author else writer(entry)
    return f"{name}, not verified" if entry.sender.word == "unverified" else name


def _when(entry: Entry) -> str:
    return f"{day_and_time(entry.created_at)} via {entry.via.value}"
