"""Whether a letter is still wanted in the moment in which it could leave, and what it may tell whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.calendars import DAY, HOUR
from core.letters import Letter, Subject, customer_side
from core.people import Person, Via
from core.tickets import Status, Ticket

if TYPE_CHECKING:
    from core.store import Transaction

FOR_STAFF = frozenset(
    {
        Subject.NEW_TICKET,
        Subject.CUSTOMER_WROTE,
        Subject.ASSIGNED,
        Subject.MENTIONED,
        Subject.DUE_SOON,
        Subject.LATE,
        Subject.UNDELIVERED,
        Subject.DIGEST,
    }
)
_WHATEVER_BECAME_OF_IT = frozenset({Subject.CUSTOMER_WROTE, Subject.MENTIONED})
_ACKNOWLEDGED, _BY_MAIL = "acknowledged", "acknowledged by mail"
_EVERYBODY = "everybody by mail"
ONE_WITHIN = HOUR
"""An address that nobody proved gets one acknowledgement in this time: forms must not be a way to flood others."""
BY_MAIL_TO_ALL = 60
"""Acknowledgements within an hour to addresses of letters that nobody proved: else whoever borrows ever other names
has the desk write to all of them."""
BY_MAIL_A_DAY = 3
"""Acknowledgements to one address of tickets that came by mail: two robots that answer each other end so."""


def is_wanted(tx: Transaction, letter: Letter, at: int) -> bool:
    """Whoever it goes to is still there for it, it still tells the truth, and they want such letters."""
    if letter.subject is Subject.CODE:
        return letter.to.active and tx.waits_for_code(letter.message_id, at)
    if letter.subject is Subject.DIGEST:
        return letter.to.active and letter.to.is_staff
    if not letter.to.active or not _is_true(letter):
        return False
    choice = tx.personal_settings(letter.to).letters
    if choice == "none" or (choice == "mine" and not _is_theirs(letter)):
        return False
    if _came_by_mail(letter) and tx.count_tries(_BY_MAIL, _source(letter), at - DAY) >= BY_MAIL_A_DAY:
        return False
    if _is_any_name(letter) and tx.count_tries(_ACKNOWLEDGED, _EVERYBODY, at - HOUR) >= BY_MAIL_TO_ALL:
        return False
    return not (_is_limited(letter) and tx.count_tries(_ACKNOWLEDGED, _source(letter), at - ONE_WITHIN))


def count_sent(tx: Transaction, letter: Letter, at: int) -> None:
    """It left; where that is limited, another one is not wanted for a while."""
    if _is_limited(letter):
        tx.add_try(_ACKNOWLEDGED, _source(letter), at)
    if _is_any_name(letter):
        tx.add_try(_ACKNOWLEDGED, _EVERYBODY, at)
    if _came_by_mail(letter):
        tx.add_try(_BY_MAIL, _source(letter), at)


def is_proved(letter: Letter) -> bool:
    """Whether the address belongs to whoever the ticket takes it for. If not, nothing that people typed into the
    ticket goes there but the answers of staff: else the desk would carry a stranger's words to anybody."""
    ticket = letter.about
    return letter.to.verified and (ticket.requester.id != letter.to.id or ticket.proved)


def is_of_customer(letter: Letter) -> bool:
    """Whether it goes to the customer's side of its ticket; else whoever gets it works here."""
    ticket = letter.about
    asked = letter.to.id in {person.id for person in (ticket.requester, *ticket.participants)}
    return asked and letter.subject not in FOR_STAFF


def _is_true(letter: Letter) -> bool:
    ticket, to = letter.about, letter.to
    if letter.subject in FOR_STAFF:
        if letter.subject is Subject.ASSIGNED:
            return to.is_staff and _has(letter)
        if letter.subject is Subject.UNDELIVERED:
            return to.is_staff and _has(letter) and not to.undeliverable and bool(undelivered(ticket))
        return to.is_staff and (ticket.status.is_active or letter.subject in _WHATEVER_BECAME_OF_IT)
    if not is_of_customer(letter):
        return letter.subject is Subject.STATUS and to.is_staff and (_has(letter) or ticket.assignee is None)
    return ticket.status is Status.RESOLVED or letter.subject is not Subject.CLOSING_SOON


def undelivered(ticket: Ticket) -> tuple[Person, ...]:
    """Of those whom the letters of a ticket are for, whom they do not reach."""
    return tuple(person for person in customer_side(ticket) if person.undeliverable)


def _is_theirs(letter: Letter) -> bool:
    return is_of_customer(letter) or letter.subject is Subject.MENTIONED or _has(letter)


def _has(letter: Letter) -> bool:
    return letter.about.assignee is not None and letter.about.assignee.id == letter.to.id


def _is_limited(letter: Letter) -> bool:
    return letter.subject is Subject.ACKNOWLEDGEMENT and not is_proved(letter)


def _is_any_name(letter: Letter) -> bool:
    """Whether it goes to whomever a letter named that anybody may have written."""
    return _is_limited(letter) and _came_by_mail(letter)


def _came_by_mail(letter: Letter) -> bool:
    return letter.subject is Subject.ACKNOWLEDGEMENT and letter.about.source == Via.MAIL.value


def _source(letter: Letter) -> str:
    return f"person {letter.to.id}"
