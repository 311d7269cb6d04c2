"""The agent's ticket: conversation, properties, reply and internal note, drafts, and what comes in meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from core.calendars import MINUTE
from core.entries import Kind
from core.reading import look_at
from core.references import Reference
from core.setting_up import change_mine
from core.tickets import Priority, Status
from tests.tui.office import HOSTILE, Office, gone, hint, message, office_in, seen, until, window_on, words_on
from tests.tui.stage import line_with, lines_of
from tui.screens.inbox import InboxScreen
from tui.screens.ticket import TicketScreen
from tui.session import Session
from tui.widgets.composer import Composer
from tui.widgets.conversation import Conversation
from tui.widgets.form import TextBox
from tui.widgets.properties import Properties


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path) as office:
        yield office


def opened(reference: Reference) -> Callable[[Session], TicketScreen]:
    return lambda session: TicketScreen(session, reference)


def composer(pilot: Pilot[Any]) -> Composer:
    return pilot.app.screen.query_one(Composer)


async def type_in(pilot: Pilot[Any], text: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
    await pilot.press(*("space" if letter == " " else letter for letter in text))


async def subject_open(pilot: Pilot[Any], subject: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, TicketScreen) and subject in lines_of(pilot.app)[2])


async def test_a_ticket_shows_its_conversation_and_what_it_is(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")

        words = words_on(pilot.app)

        assert "┊ TLS failed" in words
        assert "· Maya took it · priority high to urgent · tag vpn" in words
        assert "◆ INTERNAL NOTE  Jonas Weber  customers never see this" in words
        assert "● Ann Okafor  customer  new" in words
        assert "▲ late" in line_with(pilot.app, "reply  ")
        assert "ann@acme.example" in words
        assert "Other tickets" in words


async def test_opening_marks_as_read(office: Office) -> None:
    vpn = await office.row("VPN", office.maya)
    assert vpn.unread
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")

    assert not (await office.row("VPN", office.maya)).unread


async def test_a_reply_is_sent_and_the_next_ticket_opens(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("r")
        await type_in(pilot, "New chain is up.")
        await until(pilot, lambda: composer(pilot).display and "Reply to Ann Okafor" in words_on(pilot.app))

        await pilot.press("ctrl+s")

        await subject_open(pilot, "Payroll export stops")
        assert "Reply sent to Ann." in message(pilot.app)
        view = await office.view("VPN")
        assert view.thread.entries[-1].body == "New chain is up."
        assert await office.kept_draft(office.maya, "reply", view.ticket.reference) is None


@pytest.mark.parametrize(("after", "there"), [("stay", "VPN refuses my certificate"), ("list", "yours and nobody's")])
async def test_what_follows_a_reply_is_a_setting(office: Office, after: str, there: str) -> None:
    await office.maya.write(change_mine, {"after_reply": after})
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("r")
        await type_in(pilot, "Done.")
        await subject_open(pilot, "VPN")

        await pilot.press("ctrl+s")

        await until(pilot, lambda: "Reply sent to Ann." in message(pilot.app))
        await seen(pilot, there)


async def test_the_status_after_a_reply_is_chosen_with_f3(office: Office) -> None:
    card = await office.ticket("Card terminal")
    async with window_on(office, office.maya, opened(card.reference)) as pilot:
        await subject_open(pilot, "Card")
        await seen(pilot, "It does not work.")
        await pilot.press("r")
        await type_in(pilot, "Which one?")
        assert "→ in progress" in words_on(pilot.app)

        await pilot.press("f3")
        await seen(pilot, "→ waiting for customer")
        await pilot.press("ctrl+s")

        await until(pilot, lambda: "Reply sent" in message(pilot.app))
        ticket = await office.ticket("Card")
        assert (ticket.status, ticket.assignee) == (Status.WAITING, office.maya.actor.person)


async def test_an_internal_note_has_another_key_word_and_ground_and_stays_inside(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("i")
        await seen(pilot, "◆ INTERNAL NOTE  Ann Okafor will not see this")
        assert composer(pilot).has_class("-note")
        assert "save note" in hint(pilot.app)
        assert "f2 make it a reply" in hint(pilot.app)
        await type_in(pilot, "gw-2 is up.")

        await pilot.press("ctrl+s")

        await until(pilot, lambda: "Note saved. Only your team sees it." in message(pilot.app))
        assert (await office.view("VPN")).thread.entries[-1].kind is Kind.INTERNAL
        of_ann = await office.ann.read(look_at, vpn.reference)
        assert all("gw-2" not in entry.body for entry in of_ann.thread.entries)


async def test_f2_makes_a_reply_a_note_and_each_keeps_its_own_text(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await type_in(pilot, "for Ann")

        await pilot.press("f2")
        await type_in(pilot, "for us")
        assert composer(pilot).text == "for us"
        await pilot.press("f2")

        assert composer(pilot).text == "for Ann"


async def test_an_empty_message_is_explained_under_the_text(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))

        await pilot.press("ctrl+s")

        await seen(pilot, "Say what happened: the message is empty.")


async def test_what_is_typed_is_kept_and_there_again_in_another_session(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await type_in(pilot, "Half a thought")
        await seen(pilot, "draft saved")

    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await until(pilot, lambda: "Your reply was kept." in message(pilot.app))
        await pilot.press("r")
        await seen(pilot, "Half a thought")
        await type_in(pilot, ".")
        assert composer(pilot).text == "Half a thought."


async def test_esc_closes_the_composer_and_keeps_the_draft(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("i")
        await type_in(pilot, "later")

        await pilot.press("escape")

        await gone(pilot, "will not see this")
        assert isinstance(pilot.app.screen, TicketScreen)
    assert await office.kept_draft(office.maya, "note", vpn.reference) == "later"


async def test_a_message_that_came_while_one_typed_is_shown_before_anything_is_sent(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await type_in(pilot, "New chain is up.")

        await office.changes(office.jonas, vpn, priority=Priority.HIGH)
        await office.says(office.ann, vpn, "It works again. Is it safe to stay?")
        await seen(pilot, "It works again.")
        assert composer(pilot).text == "New chain is up."
        await pilot.press("ctrl+s")

        await seen(pilot, "△ Changed while you typed.  Nothing was sent; your text is below.")
        await seen(pilot, "Ann Okafor  wrote at")
        await seen(pilot, "Jonas  changed priority urgent to high at")
        assert hint(pilot.app).startswith("△ not sent   f7 read the thread   f9 send it as it is")
        await pilot.press("ctrl+s")  # a hurried second press
        await pilot.pause(0.1)
        assert (await office.view("VPN")).thread.entries[-1].body.startswith("It works again")

        await pilot.press("f9")

        await until(pilot, lambda: "Reply sent" in message(pilot.app))
        bodies = [entry.body for entry in (await office.view("VPN")).thread.entries]
        assert bodies.count("New chain is up.") == 1


async def test_f7_reads_what_came_and_then_ctrl_s_sends(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await type_in(pilot, "Up.")
        await office.says(office.ann, vpn, "It works again.")
        await seen(pilot, "wrote meanwhile")
        await pilot.press("ctrl+s")
        await seen(pilot, "Changed while you typed.")

        await pilot.press("f7")

        await gone(pilot, "Changed while you typed.")
        assert isinstance(pilot.app.focused, Conversation)
        await pilot.press("r")
        await type_in(pilot, "!")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Reply sent" in message(pilot.app))
        assert (await office.view("VPN")).thread.entries[-1].body == "Up.!"


async def test_a_change_elsewhere_moves_neither_the_text_nor_the_focus(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await type_in(pilot, "abc")
        await pilot.press("left")

        await office.notes(office.jonas, vpn, "I look at gw-1.")
        await seen(pilot, "I look at gw-1.")
        await type_in(pilot, "X")

        assert composer(pilot).text == "abXc"


async def test_a_property_key_changes_the_ticket_at_once(office: Office) -> None:
    card = await office.ticket("Card terminal")
    async with window_on(office, office.maya, opened(card.reference)) as pilot:
        await seen(pilot, "It does not work.")

        await pilot.press("t")

        await until(pilot, lambda: "Taken: it is yours." in message(pilot.app))
        assert "you" in line_with(pilot.app, "owner")
        await seen(pilot, "· Maya took it")


async def test_two_who_change_the_same_property_are_told(office: Office) -> None:
    card = await office.ticket("Card terminal")
    async with window_on(office, office.maya, opened(card.reference)) as pilot:
        await seen(pilot, "It does not work.")
        screen = pilot.app.screen
        assert isinstance(screen, TicketScreen)
        await pilot.press("p")
        await seen(pilot, "Priority")
        await office.changes(office.jonas, card, priority=Priority.HIGH)

        await pilot.press("l")

        await until(pilot, lambda: "Nothing was changed; look again." in message(pilot.app))
        await until(pilot, lambda: "↑ high" in line_with(pilot.app, "priority"))


async def test_big_j_and_k_go_to_the_neighbours(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("enter")
        await subject_open(pilot, "VPN")
        await seen(pilot, "Next · 1 of 5")

        await pilot.press("J")
        await subject_open(pilot, "Payroll")
        await seen(pilot, "Next · 2 of 5")
        await pilot.press("K")
        await subject_open(pilot, "VPN")
        await pilot.press("K")

        await until(pilot, lambda: "That was the first one." in message(pilot.app))
        await pilot.press("q")
        await seen(pilot, "yours and nobody's")


async def test_a_click_changes_a_property_and_opens_another_ticket(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "Other tickets")
        rows = [line[84:] for line in lines_of(pilot.app)]
        status = next(y for y, line in enumerate(rows) if "status" in line)

        await pilot.click(Properties, offset=(14, status - 1))
        await seen(pilot, "resolved")
        await pilot.press("escape")
        other = next(y for y, line in enumerate(rows) if "Card terminal" in line)
        await pilot.click(Properties, offset=(6, other - 1))

        await subject_open(pilot, "Card terminal")


async def test_a_narrow_ticket_puts_the_properties_into_one_line_and_f5_shows_them(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference), (80, 24)) as pilot:
        await seen(pilot, "It is getting worse.")
        assert "! urgent   Network   with you   #vpn" in lines_of(pilot.app)[3]
        assert "Customer" not in words_on(pilot.app)

        await pilot.press("f5")

        await seen(pilot, "Customer")


async def test_what_does_not_fit_is_folded_and_k_shows_it(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference), (60, 20)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await seen(pilot, "1 earlier message")
        assert "Nobody gets in." not in words_on(pilot.app)

        await pilot.press("escape", "home")

        await seen(pilot, "Nobody gets in.")


async def test_a_long_conversation_is_fetched_as_one_goes_up(office: Office) -> None:
    card = await office.ticket("Card terminal")
    for number in range(130):
        await office.notes(office.jonas, card, f"Note number {number}.")
    async with window_on(office, office.maya, opened(card.reference)) as pilot:
        await seen(pilot, "Note number 111.")  # reading begins at what is new, as far as that is laid out
        thread = pilot.app.screen.query_one(Conversation)
        await pilot.press("end")
        await seen(pilot, "Note number 129.")

        for _ in range(12):
            await pilot.press("home")
            await pilot.pause(0.05)

        await seen(pilot, "It does not work.")
        assert len(thread._blocks) == 131


async def test_a_huge_message_is_shown_in_part_until_somebody_wants_it_all(office: Office) -> None:
    huge = "\n".join(f"line {number}" for number in range(6000))
    ticket = await office.opens(office.ann, "Everything I know", huge)
    async with window_on(office, office.maya, opened(ticket.reference)) as pilot:
        await seen(pilot, "line 3")
        thread = pilot.app.screen.query_one(Conversation)
        assert len(thread._lines) < 300

        await pilot.press("end")
        await seen(pilot, "the message goes on, 58 KB in all   enter shows it")
        await pilot.press("enter", "end")

        await seen(pilot, "line 5999")


async def test_a_file_is_attached_by_its_path_and_goes_with_the_reply(office: Office, tmp_path: Path) -> None:
    trace = tmp_path / "trace.log"
    trace.write_text("one\n" * 10)
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await type_in(pilot, "See the trace.")
        screen = pilot.app.screen
        assert isinstance(screen, TicketScreen)

        screen._picked(trace)
        await seen(pilot, "▤ trace.log 40 B")
        await pilot.press("ctrl+s")

        await until(pilot, lambda: "Reply sent" in message(pilot.app))
        assert [file.name for file in (await office.view("VPN")).thread.entries[-1].attachments] == ["trace.log"]


async def test_f6_asks_for_a_file_and_ctrl_r_takes_it_back(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("x")
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
        await pilot.press("f6")
        await seen(pilot, "Attach a file")
        await pilot.press("escape")
        screen = pilot.app.screen
        assert isinstance(screen, TicketScreen)
        screen._picked(tmp_path / "a.log")
        await seen(pilot, "a.log 1 B")

        await pilot.press("ctrl+r")

        await seen(pilot, "no files")


async def test_a_file_of_the_ticket_is_saved_without_overwriting(office: Office, tmp_path: Path) -> None:
    (tmp_path / "client.log").write_text("mine")
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "client.log")
        await pilot.press("f")
        await seen(pilot, "Save client.log in")
        await pilot.press("ctrl+u", *str(tmp_path), "enter")

        await until(pilot, lambda: "Saved:" in message(pilot.app))
        assert (tmp_path / "client.log").read_text() == "mine"
        assert (tmp_path / "client (2).log").read_text().startswith("TLS")


async def test_a_second_press_on_ctrl_s_sends_nothing_twice(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await type_in(pilot, "Once.")
        await pilot.press("ctrl+s")
        await pilot.press("ctrl+s")

        await seen(pilot, "Maya Lind  agent")
        await pilot.pause(0.1)
        bodies = [entry.body for entry in (await office.view("VPN")).thread.entries]
        assert bodies.count("Once.") == 1


@pytest.mark.parametrize("size", [(160, 50), (120, 36), (80, 24), (60, 20)])
async def test_hostile_text_stays_text_in_a_ticket(office: Office, size: tuple[int, int]) -> None:
    log = await office.file(HOSTILE, b"x")
    ticket = await office.opens(office.ann, HOSTILE, f"{HOSTILE}\n> {HOSTILE}\n    {HOSTILE}", files=(log,))
    await office.notes(office.jonas, ticket, HOSTILE)
    await office.changes(office.jonas, ticket, assignee="me", subject=f"{HOSTILE}!")
    async with window_on(office, office.maya, opened(ticket.reference), size) as pilot:
        await seen(pilot, "[red]")
        await pilot.press("i")
        await pilot.pause(0.2)

        text = words_on(pilot.app)

        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_nothing_is_drawn_while_nothing_happens(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await pilot.pause(0.8)
        drawn: list[object] = []
        pilot.app._display = lambda *args: drawn.append(args)  # type: ignore[method-assign]

        await pilot.pause(1.0)

        assert drawn == []


async def test_a_deadline_reads_on_as_time_passes(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "▲ late 1h")
        office.clock[0] += 90 * MINUTE
        await office.notes(office.jonas, vpn, "still on it")

        await seen(pilot, "▲ late 2h")
