"""Codes that come by mail: typing one, and proving an address before one writes in a ticket that one found."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from core.desk import Desk
from core.errors import Refused
from core.mailed_codes import by_mail
from tui.plain.talk import Choice, Talk
from tui.plain.visitor import Action, Visitor
from tui.promised import code_is_coming_to

TRIES = 3


async def typed_code(talk: Talk, fits: Callable[[str], Awaitable[Desk]]) -> Desk:
    """The desk that the code opens, asked for three times. Raises Refused after that."""
    for _ in range(TRIES - 1):
        try:
            return await fits(await talk.answer("The code?", str))
        except Refused as error:
            talk.say(error.sentence)
    return await fits(await talk.answer("The code?", str))


def prove_choice(visitor: Visitor, proved: Callable[[Desk], None]) -> Choice[Action] | None:
    """For whoever came by ID and e-mail, where that only shows the ticket and letters leave this desk."""
    actor, reception = visitor.actor, visitor.arrival.reception
    if actor.only is None or actor.may_write:
        return None
    if not by_mail(visitor.notices.settings, has_mail_server=reception.has_mail_server):
        return None

    async def proves() -> None:
        visitor.talk.say(code_is_coming_to(await reception.ask_to_write(visitor.desk)))
        proved(await typed_code(visitor.talk, lambda typed: reception.may_write(visitor.desk, typed)))
        visitor.talk.say("That is your address. You can write here now.")

    return Choice("prove", "that the address is yours, by a code that is mailed there, to answer here", proves)
