"""One-time codes by mail: whoever reads what is sent to an address gets in by it, once, and nobody else does."""

from __future__ import annotations

import asyncio

import pytest

from core import opening, reading, replying, settling, staffing
from core.calendars import MINUTE
from core.copies import Kind
from core.desk import Desk
from core.errors import DeskError, NotFound, Refused, SignInNeeded, TryLater
from core.listing import Query, View
from core.people import Sender, Via
from core.reception import Reception
from core.setting_up import change_mine, change_settings
from core.tickets import Ticket
from storage import schema
from storage.archive import tables_of
from tests.mail.conftest import Posting
from tests.mail.post_office import text_of
from tests.storage.below import runs

ANN, GINA = "ann@acme.example", "gina@away.example"
WRONG = "0000 0000"


def door(posting: Posting, source: str = "192.0.2.7") -> Reception:
    """Of a machine that is told how letters leave."""
    reception = posting.hall.reception.at(Via.SSH, source)
    reception.has_mail_server = True
    return reception


async def asked(posting: Posting, reception: Reception, email: str = ANN) -> str:
    """The code that came by mail."""
    await reception.ask_for_code(email)
    await posting.round(1000)
    return posting.code()


async def opened_by_a_guest(posting: Posting) -> Ticket:
    form = opening.Form("Printer", "It burns.", "first", name="Gina Guest", email=GINA)
    return await posting.hall.reception.guest().write(opening.open_ticket, form)


async def writes(desk: Desk, ticket: Ticket, body: str = "Still.") -> Ticket:
    return await desk.write(replying.reply, replying.Reply(ticket.reference, body, body))


async def refusal(reception: Reception, email: str, code: str) -> str:
    with pytest.raises(SignInNeeded) as refused:
        await reception.sign_in_by_code(email, code)
    return refused.value.sentence


async def test_a_code_signs_in_once(posting: Posting) -> None:
    reception = door(posting)
    assert await reception.mails_codes()
    code = await asked(posting, reception)

    (letter,) = posting.office.letters
    assert str(letter["To"]) == ANN
    assert letter["Subject"] == "Your code for Acme Support"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "This code signs you in." in text_of(letter)
    desk = await reception.sign_in_by_code(f" {ANN.upper()} ", code)
    assert (desk.actor.person, desk.actor.via) == (posting.hall.ann.actor.person, Via.SSH)

    assert "does not hold any more" in await refusal(reception, ANN, code)


async def test_a_code_is_asked_for_only_where_letters_leave(posting: Posting) -> None:
    reception = door(posting)
    await posting.hall.olga.write(change_settings, {"desk.address": ""})

    assert not await reception.mails_codes()
    assert not await posting.hall.reception.mails_codes()


async def test_the_desk_keeps_no_code_but_its_hash_and_carries_neither_away(posting: Posting) -> None:
    code = await asked(posting, door(posting))
    names = [table.name for table in schema.metadata.sorted_tables]
    rows = "".join([str(await posting.hall.asks(runs(f'SELECT * FROM "{name}"'))) for name in names])

    assert "$argon2id$" in rows
    assert code not in rows
    assert code.replace(" ", "") not in rows
    assert all(schema.mailed_codes not in tables_of(kind) for kind in Kind)


@pytest.mark.parametrize("email", ["nobody@acme.example", "ben@acme.example"])
async def test_an_address_that_nobody_has_is_answered_as_any_other(posting: Posting, email: str) -> None:
    reception, hall = door(posting), posting.hall
    await hall.olga.write(staffing.disable_person, "ben@acme.example")

    await reception.ask_for_code(email)
    assert (await posting.round(1000)).sent == 0

    assert await refusal(reception, email, WRONG) == await refusal(reception, ANN, WRONG)


async def test_the_code_of_somebody_else_or_of_another_place_fits_nobody(posting: Posting) -> None:
    here, there = door(posting), door(posting, "198.51.100.1")
    code = await asked(posting, here)

    await here.ask_for_code("maya@acme.example")
    await refusal(here, "maya@acme.example", code)
    await refusal(there, ANN, code)
    await here.sign_in_by_code(ANN, code)


async def test_after_five_wrong_tries_the_right_one_is_too_late(posting: Posting) -> None:
    """However many connections they come over, and though they come at once."""
    doors = [door(posting) for _ in range(8)]
    code = await asked(posting, doors[0])

    tried = await asyncio.gather(*(one.sign_in_by_code(ANN, WRONG) for one in doors), return_exceptions=True)

    assert {type(one) for one in tried} == {SignInNeeded}
    await refusal(doors[0], ANN, code)


async def test_a_place_with_ten_wrong_codes_has_to_wait(posting: Posting) -> None:
    reception = door(posting)
    for _ in range(10):
        await refusal(reception, ANN, WRONG)

    with pytest.raises(TryLater, match="Too many wrong codes"):
        await reception.sign_in_by_code("maya@acme.example", WRONG)
    posting.hall.later(11 * MINUTE)
    await reception.sign_in_by_code(ANN, await asked(posting, reception))


