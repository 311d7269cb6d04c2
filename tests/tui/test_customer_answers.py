"""A customer writes in their ticket: it is sent once, kept while they type, and left alone by what comes in."""

from __future__ import annotations

import pytest

from core.tickets import Status
from tests.tui.my_ticket import composer, opened, writes
from tests.tui.office import SIZES, Office, hint, message, seen, window_on, words_on
from tests.tui.stage import until, work_done
from tui.widgets.text_box import TextBox


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
        await work_done(pilot.app)

        view = await office.view("VPN")
        assert [entry.body for entry in view.thread.entries].count("Any news?") == 1


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
