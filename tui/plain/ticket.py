"""One ticket: what it is, what was said last, and everything that this person may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

from core.desk import Desk
from core.entries import Kind
from core.reading import TicketView, look_at
from core.references import Reference, shown
from core.tickets import Ticket
from tui.plain.answering import Answers
from tui.plain.changing import Changes
from tui.plain.codes import prove_choice
from tui.plain.files import Files
from tui.plain.reading import Conversation, print_entries
from tui.plain.rows import row_choices
from tui.plain.talk import Back, Choice
from tui.plain.ticket_words import facts, news_words
from tui.plain.visitor import Action, Visitor
from tui.words import plural

FIRST_SHOWN = 10
"""Entries that were not read yet, as many as are said when a ticket is opened."""


class Then(Enum):
    """Where somebody goes from a ticket."""

    BACK = "back"
    NEXT = "next"


class TicketPlace:
    """`follows`: there is a list with a next ticket."""

    def __init__(self, visitor: Visitor, reference: Reference, *, follows: bool = False) -> None:
        self._visitor = visitor
        self._reference = reference
        self._follows = follows
        self._then: Then | None = None
        self._view: TicketView

    async def stay(self) -> Then:
        """Raises NotFound where this person can see no such ticket."""
        await self._open()
        while self._then is None:
            await self._look_again()
            title = f"Ticket {shown(self._view.ticket.reference)}."
            try:
                action = await self._visitor.talk.choose(title, list(self._choices()))
            except Back:
                return Then.BACK
            await self._visitor.tries(action)
        return self._then

    # Looking

    async def _open(self) -> None:
        self._visitor = await self._visitor.with_news()
        view = self._view = await self._read(FIRST_SHOWN)
        self._reference = view.ticket.reference
        self._say_facts()
        entries = view.thread.entries
        news = tuple(one for one in entries if one.id > view.read_up_to and one.kind is not Kind.EVENT)
        last = tuple(one for one in entries if one.kind is not Kind.EVENT)[-1:]
        total = view.thread.earlier + len(entries)
        self._visitor.talk.say(f"{plural(total, 'entry', 'entries')} in the conversation.")
        if said := news or last:
            self._visitor.talk.say(f"{plural(len(news), 'new entry', 'new entries')}:" if news else "The last message:")
            print_entries(self._visitor, said)
        await self._mark_read()

    def _say_facts(self) -> None:
        self._visitor.talk.say(f"Ticket {shown(self._reference)}")
        for fact in facts(self._view.ticket, self._visitor.actor, self._visitor.desk.now()):
            self._visitor.talk.say(fact)

    async def _look_again(self) -> None:
        """Tell in one line what others changed since the last question."""
        before, self._view = self._view, await self._read(FIRST_SHOWN)
        if self._view.ticket.version == before.ticket.version:
            return
        last = before.thread.entries[-1].id if before.thread.entries else 0
        me = self._visitor.person.id if self._visitor.person else None
        came = (one for one in self._view.thread.entries if one.id > last and (one.author and one.author.id) != me)
        if told := [words for words in (news_words(one, self._visitor.actor) for one in came) if words]:
            self._visitor.talk.say(f"Changed meanwhile: {', '.join(told)}.")

    async def _read(self, newest: int) -> TicketView:
        return await self._visitor.desk.read(look_at, self._reference, newest=newest)

    async def _mark_read(self) -> None:
        """At once: the list that one comes back to says what is unread."""
        if self._view.thread.entries:
            self._visitor.mark_read(self._reference, self._view.thread.entries[-1].id)
            await self._visitor.soft.flush()

    # Doing

    def _choices(self) -> Iterator[Choice[Action]]:
        visitor, view = self._visitor, self._view
        yield Choice("read", "the conversation, page by page", self._converse)
        yield Choice("facts", "what the ticket is now", self._tell_facts)
        if proves := prove_choice(visitor, self._proved):
            yield proves
        yield from Answers(visitor, view, self._look_again, self._goes_on).choices()
        yield from Changes(visitor, view).choices()
        yield from Files(visitor, view).choices()
        if view.others:
            yield Choice("others", f"other tickets of the same customer, {view.others_total}", self._others)
        if self._follows:
            yield Choice("next", "the next ticket of the list", self._next)

    async def _converse(self) -> None:
        await Conversation(self._visitor, self._reference).stay()
        await self._mark_read()

    async def _tell_facts(self) -> None:
        self._say_facts()

    async def _others(self) -> None:
        row = await self._visitor.talk.pick("Which ticket?", row_choices(self._visitor, self._view.others))
        await TicketPlace(self._visitor, row.reference).stay()

    async def _goes_on(self, ticket: Ticket) -> None:
        """In another ticket. Whoever came by ID and e-mail sees one ticket only, and needs the pair of that one."""
        person = self._visitor.person
        if self._visitor.actor.only is not None and person is not None:
            desk = await self._visitor.arrival.reception.by_pair(ticket.reference, person.email)
            self._visitor = replace(self._visitor, desk=desk)
        self._reference = ticket.reference
        await self._open()

    def _proved(self, desk: Desk) -> None:
        self._visitor = replace(self._visitor, desk=desk)

    async def _next(self) -> None:
        self._then = Then.NEXT
