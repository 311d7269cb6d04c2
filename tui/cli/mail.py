"""`mail status|send|retry|text`: how letters leave, what waits, what no server took, and what they say."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping
from typing import Annotated

from cyclopts import Parameter

from core import collecting, letter_texts, reading, sending
from core.collecting import MailIn
from core.errors import NotUnderstood, Refused, TryLater
from core.incoming import MailboxPlace
from core.letters import Subject
from core.references import shown
from core.sending import Delivered, MailState, Waiting
from tui.cli.as_json import Shape
from tui.cli.here import ASKED, STDIN, Here, Inside
from tui.cli.messages import read_some
from tui.cli.options import FileName, Word
from tui.cli.times import day_and_time, rfc3339
from tui.local_files import beginning_of
from tui.words import plural

NO_SERVER = "none: set TTYDESK_SMTP=smtp://user@host:587 on the machines that have the desk open"
NO_ADDRESS = "none: ttydesk settings set desk.address=help@acme.example"
SET_SERVER = "No mail server is set here: TTYDESK_SMTP=smtp://user@host:587 names one."
TEXT_BYTES = 100_000
HEADS = ("letter", "about", "ticket", "to", "given up", "answer")


async def status(*, here: Inside = ASKED) -> None:
    """Show how mail is: whether letters leave and come in, how many wait and since when, and those that were given up.

    For example:
      ttydesk mail status
      ttydesk mail status --json
    """
    desk = await here.desk()
    state, lost = await desk.read(sending.mail_state), await desk.read(sending.given_up)
    came = await desk.read(collecting.mail_in)
    address = (await desk.read(reading.notices)).settings.address
    has_server = (await here.reception()).has_mail_server
    if here.options.json:
        shape = _shape(state, address, has_server=has_server) | {"letters": [_letter(one) for one in lost]}
        here.output.object(shape | {"in": _shape_in(came)})
    elif here.options.quiet:
        for one in lost:
            here.output.line(one.name)
    else:
        here.output.fields(_fields(state, address, has_server=has_server) + _fields_in(came))
        if lost:
            here.output.table(HEADS, (_cells(one) for one in lost))


async def send(*, here: Inside = ASKED) -> None:
    """Send now what waits. The app, `serve` and `tick` do it by themselves.

    For example:
      ttydesk mail send
    """
    await _permit(here)
    if (done := await here.upkeep.send_letters(here.options)) is None:
        raise Refused(SET_SERVER, field="smtp")
    if here.options.json:
        here.output.object({"sent": done.sent, "put_off": done.put_off, "given_up": done.given_up})
    here.output.say(told(done))
    if done.unreachable:
        raise TryLater(done.unreachable)


async def retry(
    letter: Annotated[Word | None, Parameter(help="Which, as `mail status` names it.")] = None,
    /,
    *,
    all: Annotated[bool, Parameter(help="All that were given up.")] = False,
    here: Inside = ASKED,
) -> None:
    """Let letters that were given up be tried again.

    For example:
      ttydesk mail retry 3f9a2c01
      ttydesk mail retry --all
    """
    if all == (letter is not None):
        raise NotUnderstood("Say which letter, or --all: `ttydesk mail status` lists them.", field="letter")
    desk = await here.desk()
    again = await desk.write(sending.send_again, None if letter is None else letter.strip().lower())
    if here.options.json:
        here.output.object({"letters": again})
    here.output.say(f"{plural(again, 'letter')} will be tried again." if again else "No letter was given up.")


async def text(
    letter: Annotated[Word | None, Parameter(help="Which, like reply; without it all are listed.")] = None,
    /,
    *,
    source: Annotated[
        FileName | None, Parameter(name="--from", metavar="FILE", help="Say this instead; - is standard input.")
    ] = None,
    reset: Annotated[bool, Parameter(help="Say again what ttydesk says.")] = False,
    here: Inside = ASKED,
) -> None:
    """Show what a letter says, or let it say something else: the subject in the first line, paragraphs below.

    For example:
      ttydesk mail text reply > reply.txt
      ttydesk mail text reply --from reply.txt
    """
    desk = await here.desk()
    own = await desk.read(letter_texts.own_texts)
    if letter is None:
        if source is not None or reset:
            raise NotUnderstood("Say which letter.", field="letter")
        _list_texts(here, own)
        return
    which = letter_texts.read_letter(letter)
    if source is None and not reset:
        _print_text(here, which, own.get(which) or here.upkeep.standard_text(which))
        return
    new = "" if source is None else await _text(here, source)
    if new:
        here.upkeep.check_text(new)
    await desk.write(letter_texts.set_text, which, new)
    if here.options.json:
        here.output.object({"letter": which.value, "own": bool(new)})
    here.output.say(f"The letter {which.value} says what {'you wrote' if new else 'ttydesk says'} from now on.")


async def _text(here: Here, path: str) -> str:
    given = await (read_some(here.door, TEXT_BYTES) if path == STDIN else to_thread(beginning_of, path, TEXT_BYTES))
    try:
        if said := given.decode("utf-8-sig").strip("\n"):
            return said
    except UnicodeDecodeError:
        pass
    raise NotUnderstood("The text of a letter is UTF-8, and not empty; --reset takes it back.", field="from")


def _list_texts(here: Here, own: Mapping[Subject, str]) -> None:
    here.output.listing(
        tuple(Subject),
        shape=lambda one: {"letter": one.value, "own": one in own},
        name=lambda one: one.value,
        heads=("letter", "words"),
        cells=lambda one: (one.value, "your own" if one in own else "of ttydesk"),
    )


def _print_text(here: Here, letter: Subject, text: str) -> None:
    if here.options.json:
        here.output.object({"letter": letter.value, "text": text})
        return
    for line in text.splitlines():
        here.output.line(line)


def told(done: Delivered) -> str:
    if done.elsewhere:
        return "Another process is sending them."
    later = f", {plural(done.put_off, 'letter')} to be tried again" if done.put_off else ""
    lost = f", {plural(done.given_up, 'letter')} given up: `ttydesk mail status` says why" if done.given_up else ""
    return f"{plural(done.sent, 'letter')} sent{later}{lost}."


async def _permit(here: Here) -> None:
    """Refused for whoever may not see how mail is; the desk itself sends."""
    await (await here.desk()).read(sending.mail_state)


def _fields(state: MailState, address: str, *, has_server: bool) -> list[tuple[str, str]]:
    since = "" if state.oldest is None else f", the oldest since {day_and_time(state.oldest)}"
    return [
        ("server", "is set" if has_server else NO_SERVER),
        ("address", address or NO_ADDRESS),
        ("waiting", f"{_count(state.waiting)}{since if state.waiting else ''}"),
        ("last answer", state.answer),
        ("given up", _count(state.given_up)),
        ("last sent", "" if state.last_sent is None else day_and_time(state.last_sent)),
    ]


def _fields_in(came: MailIn) -> list[tuple[str, str]]:
    fields = [
        ("to be filed", _count(came.waiting)),
        ("held", f"{_count(came.held)}{': ttydesk mail held' if came.held else ''}"),
        ("last came", "" if came.last_came is None else day_and_time(came.last_came)),
    ]
    return fields + [("mailbox", f"{one.name} {_state_of(one)}") for one in came.mailboxes]


def _state_of(one: MailboxPlace) -> str:
    return f"since {day_and_time(one.at)}: {one.trouble}" if one.trouble else f"read up to {day_and_time(one.at)}"


def _shape_in(came: MailIn) -> Shape:
    return {
        "waiting": came.waiting,
        "held": came.held,
        "last_came_at": None if came.last_came is None else rfc3339(came.last_came),
        "mailboxes": [
            {"name": one.name, "at": rfc3339(one.at), "trouble": one.trouble or None} for one in came.mailboxes
        ],
    }


def _count(letters: int) -> str:
    return "1000+" if letters > 1000 else str(letters)


def _shape(state: MailState, address: str, *, has_server: bool) -> Shape:
    return {
        "sends": has_server and bool(address),
        "address": address or None,
        "waiting": state.waiting,
        "oldest_at": None if state.oldest is None else rfc3339(state.oldest),
        "answer": state.answer or None,
        "given_up": state.given_up,
        "last_sent_at": None if state.last_sent is None else rfc3339(state.last_sent),
    }


def _letter(one: Waiting) -> Shape:
    return {
        "letter": one.name,
        "about": one.letter.subject.value,
        "id": None if one.letter.ticket is None else shown(one.letter.ticket.reference),
        "to": one.letter.to.email,
        "given_up_at": None if one.ended_at is None else rfc3339(one.ended_at),
        "answer": one.answer or None,
    }


def _cells(one: Waiting) -> tuple[str, ...]:
    ended = "" if one.ended_at is None else day_and_time(one.ended_at)
    letter = one.letter
    ticket = "" if letter.ticket is None else shown(letter.ticket.reference)
    return one.name, _ABOUT[letter.subject], ticket, letter.to.email, ended, one.answer


_ABOUT = {subject: subject.value.replace("_", " ") for subject in Subject}
