"""Whom the desk does not know: opening a ticket, finding one by its ID, signing in; and the first run of a desk."""

from __future__ import annotations

from dataclasses import replace

from core import signing_in
from core.desk import Desk
from core.errors import DeskError, NotUnderstood
from core.people import read_email, read_name
from core.references import read_reference, shown
from core.settings import DeskSettings, read_setting
from core.tickets import Priority
from tui.arrival import Arrival
from tui.plain.codes import typed_code
from tui.plain.new_ticket import NewTicket
from tui.plain.talk import Back, Choice, Talk
from tui.plain.ticket import TicketPlace
from tui.plain.visitor import Action, Visitor
from tui.promised import OR_BY_CODE, answered_within, code_is_coming, hours_words
from tui.remembered import keep_sign_in

WELCOME = "Welcome to your help desk. Name it and make its first operator: it takes a minute."
READY = "The desk is open. People makes your colleagues known."


class Welcome:
    """What a guest can do. `stay` ends with the desk of whoever signed in."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._signed_in: Desk | None = None

    async def stay(self) -> Desk:
        self._greet()
        ways: list[Choice[Action]] = [
            Choice("new", "open a ticket: name, e-mail and what is wrong", self._new),
            Choice("find", "find my ticket, with its ID and your e-mail address", self._find),
            Choice("sign in", "with your e-mail address and password", self._sign_in),
        ]
        while self._signed_in is None:
            await self._visitor.tries(await self._visitor.talk.choose("Welcome.", ways, is_home=True))
        return self._signed_in

    def _greet(self) -> None:
        talk, settings = self._visitor.talk, self._visitor.notices.settings
        for words in (settings.name, hours_words(settings), settings.contact):
            if words:
                talk.say(words)
        for priority in Priority:
            answer = answered_within(settings, priority)
            talk.say(f"Priority {priority.word}, {priority.meaning}: first answer within {answer}.")

    async def _new(self) -> None:
        await NewTicket(await self._visitor.with_news()).fill()

    async def _find(self) -> None:
        talk, reception = self._visitor.talk, self._visitor.arrival.reception
        reference = await talk.answer("The ID of the ticket, like K7M2Q-9XR4T?", read_reference)
        email = await talk.answer("The e-mail address that it was opened with?", read_email)
        desk = await reception.by_pair(shown(reference), email)
        await TicketPlace(replace(self._visitor, desk=desk), reference).stay()

    async def _sign_in(self) -> None:
        talk, arrival = self._visitor.talk, self._visitor.arrival
        email = await talk.answer("Your e-mail address?", read_email)
        desk = await self._desk_of(email)
        if await talk.agrees("Stay signed in on this machine?") and (
            why_not := await keep_sign_in(arrival.memory, desk)
        ):
            talk.say(why_not)
        self._signed_in = desk

    async def _desk_of(self, email: str) -> Desk:
        talk, reception = self._visitor.talk, self._visitor.arrival.reception
        has_mail = await reception.mails_codes()
        password = await talk.password(f"{OR_BY_CODE}?" if has_mail else "Your password?")
        if has_mail and not password:
            await reception.ask_for_code(email)
            talk.say(code_is_coming(email))
            return await typed_code(talk, lambda typed: reception.sign_in_by_code(email, typed))
        signed = await reception.sign_in(email, password)
        if signed.must_choose:
            talk.say("That was a one-time password. Choose your own now.")
            await reception.choose_password(signed.desk, await chosen_password(talk))
        return signed.desk


async def first_run(talk: Talk, arrival: Arrival) -> Desk:
    """Name the desk and make its first operator, who is signed in then. Nothing is written before everything fits."""
    talk.say(WELCOME)
    while True:
        try:
            desk = await _set_up(talk, arrival)
        except Back:
            talk.say("Then once more from the beginning.")
        except DeskError as error:
            talk.say(error.sentence)
        else:
            talk.say(READY)
            return desk


async def _set_up(talk: Talk, arrival: Arrival) -> Desk:
    name = await talk.answer("The name of the desk, like Acme Support?", _desk_name)
    person = await talk.answer("Your full name?", read_name)
    email = await talk.answer("Your e-mail address?", read_email)
    return await arrival.reception.set_up(name, person, email, await chosen_password(talk))


def _desk_name(typed: str) -> str:
    return read_setting(DeskSettings, "desk.name", typed)


async def chosen_password(talk: Talk) -> str:
    """A new password, typed twice; asked again until it is good enough."""
    while True:
        password = await talk.password(f"Your new password, at least {signing_in.PASSWORD_AT_LEAST} characters?")
        try:
            signing_in.read_password(password)
        except NotUnderstood as error:
            talk.say(error.sentence)
            continue
        if await talk.password("The same once more?") == password:
            return password
        talk.say("The two are not the same.")
