"""A new ticket, one question after the other; what is wrong with an answer is told at once. A draft is kept."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace

from core.drafting import draft
from core.opening import Form, check_files, open_ticket
from core.people import read_email, read_name
from core.references import shown
from core.safe_text import safe_name
from core.tickets import Priority, Ticket, read_subject
from tui.local_files import fitting
from tui.plain.talk import Back, Choice, InputEnded, Leave
from tui.plain.ticket import TicketPlace
from tui.plain.ticket_words import file_words
from tui.plain.visitor import Action, Visitor
from tui.plain.writing import KEPT, new_file, typed_lines
from tui.promised import answered_within, mailed_to
from tui.ticket_form import DRAFT, Filled, faults, from_draft
from tui.words import plural, promise

HINTS = (
    "Help comes faster with a clear description: what you did, what you expected, what happened instead.",
    "It comes faster with the exact error text, and with what you tried already.",
    "Answer our questions in the ticket, soon; no separate letters, then nothing gets lost.",
)


class NewTicket:
    """The form of one ticket."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._typed = Filled(category=visitor.notices.categories[0])
        self._body: Callable[[], str] = str
        self._key = secrets.token_hex(16)
        self._opened: Ticket | None = None

    @property
    def _filled(self) -> Filled:
        return replace(self._typed, body=self._body())

    def _as_draft(self) -> str:
        return self._filled.as_draft()

    async def fill(self) -> None:
        """Until it is sent or thrown away. Who goes before finds it again as a draft."""
        try:
            await self._fill()
        except (Back, Leave, InputEnded, asyncio.CancelledError):
            if self._filled.as_draft():
                self._visitor.talk.say(KEPT)
            raise
        if self._opened is not None:
            await self._confirm(self._opened)

    async def _fill(self) -> None:
        await self._visitor.soft.flush()
        found = from_draft(await self._visitor.desk.read(draft, DRAFT))
        if found is None:
            await self._ask_everything()
        else:
            self._take_up(found)
            await self._tell()
        while True:
            action = await self._visitor.talk.choose("The new ticket.", self._choices())
            if action is None:
                self._visitor.talk.say("Thrown away.")
                break
            await self._visitor.tries(action)
            if self._opened is not None:
                break
        self._body, self._typed = str, Filled()
        self._keep()
        await self._visitor.soft.flush()

    def _take_up(self, found: Filled) -> None:
        if found.category not in self._visitor.notices.categories:
            found = replace(found, category=self._visitor.notices.categories[0])
        self._typed, self._body = found, lambda: found.body
        self._visitor.talk.say("Your draft is here again.")

    async def _ask_everything(self) -> None:
        for hint in HINTS:
            self._visitor.talk.say(hint)
        if self._visitor.actor.is_guest:
            await self._ask_who()
        elif self._visitor.actor.is_staff:
            await self._ask_for_whom()
        for ask in (self._ask_subject, self._ask_category, self._ask_priority, self._ask_message):
            await ask()

    def _choices(self) -> list[Choice[Action | None]]:
        actor = self._visitor.actor
        choices: list[Choice[Action | None]] = [Choice("send", "send it to the desk", self._send)]
        if actor.is_guest:
            choices.append(Choice("name", "another name and e-mail address", self._ask_who))
        elif actor.is_staff:
            choices.append(Choice("customer", "for whom it is", self._ask_for_whom))
        return [
            *choices,
            Choice("subject", "another subject", self._ask_subject),
            Choice("category", "another category", self._ask_category),
            Choice("priority", "another priority", self._ask_priority),
            Choice("message", "type more lines", self._ask_message),
            Choice("attach", "add a file of this machine", self._attach),
            Choice("read", "hear all of it", self._tell),
            Choice("drop", "throw it away", None),
        ]

    # Asking

    async def _ask_who(self) -> None:
        name = await self._visitor.talk.answer("Your full name?", read_name)
        email = await self._visitor.talk.answer("Your e-mail address?", read_email)
        self._set(replace(self._typed, name=name, email=email))

    async def _ask_for_whom(self) -> None:
        question = "The e-mail address of the customer? Nothing typed is yourself."
        email = await self._visitor.talk.answer(question, lambda typed: read_email(typed) if typed else "")
        name = await self._visitor.talk.answer("Their full name?", read_name) if email else ""
        self._set(replace(self._typed, name=name, email=email))

    async def _ask_subject(self) -> None:
        subject = await self._visitor.talk.answer("The subject: what is wrong, in a few words?", read_subject)
        self._set(replace(self._typed, subject=subject))

    async def _ask_category(self) -> None:
        choices = [Choice(name, "", name) for name in self._visitor.notices.categories]
        if len(choices) > 1:
            category = await self._visitor.talk.pick("Which category?", choices)
            self._set(replace(self._typed, category=category))

    async def _ask_priority(self) -> None:
        settings = self._visitor.notices.settings
        choices = [
            Choice(one.word, f"{one.meaning}, first answer within {answered_within(settings, one)}", one.word)
            for one in reversed(Priority)
        ]
        priority = await self._visitor.talk.pick("Which priority?", choices)
        self._set(replace(self._typed, priority=priority))

    async def _ask_message(self) -> None:
        await typed_lines(self._visitor, "What happened?", self._body(), self._keep_body)

    def _keep_body(self, text: Callable[[], str]) -> None:
        self._body = text
        self._keep()

    def _set(self, filled: Filled) -> None:
        self._typed = filled
        self._keep()

    def _keep(self) -> None:
        self._visitor.keep_draft(DRAFT, self._as_draft)

    async def _attach(self) -> None:
        file = await new_file(self._visitor)
        check_files((*self._typed.files, file))
        self._typed = replace(self._typed, files=(*self._typed.files, file))
        self._keep()
        self._visitor.talk.say(f"Attached: {file_words(file)}.")

    async def _tell(self) -> None:
        filled, talk = self._filled, self._visitor.talk
        if filled.email:
            talk.say(f"From: {safe_name(filled.name)} {safe_name(filled.email)}")
        talk.say(f"Subject: {filled.subject}")
        talk.say(f"Category: {safe_name(filled.category)}")
        talk.say(f"Priority: {filled.priority}")
        talk.say(f"Message, {plural(len(filled.body.splitlines()), 'line')}:")
        talk.quote(filled.body)
        for file in filled.files:
            talk.say(f"File: {file_words(file)}")

    # Sending

    async def _send(self) -> None:
        filled, desk = self._filled, self._visitor.desk
        if wrong := faults(filled, asks_who=self._visitor.actor.is_guest):
            for fault in wrong.values():
                self._visitor.talk.say(fault.sentence)
            return
        body, files = await fitting(desk.files, filled.body, filled.files)
        form = Form(
            filled.subject,
            body,
            self._key,
            category=filled.category,
            priority=filled.chosen_priority,
            name=filled.name or None,
            email=filled.email or None,
            attachments=files,
        )
        self._opened = await desk.write(open_ticket, form)

    async def _confirm(self, ticket: Ticket) -> None:
        talk, now = self._visitor.talk, self._visitor.desk.now()
        talk.say(f"We have it. Your ticket ID is {shown(ticket.reference)}.")
        if ticket.respond_by is not None:
            talk.say(f"We answer by {promise(ticket.respond_by, now)}.")
        if mailed := await mailed_to(self._visitor.arrival.reception, self._visitor.desk, ticket):
            talk.say(f"By mail {mailed}.")
        if self._visitor.actor.is_guest:
            talk.say("Come back any time: find asks for this ID and your e-mail address.")
        elif await talk.agrees("Open the ticket now?"):
            await TicketPlace(self._visitor, ticket.reference).stay()
