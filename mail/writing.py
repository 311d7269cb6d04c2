"""A letter as it goes over the wire: its headers, a part of text and a part of HTML.

What people typed passes core/safe_text.py before it comes near a header, and that is not enough: Python's classes take
`=?utf-8?q?a=0d=0aBcc:...?=` for an encoded word, and write the line end that it hides. So such marks are taken apart,
names lose what has a meaning in an address, and no letter leaves whose headers are not those that were meant.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from core.calendars import DAY, HOUR, MINUTE
from core.letters import Letter, Subject
from core.mailed_codes import shown_code
from core.overview import Overview
from core.references import shown
from core.safe_text import safe, safe_line, safe_name
from core.sending import Outgoing
from core.wanted import is_of_customer, is_proved, undelivered
from mail.overview_lines import figure, ticket_blocks
from mail.wording import FACTS, MESSAGE, TICKETS, Block, Wording, word

BY_PEOPLE = frozenset({Subject.REPLY, Subject.CUSTOMER_WROTE})
"""What a person wrote; all others are the desk's own, and must not be answered by another machine."""
EARLIER_KEPT = (1, 9)
"""Of the Message-IDs of a long exchange the first and the newest are named; those tell where it belongs."""
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>\Z")
"""Visible ASCII between brackets, which a header holds as it is."""
ENCODED = "=?"
"""How an encoded word begins."""
NAME_AT_MOST = 60
_NO_MEANING = str.maketrans(dict.fromkeys('()<>[]:;@\\,."=?', " "))
"""A quoted name that is folded loses its quotes on the way, so there is nothing to quote."""
_NOTHING = dict.fromkeys(FACTS, "")
"""What a letter does not know."""
_UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"))


def write(outgoing: Outgoing) -> EmailMessage:
    letter = outgoing.letter
    said = word(letter.subject, outgoing.text, _facts(outgoing), _message(letter), _tickets(outgoing))
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail["From"] = _address(_sender(outgoing), outgoing.settings.address)
    to_name = letter.to.name if _may_be_named(letter) else ""
    mail["To"] = _address(to_name, letter.to.email)
    mail["Reply-To"] = _address(outgoing.settings.name, outgoing.reply_to)
    mail["Subject"] = safe_line(said.subject).replace(ENCODED, "= ?")
    mail["Date"] = format_datetime(datetime.fromtimestamp(outgoing.posted_at / 1000, UTC))
    mail["Message-ID"] = letter.message_id
    _thread(mail, outgoing.earlier)
    if letter.subject not in BY_PEOPLE:
        is_answer = letter.subject is Subject.ACKNOWLEDGEMENT
        mail["Auto-Submitted"] = "auto-replied" if is_answer else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    _put_parts(mail, said)
    _refuse_other_headers(mail)
    return mail


def _refuse_other_headers(mail: EmailMessage) -> None:
    """Raises ValueError for a letter whose headers on the wire are others than those that were set."""
    head = mail.as_bytes().partition(b"\r\n\r\n")[0].split(b"\r\n")
    written = [line.partition(b":")[0].decode("ascii", "replace") for line in head if line[:1] not in (b" ", b"\t")]
    if written != list(mail.keys()):
        raise ValueError("its headers are not those that were meant")


def _put_parts(mail: EmailMessage, said: Wording) -> None:
    mail.set_content(said.text)
    mail.add_alternative(said.html, subtype="html")


def _thread(mail: EmailMessage, named: tuple[str, ...]) -> None:
    """Some of those before it come from others, who may have called them anything."""
    earlier = tuple(one for one in named if _MESSAGE_ID.match(one))
    if not earlier:
        return
    first, newest = EARLIER_KEPT
    kept = earlier if len(earlier) <= first + newest else (*earlier[:first], *earlier[-newest:])
    mail["In-Reply-To"] = earlier[-1]
    mail["References"] = " ".join(kept)


def _sender(outgoing: Outgoing) -> str:
    """The name that a letter comes from: who wrote it, where a person did."""
    desk, entry = outgoing.settings.name, outgoing.letter.entry
    if outgoing.letter.subject in BY_PEOPLE and entry and entry.author and _may_be_carried(outgoing.letter):
        return f"{entry.author.name} {'at' if entry.author.is_staff else 'via'} {desk}"
    return desk


def _address(name: str, email: str) -> Address:
    local, _, domain = email.rpartition("@")
    plain = " ".join(safe_name(name).translate(_NO_MEANING).split())
    return Address(plain[:NAME_AT_MOST].strip(), local, domain)


def _may_be_named(letter: Letter) -> bool:
    """Whoever asked for a code may be anybody; a digest goes to those who work here."""
    return is_proved(letter) if letter.subject.is_of_a_ticket else letter.subject is Subject.DIGEST


def _may_be_carried(letter: Letter) -> bool:
    """Whether the message goes along: to an address that nobody proved only what staff wrote."""
    entry = letter.entry
    return entry is not None and (is_proved(letter) or (entry.author is not None and entry.author.is_staff))


