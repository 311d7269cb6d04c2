"""Letters on their way out: which one is next, what became of each, and what an operator sees of it.

Whoever sends takes one letter up, carries it to the mail server outside of any transaction, and says what became of it.
A letter that was taken up comes again by itself after some minutes, under the same Message-ID: so one whose sender died
is not lost, and whoever gets it twice can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from core.calendars import DAY, HOUR, MINUTE
from core.collecting import takes_letters
from core.errors import NotFound
from core.letters import Letter, Subject
from core.occasion import Occasion
from core.people import Actor
from core.permission import Verb, permit
from core.settings import DeskSettings
from core.signing import reply_address, signing_key
from core.wanted import count_sent, is_of_customer, is_proved, is_wanted

if TYPE_CHECKING:
    from core.overview import Overview
    from core.store import Transaction

HOLDS = 5 * MINUTE
"""How long a letter is left to whoever took it up; to send one takes seconds."""
PAUSES = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, DAY)
"""Between two tries; after the last one, nearly three days after the first, a letter is given up."""
TOO_OLD = 3 * DAY
WAITED_TOO_LONG = "It waited for more than three days before the desk sent mail."
ANSWERED_ELSEWHERE = frozenset({Subject.CODE, Subject.MENTIONED, Subject.DIGEST})
"""What is written back is no answer to the customer, so it must not come to an address that makes it one."""
PUT_ASIDE_AT_ONCE = 100
GIVEN_UP_SHOWN = 100
WAITING_SHOWN = 50
SENT_SHOWN = 20


class Fate(IntEnum):
    """What became of a letter."""

    WAITS = 0
    SENT = 1
    GIVEN_UP = 2
    NOT_WANTED = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in the outbox: how often it was tried, and what the mail server answered last. `number` is its place."""

    number: int
    letter: Letter
    posted_at: int
    tries: int
    answer: str = ""
    ended_at: int | None = None
    fate: Fate = Fate.WAITS

    @property
    def name(self) -> str:
        """By which an operator means it: the beginning of its Message-ID."""
        return self.letter.message_id[1:9]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter with all that it is written from. `earlier` are the Message-IDs of those before it, to the same person
    about the same ticket; `text` is what the desk says in its place, empty for what ttydesk says; `code` what a letter
    with a one-time code brings, which is kept nowhere; `overview` what a digest says;
    `answerable`: what is written back comes into the ticket, and to whoever is on the other side."""

    number: int
    letter: Letter
    posted_at: int
    settings: DeskSettings
    earlier: tuple[str, ...]
    reply_to: str
    text: str
    code: str = ""
    overview: Overview | None = None
    answerable: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the letters of one round. `unreachable` says why it ended early; `elsewhere`: another process
    is sending them."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    unreachable: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class MailState:
    """How mail is: letters that wait and were given up, counted up to 1001, since when the oldest could have left and
    what was answered to it, and when the newest left."""

    waiting: int
    oldest: int | None
    answer: str
    given_up: int
    last_sent: int | None


@dataclass(frozen=True, slots=True)
class MailView:
    """How mail is, with the letters that were given up, those that wait and the last that left; some of each."""

    state: MailState
    letters: tuple[Waiting, ...]


def is_due(tx: Transaction, _actor: Actor, now: int) -> bool:
    """Whether a letter may leave, from a desk that has an address to send it from; reads one row of an index."""
    return tx.due_letter(now) is not None and bool(tx.settings().address)


def take_up(tx: Transaction, actor: Actor, occasion: Occasion) -> Outgoing | None:
    """The next letter that may leave. Those that nobody wants any more are put aside on the way."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    for _ in range(PUT_ASIDE_AT_ONCE):
        if (number := tx.due_letter(occasion.at)) is None:
            return None
        tx.give_up_older_letters(occasion.at - TOO_OLD, occasion.at, WAITED_TOO_LONG)
        waiting = tx.letter(number)
        if waiting.ended_at is not None:
            continue
        if not is_wanted(tx, waiting.letter, occasion.at):
            tx.end_letter(number, Fate.NOT_WANTED, occasion.at, waiting.answer)
            continue
        tx.hold_letter(number, occasion.at + HOLDS, waiting.tries + 1, waiting.answer)
        return _outgoing(tx, occasion, waiting)
    return None


def _outgoing(tx: Transaction, occasion: Occasion, waiting: Waiting) -> Outgoing:
    letter, settings = waiting.letter, tx.settings()
    reply_to = settings.address
    if letter.subject not in ANSWERED_ELSEWHERE:
        reply_to = reply_address(settings.address, signing_key(tx, occasion), letter.about.reference, letter.to)
    return Outgoing(
        waiting.number,
        letter,
        waiting.posted_at,
        settings,
        tx.earlier_letters(waiting, theirs=letter.subject.is_of_a_ticket and is_proved(letter)),
        reply_to,
        tx.letter_text(letter.subject.value),
        answerable=_is_answerable(tx, letter, settings, occasion.at),
    )


def _is_answerable(tx: Transaction, letter: Letter, settings: DeskSettings, at: int) -> bool:
    """From those who work here a letter is an answer only where a mail server says that it is theirs."""
    if letter.subject in ANSWERED_ELSEWHERE or not (is_of_customer(letter) or settings.authserv):
        return False
    return takes_letters(tx, at)


def was_not_wanted(tx: Transaction, actor: Actor, occasion: Occasion, number: int) -> None:
    """What there would have been to say was nothing, when it could have left."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    tx.end_letter(number, Fate.NOT_WANTED, occasion.at, "")


def was_sent(tx: Transaction, actor: Actor, occasion: Occasion, number: int) -> None:
    permit(actor, Verb.LOOK_AFTER_MAIL)
    count_sent(tx, tx.letter(number).letter, occasion.at)
    tx.end_letter(number, Fate.SENT, occasion.at, "")


def was_not_sent(
    tx: Transaction, actor: Actor, occasion: Occasion, number: int, answer: str, *, for_good: bool
) -> bool:
    """Try again later, or give it up; whether it was given up."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    tries = tx.letter(number).tries
    if for_good or tries > len(PAUSES):
        tx.end_letter(number, Fate.GIVEN_UP, occasion.at, answer)
        return True
    tx.hold_letter(number, occasion.at + PAUSES[tries - 1], tries, answer)
    return False


def mail_state(tx: Transaction, actor: Actor) -> MailState:
    permit(actor, Verb.LOOK_AFTER_MAIL)
    return tx.mail_state()


def given_up(tx: Transaction, actor: Actor) -> tuple[Waiting, ...]:
    """The newest letters that were given up."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    return tx.letters_that(Fate.GIVEN_UP, GIVEN_UP_SHOWN)


def mail_view(tx: Transaction, actor: Actor) -> MailView:
    permit(actor, Verb.LOOK_AFTER_MAIL)
    shown = ((Fate.GIVEN_UP, GIVEN_UP_SHOWN), (Fate.WAITS, WAITING_SHOWN), (Fate.SENT, SENT_SHOWN))
    return MailView(tx.mail_state(), tuple(one for fate, limit in shown for one in tx.letters_that(fate, limit)))


def send_again(tx: Transaction, actor: Actor, occasion: Occasion, name: str | None) -> int:
    """Let a letter that was given up wait again, by a beginning of its name, or with None all of them; how many."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    again = tx.send_letters_again(occasion.at, name)
    if name is not None and not again:
        raise NotFound("No letter of this name was given up: `ttydesk mail status` lists them.", field="letter")
    if again:
        tx.record(actor, occasion.at, "letters sent again", name or "all")
    return again
