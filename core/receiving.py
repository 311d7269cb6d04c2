"""Letters on their way in: kept whole before anybody reads them, taken up one by one, held where nobody could.

Whoever files takes one letter up, reads it outside of any transaction, and files it (core/filing.py). A letter that was
taken up comes again by itself after a minute: so one whose reader died is not lost, and one that brings every reader
down is held after some tries.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.calendars import DAY, MINUTE
from core.incoming import Arrived, Incoming, Stage
from core.occasion import Occasion
from core.people import EMAIL_AT_MOST, Actor
from core.permission import Verb, permit

if TYPE_CHECKING:
    from core.store import Transaction

HOLDS = MINUTE
"""How long a letter is left to whoever took it up; to read one takes seconds."""
TRIES = 3
COMES_AGAIN = 3
"""How often within a day another copy takes the place of a letter that is held: what is held again and again ends."""
_AGAIN = "held letter again"
NOT_FILED = "It could not be filed."
LINE_AT_MOST = 500


def keep(tx: Transaction, actor: Actor, occasion: Occasion, arrived: Arrived) -> bool:
    """Keep a letter whose bytes are stored; False where it came before, by whichever way. Where that one is held this
    one is read in its place: a stranger who sends a poor copy first must not make the letter vanish."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    sender, recipient = (in_a_line(one, EMAIL_AT_MOST) for one in (arrived.sender, arrived.recipient))
    arrived = replace(arrived, sender=sender, recipient=recipient)
    if tx.keep_incoming(arrived, occasion.at):
        return True
    _read_instead(tx, arrived, occasion.at)
    return False


def _read_instead(tx: Transaction, arrived: Arrived, at: int) -> None:
    """What is in a ticket, was thrown away or waits already stays as it is."""
    letter = tx.incoming(tx.incoming_named(arrived.fingerprint)[0].number)
    is_other = letter.arrived.raw.sha256 != arrived.raw.sha256
    if letter.stage is not Stage.HELD or not is_other:
        return
    if tx.count_tries(_AGAIN, arrived.fingerprint, at - DAY) < COMES_AGAIN:
        tx.add_try(_AGAIN, arrived.fingerprint, at)
        tx.renew_incoming(letter.number, arrived, at)


def is_waiting(tx: Transaction, actor: Actor, now: int) -> bool:
    """Whether a letter can be taken up; reads one row of an index."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    return tx.next_incoming(now) is not None


def take_in(tx: Transaction, actor: Actor, occasion: Occasion) -> Incoming | None:
    """The letter that waits longest, for a minute to whoever took it. One that was taken up in vain is held."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    while (number := tx.next_incoming(occasion.at)) is not None:
        letter = tx.incoming(number)
        if letter.stage is not Stage.WAITS:
            continue
        if letter.tries >= TRIES:
            hold(tx, letter, NOT_FILED)
        elif tx.put_off_incoming(number, occasion.at, occasion.at + HOLDS, letter.tries + 1):
            return replace(letter, tries=letter.tries + 1)
    return None


def put_back(tx: Transaction, actor: Actor, occasion: Occasion, number: int) -> None:
    """What failed was not about this letter: it waits its minute, and this try does not count."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    later = occasion.at + HOLDS  # by then nobody has it, so it may be put off
    tx.put_off_incoming(number, later, later, max(0, tx.incoming(number).tries - 1))


def could_not_read(tx: Transaction, actor: Actor, _occasion: Occasion, number: int, why: str) -> Incoming:
    """Hold it until an operator decides, unless it was filed meanwhile."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    letter = tx.incoming(number)
    return letter if letter.stage is not Stage.WAITS else hold(tx, letter, why)


def hold(tx: Transaction, letter: Incoming, why: str) -> Incoming:
    held = replace(letter, stage=Stage.HELD, why=in_a_line(why, LINE_AT_MOST))
    tx.change_incoming(held)
    return held


def in_a_line(text: str, at_most: int) -> str:
    """What strangers wrote, as it may be kept beside a letter: one line, without what can not be seen."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(line.split())[:at_most]