def _author(letter: Letter) -> str:
    """Who wrote the message that goes along, or did what is told to somebody who works here."""
    if letter.subject is Subject.MENTIONED or (letter.subject is Subject.STATUS and not is_of_customer(letter)):
        return letter.by.name if letter.by else ""
    author = letter.entry.author if letter.entry is not None and _may_be_carried(letter) else None
    return author.name if author else ""


def _message(letter: Letter) -> str:
    return safe(letter.entry.body) if letter.entry is not None and _may_be_carried(letter) else ""


def _facts(outgoing: Outgoing) -> dict[str, str]:
    """What a text may name, each safe in a line; for an address that nobody proved, nothing of it is a stranger's."""
    letter, settings = outgoing.letter, outgoing.settings
    if letter.subject is Subject.CODE:
        return _facts_of_code(outgoing)
    if outgoing.overview is not None:
        return _facts_of_digest(outgoing, outgoing.overview)
    ticket, entry = letter.about, letter.entry
    proved, carried = is_proved(letter), _may_be_carried(letter)
    may_be_named = proved and letter.subject is not Subject.ACKNOWLEDGEMENT  # that one has only our words and the ID
    typed = {
        "subject": ticket.subject if may_be_named else "Your ticket",
        "greeting": f"Hello {letter.to.first_name}," if may_be_named else "",
        "customer": ticket.requester.name,
        "author": _author(letter) or settings.name,
        "files": ", ".join(file.name for file in entry.attachments) if carried and entry else "",
        "undelivered": _undelivered(letter) if letter.subject is Subject.UNDELIVERED else "",
    }
    said = {name: safe_line(text) for name, text in typed.items()} | {
        "desk": safe_line(settings.name),
        "contact": safe_line(settings.contact),
        "id": shown(ticket.reference),
        "ssh": "" if settings.ssh is None else safe_line(settings.ssh.opens(ticket.reference)),
        "email": safe_name(letter.to.email),
        "category": safe_line(ticket.category),
        "priority": ticket.priority.word,
        "status": ticket.status.code,
        "status_word": ticket.status.customer_word if is_of_customer(letter) else ticket.status.word,
        "role": "customer" if is_of_customer(letter) else "agent",
        "meaning": ticket.status.meaning,
        "promised": "" if ticket.respond_by is None else moment(ticket.respond_by, settings.calendar.zone),
        "closes": length(settings.close_after),
        "reopens": length(settings.reopen_within),
        "answerable": "yes" if outgoing.answerable else "",
        "proved": "yes" if proved else "",
        "owner": "" if ticket.assignee is None else safe_line(ticket.assignee.name),
        "message": MESSAGE if carried and entry is not None and entry.body else "",
    }
    return _NOTHING | said


def _undelivered(letter: Letter) -> str:
    return ", ".join(f"{person.email} ({person.undeliverable})" for person in undelivered(letter.about))


def _facts_of_code(outgoing: Outgoing) -> dict[str, str]:
    """Only the desk's own words, the ID and the code: whoever asked may be anybody."""
    letter, settings = outgoing.letter, outgoing.settings
    known = {
        "desk": safe_line(settings.name),
        "contact": safe_line(settings.contact),
        "id": "" if letter.ticket is None else shown(letter.ticket.reference),
        "email": safe_name(letter.to.email),
        "code": shown_code(outgoing.code),
        "subject": "Your code",
    }
    return _NOTHING | known


def _facts_of_digest(outgoing: Outgoing, overview: Overview) -> dict[str, str]:
    settings = outgoing.settings
    figures = {
        "late": overview.late,
        "due_soon": overview.due_soon,
        "unanswered": overview.unanswered,
        "unassigned": overview.unassigned,
        "new": overview.new,
    }
    known = {
        "desk": safe_line(settings.name),
        "contact": safe_line(settings.contact),
        "email": safe_name(outgoing.letter.to.email),
        "role": "agent",
        "subject": "Your digest",
        "ssh": "" if settings.ssh is None else safe_line(settings.ssh.enters()),
        "since": moment(overview.since, settings.calendar.zone),
        "tickets": TICKETS,
    }
    return _NOTHING | known | {name: figure(tickets) for name, tickets in figures.items()}


def _tickets(outgoing: Outgoing) -> tuple[Block, ...]:
    overview, zone = outgoing.overview, outgoing.settings.calendar.zone
    return () if overview is None else ticket_blocks(overview, zone)


def moment(instant: int, zone: str) -> str:
    """`Monday 23 November, 13:12 (Europe/Berlin)`."""
    there = datetime.fromtimestamp(instant / 1000, ZoneInfo(zone))
    return f"{there:%A} {there.day} {there:%B}, {there:%H:%M} ({zone})"


def length(span: int) -> str:
    """`4 days`, `36 hours`."""
    size, unit = next(((size, unit) for size, unit in _UNITS if span % size == 0), _UNITS[-1])
    figure = max(span // size, 1)
    return f"{figure} {unit}" if figure == 1 else f"{figure} {unit}s"
