"""What people are told by mail: who gets which letter, what stands in it, and what never does."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest

from core import opening, settling, staffing
from core.calendars import DAY, HOUR
from core.incoming import AuthResult, AuthResults, Bounced, LetterRead, Machine, Mailbox
from core.people import Role
from core.references import shown
from core.setting_up import change_mine, change_settings
from core.tickets import Priority, Status
from core.waking import wake
from tests.mail.conftest import ADDRESS, Posting, bring
from tests.mail.post_office import html_of, text_of

CANARY = "canary-7f3a9c"
LETTER = LetterRead("", Mailbox("Gina", "gina@far.example"), (ADDRESS,), (), "Printer", (), "It burns.", "")


def who(letters: list[EmailMessage]) -> list[str]:
    return sorted(letter["To"].addresses[0].username for letter in letters)


async def test_a_new_ticket_is_acknowledged_and_told_to_those_who_work_here(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann, "Printer [hall]", "It <b>burns</b>.\nReally & truly.")

    assert (await posting.round()).sent == 4

    assert who(office.letters) == ["ann", "jonas", "maya", "olga"]
    (told,) = office.to("ann")
    id = shown(ticket.reference)
    assert told["Subject"] == f"Your ticket [{id}]"
    assert f"Its ticket ID is {id}." in text_of(told)
    assert f'Its ticket ID is <span style="white-space:nowrap">{id}</span>.' in html_of(told)
    assert f"\nssh -t help@desk.example {id}\n\nOr ring 42.\n" in text_of(told)
    assert text_of(told).startswith("We have your request.")
    assert not any(word in str(told) + text_of(told) + html_of(told) for word in ("burns", "Printer"))
    (work,) = office.to("maya")
    assert work["Subject"] == f"New: Printer [hall] [{id}]"
    assert "It <b>burns</b>.\nReally & truly." in text_of(work)
    assert "It &lt;b&gt;burns&lt;/b&gt;.\nReally &amp; truly." in html_of(work)


async def test_an_answer_waits_a_moment_and_then_goes_on_from_the_letter_before(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann)
    await posting.round()
    (first,) = (letter for letter in office.collected() if letter["To"].addresses[0].username == "ann")
    await hall.says(hall.maya, ticket, "Try the other cable.", then=Status.WAITING)

    assert (await posting.round(14_000)).sent == 0
    assert (await posting.round(1_000)).sent == 1

    (answer,) = office.collected()
    assert answer["Subject"] == f"VPN refuses my certificate [{shown(ticket.reference)}]"
    assert str(answer["From"]) == f"Maya Lind at Acme Support <{ADDRESS}>"
    assert str(answer["To"]) == "Ann Okafor <ann@acme.example>"
    assert answer["References"] == answer["In-Reply-To"] == first["Message-ID"]
    assert "Try the other cable." in text_of(answer)
    assert "Try the other cable." in html_of(answer)
    assert "We need your answer to go on." in text_of(answer)
    assert answer["Auto-Submitted"] is None
    assert parsedate_to_datetime(answer["Date"]).timestamp() * 1000 == hall.clock[0] - 15_000

    await hall.says(hall.ann, ticket, "It helps.")
    await posting.round()
    (told,) = office.collected()
    assert who([told]) == ["maya"]
    assert "Ann Okafor wrote in your ticket" in text_of(told)
    assert str(told["From"]) == f"Ann Okafor via Acme Support <{ADDRESS}>"
    assert told["Auto-Submitted"] is None


async def test_letters_of_the_desk_itself_ask_no_machine_for_an_answer(posting: Posting) -> None:
    await posting.hall.opens(posting.hall.ann)
    await posting.round()

    (acknowledged,), (work,) = posting.office.to("ann"), posting.office.to("maya")
    assert (acknowledged["Auto-Submitted"], work["Auto-Submitted"]) == ("auto-replied", "auto-generated")
    assert acknowledged["X-Auto-Response-Suppress"] == work["X-Auto-Response-Suppress"] == "All"


async def test_every_letter_has_an_address_of_its_own_to_be_answered_at(posting: Posting) -> None:
    ticket = await posting.hall.opens(posting.hall.ann)
    await posting.round()

    addresses = [str(letter["Reply-To"].addresses[0].addr_spec) for letter in posting.office.letters]
    assert len(set(addresses)) == 4
    form = re.compile(rf"help\+[0-9a-z]{{2}}{ticket.reference.lower()}[0-9a-z]{{16}}[0-9a-z]+@desk\.example")
    assert all(form.fullmatch(address) for address in addresses)


async def test_what_becomes_of_a_ticket_is_told(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann)
    await hall.changes(hall.maya, ticket, assignee="jonas")
    await posting.round()
    assert [letter["Subject"] for letter in office.to("jonas")][-1].startswith("Yours: VPN refuses")

    await hall.changes(hall.jonas, ticket, status=Status.RESOLVED)
    await posting.round()
    assert "is solved. If it is, you can confirm it in the ticket" in text_of(office.to("ann")[-1])
    assert "closes after 4 days" in text_of(office.to("ann")[-1])

    hall.later(3 * DAY)
    await hall.reception.the_desk_itself().write(wake)
    await posting.round()
    assert "closes by itself tomorrow" in text_of(office.to("ann")[-1])

    office.collected()
    await hall.ann.write(settling.reopen, settling.Settling(ticket.reference))
    await posting.round()
    assert who(office.letters) == ["jonas"]
    assert "Ann Okafor reopened it. The ticket of Ann Okafor is in progress now." in text_of(office.letters[0])


async def test_those_who_work_here_are_told_before_it_is_late_and_then(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    await hall.opens(hall.ann, priority=Priority.URGENT)
    await posting.round()
    office.collected()
    for minutes, word in ((55, "Due soon: "), (70, "Late: ")):
        hall.clock[0] += minutes * 60_000
        await hall.reception.the_desk_itself().write(wake)
        await posting.round()
        assert {letter["Subject"][: len(word)] for letter in office.letters} == {word}
        assert "Nobody has the ticket.\n\n" in text_of(office.letters[0])
        assert who(office.collected()) == ["jonas", "maya", "olga"]


async def test_an_address_that_nobody_proved_gets_no_words_of_a_stranger(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    form = opening.Form(f"Win {CANARY}", f"Look at {CANARY}", "key", name=f"{CANARY} Inc", email="victim@far.example")
    ticket = await hall.reception.guest().write(opening.open_ticket, form)
    again = opening.Form(CANARY, CANARY, "other key", name=CANARY, email="victim@far.example")
    await hall.reception.guest().write(opening.open_ticket, again)
    await posting.round()
    await hall.says(hall.maya, ticket, "Who are you?")
    pair = await hall.reception.by_pair(ticket.reference, "victim@far.example")
    await hall.says(pair, ticket, CANARY)
    await hall.says(hall.maya, ticket, "Still, who?", then=Status.RESOLVED)
    await posting.round()

    subjects = [letter["Subject"].partition(shown(ticket.reference))[0] for letter in office.to("victim")]
    assert subjects == ["Your ticket ["] * 3
    assert "If you did not write to us, somebody else used your address" in text_of(office.to("victim")[0])
    assert not [one for one in office.to("victim") if CANARY in str(one) + text_of(one) + html_of(one)]
    assert "Still, who?" in text_of(office.to("victim")[-1])


async def test_each_chooses_which_letters_they_get(posting: Posting) -> None:
    hall = posting.hall
    await hall.maya.write(change_mine, {"letters": "mine"})
    await hall.jonas.write(change_mine, {"letters": "none"})
    ticket = await hall.opens(hall.ann)
    await posting.round()
    assert who(posting.office.collected()) == ["ann", "olga"]

    await hall.changes(hall.olga, ticket, assignee="maya")
    await posting.round()

    assert who(posting.office.letters) == ["maya"]
    assert posting.office.to("maya")[0]["Subject"].startswith("Yours: ")


async def test_who_left_meanwhile_is_not_written_to(posting: Posting) -> None:
    hall = posting.hall
    await hall.opens(hall.ann)
    await hall.olga.write(staffing.disable_person, "maya@acme.example")
    await hall.olga.write(staffing.set_role, "jonas@acme.example", Role.CUSTOMER)
    await posting.round()

    assert who(posting.office.letters) == ["ann", "olga"]


@pytest.mark.parametrize("typed", ["a\r\nBcc: all@acme.example", "=?utf-8?q?a=0d=0aBcc:_b?="])
async def test_what_people_typed_makes_no_header(posting: Posting, typed: str) -> None:
    hall = posting.hall
    ana = await hall.olga.write(staffing.add_person, f"{typed[:100]} Ana", "ana@acme.example", Role.CUSTOMER)
    form = opening.Form(typed, f"{typed}\r\n.\r\nMAIL FROM:<x@y>\r\n", "key")
    ticket = await (await hall.reception.claimed(ana.email)).write(opening.open_ticket, form)
    await hall.says(hall.maya, ticket, f"Yes.\n.\n{typed}")
    await posting.round()

    answer = posting.office.to("ana")[-1]
    about_the_letter = {"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"}
    assert set(answer.keys()) == about_the_letter | {"MIME-Version", "Content-Type"}
    assert len(answer.keys()) == len(set(answer.keys()))
    assert len(posting.office.letters) == 5


async def test_a_desk_that_has_no_address_sends_nothing(posting: Posting) -> None:
    from core.setting_up import change_settings

    await posting.hall.olga.write(change_settings, {"desk.address": ""})
    await posting.hall.opens(posting.hall.ann)

    assert (await posting.round()).sent == 0


async def test_letters_that_waited_since_before_mail_was_set_up_are_not_sent_by_themselves(posting: Posting) -> None:
    hall = posting.hall
    await hall.opens(hall.ann)
    await posting.round(4 * DAY)
    await hall.opens(hall.ben)
    await posting.round(HOUR)

    assert not posting.office.to("ann")
    assert len(posting.office.to("ben")) == 1


async def test_who_has_a_ticket_is_told_whom_letters_do_not_reach(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann)
    await hall.changes(hall.maya, ticket, assignee="me")
    await posting.round()
    (first,) = office.to("ann")
    office.collected()

    report = Bounced("ann@acme.example", str(first["Message-ID"]), "550 5.1.1\r\nno such user", for_good=True)
    await bring(hall, replace(LETTER, machine=Machine.BOUNCE, bounced=(report,)))
    await posting.round()

    (told,) = office.letters
    assert str(told["To"]) == "Maya Lind <maya@acme.example>"
    assert told["Subject"] == f"Not delivered: VPN refuses my certificate [{shown(ticket.reference)}]"
    assert told["Auto-Submitted"] == "auto-generated"
    assert "do not arrive: ann@acme.example (550 5.1.1 no such user)" in text_of(told)


@pytest.mark.parametrize(
    ("result", "id", "named"),
    [("pass", "<of.gina+1@far.example>", True), ("fail", "<of.gina+1@far.example>", False), ("pass", "<ä@b>", False)],
)
async def test_what_came_by_mail_is_answered_below_it_where_it_is_proved_whose_it_is(
    posting: Posting, result: str, id: str, named: bool
) -> None:
    hall, office = posting.hall, posting.office
    await hall.olga.write(change_settings, {"mail.authserv": "mx.desk.example"})
    checked = AuthResults("mx.desk.example", (AuthResult("dmarc", result, "far.example"),))
    await bring(hall, replace(LETTER, message_id=id, authentication=(checked,)))
    await posting.round()

    (told,) = office.to("gina")
    assert told["In-Reply-To"] == told["References"] == (id if named else None)


async def test_letters_ask_for_an_answer_where_letters_come_in(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann)
    await hall.says(hall.maya, ticket, then=Status.WAITING)
    await posting.round()
    assert not [letter for letter in office.collected() if "this letter" in text_of(letter)]

    await bring(hall, LETTER)
    await hall.says(hall.maya, ticket, then=Status.RESOLVED)
    await posting.round()
    assert "answer this letter" in text_of(office.to("gina")[0])
    assert "If it is not, answer this letter." in text_of(office.to("ann")[0])
    assert "this letter" not in text_of(office.to("jonas")[0])  # nothing would prove that it is him
    office.collected()

    await hall.olga.write(change_settings, {"mail.authserv": "mx.desk.example"})
    await hall.says(hall.ann, ticket)
    await posting.round()
    assert "What you answer to this letter goes to Ann Okafor." in text_of(office.to("maya")[0])

    hall.later(91 * DAY)
    await hall.says(hall.maya, ticket)
    await posting.round()
    assert "this letter" not in text_of(office.to("ann")[0])


async def test_tickets_that_come_by_mail_are_acknowledged_three_times_a_day(posting: Posting) -> None:
    for _ in range(6):
        await bring(posting.hall, LETTER)
        await posting.round(2 * HOUR)
    assert len(posting.office.to("gina")) == 3

    await bring(posting.hall, LETTER)
    await posting.round(DAY)
    assert len(posting.office.to("gina")) == 4
