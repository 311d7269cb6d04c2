"""What becomes of letters, on every engine: the decisions of which the database keeps a part, and two at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

from core import filing, receiving
from core.desk import Desk
from core.entries import Entry, Kind
from core.incoming import Arrived, Bounced, Incoming, LetterRead, Machine, Stage, Way
from core.occasion import Occasion
from core.people import Sender
from core.reading import TicketView, look_at
from core.setting_up import change_settings
from core.signing import reply_address, signing_key
from core.store import Transaction
from core.tickets import Status, Ticket
from tests.core.mailbag import ADDRESS, SERVER, letter, proved
from tests.storage.filing_together import letter as numbered
from tests.storage.hall import Hall

ANN = "ann@acme.example"
FILERS = 2


async def keeps(hall: Hall) -> Incoming:
    itself, raw = hall.reception.the_desk_itself(), hall.key().encode()
    blob = await itself.files.put(BytesIO(raw), at_most=len(raw))
    await itself.write(receiving.keep, Arrived(sha256(raw).hexdigest(), blob, Way.LMTP))
    taken = await itself.write(receiving.take_in)
    assert taken is not None
    return taken


async def brings(hall: Hall, read: LetterRead) -> Incoming:
    return await hall.reception.the_desk_itself().write(filing.file_letter, (await keeps(hall)).number, read)


async def answered_ticket(hall: Hall) -> Ticket:
    await hall.olga.write(change_settings, {"desk.address": ADDRESS, "mail.authserv": SERVER})
    ticket = await hall.opens(hall.ann)
    return await hall.says(hall.maya, ticket, then=Status.WAITING)


async def address_for(hall: Hall, desk: Desk, ticket: Ticket) -> str:
    person, occasion = desk.actor.person, Occasion(hall.clock[0], 7)
    assert person is not None

    def work(tx: Transaction) -> str:
        return reply_address(ADDRESS, signing_key(tx, occasion), ticket.reference, person)

    return await hall.does(work)


async def seen(hall: Hall, ticket: Ticket) -> TicketView:
    return await hall.maya.read(look_at, ticket.reference)


def messages(entries: Iterable[Entry]) -> list[tuple[Kind, str | None, Sender]]:
    return [
        (entry.kind, entry.author.email if entry.author else None, entry.sender)
        for entry in entries
        if entry.kind is not Kind.EVENT
    ]


async def test_an_answer_a_strangers_note_and_an_automatic_reply(hall: Hall) -> None:
    ticket = await answered_ticket(hall)
    address = await address_for(hall, hall.ann, ticket)
    copies = ("ben@acme.example", "Gina@away.example")
    assert (await brings(hall, letter(ANN, to=address, copies=copies))).stage is Stage.FILED
    assert (await brings(hall, letter("gina@away.example", to=address))).stage is Stage.FILED
    assert (await brings(hall, letter(ANN, to=address, machine=Machine.AUTO_REPLY))).stage is Stage.FILED

    view = await seen(hall, ticket)
    assert messages(view.thread.entries)[2:] == [
        (Kind.PUBLIC, ANN, Sender.VERIFIED),
        (Kind.INTERNAL, None, Sender.UNVERIFIED),
        (Kind.INTERNAL, None, Sender.DESK),
    ]
    assert view.ticket.status is Status.IN_PROGRESS
    assert [one.email for one in view.copies_asked] == list(copies)


async def test_who_is_proved_by_the_mail_server_copies_people_in_and_finds_the_ticket_again(hall: Hall) -> None:
    await answered_ticket(hall)
    opened = await brings(hall, proved(letter(ANN, message_id="<1@ann>", copies=("Ben@ACME.example",))))
    again = await brings(hall, proved(letter(ANN, "And smokes.", answers=("<1@ann>",))))
    held = await brings(hall, letter(ANN, answers=("<1@ann>",)))
    assert opened.reference == again.reference == held.reference
    assert (again.stage, held.stage) == (Stage.FILED, Stage.HELD)
    assert opened.reference is not None
    view = await hall.maya.read(look_at, opened.reference)
    assert [person.email for person in view.ticket.participants] == ["ben@acme.example"]
    assert len(messages(view.thread.entries)) == 2


async def test_a_bounce_marks_its_person_until_a_letter_of_theirs_arrives(hall: Hall) -> None:
    ticket = await answered_ticket(hall)
    address = await address_for(hall, hall.ann, ticket)
    bounce = letter("mailer-daemon@mx.example", "Sorry", to=address, machine=Machine.BOUNCE)
    await brings(hall, replace(bounce, bounced=(Bounced(ANN, "", "550 no such user", for_good=True),)))
    assert (await seen(hall, ticket)).ticket.requester.undeliverable == "550 no such user"
    await brings(hall, letter(ANN, to=address))
    assert (await seen(hall, ticket)).ticket.requester.undeliverable == ""


async def test_more_than_twenty_an_hour_from_one_sender_are_held(hall: Hall) -> None:
    ticket = await answered_ticket(hall)
    address = await address_for(hall, hall.ann, ticket)
    stages = [(await brings(hall, letter("gina@away.example", f"{n}", to=address))).stage for n in range(21)]
    assert stages == [Stage.FILED] * 20 + [Stage.HELD]


async def test_processes_that_file_the_same_letters_at_once_file_each_once(hall: Hall, url: str) -> None:
    numbers = [(await keeps(hall)).number for _ in range(8)]
    all_file(url, numbers)
    assert sorted(await hall.subjects(hall.maya)) == sorted(numbered(str(number)).subject for number in numbers)
    for row in (await hall.page(hall.maya)).rows:
        view = await hall.maya.read(look_at, row.reference)
        assert len(messages(view.thread.entries)) == 1


def all_file(url: str, numbers: Iterable[int]) -> None:
    """Each of them all, from the same moment on."""
    argv = [sys.executable, "-m", "tests.storage.filing_together", url, *map(str, numbers)]
    filers = [subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(FILERS)]
    for filer in filers:
        assert filer.stdout is not None
        assert filer.stdout.readline() == "ready\n"
    for filer in filers:
        assert filer.stdin is not None
        filer.stdin.write("go\n")
        filer.stdin.flush()
    for filer in filers:
        filer.communicate()
        assert filer.returncode == 0
