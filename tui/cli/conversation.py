"""A ticket with its conversation, as plain lines: what `show` prints, and what stands below the line in the editor."""

from __future__ import annotations

from collections.abc import Iterator

from core.entries import Attachment, Change, Entry, Kind, Thread
from core.people import Actor, Person, Sender
from core.reading import TicketView
from core.references import shown
from core.safe_text import safe, safe_line, safe_name
from core.tickets import Status
from tui.cli.output import INDENT, Output
from tui.cli.times import day_and_time, due_words
from tui.letter_words import no_letters, quoted_words, writer
from tui.words import size

QUOTED = 10
"""Entries that the editor shows: the newest ones."""


def print_view(
    output: Output, view: TicketView, thread: Thread, actor: Actor, now: int, *, with_quotes: bool = False
) -> None:
    output.fields(_properties(view, actor, now))
    for entry in thread.entries:
        output.line("")
        output.line(_head(entry, actor))
        if entry.body:
            output.text(entry.body)
        if entry.quoted:
            output.line(quoted_words(entry.quoted))
        if entry.quoted and with_quotes:
            output.text(entry.quoted)
        for file in entry.attachments:
            output.text(_file(file))


def quoted(view: TicketView, actor: Actor) -> str:
    """The ticket and its newest messages, for the one who writes an answer."""
    title = f"{shown(view.ticket.reference)} {safe_line(view.ticket.subject)}"
    return "\n".join([title, "", *_quoted_lines(view, actor)])


def _quoted_lines(view: TicketView, actor: Actor) -> Iterator[str]:
    for entry in view.thread.entries[-QUOTED:]:
        yield _head(entry, actor)
        for line in safe(entry.body).split("\n") if entry.body else ():
            yield f"{INDENT}{line}"
        for file in entry.attachments:
            yield f"{INDENT}{_file(file)}"
        yield ""


def _properties(view: TicketView, actor: Actor, now: int) -> list[tuple[str, str]]:
    ticket = view.ticket
    copies = [person for person in ticket.participants if person != ticket.requester]
    return [
        ("id", shown(ticket.reference)),
        ("subject", ticket.subject),
        ("status", _status(ticket.status, actor)),
        ("priority", ticket.priority.word),
        ("category", safe_name(ticket.category)),
        ("from", _who(ticket.requester)),
        ("", no_letters(ticket.requester) if actor.is_staff else ""),
        ("copies to", ", ".join(_who(one) if actor.is_staff else safe_name(one.name) for one in copies)),
        ("asks for copies", ", ".join(safe_name(one.email) for one in view.copies_asked)),
        ("owner", "nobody" if ticket.assignee is None else _who(ticket.assignee)),
        ("tags", " ".join(ticket.tags)),
        ("due", due_words(ticket, now)),
        ("created", day_and_time(ticket.created_at)),
        ("updated", day_and_time(ticket.updated_at)),
        ("follows", "" if ticket.follows is None else shown(ticket.follows)),
    ]


def _status(status: Status, actor: Actor) -> str:
    return status.word if actor.is_staff else f"{status.customer_word}: {status.meaning}"


def _head(entry: Entry, actor: Actor) -> str:
    """Who, what, when: the line above an entry."""
    parts = [_author(entry, actor), *_sort(entry, actor), day_and_time(entry.created_at)]
    return " · ".join([*parts, f"via {entry.via.value}"])


def _author(entry: Entry, actor: Actor) -> str:
    return _who(entry.author) if actor.is_staff and entry.author else writer(entry)


def _sort(entry: Entry, actor: Actor) -> list[str]:
    if entry.kind is Kind.EVENT:
        return [", ".join(_change(change.read_by(staff=actor.is_staff)) for change in entry.changes)]
    note = ["INTERNAL NOTE"] if entry.kind is Kind.INTERNAL else []
    return [*note, "not verified"] if entry.sender is Sender.UNVERIFIED else note


def _change(change: Change) -> str:
    return safe_line(change.words) if change.what == "subject" else safe_name(change.words)


def _who(person: Person) -> str:
    name = safe_name(person.name)
    return f"{name} <{safe_name(person.email)}>" if person.email else name


def _file(file: Attachment) -> str:
    return f"{safe_name(file.name)} ({size(file.size)})"
