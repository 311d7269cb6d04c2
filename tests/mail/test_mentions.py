"""A colleague who is named in an internal note is told by mail that there is one, and never what it says."""

from __future__ import annotations

from core import settling, staffing
from core.people import Role
from core.references import shown
from core.setting_up import change_mine
from core.tickets import Status
from tests.mail.conftest import ADDRESS, Posting
from tests.mail.post_office import html_of, text_of


async def test_the_letter_says_who_and_where_and_no_word_of_the_note(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann, "Printer [hall]")
    await posting.round()
    office.collected()

    await hall.notes(hall.maya, ticket, "@jonas the SECRET word")
    await posting.round()

    (told,) = office.letters
    id = shown(ticket.reference)
    assert str(told["To"]) == "Jonas Weber <jonas@acme.example>"
    assert told["Subject"] == f"Mentioned: Printer [hall] [{id}]"
    assert text_of(told).startswith("Maya Lind named you in an internal note about the ticket of Ann Okafor: General")
    assert f"\nssh -t help@desk.example {id}\n" in text_of(told)
    assert "SECRET" not in str(told) + text_of(told) + html_of(told)
    assert (told["Auto-Submitted"], str(told["From"])) == ("auto-generated", f"Acme Support <{ADDRESS}>")


async def test_what_is_written_back_to_it_comes_to_no_address_that_answers_the_customer(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann)
    await hall.notes(hall.maya, ticket, "@jonas")
    await posting.round()

    addresses = [str(letter["Reply-To"].addresses[0].addr_spec) for letter in office.to("jonas")]
    assert addresses[0].startswith("help+")
    assert addresses[1] == ADDRESS


async def test_it_comes_to_whoever_wants_letters_about_what_is_theirs_also_when_the_ticket_is_closed(
    posting: Posting,
) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann)
    await hall.says(hall.olga, ticket, then=Status.RESOLVED)
    await hall.ann.write(settling.confirm, settling.Settling(ticket.reference))
    await posting.round()
    office.collected()
    await hall.jonas.write(change_mine, {"letters": "mine"})
    await hall.olga.write(change_mine, {"letters": "none"})

    await hall.notes(hall.maya, ticket, "@jonas and @olga")
    await posting.round()

    assert [letter["To"].addresses[0].username for letter in office.letters] == ["jonas"]


async def test_who_works_here_no_more_when_it_could_leave_is_not_told(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann)
    await posting.round()
    office.collected()

    await hall.notes(hall.maya, ticket, "@jonas")
    await hall.olga.write(staffing.set_role, "jonas@acme.example", Role.CUSTOMER)
    await posting.round()

    assert not office.letters