async def test_two_who_type_it_in_the_same_moment_are_one(posting: Posting) -> None:
    reception = door(posting)
    code = await asked(posting, reception)

    tried = await asyncio.gather(*(reception.sign_in_by_code(ANN, code) for _ in range(4)), return_exceptions=True)

    assert sorted(type(one).__name__ for one in tried) == ["Desk", "SignInNeeded", "SignInNeeded", "SignInNeeded"]


async def test_a_code_holds_for_ten_minutes_and_a_newer_one_ends_it(posting: Posting) -> None:
    reception = door(posting)
    old = await asked(posting, reception)
    posting.hall.later(10 * MINUTE)
    await refusal(reception, ANN, old)

    first, second = await asked(posting, reception), await asked(posting, reception)
    await refusal(reception, ANN, first)
    await reception.sign_in_by_code(ANN, second)


async def test_a_code_that_comes_too_late_is_not_sent(posting: Posting) -> None:
    await door(posting).ask_for_code(ANN)

    assert (await posting.round(11 * MINUTE)).sent == 0


async def test_nobody_is_flooded_with_codes(posting: Posting) -> None:
    for nth in range(8):
        await door(posting, f"192.0.2.{nth}").ask_for_code(ANN)
    assert (await posting.round(1000)).sent == 5

    reception = door(posting)
    for nth in range(9):
        await reception.ask_for_code(f"nobody{nth}@acme.example")
    with pytest.raises(TryLater, match="Too many codes"):
        await reception.ask_for_code(ANN)


async def test_a_code_goes_out_though_somebody_wants_no_letters(posting: Posting) -> None:
    await posting.hall.ann.write(change_mine, {"letters": "none"})

    await door(posting).sign_in_by_code(ANN, await asked(posting, door(posting)))


async def test_who_typed_an_address_and_proves_it_sees_what_they_opened(posting: Posting) -> None:
    ticket, reception = await opened_by_a_guest(posting), door(posting)

    gina = await reception.sign_in_by_code(GINA, await asked(posting, reception, GINA))

    assert gina.actor.person is not None
    assert (gina.actor.person.verified, gina.actor.sender) == (True, Sender.VERIFIED)
    page = await gina.read(reading.page, Query(View.NOT_CLOSED), gina.now())
    assert [row.reference for row in page.rows] == [ticket.reference]


async def test_with_mail_the_pair_shows_and_a_code_lets_write(posting: Posting) -> None:
    ticket, reception = await opened_by_a_guest(posting), door(posting)
    pair = await reception.by_pair(ticket.reference, GINA)
    assert (await pair.read(reading.look_at, ticket.reference)).ticket.reference == ticket.reference
    with pytest.raises(Refused, match="prove that the address is yours"):
        await writes(pair, ticket)

    assert await reception.ask_to_write(pair) == GINA
    await posting.round(1000)
    assert f"lets you write in your ticket {ticket.reference[:5]}-" in text_of(posting.office.letters[-1])
    desk = await reception.may_write(pair, posting.code())

    answered = await writes(desk, ticket)
    said = (await posting.hall.maya.read(reading.look_at, ticket.reference)).thread.entries[-1]
    assert (said.body, said.sender) == ("Still.", Sender.VERIFIED)
    assert (await desk.write(settling.confirm, settling.Settling(ticket.reference, answered.version))).settled_at


async def test_a_code_to_write_opens_one_ticket_and_nothing_else(posting: Posting) -> None:
    ticket, reception = await opened_by_a_guest(posting), door(posting)
    other = await posting.hall.opens(posting.hall.ann)
    pair = await reception.by_pair(ticket.reference, GINA)
    await reception.ask_to_write(pair)
    await posting.round(1000)
    code = posting.code()

    await refusal(reception, GINA, code)
    desk = await reception.may_write(pair, code)
    with pytest.raises(NotFound):
        await writes(desk, other)
    with pytest.raises(SignInNeeded):
        await desk.read(reading.page, Query(View.NOT_CLOSED), desk.now())


@pytest.mark.parametrize(("proof", "may"), [("auto", False), ("code", False), ("pair", True)])
async def test_the_desk_says_what_a_pair_is_worth(posting: Posting, proof: str, may: bool) -> None:
    ticket = await opened_by_a_guest(posting)
    await posting.hall.olga.write(change_settings, {"lookup.proof": proof})

    pair = await door(posting).by_pair(ticket.reference, GINA)

    assert pair.actor.may_write is may


async def test_the_address_of_somebody_who_works_here_gets_no_more_by_a_code_for_a_ticket(posting: Posting) -> None:
    hall, reception = posting.hall, door(posting)
    ticket = await hall.opens(hall.maya)
    pair = await reception.by_pair(ticket.reference, "maya@acme.example")
    await reception.ask_to_write(pair)
    await posting.round(1000)

    desk = await reception.may_write(pair, posting.code())

    assert not desk.actor.is_staff
    with pytest.raises(DeskError):
        await desk.write(replying.note, replying.Reply(ticket.reference, "Between us.", "note"))
