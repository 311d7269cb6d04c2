"""Your settings: everybody sets how it looks for them, and sees it while they choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.daily import read_daily
from core.setting_up import mine
from core.settings import PersonalSettings, shown_settings
from tests.tui.front_desk import front_desk
from tui.modals.own_settings import OwnSettings


@pytest.mark.parametrize("who", ["ann@acme.example", "maya@acme.example", "olga@acme.example"])
async def test_a_theme_is_worn_while_one_chooses_and_kept_by_enter(tmp_path: Path, who: str) -> None:
    async with front_desk(tmp_path, who=who, size=(120, 36)) as front:
        await front.presses("comma")
        await front.sees("Your settings", "Theme")
        before = front.pilot.app.theme
        await front.presses("right", "right")
        await front.until(lambda: front.pilot.app.theme == "light")
        await front.sees("ttydesk settings set --mine theme=light")
        await front.presses("enter")

        await front.until(lambda: "Your settings are kept." in front.told)
        assert (front.pilot.app.theme, before) == ("light", "dark")
        desk = await front.reception.claimed(who)
        assert (await desk.read(mine)).theme == "light"


async def test_escape_puts_the_old_theme_on_again(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who="ann@acme.example", size=(80, 24)) as front:
        await front.presses("comma")
        await front.sees("Your settings")
        await front.presses("right", "right")
        await front.until(lambda: front.pilot.app.theme == "light")
        await front.presses("escape")

        await front.until(lambda: front.pilot.app.theme == "dark")
        desk = await front.reception.claimed("ann@acme.example")
        assert (await desk.read(mine)).theme == "auto"


async def test_signs_are_drawn_otherwise_at_once(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who="maya@acme.example", size=(60, 20)) as front:
        await front.presses("comma")
        await front.sees("Signs")
        await front.presses("tab", "right", "right", "enter")

        await front.until(lambda: "Your settings are kept." in front.told)
        await front.sees("v Your settings are kept.")


async def test_what_follows_a_reply_is_asked_of_those_who_answer(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who="maya@acme.example") as front:
        await front.presses("comma")
        await front.sees("After a reply")
        await front.presses("tab", "tab", "right", "enter")

        await front.until(lambda: "Your settings are kept." in front.told)
        desk = await front.reception.claimed("maya@acme.example")
        assert (await desk.read(mine)).after_reply == "stay"


async def test_customers_are_not_asked_what_follows_a_reply(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who="ann@acme.example") as front:
        await front.presses("comma")
        await front.sees("Signs")

        assert "After a reply" not in front.words


async def test_guests_have_none(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await front.sees("Open a ticket")
        await front.presses("comma")
        await front.pilot.pause(0.2)

        assert not isinstance(front.screen, OwnSettings)


async def test_the_palette_and_the_help_know_them(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who="ann@acme.example", size=(120, 36)) as front:
        await front.presses("question_mark")
        await front.sees("your settings")
        await front.presses("escape", "ctrl+p", *"your set")
        await front.sees("Your settings")
        await front.presses("enter")

        await front.until(lambda: isinstance(front.screen, OwnSettings))


@pytest.mark.parametrize(("who", "keys", "kept"), [("maya", 4, "mine"), ("ann", 3, "none")])
async def test_which_letters_come_is_asked_where_the_desk_sends_any(
    tmp_path: Path, who: str, keys: int, kept: str
) -> None:
    address = [("desk.address", "help@desk.example")]
    async with front_desk(tmp_path, who=f"{who}@acme.example", size=(60, 20), settings=address) as front:
        front.reception.has_mail_server = True
        await front.presses("comma")
        await front.sees("Letters by mail")
        await front.presses(*["tab"] * (keys - 1), "right", "enter")

        await front.until(lambda: "Your settings are kept." in front.told)
        desk = await front.reception.claimed(f"{who}@acme.example")
        assert (await desk.read(mine)).letters == kept


@pytest.mark.parametrize("size", [(60, 20), (120, 36)])
async def test_who_works_here_is_asked_whether_a_digest_comes(tmp_path: Path, size: tuple[int, int]) -> None:
    address = [("desk.address", "help@desk.example")]
    async with front_desk(tmp_path, who="maya@acme.example", size=size, settings=address) as front:
        front.reception.has_mail_server = True
        await front.presses("comma")
        await front.sees("Letters by mail")
        await front.presses(*["tab"] * 4, "right", "right")
        await front.sees("A digest of the day by mail", "mon-fri, 08:00")
        await front.presses("enter")

        await front.until(lambda: "Your settings are kept." in front.told)
        desk = await front.reception.claimed("maya@acme.example")
        assert shown_settings(await desk.read(mine))["digest"] == "mon-fri 08:00"


async def test_a_digest_at_another_time_stays_chosen(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who="maya@acme.example", size=(120, 36)) as front:
        mine = PersonalSettings(digest=read_daily("fri 16:30"))
        front.pilot.app.push_screen(OwnSettings(mine, is_staff=True, wear=lambda _: None, has_mail=True))
        await front.sees("mon-fri, 08:00   ◉ fri 16:30")
        await front.presses(*["tab"] * 4, "left")
        await front.sees("settings set --mine 'digest=mon-fri")


async def test_no_letters_are_offered_by_a_desk_that_sends_none(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who="maya@acme.example") as front:
        await front.presses("comma")
        await front.sees("After a reply")

        assert "Letters by mail" not in front.words
