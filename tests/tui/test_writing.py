"""Writing in a ticket: reply and internal note, drafts, files, and what comes in meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from core.entries import Kind
from core.reading import look_at
from core.references import Reference
from core.setting_up import change_mine, change_settings
from core.tickets import Priority, Status
from tests.tui.office import Office, gone, hint, message, seen, until, window_on, words_on
from tests.tui.stage import lines_of
from tui.screens.inbox import InboxScreen
from tui.screens.ticket import TicketScreen
from tui.session import Session
from tui.widgets.composer import Composer
from tui.widgets.composer_lines import Foot
from tui.widgets.conversation import Conversation
from tui.widgets.text_box import TextBox


def opened(reference: Reference) -> Callable[[Session], TicketScreen]:
    return lambda session: TicketScreen(session, reference)


def composer(pilot: Pilot[Any]) -> Composer:
    return pilot.app.screen.query_one(Composer)


async def type_in(pilot: Pilot[Any], text: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
    await pilot.press(*("space" if letter == " " else letter for letter in text))


async def subject_open(pilot: Pilot[Any], subject: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, TicketScreen) and subject in lines_of(pilot.app)[2])


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


@pytest.mark.parametrize("size", [(60, 20), (120, 36)])
async def test_where_letters_leave_a_note_says_that_a_name_tells_a_colleague(
    office: Office, size: tuple[int, int]
) -> None:
    vpn = await office.ticket("VPN")
    office.reception.has_mail_server = True
    await office.olga.write(change_settings, {"desk.address": "help@desk.example"})
    async with window_on(office, office.maya, opened(vpn.reference), size=size) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("i")
        await seen(pilot, "status stays in progress   @name mails a colleague")


async def test_an_internal_note_has_another_key_word_and_ground_and_stays_inside(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("i")
        await seen(pilot, "◆ INTERNAL NOTE  Ann Okafor will not see this")
        assert composer(pilot).has_class("-note")
        assert "save note" in hint(pilot.app)
        assert "mails a colleague" not in words_on(pilot.app)
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


async def test_files_of_a_draft_are_there_again_when_one_comes_back(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("x")
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("r")
        await type_in(pilot, "See this.")
        await subject_open(pilot, "VPN")
        screen = pilot.app.screen
        assert isinstance(screen, TicketScreen)
        screen._picked(tmp_path / "a.log")
        await seen(pilot, "a.log 1 B")

        await pilot.press("escape", "escape")
        await seen(pilot, "yours and nobody's")
        await pilot.press("r")
        await seen(pilot, "See this.")
        await seen(pilot, "a.log 1 B")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Reply sent" in message(pilot.app))
        assert [file.name for file in (await office.view("VPN")).thread.entries[-1].attachments] == ["a.log"]


async def test_in_a_small_terminal_one_sees_that_a_file_is_attached(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("x")
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference), (60, 20)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await seen(pilot, "waiting for customer  resolved")
        screen = pilot.app.screen
        assert isinstance(screen, TicketScreen)

        screen._picked(tmp_path / "a.log")

        await seen(pilot, "▤ 1")
        assert "→ in progress  waiting for customer" in words_on(pilot.app)


async def test_beside_the_details_words_are_left_out_whole(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, opened(vpn.reference), (80, 24)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("i", "f5")
        await seen(pilot, "INTERNAL NOTE")
        await gone(pilot, "will not see")
        assert "INTERNAL NOTE  " in words_on(pilot.app)

        await pilot.press("f2")
        await seen(pilot, "→ in progress")
        assert composer(pilot).query_one(Foot).render_line(0).text.strip() == "→ in progress  waiting for customer"
