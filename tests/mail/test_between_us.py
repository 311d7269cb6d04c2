"""What is said among those who work here comes to the customer's side by no letter and by no way of looking."""

from __future__ import annotations

from contextlib import suppress

import pytest

from core import drafting, following, reading, settling
from core.calendars import HOUR
from core.desk import Desk
from core.errors import DeskError, NotFound
from core.letters import Subject
from core.listing import Query, View
from core.people import Via
from core.sending import Fate
from core.setting_up import change_mine
from core.tickets import Priority, Status, Ticket
from core.waking import wake
from tests.between_us import ANSWER, QUOTED, SECRET, said_among_us
from tests.mail.conftest import Posting
from tests.mail.post_office import html_of, text_of


async def whole_life(posting: Posting) -> Ticket:
    """A ticket in which everything is posted that there is to post, from the first letter to the last."""
    hall, itself = posting.hall, posting.hall.reception.the_desk_itself()
    await hall.maya.write(change_mine, {"digest": "08:00"})
    ticket = await hall.opens(hall.ann, "Printer", priority=Priority.URGENT)
    for minutes in (55, 10):
        await posting.round(minutes * 60_000)
        await itself.write(wake)
    await hall.changes(hall.maya, ticket, assignee="jonas", add_copies=("ben@acme.example",))
    await said_among_us(hall.reception, ticket)
    await posting.round()
    await hall.says(hall.jonas, ticket, "Try the other cable.", then=Status.RESOLVED)
    await posting.round()
    for hours in (24, 47, 2):
        hall.later(hours * HOUR)
        await itself.write(wake)
        await posting.round()
    await hall.ann.write(settling.reopen, settling.Settling(ticket.reference))
    door = hall.reception.at(Via.SSH, "192.0.2.7")
    door.has_mail_server = True
    await door.ask_for_code("ann@acme.example")
    await posting.round()
    return ticket


async def test_it_comes_by_no_letter_and_by_no_way_of_looking(posting: Posting) -> None:
    hall = posting.hall
    ticket = await whole_life(posting)

    sent = await hall.asks(lambda tx: {one.letter.subject for one in tx.letters_that(Fate.SENT, 1000)})
    assert sent == set(Subject)
    not_in_letters(posting)
    by_mail = await hall.reception.by_pair(ticket.reference, "ann@acme.example")
    for desk in (hall.ann, hall.ben, by_mail, hall.reception.guest()):
        told = await all_that_is_read(desk, ticket)
        assert SECRET not in told
        assert ANSWER not in told
        assert ("Try the other cable." in told) is (desk.actor.person is not None)
    told = await all_that_is_read(hall.maya, ticket)
    assert SECRET in told
    assert ANSWER in told
    for words in (SECRET, QUOTED, f"{SECRET[:6]}*", f"from:{SECRET}", f"tag:{SECRET}"):
        with suppress(DeskError):
            assert await hall.subjects(hall.ann, View.ALL, words=words) == [], words
    assert await hall.subjects(hall.maya, View.ALL, words=SECRET) == ["Printer"]
    with pytest.raises(NotFound):
        await hall.reception.by_pair(ticket.reference, f"{SECRET}@far.example")


def not_in_letters(posting: Posting) -> None:
    """In no header, no text and no HTML; and nobody is written to whom only a letter named."""
    office = posting.office
    for letter, raw in zip(office.letters, office.raw, strict=True):
        told = "\n".join((str(letter.items()), text_of(letter), html_of(letter), raw.decode()))
        assert SECRET not in told
        assert QUOTED not in told
        assert ANSWER not in told or letter["Subject"].startswith("Not delivered: ")
    assert not [letter for letter in office.letters if letter["To"].addresses[0].domain == "far.example"]


async def all_that_is_read(desk: Desk, ticket: Ticket) -> str:
    """Every value that a front end is given, whole."""
    reference, everything = ticket.reference, Query(View.ALL)
    asked = (
        desk.read(reading.look_at, reference, newest=1000),
        desk.read(reading.earlier, reference, 1 << 40, limit=1000),
        desk.read(reading.files_of, reference),
        desk.read(reading.page, everything, desk.now()),
        desk.read(reading.counts, desk.now()),
        desk.read(reading.notices),
        desk.read(following.happened, None, desk.now(), {reference: 0}),
        desk.read(drafting.draft, "note", reference),
        desk.read(drafting.draft, "reply", reference),
    )
    told = []
    for answer in asked:
        with suppress(DeskError):
            told.append(repr(await answer))
    return "\n".join(told)
