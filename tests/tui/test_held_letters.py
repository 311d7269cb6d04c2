"""Held letters: an operator looks at one, lets it into a ticket, or throws it away and takes that back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.collecting import tell_trouble
from core.errors import Refused
from core.incoming import Incoming, LetterRead, Mailbox
from core.people import Sender, Via
from core.quarantine import held, incoming, release
from core.references import shown
from core.store import Blob, Files
from tests.tui.letters_in import PRINTER, WHY, holds
from tests.tui.office import HOSTILE, Office, gone, hint, message, seen, until, window_on, words_on
from tests.tui.stage import line_with
from tui.messages import TicketsChanged
from tui.modals.held_letter import HeldLetter
from tui.screens.mail import MailScreen

SIZES = [(60, 20), (80, 24), (120, 36)]


async def still_held(office: Office) -> tuple[Incoming, ...]:
    return await office.olga.read(held)


@pytest.mark.parametrize("size", SIZES)
async def test_held_letters_stand_first_with_who_wrote_them_and_why_they_are_held(
    office: Office, size: tuple[int, int]
) -> None:
    await holds(office.reception)
    async with window_on(office, office.olga, MailScreen, size) as pilot:
        await seen(pilot, "1 held")

        assert "held" in line_with(pilot.app, "▌")
        assert "Printer" in line_with(pilot.app, "▌")
        assert "bob@x.example" in line_with(pilot.app, "▌")
        await seen(pilot, f"held: {WHY}"[:50])
        assert "o let in" in hint(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_letter_is_looked_at_before_it_is_decided_about(office: Office, size: tuple[int, int]) -> None:
    await holds(office.reception, about=await office.ticket("VPN"))
    async with window_on(office, office.olga, MailScreen, size) as pilot:
        await seen(pilot, "1 held")
        await pilot.press("enter")

        await seen(pilot, "Bob Hall <bob@x.example>")
        await seen(pilot, "It jams since Monday.")
        assert "it seems" in words_on(pilot.app)
        assert "2 quoted lines" in words_on(pilot.app)
        await pilot.press("escape")
        await gone(pilot, "It jams since Monday.")
    assert len(await still_held(office)) == 1


async def test_it_is_let_in_as_a_new_ticket(office: Office) -> None:
    await holds(office.reception)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 held")
        await pilot.press("o")
        await seen(pilot, "Let it in, marked as not verified")
        await pilot.press("n")

        await until(pilot, lambda: "The letter is in" in message(pilot.app))
        await gone(pilot, "1 held")
    view = await office.view("Printer eats paper")
    entry = view.thread.entries[0]
    assert (entry.body, entry.via, entry.sender) == ("It jams since Monday.", Via.MAIL, Sender.UNVERIFIED)
    assert view.ticket.requester.email == "bob@x.example"
    assert await still_held(office) == ()


async def test_it_is_let_into_the_ticket_that_it_seems_to_be_about(office: Office) -> None:
    vpn = await office.ticket("VPN")
    await holds(office.reception, about=vpn)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, shown(vpn.reference))
        await pilot.press("enter")
        await seen(pilot, "It jams since Monday.")
        await pilot.press("o")
        await seen(pilot, "VPN refuses my certificate")
        await pilot.press("t")

        await until(pilot, lambda: f"The letter is in {shown(vpn.reference)}" in message(pilot.app))
    assert "It jams" in (await office.view("VPN")).thread.entries[-1].body


async def test_it_is_let_into_a_ticket_whose_id_is_typed(office: Office) -> None:
    vpn = await office.ticket("VPN")
    await holds(office.reception)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 held")
        await pilot.press("o")
        await seen(pilot, "on a ticket")
        await pilot.press("i")
        await seen(pilot, "On which ticket")
        await pilot.press("x", "enter")
        await seen(pilot, "That is not a ticket ID")
        await pilot.press("backspace", *vpn.reference[:5].lower(), "enter")

        await until(pilot, lambda: f"The letter is in {shown(vpn.reference)}" in message(pilot.app))


async def test_an_id_of_no_ticket_lets_nothing_in(office: Office) -> None:
    await holds(office.reception)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 held")
        await pilot.press("o")
        await seen(pilot, "on a ticket")
        await pilot.press("i")
        await seen(pilot, "On which ticket")
        await pilot.press(*"0000000000", "enter")

        await until(pilot, lambda: "no such ticket" in message(pilot.app))
    assert len(await still_held(office)) == 1


async def test_one_is_thrown_away_after_a_question_and_let_in_after_all(office: Office) -> None:
    letter = await holds(office.reception)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 held")
        await pilot.press("d")
        await seen(pilot, "Throw the letter from bob@x.example away?")
        await pilot.press("y")

        await until(pilot, lambda: "u lets it in after all" in message(pilot.app))
        await gone(pilot, "1 held")
        assert (await office.olga.read(incoming, letter.name)).stage.name == "DISCARDED"
        await pilot.press("u")
        await seen(pilot, "as a new ticket")
        await pilot.press("n")
        await until(pilot, lambda: "The letter is in" in message(pilot.app))
    assert (await office.ticket("Printer eats paper")).requester.email == "bob@x.example"


async def test_a_mailbox_that_can_not_be_read_is_told_above_the_list(office: Office) -> None:
    says = "The password is not taken."
    await office.reception.the_desk_itself().write(tell_trouble, "help@imap.example/INBOX", says)
    async with window_on(office, office.olga, MailScreen, (80, 24)) as pilot:
        await seen(pilot, f"✗ help@imap.example/INBOX, just now: {says}")

        await office.reception.the_desk_itself().write(tell_trouble, "help@imap.example/INBOX", "")
        pilot.app.screen.post_message(TicketsChanged(frozenset()))
        await gone(pilot, says)


async def test_whoever_says_no_keeps_it_held(office: Office) -> None:
    await holds(office.reception)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 held")
        await pilot.press("d")
        await seen(pilot, "Throw the letter")
        await pilot.press("n")
        await gone(pilot, "Throw the letter")
    assert len(await still_held(office)) == 1


async def test_a_letter_that_nobody_can_read_is_let_in_as_a_file(office: Office) -> None:
    await holds(office.reception, why="Reading it took too long.")

    async def reads(_files: Files, _raw: Blob) -> LetterRead:
        raise Refused("Reading it took too long.")

    office.reception.reads_letters = reads
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 held")
        await pilot.press("enter")
        await seen(pilot, "letter.eml")
        await pilot.press("o")
        await seen(pilot, "as a new ticket")
        await pilot.press("n")
        await until(pilot, lambda: "The letter is in" in message(pilot.app))
    (file,) = (await office.view("Printer eats paper")).thread.entries[0].attachments
    assert file.name == "letter.eml"


async def test_what_was_decided_meanwhile_by_somebody_else_is_not_decided_again(office: Office) -> None:
    letter = await holds(office.reception)
    async with window_on(office, office.olga, MailScreen) as pilot:
        await seen(pilot, "1 held")
        await pilot.press("enter")
        await seen(pilot, "It jams since Monday.")
        await office.olga.write(release, letter.name, PRINTER, None)
        await pilot.press("o")
        await seen(pilot, "as a new ticket")
        await pilot.press("n")

        await until(pilot, lambda: "in its ticket already" in message(pilot.app))
        await gone(pilot, "1 held")


@pytest.mark.parametrize("size", SIZES)
async def test_a_hostile_letter_is_text_everywhere(office: Office, size: tuple[int, int]) -> None:
    read = replace(PRINTER, author=Mailbox(HOSTILE, "bob@x.example"), subject=HOSTILE, text=HOSTILE, quoted=HOSTILE)
    await holds(office.reception, read, HOSTILE)
    async with window_on(office, office.olga, MailScreen, size) as pilot:
        await seen(pilot, "1 held")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HeldLetter))
        await seen(pilot, "quoted line")
        await pilot.press("h")

        assert "\x1b" not in words_on(pilot.app)
        assert "\u202e" not in words_on(pilot.app)
