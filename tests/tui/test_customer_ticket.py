"""A ticket as its customer sees it: how it stands, answering, saying that it is solved, reopening, files, drafts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from core.calendars import DAY
from core.entries import Kind
from core.reading import look_at
from core.references import Reference, shown
from core.setting_up import change_settings
from core.tickets import Status, Ticket
from tests.tui.office import HOSTILE, NOON, Office, gone, hint, message, office_in, seen, window_on, words_on
from tests.tui.stage import lines_of, until
from tui.modals.confirm import Confirm
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.session import Session
from tui.widgets.composer import Composer
from tui.widgets.conversation import Conversation
from tui.widgets.text_box import TextBox

SIZES = [(60, 20), (80, 24), (120, 36), (160, 50)]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path) as office:
        yield office


def opened(ticket: Ticket, **how: Any) -> Callable[[Session], CustomerTicketScreen]:
    return lambda session: CustomerTicketScreen(session, ticket.reference, **how)


def composer(pilot: Pilot[Any]) -> Composer:
    return pilot.app.screen.query_one(Composer)


async def writes(pilot: Pilot[Any], text: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
    pilot.app.post_message(Paste(text))
    await until(pilot, lambda: text in composer(pilot).text)


async def clicks(pilot: Pilot[Any], words: str) -> None:
    y, line = next((y, line) for y, line in enumerate(lines_of(pilot.app)) if words in line)
    await pilot.click(offset=(line.index(words), y))


@pytest.mark.parametrize("size", SIZES)
async def test_a_ticket_says_how_it_stands_in_the_customers_words(office: Office, size: tuple[int, int]) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn), size) as pilot:
        await seen(pilot, "It is getting worse.")
        for one in (
            "VPN refuses my certificate",
            shown(vpn.reference),
            "◐ in progress",
            "someone is working on it",
            "! urgent",
            "Network",
            "Maya Lind",
            "opened",
            "updated",
            "answer",
        ):
            await seen(pilot, one)
        words = words_on(pilot.app)
        assert "INTERNAL" not in words
        assert "gw-2" not in words
        assert "maya@acme.example" not in words


@pytest.mark.parametrize("size", SIZES)
async def test_where_an_answer_is_needed_the_composer_stands_open(office: Office, size: tuple[int, int]) -> None:
    backup = await office.ticket("Backup report")
    async with window_on(office, office.ann, opened(backup), size) as pilot:
        await seen(pilot, "we need your answer")
        await seen(pilot, "Which line?")
        await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
        await until(pilot, lambda: hint(pilot.app).startswith("ctrl+s send   f6 attach   f8 it is solved"))
        await writes(pilot, "The third one.")
        await pilot.press("ctrl+s")

        await until(pilot, lambda: "Sent to Acme Support. We answer by" in message(pilot.app))
        await seen(pilot, "someone is working on it")
        await seen(pilot, "The third one.")
        assert not composer(pilot).is_open
        assert (await office.ticket("Backup report")).status is Status.IN_PROGRESS


async def test_an_empty_message_is_told_in_the_composer(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
        await pilot.press("ctrl+s")
        await seen(pilot, "Say what happened: the message is empty.")


async def test_sending_twice_says_it_once(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn, reply=True)) as pilot:
        await writes(pilot, "Any news?")
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: not composer(pilot).is_open)
        await pilot.app.workers.wait_for_complete()

        view = await office.view("VPN")
        assert [entry.body for entry in view.thread.entries].count("Any news?") == 1


@pytest.mark.parametrize("size", SIZES)
async def test_a_resolved_ticket_asks_whether_it_is_solved(office: Office, size: tuple[int, int]) -> None:
    phone = await office.ticket("Phone")
    async with window_on(office, office.ben, opened(phone), size) as pilot:
        await seen(pilot, "Is it solved?")
        await seen(pilot, "yes, close it")
        await seen(pilot, "no, reopen it")
        await seen(pilot, "closes")
        await until(pilot, lambda: hint(pilot.app).startswith("c confirm   o reopen   r reply"))
        await pilot.press("c")

        await until(pilot, lambda: "Closed. Thank you for telling us." in message(pilot.app))
        await gone(pilot, "Is it solved?")
        assert (await office.ticket("Phone")).status is Status.CLOSED


async def test_the_answer_to_the_question_can_be_clicked(office: Office) -> None:
    phone = await office.ticket("Phone")
    async with window_on(office, office.ben, opened(phone)) as pilot:
        await seen(pilot, "yes, close it")
        await clicks(pilot, "yes, close it")
        await until(pilot, lambda: "Closed." in message(pilot.app))
        assert (await office.ticket("Phone")).status is Status.CLOSED


async def test_reopening_asks_for_what_still_fails(office: Office) -> None:
    phone = await office.ticket("Phone")
    async with window_on(office, office.ben, opened(phone)) as pilot:
        await seen(pilot, "no, reopen it")
        await clicks(pilot, "no, reopen it")
        await until(pilot, lambda: "Reopened. Tell us what still fails." in message(pilot.app))
        await writes(pilot, "It rings elsewhere.")
        await pilot.press("ctrl+s")
        await seen(pilot, "You")
        assert (await office.ticket("Phone")).status is Status.IN_PROGRESS


async def test_it_is_solved_from_the_composer_sends_what_is_typed_and_closes(office: Office) -> None:
    backup = await office.ticket("Backup report")
    async with window_on(office, office.ann, opened(backup)) as pilot:
        await writes(pilot, "It was the third, and it is gone.")
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "Closed." in message(pilot.app))

        view = await office.view("Backup report")
        assert view.ticket.status is Status.CLOSED
        assert view.thread.entries[-1].kind is Kind.EVENT
        assert "It was the third, and it is gone." in [entry.body for entry in view.thread.entries]


async def test_c_on_an_open_ticket_asks_before_it_closes(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("n")
        assert (await office.ticket("VPN")).status is Status.IN_PROGRESS
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "Closed." in message(pilot.app))


async def test_a_closed_ticket_can_be_reopened_and_not_confirmed(office: Office) -> None:
    badge = await office.ticket("Old badge")
    async with window_on(office, office.ann, opened(badge)) as pilot:
        await seen(pilot, "■ closed")
        await seen(pilot, "finished")
        await until(pilot, lambda: "o reopen" in hint(pilot.app))
        assert "c confirm" not in hint(pilot.app)
        await pilot.press("o")
        await until(pilot, lambda: "Reopened." in message(pilot.app))
        assert (await office.ticket("Old badge")).status is Status.OPEN


@pytest.mark.parametrize("how", ["reopen", "reply"])
async def test_what_was_closed_too_long_ago_goes_on_in_a_new_ticket(office: Office, how: str) -> None:
    badge = await office.ticket("Old badge")
    office.clock[0] = NOON + 60 * DAY
    async with window_on(office, office.ann, opened(badge)) as pilot:
        await seen(pilot, "■ closed")
        if how == "reopen":
            await pilot.press("o")
        else:
            await pilot.press("r")
            await writes(pilot, "It opens the door again.")
            await pilot.press("ctrl+s")

        await until(pilot, lambda: _reference(pilot) not in (None, badge.reference))
        await until(pilot, lambda: "This one goes on from it" in message(pilot.app))
        new = _reference(pilot)
        assert new is not None
        assert shown(new) in message(pilot.app)
        assert shown(new) in words_on(pilot.app)
        assert (await office.ann.read(look_at, new)).ticket.follows == badge.reference


def _reference(pilot: Pilot[Any]) -> Reference | None:
    screen = pilot.app.screen
    return screen.reference if isinstance(screen, CustomerTicketScreen) else None


async def test_what_came_by_id_and_address_goes_on_in_a_new_ticket_too(office: Office) -> None:
    badge = await office.ticket("Old badge")
    office.clock[0] = NOON + 60 * DAY
    by_pair = await office.reception.by_pair(badge.reference, "ann@acme.example")
    async with window_on(office, by_pair, opened(badge)) as pilot:
        await seen(pilot, "■ closed")
        await pilot.press("o")
        await until(pilot, lambda: "This one goes on from it" in message(pilot.app), turns=1000)
        await seen(pilot, "received, waiting for our answer")


async def test_whoever_may_only_read_has_no_key_that_writes(office: Office) -> None:
    await office.olga.write(change_settings, {"lookup.proof": "code"})
    vpn = await office.ticket("VPN")
    by_pair = await office.reception.by_pair(vpn.reference, "ann@acme.example")
    async with window_on(office, by_pair, opened(vpn)) as pilot:
        await seen(pilot, "It is getting worse.")
        for key in ("r", "c", "o", "f8"):
            await pilot.press(key)
        assert not composer(pilot).is_open
        assert isinstance(pilot.app.screen, CustomerTicketScreen)
        assert "reply" not in hint(pilot.app)


# Drafts


async def test_what_was_typed_is_kept_and_comes_back(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn, reply=True)) as pilot:
        await writes(pilot, "Half a sentence")
        await seen(pilot, "draft saved")
        await pilot.press("escape")
        await until(pilot, lambda: not composer(pilot).is_open)
    assert await office.kept_draft(office.ann, "reply", vpn.reference) == "Half a sentence"

    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await until(pilot, lambda: "Your draft was kept." in message(pilot.app))
        await pilot.press("r")
        await seen(pilot, "Half a sentence")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Sent to" in message(pilot.app))
    assert await office.kept_draft(office.ann, "reply", vpn.reference) is None


async def test_an_answer_that_comes_in_meanwhile_leaves_what_is_typed_alone(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn, reply=True)) as pilot:
        await writes(pilot, "I think")
        await office.says(office.maya, vpn, "Try it now.")
        await seen(pilot, "Try it now.")
        assert composer(pilot).text == "I think"
        assert isinstance(pilot.app.focused, TextBox)


async def test_a_ticket_that_is_resolved_meanwhile_asks_once_the_composer_is_closed(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn, reply=True)) as pilot:
        await writes(pilot, "I think")
        await office.says(office.maya, vpn, "It is fixed.", then=Status.RESOLVED)
        await seen(pilot, "we think it is solved")
        assert "Is it solved?" not in words_on(pilot.app)
        await pilot.press("escape")
        await seen(pilot, "Is it solved?")


async def test_confirming_what_has_changed_since_looks_again_first(office: Office) -> None:
    phone = await office.ticket("Phone")
    async with window_on(office, office.ben, opened(phone)) as pilot:
        await seen(pilot, "Is it solved?")
        screen = pilot.app.screen
        assert isinstance(screen, CustomerTicketScreen)
        assert screen.view is not None
        screen.view = replace(screen.view, ticket=replace(screen.view.ticket, version=1))
        await pilot.press("c")
        await until(pilot, lambda: "changed since you looked" in message(pilot.app))
        assert (await office.ticket("Phone")).status is Status.RESOLVED


# Files


async def test_a_file_alone_is_a_message(office: Office, tmp_path: Path) -> None:
    log = tmp_path / "trace.log"
    log.write_text("handshake failed")
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn, reply=True)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
        await pilot.press("f6")
        await seen(pilot, "Attach a file")
        await pilot.press("ctrl+u")
        pilot.app.post_message(Paste(str(log)))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: composer(pilot).attachments)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Sent to" in message(pilot.app))
        await seen(pilot, "trace.log 16 B")


async def test_a_file_that_is_not_there_is_told_in_the_composer(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn, reply=True)) as pilot:
        await writes(pilot, "See the log.")
        composer(pilot).post_message(Composer.FilesWanted())
        await seen(pilot, "Attach a file")
        await pilot.press("escape")
        screen = pilot.app.screen
        assert isinstance(screen, CustomerTicketScreen)
        screen._picked(Path("/nowhere/trace.log"))
        await seen(pilot, "There is no file /nowhere/trace.log. Check the path.")
        assert composer(pilot).text == "See the log."


async def test_files_are_saved_and_nothing_is_overwritten(office: Office, tmp_path: Path) -> None:
    vpn = await office.ticket("VPN")
    folder = tmp_path / "saved"
    folder.mkdir()
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "client.log")
        for way in ("key", "click"):
            if way == "key":
                await pilot.press("f")
            else:
                await clicks(pilot, "client.log")
            await seen(pilot, "Save client.log in")
            await pilot.press("ctrl+u")
            pilot.app.post_message(Paste(str(folder)))
            await pilot.pause()
            await pilot.press("enter")
            await until(pilot, lambda: "Saved:" in message(pilot.app))
    saved = sorted(path.name for path in folder.glob("*"))
    assert saved == ["client (2).log", "client.log"]
    assert {path.read_bytes() for path in folder.glob("*")} == {b"TLS handshake failed\n" * 60}


async def test_a_folder_that_is_not_there_is_told(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "client.log")
        await pilot.press("f")
        await seen(pilot, "Save client.log in")
        await pilot.press("ctrl+u", *"/nowhere", "enter")
        await until(pilot, lambda: "Nothing was saved in /nowhere" in message(pilot.app))


async def test_of_several_files_one_is_chosen(office: Office, tmp_path: Path) -> None:
    vpn = await office.ticket("VPN")
    await office.says(office.ann, vpn, "And this.", files=(await office.file("screen.png", b"png"),))
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "screen.png")
        await pilot.press("f")
        await seen(pilot, "Save a file")
        await pilot.press("j", "enter")
        await seen(pilot, "Save screen.png in")


# Long and hostile


async def test_hostile_text_is_shown_and_not_obeyed(office: Office) -> None:
    vpn = await office.ticket("VPN")
    await office.says(office.maya, vpn, HOSTILE * 3, files=(await office.file("a.log", b"x"),))
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "[red]^[[31m")
        words = words_on(pilot.app)
        assert "\x1b" not in words
        assert "\u202e" not in words


async def test_a_message_that_is_too_long_is_sent_as_a_file(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn, reply=True)) as pilot:
        await writes(pilot, "Here is the log.")
        pilot.app.post_message(Paste("a line of the log\r" * 8_000))
        await seen(pilot, "pasted.txt is attached: 141 KB is more than a message has room for.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Sent to" in message(pilot.app))
    view = await office.view("VPN")
    last = [entry for entry in view.thread.entries if entry.kind is Kind.PUBLIC][-1]
    assert last.body == "Here is the log."
    assert [(file.name, file.size) for file in last.attachments] == [("pasted.txt", 8_000 * 18)]


async def test_going_up_brings_the_whole_conversation(office: Office) -> None:
    vpn = await office.ticket("VPN")
    for number in range(120):
        office.at(60_000 * (50 - number // 4))
        await office.says(office.ann, vpn, f"message number {number}")
    office.at(0)
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "message number 119")
        for _ in range(80):
            await pilot.press("home")
            if "Nobody gets in." in words_on(pilot.app):
                break
        assert "Nobody gets in." in words_on(pilot.app)
        await pilot.press("end")
        await seen(pilot, "message number 119")


async def test_the_id_is_copied(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn)) as pilot:
        await seen(pilot, "It is getting worse.")
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == shown(vpn.reference))
        assert pilot.app.screen.query_one(Conversation).has_focus


async def test_a_ticket_that_is_not_ones_own_is_told_and_shows_nothing(office: Office) -> None:
    payroll = await office.ticket("Payroll")
    async with window_on(office, office.ann, opened(payroll)) as pilot:
        await until(pilot, lambda: "There is no such ticket" in message(pilot.app))
        assert "Payroll" not in words_on(pilot.app)
        await pilot.press("r", "c", "o", "y")


async def test_a_reply_key_belongs_to_one_message(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, opened(vpn, reply=True)) as pilot:
        for words in ("First.", "Second."):
            await writes(pilot, words)
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "Sent to" in message(pilot.app))
            await pilot.press("r")
    bodies = [entry.body for entry in (await office.view("VPN")).thread.entries]
    assert bodies[-2:] == ["First.", "Second."]


async def test_nothing_is_drawn_while_nothing_happens(office: Office) -> None:
    backup = await office.ticket("Backup report")
    async with window_on(office, office.ann, opened(backup)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
        await pilot.pause(0.5)
        drawn: list[object] = []
        pilot.app._display = lambda *args: drawn.append(args)  # type: ignore[method-assign]

        await pilot.pause(1.0)

        assert drawn == []
