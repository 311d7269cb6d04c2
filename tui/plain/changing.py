"""What an agent changes about a ticket: owner, status, priority, category, tags."""

from __future__ import annotations

from collections.abc import Iterator

from core import reading
from core.errors import NotUnderstood
from core.permission import Verb, may
from core.reading import TicketView
from core.safe_text import safe_name
from core.tickets import Party, Priority, Status, Ticket, moves_from, read_tag
from core.triage import change
from core.wish import ME, NOBODY, Wish
from tui.plain.talk import Choice
from tui.plain.ticket_words import status_word
from tui.plain.visitor import Action, Visitor


class Changes:
    """The choices of one look at a ticket. What a colleague changed since is a conflict, and told."""

    def __init__(self, visitor: Visitor, view: TicketView) -> None:
        self._visitor = visitor
        self._ticket = view.ticket

    def choices(self) -> Iterator[Choice[Action]]:
        actor, ticket, me = self._visitor.actor, self._ticket, self._visitor.person
        if not may(actor, Verb.CHANGE, ticket):
            return
        moves = moves_from(ticket.status, Party.AGENT)
        if ticket.assignee is None or me is None or ticket.assignee.id != me.id:
            yield Choice("take", "make it yours", self._take)
        if Status.RESOLVED in moves:
            yield Choice("resolve", "the customer is told and may confirm or reopen", self._resolve)
        yield Choice("assign", "give it to a colleague or to nobody", self._assign)
        if moves:
            yield Choice("status", "choose another one", self._status)
        yield Choice("priority", "choose another one", self._priority)
        yield Choice("category", "move it to another one", self._category)
        yield Choice("tags", "add some, take some away", self._tags)

    async def _take(self) -> None:
        await self._change(Wish(self._ticket.reference, assignee=ME), "Taken: it is yours.")

    async def _resolve(self) -> None:
        told = f"Resolved. {safe_name(self._ticket.requester.name)} is told and may confirm or reopen."
        await self._change(Wish(self._ticket.reference, status=Status.RESOLVED), told)

    async def _assign(self) -> None:
        staff = await self._visitor.desk.read(reading.staff)
        choices = [Choice(person.email, safe_name(person.name), person.email) for person in staff]
        to = await self._visitor.talk.pick("Assign to whom?", [*choices, Choice("nobody", "", NOBODY)])
        name = next((safe_name(person.name) for person in staff if person.email == to), "Nobody")
        await self._change(Wish(self._ticket.reference, assignee=to), f"{name} has it now.")

    async def _status(self) -> None:
        choices = [Choice(one.word, one.meaning, one) for one in moves_from(self._ticket.status, Party.AGENT)]
        to = await self._visitor.talk.pick("Which status?", choices)
        word = status_word(to, self._visitor.actor)
        await self._change(Wish(self._ticket.reference, status=to), f"The ticket is {word} now.")

    async def _priority(self) -> None:
        to = await self._visitor.talk.pick("Which priority?", [Choice(one.word, one.meaning, one) for one in Priority])
        await self._change(Wish(self._ticket.reference, priority=to), f"Priority is {to.word} now.")

    async def _category(self) -> None:
        choices = [Choice(name, "", name) for name in self._visitor.notices.categories]
        to = await self._visitor.talk.pick("Which category?", choices)
        await self._change(Wish(self._ticket.reference, category=to), f"Moved to {safe_name(to)}.")

    async def _tags(self) -> None:
        new, gone = await self._visitor.talk.answer("Which tags? Type vpn to add it, -vpn to take it away.", _read_tags)
        wish = Wish(self._ticket.reference, add_tags=new, remove_tags=gone)
        tags = (await self._change(wish)).tags
        self._visitor.talk.say(f"Tags are {safe_name(' '.join(tags))} now." if tags else "It has no tags now.")

    async def _change(self, wish: Wish, told: str = "") -> Ticket:
        ticket = await self._visitor.desk.write(change, wish._replace(version=self._ticket.version))
        if told:
            self._visitor.talk.say(told)
        return ticket


def _read_tags(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those to add and those to take away. Raises NotUnderstood."""
    words = typed.replace(",", " ").split()
    if not words:
        raise NotUnderstood("Type at least one tag.", field="tag")
    new = tuple(read_tag(word.lstrip("+")) for word in words if not word.startswith("-"))
    return new, tuple(read_tag(word[1:]) for word in words if word.startswith("-"))
