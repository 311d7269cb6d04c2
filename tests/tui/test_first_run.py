"""The first run: a desk gets its name and its first operator."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key

from tests.tui.front_desk import PASSWORD, front_desk
from tests.tui.office import HOSTILE
from tui.screens.first_run import FirstRunScreen
from tui.screens.queues import QueuesScreen

GOOD = {
    "desk": "Harbour Help",
    "name": "Olga Petrov",
    "email": "olga@harbour.example",
    "password": PASSWORD,
    "again": PASSWORD,
}


async def test_a_new_desk_asks_for_its_name_and_its_first_operator_who_is_then_signed_in(tmp_path: Path) -> None:
    async with front_desk(tmp_path, fresh=True) as front:
        assert isinstance(front.screen, FirstRunScreen)
        await front.sees("Open the desk", "ctrl+s open the desk")
        for text in GOOD.values():
            await front.types(text)
            await front.presses("enter")

        await front.comes_to(QueuesScreen)
        await front.sees("Harbour Help", "Olga Petrov", "2, then n makes your colleagues known.")
        assert await front.reception.is_set_up()
        signed_in = await front.reception.sign_in("olga@harbour.example", PASSWORD)
        assert not signed_in.must_choose


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_whatever_is_missing_is_told_beside_its_field_and_the_focus_goes_to_the_first(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with front_desk(tmp_path, fresh=True, size=size) as front:
        await front.presses("ctrl+s")
        await front.sees("4 things to fix")

        assert front.complaint("desk") == "A desk needs a name, like Acme Support."
        assert front.complaint("name") == "Say your full name: it stands beside your answers."
        assert front.complaint("email").startswith("Say your e-mail address")
        assert "at least 12 characters" in front.complaint("password")
        assert front.part("desk").has_pseudo_class("focus-within")
        assert not await front.reception.is_set_up()


@pytest.mark.parametrize(
    ("wrong", "typed", "says"),
    [
        ("desk", " ", "A desk needs a name"),
        ("name", "x" * 121, "at most 120 characters"),
        ("email", "olga at harbour", "not an e-mail address"),
        ("email", f"olga@{HOSTILE}", "not an e-mail address"),
        ("password", "short", "at least 12 characters"),
        ("again", PASSWORD + "!", "not the same password"),
    ],
)
async def test_one_mistake_keeps_everything_else_that_was_typed(
    tmp_path: Path, wrong: str, typed: str, says: str
) -> None:
    async with front_desk(tmp_path, fresh=True) as front:
        await front.fills(**(GOOD | {wrong: typed}))
        await front.presses("ctrl+s")
        await front.sees("to fix")

        assert says in front.complaint(wrong)
        values = {id: front.value(id) for id in GOOD if id != wrong}
        assert values == {id: text for id, text in GOOD.items() if id != wrong}


async def test_a_hostile_name_is_shown_as_it_is_and_obeyed_by_nobody(tmp_path: Path) -> None:
    async with front_desk(tmp_path, fresh=True) as front:
        await front.fills(**(GOOD | {"desk": HOSTILE, "name": HOSTILE}))
        await front.presses("ctrl+s")

        await front.comes_to(QueuesScreen)
        await front.sees("[red]")
        assert "\x1b" not in front.words


async def test_the_mouse_opens_the_desk_too(tmp_path: Path) -> None:
    async with front_desk(tmp_path, fresh=True) as front:
        await front.fills(**GOOD)
        await front.clicks("Open the desk")

        await front.comes_to(QueuesScreen)


async def test_keys_that_come_in_one_burst_are_all_taken_before_it_is_sent(tmp_path: Path) -> None:
    names = {" ": "space", "@": "at", ".": "full_stop", "\n": "enter"}
    async with front_desk(tmp_path, fresh=True) as front:
        for letter in "".join(f"{text}\n" for text in GOOD.values()):
            front.pilot.app.post_message(Key(names.get(letter, letter), letter))

        await front.comes_to(QueuesScreen)
        await front.sees("Harbour Help", "Olga Petrov")


async def test_a_desk_that_was_set_up_meanwhile_says_so(tmp_path: Path) -> None:
    async with front_desk(tmp_path, fresh=True) as front:
        await front.reception.set_up("Other", "Ann", "ann@acme.example", None)
        await front.fills(**GOOD)
        await front.presses("ctrl+s")

        await front.sees("This desk has an operator already.")
        assert front.value("name") == "Olga Petrov"


async def test_what_was_typed_is_not_thrown_away_by_one_key(tmp_path: Path) -> None:
    async with front_desk(tmp_path, fresh=True) as front:
        await front.fills(desk="Acme Support")

        await front.presses("escape")
        await front.sees("Leave without making a desk?")
        await front.presses("n")
        assert front.value("desk") == "Acme Support"

        await front.presses("escape", "y")
        await front.until(lambda: not front.pilot.app.is_running)
