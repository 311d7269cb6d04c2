"""What moves a conversation: an answer, an internal note, saying that it is solved, or that it is not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from core.attaching import Upload
from core.attaching import attach as add_files
from core.permission import Verb, may
from core.reading import TicketView
from core.replying import Reply, note, reply
from core.safe_text import safe_name
from core.settling import Settling, confirm, reopen
from core.tickets import Party, Status, Ticket, moves_from
from tui.plain.talk import Choice
from tui.plain.ticket_words import NOTE, status_word
from tui.plain.visitor import Action, Visitor
from tui.plain.writing import Message
from tui.words import promise

SEND, SOLVED = "send", "solved"


class Answers:
    """The choices of one look at a ticket.

    `look` tells what changed meanwhile; `goes_on` is called with another ticket where the answer opened one.
    """

    def __init__(
        self, visitor: Visitor, view: TicketView, look: Action, goes_on: Callable[[Ticket], Awaitable[None]]
    ) -> None:
        self._visitor = visitor
        self._ticket = view.ticket
        self._look = look
        self._goes_on = goes_on
        self._as_customer = view.ticket.is_customer_side(visitor.actor)

    def choices(self) -> Iterator[Choice[Action]]:
        actor, ticket = self._visitor.actor, self._ticket
        if may(actor, Verb.REPLY, ticket):
            to = "the desk" if self._as_customer else safe_name(ticket.requester.name)
            yield Choice("reply", f"answer {to}", self._reply)
        if may(actor, Verb.NOTE, ticket):
            yield Choice("note", f"{NOTE}, only your team sees it", self._note)
        if self._as_customer and may(actor, Verb.CONFIRM, ticket) and ticket.status is not Status.CLOSED:
            yield Choice("confirm", "it is solved, close the ticket", self._confirm)
        if may(actor, Verb.REOPEN, ticket) and ticket.status.is_settled:
            yield Choice("reopen", "it is not solved, open it again", self._reopen)

    # Writing

    async def _reply(self) -> None:
        message = Message(self._visitor, "reply", self._ticket, "answer", self._look)
        sends = list(self._customers_sends() if self._as_customer else self._staffs_sends())
        sent = await message.sent(sends, partial(self._send, message))
        if sent is not None and sent.reference != self._ticket.reference:
            self._visitor.talk.say("The old ticket was closed long ago. A new one goes on from it.")
            await self._goes_on(sent)

    def _customers_sends(self) -> Iterator[Choice[str]]:
        yield Choice(SEND, "send it to the desk", SEND)
        if self._ticket.status is not Status.CLOSED:
            yield Choice(SOLVED, "send it and close the ticket, it is solved", SOLVED)

    def _staffs_sends(self) -> Iterator[Choice[str]]:
        """A way to send for each status that may follow."""
        now = self._ticket.status
        by_itself = Status.IN_PROGRESS if now is Status.OPEN else now
        yield Choice(
            SEND, f"send it to {safe_name(self._ticket.requester.name)}, then it is {self._word(by_itself)}", SEND
        )
        for status in moves_from(now, Party.AGENT):
            if status not in (by_itself, Status.OPEN, Status.CLOSED):
                yield Choice(status.word, f"send it, then it is {self._word(status)}", status.code)

    async def _send(self, message: Message, way: str) -> Ticket:
        visitor, (body, files) = self._visitor, await message.fitting()
        then = None if way in (SEND, SOLVED) else Status[way.upper()]
        version = None if self._as_customer else message.version
        key = message.key((body, files, then))
        if self._as_customer and files and not body.strip():
            ticket = await visitor.desk.write(add_files, Upload(self._ticket.reference, files, key))
        else:
            said = Reply(self._ticket.reference, body, key, version, then, files)
            ticket = await visitor.desk.write(reply, said)
        if way == SOLVED and ticket.reference == self._ticket.reference:
            ticket = await visitor.desk.write(confirm, Settling(ticket.reference))
        visitor.talk.say(self._sent_words(ticket))
        return ticket

    def _sent_words(self, ticket: Ticket) -> str:
        if not self._as_customer:
            return f"Reply sent to {safe_name(ticket.requester.name)}. The ticket is {self._word(ticket.status)}."
        if ticket.status is Status.CLOSED:
            return "Sent, and the ticket is closed. Thank you for telling us."
        now = self._visitor.desk.now()
        due = ticket.respond_by
        by = f" We answer by {promise(due, now)}." if due is not None and due > now else ""
        return f"Sent to {safe_name(self._visitor.notices.settings.name)}.{by}"

    async def _note(self) -> None:
        self._visitor.talk.say(f"{NOTE}: only your team will see it.")
        message = Message(self._visitor, "note", self._ticket, NOTE, self._look)
        send = Choice(SEND, f"save the {NOTE}, the customer does not see it", SEND)
        await message.sent([send], partial(self._save_note, message))

    async def _save_note(self, message: Message, way: str) -> Ticket:
        del way
        body, files = await message.fitting()
        said = Reply(self._ticket.reference, body, message.key((body, files)), attachments=files)
        ticket = await self._visitor.desk.write(note, said)
        self._visitor.talk.say(f"{NOTE} saved. Only your team sees it.")
        return ticket

    # Settling

    async def _confirm(self) -> None:
        question = "Is it solved, and shall it be closed? It can be reopened."
        if self._ticket.status is not Status.RESOLVED and not await self._visitor.talk.agrees(question):
            return
        await self._visitor.desk.write(confirm, Settling(self._ticket.reference, self._ticket.version))
        self._visitor.talk.say("Closed. Thank you for telling us.")

    async def _reopen(self) -> None:
        ticket = await self._visitor.desk.write(reopen, Settling(self._ticket.reference, self._ticket.version))
        if ticket.reference != self._ticket.reference:
            self._visitor.talk.say("The old ticket was closed long ago. A new one goes on from it.")
            await self._goes_on(ticket)
        elif self._as_customer:
            self._visitor.talk.say("Reopened. Tell us what still fails: reply does it.")
        else:
            self._visitor.talk.say(f"Reopened. The ticket is {self._word(ticket.status)}.")

    def _word(self, status: Status) -> str:
        return status_word(status, self._visitor.actor)
