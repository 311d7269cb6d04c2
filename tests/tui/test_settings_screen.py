"""Settings: an operator sets what holds for the desk, one thing at a time, and sees what it means before it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from core.auditing import AuditQuery, audit
from core.categories import add_category
from core.desk import Desk
from core.reading import notices
from core.settings import DeskSettings, keys_of
from tests.tui.front_desk import front_desk, reception_of
from tests.tui.office import HOSTILE, SIZES, Office, hint, message, seen, until, window_on, words_on
from tests.tui.stage import line_with, lines_of, work_done
from tui.modals.edit_setting import EditSetting
from tui.screens.inbox import InboxScreen
from tui.screens.queues import QueuesScreen
from tui.screens.settings import SettingsScreen
from tui.widgets.settings_list import SettingsList, items


async def on_setting(pilot: Pilot[Any], key: str) -> None:
    """Put the cursor on a setting, or on a category by its name."""
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen) and pilot.app.screen.is_mounted)
    settings = pilot.app.screen.query_one(SettingsList)
    settings.select(key) or settings.select(f"desk.categories\n{key}")
    await pilot.pause()


async def changes(pilot: Pilot[Any], key: str, typed: str) -> None:
    """Open a setting and type another text for it, without keeping it."""
    await on_setting(pilot, key)
    await pilot.press("enter")
    await types(pilot, typed)


async def types(pilot: Pilot[Any], typed: str) -> None:
    """Into the panel that is about to open, in the place of what is there."""
    await until(pilot, lambda: isinstance(pilot.app.screen, EditSetting))
    await pilot.press("end", "ctrl+u")
    panel = pilot.app.screen
    assert isinstance(panel, EditSetting)
    panel.field.value = typed
    await pilot.pause()


def stands(pilot: Pilot[Any], *words: str) -> bool:
    """Whether these stand on one line."""
    return any(all(one in line for one in words) for line in lines_of(pilot.app))


async def settings_of(desk: Desk) -> DeskSettings:
    return (await desk.read(notices)).settings


async def categories_of(desk: Desk) -> tuple[str, ...]:
    return (await desk.read(notices)).categories


async def test_everything_that_can_be_set_stands_in_the_list_with_what_it_does(office: Office) -> None:
    known = await office.olga.read(notices)

    assert {item.key for item in items(known)} == {*keys_of(DeskSettings), "desk.categories"}
    assert {item.group for item in items(known)} == {"desk", "promises", "tickets", "letters", "categories"}
    assert all(item.says for item in items(known))


async def test_the_name_of_the_desk_is_changed(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await changes(pilot, "desk.name", "Harbour Help")
        await pilot.press("enter")

        await until(pilot, lambda: "The desk is called Harbour Help now" in message(pilot.app))
        assert "Harbour Help" in line_with(pilot.app, "▌")
        assert (await settings_of(office.olga)).name == "Harbour Help"
    deed = (await office.olga.read(audit, AuditQuery(limit=1)))[0]
    assert (deed.what, deed.detail) == ("setting changed", "desk.name=Harbour Help")


async def test_a_mistake_is_told_under_the_field_and_what_was_typed_stays(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await changes(pilot, "ticket.close_after", "soon")
        await pilot.press("enter")

        await seen(pilot, "✗ A length of time looks like 90s, 30m, 4h, 2d or 1h30m.")
        assert "soon" in words_on(pilot.app)
        await types(pilot, "7d")
        await pilot.press("enter")

        await until(pilot, lambda: "Resolved tickets close after 7d" in message(pilot.app))


@pytest.mark.parametrize("size", SIZES)
async def test_hours_show_by_when_tickets_are_answered_before_they_are_kept(
    office: Office, size: tuple[int, int]
) -> None:
    async with window_on(office, office.olga, SettingsScreen, size) as pilot:
        await changes(pilot, "desk.hours", "mon-fri 09:00-17:00")

        await until(pilot, lambda: stands(pilot, "urgent", "today 13:00", "Mon 1 Dec 10:00"))
        assert stands(pilot, "high", "today 16:00", "Mon 1 Dec 13:00")
        assert "Times are those of UTC." in words_on(pilot.app)
        assert (await settings_of(office.olga)).calendar.never_closes
        await types(pilot, "mon-fri 10:00-17:00; zone Europe/Berlin")
        await until(pilot, lambda: stands(pilot, "urgent", "Mon 1 Dec 11:00"))
        await pilot.press("enter")

        await until(pilot, lambda: "Open tickets get their new deadlines" in message(pilot.app))
        assert (await settings_of(office.olga)).calendar.zone == "Europe/Berlin"


async def test_hours_that_are_not_understood_show_no_table(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen, (80, 24)) as pilot:
        await changes(pilot, "desk.hours", "mon-fri 09:00-17:00")
        await seen(pilot, "Mon 1 Dec 10:00")
        await types(pilot, "mon-fri 09:00-17")

        await until(pilot, lambda: "Mon 1 Dec 10:00" not in words_on(pilot.app))
        await pilot.press("enter")
        await seen(pilot, "is not a span of hours")


async def test_a_promise_shows_what_it_becomes_and_its_solution(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await changes(pilot, "target.urgent", "30m/2h")

        await until(pilot, lambda: stands(pilot, "urgent", "today 12:30"))
        await until(pilot, lambda: stands(pilot, "solved", "today 14:00"))
        await pilot.press("enter")
        await until(pilot, lambda: "30m to answer, 2h to solve" in words_on(pilot.app))


async def test_what_guests_prove_is_chosen(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await on_setting(pilot, "lookup.proof")
        await pilot.press("enter")
        await seen(pilot, "What guests prove")
        await pilot.press("c")

        await until(pilot, lambda: "Kept: proof of guests code." in message(pilot.app))


async def test_what_is_typed_comes_back_after_escape_and_f9_puts_it_as_it_was(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await changes(pilot, "desk.contact", "Call 555 0100.")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        await pilot.press("enter")
        await seen(pilot, "This is what you typed last; it is not kept yet.")
        assert "Call 555 0100." in words_on(pilot.app)

        await pilot.press("f9")
        await until(pilot, lambda: "Call 555 0100." not in words_on(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EditSetting))
        await work_done(pilot.app)

        assert "what you typed last" not in words_on(pilot.app)
        assert (await settings_of(office.olga)).contact == ""


async def test_a_setting_is_left_with_escape(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await on_setting(pilot, "desk.name")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EditSetting))
        await pilot.press("escape")

        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))


async def test_what_was_typed_is_there_again_after_the_window_went_away(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await changes(pilot, "desk.contact", "Call 555 0100.")
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await on_setting(pilot, "desk.contact")
        await pilot.press("enter")

        await seen(pilot, "This is what you typed last; it is not kept yet.")
        assert "Call 555 0100." in words_on(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: "Welcome and the help" in message(pilot.app))
        await pilot.press("enter")
        await seen(pilot, "How else to reach the desk")
        assert "typed last" not in words_on(pilot.app)


async def test_a_category_is_added_moved_and_removed(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await on_setting(pilot, "desk.name")
        await pilot.press("n")
        await types(pilot, "Garden")
        await pilot.press("enter")
        await until(pilot, lambda: "Garden is a category now." in message(pilot.app))
        await pilot.press("K", "K")
        await until(pilot, lambda: stands(pilot, "1st", "Garden"))
        assert await categories_of(office.olga) == ("Garden", "Network", "Billing")

        await pilot.press("d")
        await seen(pilot, "Remove the category Garden?")
        await pilot.press("y")

        await until(pilot, lambda: "Garden is gone." in message(pilot.app))
        assert await categories_of(office.olga) == ("Network", "Billing")


async def test_a_renamed_category_keeps_its_tickets(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await changes(pilot, "Network", "Lines and Wi-Fi")
        await pilot.press("enter")

        await until(pilot, lambda: "Network is called Lines and Wi-Fi now" in message(pilot.app))
        assert "Lines and Wi-Fi" in line_with(pilot.app, "▌")
    assert (await office.ticket("VPN refuses")).category == "Lines and Wi-Fi"


async def test_a_category_with_tickets_is_not_removed(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await on_setting(pilot, "Network")
        await pilot.press("d", "y")

        await until(pilot, lambda: "The category Network still has tickets." in message(pilot.app))
        assert await categories_of(office.olga) == ("Network", "Billing")


async def test_a_name_that_is_taken_is_told_under_the_field(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await changes(pilot, "Network", "billing")
        await pilot.press("enter")

        await seen(pilot, "✗ There is a category of this name already.")
        assert isinstance(pilot.app.screen, EditSetting)


async def test_keys_of_categories_are_told_for_categories_alone(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await on_setting(pilot, "desk.name")
        assert "enter change" in hint(pilot.app)
        assert "d remove" not in hint(pilot.app)

        await on_setting(pilot, "Network")

        await until(pilot, lambda: "d remove" in hint(pilot.app))
        assert "J K move" in hint(pilot.app)


async def test_the_palette_tells_the_command(office: Office) -> None:
    async with window_on(office, office.olga, SettingsScreen) as pilot:
        await on_setting(pilot, "target.high")
        await pilot.press("ctrl+p", *"change this")

        await seen(pilot, "ttydesk settings set target.high=VALUE")


@pytest.mark.parametrize("size", [(160, 50), (80, 24), (60, 20)])
async def test_hostile_names_stay_text(office: Office, size: tuple[int, int]) -> None:
    await office.olga.write(add_category, HOSTILE.replace(",", "").strip()[:40])
    async with window_on(office, office.olga, SettingsScreen, size) as pilot:
        await seen(pilot, "contact")
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EditSetting))
        await pilot.pause(0.2)

        assert "\x1b" not in words_on(pilot.app)
        assert "\u202e" not in words_on(pilot.app)


async def test_agents_have_no_way_there(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("ctrl+p", *"settings")
        await seen(pilot, "No command has this name.")
        await pilot.press("escape", "0", "6")

        await seen(pilot, "until the customer confirms")
        assert isinstance(pilot.app.screen, InboxScreen)


async def test_every_screen_of_an_operator_leads_to_it_and_back(office: Office) -> None:
    async with window_on(office, office.olga, QueuesScreen) as pilot:
        await seen(pilot, "Network")
        for key in ("6", "4", "2", "6"):
            await pilot.press(key)
            await pilot.pause()
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        await pilot.press("q")

        await until(pilot, lambda: isinstance(pilot.app.screen, QueuesScreen))


# Changed elsewhere


async def test_what_another_program_sets_reaches_an_open_app(tmp_path: Path) -> None:
    from core.setting_up import change_settings
    from storage.opening import open_store

    async with front_desk(tmp_path, who="maya@acme.example", size=(120, 36)) as front:
        await front.sees("Acme Support", "Nothing needs you now.")
        other = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
        try:
            olga = await reception_of(tmp_path, front.clock, other).claimed("olga@acme.example")
            await olga.write(change_settings, {"desk.name": "Harbour Help", "desk.contact": "Call 555 0100."})
            await olga.write(add_category, "Garden")

            await front.sees("Harbour Help", "Garden")
            await front.presses("question_mark")
            await front.sees("Call 555 0100.")
        finally:
            await other.close()


async def test_a_form_that_is_open_offers_what_there_is_now_and_keeps_what_is_typed(tmp_path: Path) -> None:
    from core.categories import rename_category
    from core.setting_up import change_settings

    async with front_desk(tmp_path, who="ann@acme.example", size=(120, 36)) as front:
        await front.presses("n")
        await front.sees("What happened")
        await front.fills(subject="VPN refuses my certificate", body="Nobody gets in.")
        olga = await front.reception.claimed("olga@acme.example")

        await olga.write(rename_category, "Network", "Lines")
        await olga.write(change_settings, {"target.medium": "3h"})

        await front.sees("Lines", "3 hours")
        assert front.value("category") == "Lines"
        assert front.value("subject") == "VPN refuses my certificate"
        assert front.value("body") == "Nobody gets in."


async def test_a_list_of_a_queue_follows_its_new_name_and_the_cursor_stays(tmp_path: Path) -> None:
    from core.categories import rename_category
    from core.opening import Form, open_ticket

    async with front_desk(tmp_path, who="maya@acme.example", size=(120, 36)) as front:
        ann = await front.reception.claimed("ann@acme.example")
        for nth in range(3):
            await ann.write(open_ticket, Form(f"Printer {nth}", "It burns.", f"key {nth}", "Network"))
        await front.sees("Printer 2")
        await front.clicks("Network")
        await front.sees("this queue, next deadline first")
        await front.presses("j")
        here = next(line for line in lines_of(front.pilot.app) if "▌" in line and "Printer" in line)
        await front.sees("medium   Network")
        olga = await front.reception.claimed("olga@acme.example")

        await olga.write(rename_category, "Network", "Lines")

        await front.sees("Lines  3")
        await front.sees_no_more("Network")
        assert here in lines_of(front.pilot.app)


async def test_a_customers_ticket_follows_the_new_name_of_its_category(tmp_path: Path) -> None:
    from core.categories import rename_category
    from core.opening import Form, open_ticket

    async with front_desk(tmp_path, who="ann@acme.example", size=(120, 36)) as front:
        ann = await front.reception.claimed("ann@acme.example")
        await ann.write(open_ticket, Form("Printer", "It burns.", "key", "Network"))
        await front.sees("Printer")
        await front.presses("enter")
        await front.sees("category  Network")
        olga = await front.reception.claimed("olga@acme.example")

        await olga.write(rename_category, "Network", "Lines")

        await front.sees("category  Lines")
