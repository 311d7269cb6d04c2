"""Letters on their way from a mail server to a ticket: how far a mailbox was read, what ends it, what a round did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.calendars import DAY
from core.errors import Refused
from core.incoming import LETTER_AT_MOST, MailboxPlace
from core.occasion import Occasion
from core.people import Actor
from core.permission import Verb, permit

if TYPE_CHECKING:
    from core.store import Transaction

COMES_IN_STILL = 90 * DAY
"""Since a letter or a mailbox: for so long letters are taken to come in still."""
NEVER_OPENED = 0
"""In place of a UIDVALIDITY, which is greater."""


class TooLarge(Refused):
    """A letter that is not taken, however often it comes."""

    def __init__(self) -> None:
        super().__init__(f"A letter has at most {LETTER_AT_MOST // (1024 * 1024)} MB, its files included.")


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of the letters of one round: those that are in a ticket now, and those that an operator decides
    about. `mishaps` are errors that nobody expected: their letters wait for another try. `elsewhere`: another process
    files them."""

    filed: int = 0
    held: int = 0
    mishaps: tuple[Exception, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Collected:
    """What one look into a mailbox brought: letters that are new here. `trouble` says what was left there, or why it
    could not be read; `mishaps` are errors that nobody expected; `elsewhere`: another process looks after it."""

    letters: int = 0
    trouble: str = ""
    is_away: bool = False
    mishaps: tuple[Exception, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class MailIn:
    """How mail comes in: letters that wait to be filed and that are held, counted up to 1001, when the newest came,
    and the mailboxes that letters were fetched from."""

    waiting: int
    held: int
    last_came: int | None
    mailboxes: tuple[MailboxPlace, ...]


def mail_in(tx: Transaction, actor: Actor) -> MailIn:
    permit(actor, Verb.LOOK_AFTER_MAIL)
    return MailIn(*tx.count_incoming(), tx.mailboxes())


def takes_letters(tx: Transaction, at: int) -> bool:
    """Whether letters come in here: one did, or a mailbox was read on, not too long ago for that to be so still."""
    came = tx.count_incoming()[2]
    instants = (*(() if came is None else (came,)), *(place.at for place in tx.mailboxes()))
    return any(at - one <= COMES_IN_STILL for one in instants)


def mailbox_place(tx: Transaction, actor: Actor, name: str) -> MailboxPlace:
    """How far this mailbox was read; UID 0 of none where it never was."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    return tx.mailbox(name) or MailboxPlace(name, NEVER_OPENED, 0, 0)


def keep_place(tx: Transaction, actor: Actor, occasion: Occasion, name: str, uidvalidity: int, last_uid: int) -> None:
    """Everything up to this UID is kept by the desk."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    tx.keep_mailbox(MailboxPlace(name, uidvalidity, last_uid, occasion.at))


def tell_trouble(tx: Transaction, actor: Actor, occasion: Occasion, name: str, trouble: str) -> None:
    """Why it can not be read, or what lies there; empty when all is well again."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    place = tx.mailbox(name) or MailboxPlace(name, NEVER_OPENED, 0, 0)
    tx.keep_mailbox(MailboxPlace(name, place.uidvalidity, place.last_uid, occasion.at, trouble))
