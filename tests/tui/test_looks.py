"""Every screen in every look: what colour tells, a word or a sign tells too; plain terminals get plain signs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color as TerminalColor
from textual.app import App
from textual.events import MouseScrollDown

from core.calendars import HOUR, MINUTE
from core.deadlines import NEVER
from core.tickets import Priority, Status
from tests.tui.gallery import Scene, settled, visit, words_of
from tests.tui.scenes import MIDDLE, SCENES, SMALL, TYPED
from tests.tui.stage import drawn, line_with, lines_of, until
from tests.tui.test_themes import contrast
from tests.tui.test_ticket_columns import NOON, row
from tui.glyphs import PLAIN, UNICODE, Glyphs
from tui.themes import dress, ink_of
from tui.widgets.my_ticket_list import customer_status
from tui.widgets.ticket_columns import due_words, priority_words


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_in_every_theme_the_screen_says_the_same_and_can_be_read(scene: Scene, tmp_path: Path) -> None:
    async with visit(scene, tmp_path) as pilot:
        told = words_of(pilot.app)
        for look in ("mono", "light", "contrast"):
            dress(pilot.app, look)
            await settled(pilot)
            assert words_of(pilot.app) == told
            assert hard_to_read(pilot.app) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_plain_terminal_gets_no_sign_that_it_may_not_have(scene: Scene, tmp_path: Path) -> None:
    async with visit(replace(scene, look="plain"), tmp_path) as pilot:
        strange = [sign for sign in words_of(pilot.app) if not sign.isascii() and not sign.isalpha()]
        assert strange == []


# Where something new is told while one writes, the place of reading stays that of the reader.
FOLDED = [scene for scene in SCENES if scene.size > SMALL and not scene.meanwhile]


@pytest.mark.parametrize("scene", FOLDED, ids=lambda scene: scene.name)
async def test_a_screen_that_gets_smaller_is_the_one_that_opens_in_a_small_window(scene: Scene, tmp_path: Path) -> None:
    async with visit(replace(scene, size=SMALL), tmp_path / "small") as pilot:
        small = words_of(pilot.app)
    async with visit(scene, tmp_path / "large") as pilot:
        await pilot.resize_terminal(*SMALL)
        await until(pilot, lambda: words_of(pilot.app) == small)


@pytest.mark.parametrize("glyphs", [UNICODE, PLAIN], ids=["signs", "plain"])
def test_whatever_has_a_colour_of_its_own_has_words_of_its_own(glyphs: Glyphs) -> None:
    states = [
        due_words(row(due=NOON - 35 * MINUTE), NOON, glyphs),
        due_words(row(due=NOON + 5 * MINUTE), NOON, glyphs),
        due_words(row(due=NOON + 5 * HOUR), NOON, glyphs),
        due_words(row(status=Status.WAITING, due=NEVER), NOON, glyphs),
        *(customer_status(status, glyphs) for status in Status),
        *(priority_words(priority, glyphs) for priority in Priority),
    ]
    without_figures = [re.sub(r"\d+", "", state.plain).strip() for state in states]
    assert len(set(without_figures)) == len(states)


async def test_a_window_that_is_too_small_asks_for_room_and_loses_nothing(tmp_path: Path) -> None:
    async with visit(Scene("small", "agent", ("enter", "r", *TYPED), "draft saved"), tmp_path) as pilot:
        await pilot.resize_terminal(39, 9)
        await until(pilot, lambda: "Make the window larger" in words_of(pilot.app))
        assert "Hello" not in words_of(pilot.app)
        await pilot.press("space", "B", "e", "n")
        await pilot.resize_terminal(*SMALL)
        await until(pilot, lambda: "Hello Ann, Ben" in words_of(pilot.app))
        assert "Make the window larger" not in words_of(pilot.app)


async def test_the_wheel_does_not_turn_a_window_that_is_too_small_away_from_what_it_says(tmp_path: Path) -> None:
    async with visit(Scene("small", "agent", ("ctrl+p",), "move"), tmp_path) as pilot:
        await pilot.resize_terminal(10, 5)
        await until(pilot, lambda: "Make" in words_of(pilot.app))
        await pilot._post_mouse_events([MouseScrollDown] * 9, offset=(8, 2))
        assert "Make" in words_of(pilot.app)


async def test_the_help_names_its_own_key_and_that_of_the_commands(tmp_path: Path) -> None:
    async with visit(Scene("help", "agent", ("question_mark",), "Everywhere", MIDDLE), tmp_path) as pilot:
        assert line_with(pilot.app, "ctrl+p").split("ctrl+p")[1].split()[0] == "commands"
        assert any("? " in line and "keys" in line for line in lines_of(pilot.app))


def hard_to_read(app: App[Any]) -> list[str]:
    """Words without enough contrast to their ground. What is faint lies under a panel, or is a rule."""
    faint = TerminalColor.parse(ink_of(app).palette.faint)
    return [
        segment.text
        for strip in drawn(app)
        for segment in strip
        if segment.text.strip(" ▌▏") and (style := segment.style) and style.color and style.bgcolor
        if style.color != faint and contrast(_hue(style.color), _hue(style.bgcolor)) < 4.5
    ]


def _hue(color: TerminalColor) -> str:
    return color.get_truecolor().hex
