"""Finding a ticket without an account: its ID and the e-mail of its requester or of a participant open that one ticket.

A wrong pair and an ID that was never given get the same answer after the same work, and a source that tries too often
hears "try later". A staff address never gives the rights of staff.
"""

from __future__ import annotations

from typing import NamedTuple

from core.calendars import MINUTE
from core.errors import NotFound, NotUnderstood, TryLater
from core.mailed_codes import by_mail
from core.occasion import Occasion
from core.people import Actor, normal_email
from core.permission import Verb, permit
from core.references import LENGTH, Reference, is_whole, read_reference
from core.settings import DeskSettings
from core.store import Transaction

WRONG_PAIRS_AT_MOST = 10
WITHIN = 10 * MINUTE
NO_SUCH_REFERENCE = Reference("0" * LENGTH)


class Found(NamedTuple):
    """Who came by the pair: an actor with the rights of that requester or participant in that ticket, or nobody.

    A use case that raised would take back the counted try, so a miss is a result; `opened` turns it into the refusal.
    """

    actor: Actor | None

    def opened(self) -> Actor:
        if self.actor is None:
            raise NotFound("No ticket with this ID and this address. Check both, or open a new ticket.")
        return self.actor


def look_up(
    tx: Transaction, actor: Actor, occasion: Occasion, typed_id: str, email: str, *, has_mail_server: bool = False
) -> Found:
    """Raises TryLater after 10 wrong pairs within 10 minutes from one source."""
    permit(actor, Verb.LOOK_UP)
    if tx.count_tries("look up", actor.source, occasion.at - WITHIN) >= WRONG_PAIRS_AT_MOST:
        raise TryLater("Too many wrong tries. Wait ten minutes, then try again.")
    found = tx.ticket_of_pair(_meant(typed_id), normal_email(email))
    if found is None or not found[1].active:
        tx.add_try("look up", actor.source, occasion.at)
        return Found(None)
    ticket, person = found
    settings = tx.settings()
    may_write = pair_may_write(settings, mail_works=by_mail(settings, has_mail_server=has_mail_server))
    return Found(Actor(actor.via, person, actor.source, only=ticket.reference, may_write=may_write))


def pair_may_write(settings: DeskSettings, *, mail_works: bool) -> bool:
    """Whether the pair alone lets its holder reply, attach, confirm and reopen (setting `lookup.proof`)."""
    if settings.lookup_proof == "auto":
        return not mail_works
    return settings.lookup_proof == "pair"


def _meant(typed: str) -> Reference:
    try:
        reference = read_reference(typed)
    except NotUnderstood:
        return NO_SUCH_REFERENCE
    return reference if is_whole(reference) else NO_SUCH_REFERENCE
