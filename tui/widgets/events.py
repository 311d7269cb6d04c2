"""What happened to a ticket, in the words of its events: `Maya took it`, `priority high to urgent`."""

from __future__ import annotations

from dataclasses import dataclass

from core.calendars import MINUTE
from core.entries import Change, Entry, Kind
from core.people import Person
from core.safe_text import safe_line, safe_name

TOGETHER = 10 * MINUTE
"""Events of one person within this time stand in one line."""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands together: one message or note, or the events of one person that happened within minutes."""

    entries: tuple[Entry, ...]

    @property
    def id(self) -> int:
        return self.entries[0].id

    @property
    def is_events(self) -> bool:
        return self.entries[0].kind is Kind.EVENT


def blocks(entries: tuple[Entry, ...]) -> list[Block]:
    """The entries of a conversation in their order, events put together."""
    found: list[Block] = []
    for entry in entries:
        if entry.kind is Kind.EVENT and not entry.changes:
            continue
        if found and _belongs(entry, found[-1].entries[-1]):
            found[-1] = Block((*found[-1].entries, entry))
        else:
            found.append(Block((entry,)))
    return found


def _belongs(entry: Entry, last: Entry) -> bool:
    both_events = entry.kind is Kind.EVENT and last.kind is Kind.EVENT
    one_person = (entry.author and entry.author.id) == (last.author and last.author.id)
    return both_events and one_person and entry.created_at - last.created_at <= TOGETHER


def doer(block: Block) -> str:
    """Who did it, as one calls them."""
    author = block.entries[0].author
    return safe_name(author.first_name) if author else "the desk"


def deeds(block: Block, *, staff: bool = True) -> list[str]:
    """What one person changed, as `staff` or their customer reads it; that it is a change is understood from the second
    on."""
    author = block.entries[0].author
    changes = _told([change for entry in block.entries for change in entry.changes])
    (verb, rest), *others = [_deed(author, change.read_by(staff=staff)) for change in changes]
    return [f"{verb} {rest}", *(rest if verb in ("changed", "added") else f"{verb} {rest}" for verb, rest in others)]


def _told(changes: list[Change]) -> list[Change]:
    """The owner first; that a ticket is open or in progress then is understood. A reopened one is nobody's anyway."""
    reopened = any(change.what == "status" and change.before == "closed" for change in changes)
    owner = [change for change in changes if change.what == "owner" and not (reopened and change.after is None)]
    others = [change for change in changes if change.what != "owner"]
    if owner:
        others = [one for one in others if (one.what, one.after) not in (("status", "in progress"), ("status", "open"))]
    return owner + others


def _deed(author: Person | None, change: Change) -> tuple[str, str]:
    """A verb, and what it was done to."""
    shown = safe_line if change.what == "subject" else safe_name
    before, after = (None if value is None else shown(value) for value in (change.before, change.after))
    if change.what == "owner" and after is None:
        return "released", "it"
    if change.what == "owner":
        return ("took", "it") if author is not None and author.name == change.after else ("gave", f"it to {after}")
    if change.what == "status" and after in ("resolved", "closed"):
        return after, "it"
    if change.what == "status" and before == "closed":
        return "reopened", "it"
    if before is None:
        return "added", f"{change.what} {after}"
    if after is None:
        return "removed", f"{change.what} {before}"
    return "changed", f"{change.what} {before} to {after}"
