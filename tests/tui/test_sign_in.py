"""Signing in, choosing one's own password after a one-time one, being remembered by a machine, signing out."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.people import Role
from core.staffing import disable_person, set_role
from tests.tui.front_desk import PASSWORD, FrontDesk, Keyring, front_desk, gives_password
from tui.remembered import NOT_KEPT
from tui.screens.inbox import InboxScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.screens.sign_in import ChoosePasswordScreen, SignInScreen
from tui.screens.welcome import WelcomeScreen

ANN, MAYA = "ann@acme.example", "maya@acme.example"
TOGETHER = "E-mail and password do not belong together."


async def goes_to_sign_in(front: FrontDesk) -> None:
    await front.presses("s")
    await front.comes_to(SignInScreen)
    await front.sees("ctrl+s sign in")


async def test_a_customer_signs_in_and_finds_their_tickets(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await gives_password(front.reception, ANN, PASSWORD, for_once=False)
        await goes_to_sign_in(front)
        await front.types("Ann@ACME.example")
        await front.presses("enter")
        await front.types(PASSWORD)
        await front.presses("enter")

        await front.comes_to(MyTicketsScreen)
        await front.sees("Ann Okafor")


async def test_the_machine_remembers_who_wished_it_and_forgets_them_when_they_sign_out(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await gives_password(front.reception, ANN, PASSWORD, for_once=False)
        await goes_to_sign_in(front)
        await front.fills(email=ANN, password=PASSWORD)
        await front.presses("ctrl+s")
        await front.comes_to(MyTicketsScreen)
        assert front.memory.kept is not None
        remembered = await front.reception.remembered(front.memory.kept)
        assert remembered is not None
        token = front.memory.kept

        await front.presses("Q")

        await front.comes_to(WelcomeScreen)
        assert await front.reception.remembered(token) is None
        assert front.memory.kept is None


async def test_whoever_does_not_wish_it_is_not_remembered(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await gives_password(front.reception, ANN, PASSWORD, for_once=False)
        await goes_to_sign_in(front)
        await front.fills(email=ANN, password=PASSWORD)
        await front.clicks("○ no")
        await front.presses("ctrl+s")

        await front.comes_to(MyTicketsScreen)
        assert front.memory.kept is None


async def test_a_machine_without_a_keyring_says_so_and_goes_on(tmp_path: Path) -> None:
    async with front_desk(tmp_path, memory=Keyring(works=False)) as front:
        await gives_password(front.reception, MAYA, PASSWORD, for_once=False)
        await goes_to_sign_in(front)
        await front.fills(email=MAYA, password=PASSWORD)
        await front.presses("ctrl+s")

        await front.comes_to(InboxScreen)
        await front.until(lambda: front.told == NOT_KEPT)
        assert front.lines[-1].startswith(f"  {NOT_KEPT}")


@pytest.mark.parametrize(("email", "password"), [(ANN, "not the password"), ("nobody@acme.example", PASSWORD)])
async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    tmp_path: Path, email: str, password: str
) -> None:
    async with front_desk(tmp_path) as front:
        await gives_password(front.reception, ANN, PASSWORD, for_once=False)
        await goes_to_sign_in(front)
        await front.fills(email=email, password=password)
        await front.presses("ctrl+s")

        await front.sees(TOGETHER)
        assert front.value("email") == email
        assert isinstance(front.screen, SignInScreen)


async def test_empty_fields_are_told_before_anything_is_asked(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await goes_to_sign_in(front)
        await front.presses("ctrl+s")

        await front.sees("2 things to fix: e-mail, password")
        assert front.complaint("password") == "Type your password."


async def test_too_many_wrong_passwords_have_to_wait(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        guest = front.reception.guest()
        from core.signing_in import wrong_password

        for _ in range(10):
            await guest.write(wrong_password)
        await goes_to_sign_in(front)
        await front.fills(email=ANN, password=PASSWORD)
        await front.presses("ctrl+s")

        await front.sees("Too many wrong passwords. Wait ten minutes")


async def test_a_one_time_password_asks_for_ones_own_before_anything_else(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await gives_password(front.reception, ANN, "one-time words", for_once=True)
        await goes_to_sign_in(front)
        await front.fills(email=ANN, password="one-time words")
        await front.presses("ctrl+s")
        await front.comes_to(ChoosePasswordScreen)

        await front.fills(password=PASSWORD, again="something else")
        await front.presses("ctrl+s")
        await front.sees("That is not the same password.")
        await front.fills(again=PASSWORD)
        await front.presses("enter")

        await front.comes_to(MyTicketsScreen)
        assert not (await front.reception.sign_in(ANN, PASSWORD)).must_choose


async def test_escape_goes_back_to_welcome(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await goes_to_sign_in(front)
        await front.presses("escape")

        await front.comes_to(WelcomeScreen)


async def test_whose_access_is_ended_stands_at_the_door_at_once(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        olga = await front.reception.claimed("olga@acme.example")

        await olga.write(disable_person, ANN)

        await front.comes_to(WelcomeScreen)
        await front.sees("Your access was ended.")


async def test_whose_role_changes_begins_again_as_that(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        olga = await front.reception.claimed("olga@acme.example")

        await olga.write(set_role, ANN, Role.AGENT)

        await front.comes_to(InboxScreen)
        await front.sees("Your role here is agent now.")
