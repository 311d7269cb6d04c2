"""Files of a ticket as its customer sends and saves them."""

from __future__ import annotations

from pathlib import Path

from textual.events import Paste

from core.entries import Kind
from tests.tui.my_ticket import clicks, composer, opened, writes
from tests.tui.office import Office, message, seen, window_on
from tests.tui.stage import until
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.widgets.composer import Composer
from tui.widgets.text_box import TextBox


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
