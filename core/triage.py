"""Changing what a ticket is: status, priority, category, owner, subject, tags, copies. The agent's daily work."""

from __future__ import annotations

from dataclasses import replace

from core.colleagues import colleagues_meant
from core.copying_in import allowed, settle_asked
from core.entries import differences
from core.errors import NotUnderstood, Refused
from core.letters import Subject, customer_side, letters
from core.moving import assigned, moved, timed
from core.occasion import Occasion
from core.opening import find_category
from core.overtaking import by_others, overtaken
from core.people import Actor, Person
from core.permission import Verb, permit
from core.reading import as_seen
from core.replying import refuse_if_newer
from core.settings import DeskSettings
from core.store import Transaction
from core.tickets import TAGS_AT_MOST, Status, Ticket, read_subject, read_tag
from core.wish import ME, NOBODY, NOBODY_TOO, Wish


def change(tx: Transaction, actor: Actor, occasion: Occasion, wish: Wish) -> Ticket:
    """Apply a wish to one ticket, with its events and letters. What is so already is accepted and changes nothing.

    Raises NotFound, Refused for a move that the table does not allow, Conflict, NotUnderstood for a value.
    """
    before = tx.ticket(wish.reference, seen_by=actor)
    permit(actor, Verb.CHANGE, before)
    if wish.strictly:
        refuse_if_newer(tx, before, actor, wish.version, strictly=True)
    after = _changed(tx, actor, occasion.at, wish, before)
    settled = settle_asked(tx, before, (*wish.add_copies, *wish.remove_copies))
    if after == before and not settled:
        return before
    _refuse_if_overtaken(tx, actor, wish, before, after)
    saved = tx.save(before, after, actor, occasion.at)
    _tell(tx, actor, occasion, before, saved)
    return saved


def _changed(tx: Transaction, actor: Actor, at: int, wish: Wish, ticket: Ticket) -> Ticket:
    settings = tx.settings()
    if wish.subject is not None:
        ticket = replace(ticket, subject=read_subject(wish.subject))
    if wish.category is not None:
        ticket = replace(ticket, category=find_category(tx, wish.category))
    if wish.add_tags or wish.remove_tags:
        ticket = replace(ticket, tags=_tags(ticket, wish))
    if wish.add_copies or wish.remove_copies:
        ticket = allowed(tx, ticket, wish.add_copies, wish.remove_copies, at)
    if wish.priority is not None and wish.priority is not ticket.priority:
        ticket = timed(replace(ticket, priority=wish.priority), settings)
    if wish.assignee is not None:
        ticket = assigned(ticket, find_owner(tx, actor, wish.assignee), at, settings)
    return ticket if wish.status is None else _moved(actor, at, wish, wish.status, ticket, settings)


def _moved(actor: Actor, at: int, wish: Wish, to: Status, ticket: Ticket, settings: DeskSettings) -> Ticket:
    """In the status that was wished for. Raises Refused where it does not go together with the owner that was."""
    after = moved(ticket, to, actor, at, settings)
    if wish.assignee is not None and after.assignee != ticket.assignee:
        rule = "Open means that nobody has it" if to is Status.OPEN else f"A ticket that is {to.word} is somebody's"
        raise Refused(f"{rule}: set the status or the owner, not both.", field="assignee")
    return after


def _tags(ticket: Ticket, wish: Wish) -> tuple[str, ...]:
    gone = {read_tag(tag) for tag in wish.remove_tags}
    new = [read_tag(tag) for tag in wish.add_tags]
    tags = tuple(dict.fromkeys([*(tag for tag in ticket.tags if tag not in gone), *new]))
    if len(tags) > TAGS_AT_MOST:
        raise Refused(f"A ticket carries at most {TAGS_AT_MOST} tags. Remove some first.", field="tag")
    return tags


def find_owner(tx: Transaction, actor: Actor, typed: str) -> Person | None:
    """Who is meant by `me`, `none`, an e-mail, or the beginning of one name or e-mail. Raises NotUnderstood."""
    word = typed.strip()
    if word.lower() in (NOBODY, NOBODY_TOO):
        return None
    if word.lower() == ME:
        return actor.person
    fitting = colleagues_meant(tx, word)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise NotUnderstood(f"No colleague's name or e-mail begins with “{word}”.", field="assignee")
    names = ", ".join(person.name for person in fitting[:5])
    raise NotUnderstood(f"“{word}” fits {names}. Type more of the name, or the e-mail.", field="assignee")


def _refuse_if_overtaken(tx: Transaction, actor: Actor, wish: Wish, before: Ticket, after: Ticket) -> None:
    if wish.version is None or wish.version >= before.version:
        return
    mine = {change.what for change in differences(before, after)}
    since = tx.entries_since(before, wish.version, actor)
    same = tuple(one for one in by_others(since, actor) if any(change.what in mine for change in one.changes))
    if same:
        said = "The ticket changed since you looked. Nothing was changed; look again."
        raise overtaken(said, as_seen(before, actor), since, actor, same)


def _tell(tx: Transaction, actor: Actor, occasion: Occasion, before: Ticket, saved: Ticket) -> None:
    settings = tx.settings()
    if saved.status is not before.status and (saved.status.is_settled or before.status.is_settled):
        tx.post(letters(Subject.STATUS, saved, customer_side(saved), occasion, settings, by=actor))
    if saved.assignee is not None and saved.assignee != before.assignee:
        tx.post(letters(Subject.ASSIGNED, saved, (saved.assignee,), occasion, settings, by=actor))
