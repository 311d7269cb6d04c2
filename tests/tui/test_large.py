"""Things that are far larger than anybody expects: told or kept whole, and the app goes on meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from core.entries import Thread
from core.tickets import BODY_AT_MOST
from tests.tui.holding import AT_MOST, holding
from tests.tui.large_things import AS_LONG_AS_IT_GETS, JUST_FITS, LARGE
from tests.tui.office import Office, message, seen, until, window_on, words_on
from tests.tui.stage import Parts, Stage
from tests.tui.test_thread_lines import message as entry
from tui.screens.inbox import InboxScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.attached_files import AttachedFiles
from tui.widgets.composer import Composer
from tui.widgets.conversation import Conversation
from tui.widgets.form import Field
from tui.widgets.text_box import LINES_AT_MOST, TextBox

pytestmark = pytest.mark.usefixtures("frames")


async def replies(pilot: Pilot[Any]) -> TextBox:
    await seen(pilot, "Nobody gets in")
    await pilot.press("r")
    await until(pilot, lambda: isinstance(pilot.app.focused, TextBox))
    return pilot.app.screen.query_one(TextBox)


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE.keys())
async def test_what_is_too_long_for_a_message_goes_along_as_a_file(office: Office, text: str) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, lambda session: TicketScreen(session, vpn.reference)) as pilot:
        box = await replies(pilot)
        await pilot.press(*"Look:")

        with holding() as held:
            pilot.app.post_message(Paste(text))
            await until(pilot, lambda: "is more than a message has room for" in message(pilot.app))
            await seen(pilot, "▤ pasted.txt")
            await pilot.press("ctrl+s")
            await until(pilot, lambda: not pilot.app.screen.query_one(Composer).is_open)

        assert held.longest < AT_MOST
        assert box.text == ""
    (said,) = [one for one in (await office.view("VPN")).thread.entries if one.body == "Look:"]
    whole = text.replace("\r\n", "\n").encode()
    assert [(file.name, file.size) for file in said.attachments] == [("pasted.txt", len(whole))]


@pytest.mark.parametrize("text", JUST_FITS.values(), ids=JUST_FITS.keys())
async def test_what_just_fits_stays_a_message_that_one_can_go_on_writing(office: Office, text: str) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, lambda session: TicketScreen(session, vpn.reference)) as pilot:
        box = await replies(pilot)

        with holding() as held:
            pilot.app.post_message(Paste(text))
            await until(pilot, lambda: box.text == text)
            await pilot.press("up", "k", "backspace", "ctrl+z", "ctrl+y", "ctrl+p", "escape")
            await pilot.resize_terminal(60, 20)
            await pilot.pause()

        assert held.longest < AT_MOST
        pilot.app.post_message(Paste(text * 4))
        await seen(pilot, "pasted.txt")


async def test_a_message_that_is_full_says_so_and_keeps_what_it_has(office: Office) -> None:
    vpn = await office.ticket("VPN")
    full = "\n" * LINES_AT_MOST
    async with window_on(office, office.maya, lambda session: TicketScreen(session, vpn.reference)) as pilot:
        box = await replies(pilot)
        box.text = full
        await pilot.press("enter")
        await seen(pilot, "This is as long as a message can be.")
        assert box.text == full


async def test_a_new_ticket_takes_large_things_along_or_says_what_it_leaves_out(office: Office) -> None:
    async with window_on(office, office.ann, NewTicketScreen) as pilot:
        await seen(pilot, "What happened")
        screen = pilot.app.screen

        with holding() as held:
            screen.query_one("#subject", Field).take_focus()
            pilot.app.post_message(Paste("漢" * 4_000))
            await seen(pilot, "Only 800 letters fit here")
            screen.query_one(TextBox).focus()
            pilot.app.post_message(Paste(LARGE["10 MB"]))
            await until(pilot, lambda: bool(screen.query_one(AttachedFiles).value))
            await pilot.press("x", "ctrl+s")
            await seen(pilot, "1 thing to fix: subject")

        assert held.longest < AT_MOST
        assert "200" in words_on(pilot.app)


async def test_five_hundred_tags_are_refused_with_a_sentence(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.maya, lambda session: TicketScreen(session, vpn.reference)) as pilot:
        await seen(pilot, "Nobody gets in")
        await pilot.press("l")
        await seen(pilot, "Type vpn to add that tag")

        with holding() as held:
            pilot.app.post_message(Paste("\n".join(f"tag{number}" for number in range(500))))
            await pilot.press("enter")
            await until(pilot, lambda: "100 tags" in words_on(pilot.app))

        assert held.longest < AT_MOST
    assert (await office.ticket("VPN")).tags == ("vpn",)


@pytest.mark.parametrize("body", AS_LONG_AS_IT_GETS.values(), ids=AS_LONG_AS_IT_GETS.keys())
async def test_the_longest_messages_are_read_without_waiting(office: Office, body: str) -> None:
    large = await office.opens(office.ann, "Large", body)
    await office.says(office.ann, large, body)
    async with window_on(office, office.maya, InboxScreen, size=(160, 50)) as pilot:
        with holding() as held:
            await seen(pilot, "Large")
            await pilot.press("3", "end", "home", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, TicketScreen))
            await pilot.press("home", "enter", "enter", "pagedown", "ctrl+p", "escape", "end", "pageup")
            await pilot.resize_terminal(80, 24)
            await pilot.pause()

        assert held.longest < AT_MOST


async def test_a_message_is_read_to_its_end_without_laying_it_out_again_and_again() -> None:
    thread = Conversation(None, staff=True)
    async with Stage(lambda: Parts(thread)).run_test(size=(100, 30)) as pilot:
        thread.show(Thread((entry(1, AS_LONG_AS_IT_GETS["line ends"]),)), read_up_to=0, now=0)
        await pilot.pause()

        with holding() as held:
            for _ in range(66):
                thread.action_to_newest()
                thread.action_more()
                await pilot.pause(0)
            assert thread.virtual_size.height >= BODY_AT_MOST
            await pilot.resize_terminal(70, 30)
            await pilot.pause()

        assert held.longest < AT_MOST


async def test_a_conversation_of_two_thousand_entries_opens_at_its_newest_and_unfolds() -> None:
    thread = Conversation(None, staff=True)
    entries = tuple(entry(number + 1, f"Message {number}\n" * 9) for number in range(2_000))
    async with Stage(lambda: Parts(thread)).run_test(size=(100, 30)) as pilot:
        with holding() as held:
            thread.show(Thread(entries), read_up_to=2_000, now=0)
            await seen(pilot, "Message 1999")
            for _ in range(20):
                await pilot.press("home")
            await pilot.resize_terminal(70, 30)
            await pilot.pause()

        assert held.longest < AT_MOST
