"""People: an operator adds them, sets their role, gives first passwords and ends access."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from core import opening
from core.calendars import HOUR
from core.people import Role
from core.signing_in import claimed
from core.staffing import list_people
from tests.tui.office import HOSTILE, Office, gone, hint, message, seen, until, window_on, words_on
from tests.tui.stage import line_with, work_done
from tui.modals.one_time_password import OneTimePassword
from tui.screens.people import PeopleScreen
from tui.widgets.people_list import PeopleList


async def on_person(pilot: Pilot[Any], email: str) -> None:
    await seen(pilot, email)
    pilot.app.screen.query_one(PeopleList).select(email)
    await pilot.pause()


async def role_of(office: Office, email: str) -> Role:
    people = await office.olga.read(list_people)
    return next(person.role for person in people if person.email == email)


async def test_staff_stand_before_customers(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, "3 on the desk   2 customers")

        names = [person.name for person in pilot.app.screen.query_one(PeopleList).window.rows]

        assert names == ["Jonas Weber", "Maya Lind", "Olga Petrov", "Ann Okafor", "Ben Ito"]


async def test_somebody_is_added_and_their_first_password_is_shown_once(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, "Maya Lind")
        await pilot.press("n")
        await seen(pilot, "Add a person")
        await pilot.press(*"Sam", "space", *"Cole", "enter")
        await pilot.press(*"sam@acme.example", "enter")

        await until(pilot, lambda: isinstance(pilot.app.screen, OneTimePassword))
        password = pilot.app.screen.password  # type: ignore[attr-defined]
        assert password in words_on(pilot.app)
        await pilot.press("escape")
        await gone(pilot, password)
        await seen(pilot, "sam@acme.example")

    signed_in = await office.reception.sign_in("sam@acme.example", password)
    assert signed_in.must_choose
    assert await role_of(office, "sam@acme.example") is Role.AGENT


async def test_what_is_wrong_stands_under_its_field(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, "Maya Lind")
        await pilot.press("n")
        await seen(pilot, "Add a person")

        await pilot.press(*"Sam", "enter", *"nowhere", "ctrl+s")

        await seen(pilot, "That is not an e-mail address")


async def test_an_address_that_somebody_has_is_refused_by_name(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, "Maya Lind")
        await pilot.press("n")
        await seen(pilot, "Add a person")

        await pilot.press(*"Sam", "enter", *"maya@acme.example", "enter")

        await until(pilot, lambda: "Maya Lind has this address already" in message(pilot.app))


async def test_a_role_is_chosen_and_the_last_operator_stays_one(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await on_person(pilot, "ben@acme.example")
        await pilot.press("o", "a")
        await until(pilot, lambda: "Ben Ito is an agent now." in message(pilot.app))
        assert await role_of(office, "ben@acme.example") is Role.AGENT

        await on_person(pilot, "olga@acme.example")
        await pilot.press("o", "a")

        await until(pilot, lambda: "That is the only operator." in message(pilot.app))


async def test_a_one_time_password_is_given_after_a_question(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await on_person(pilot, "ann@acme.example")
        await pilot.press("p")
        await seen(pilot, "Give Ann Okafor a one-time password?")
        await pilot.press("y")

        await until(pilot, lambda: isinstance(pilot.app.screen, OneTimePassword))
        password = pilot.app.screen.password  # type: ignore[attr-defined]

    assert (await office.reception.sign_in("ann@acme.example", password)).must_choose


async def test_access_ends_after_a_question_and_comes_back_by_one_key(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await on_person(pilot, "ben@acme.example")
        await pilot.press("d")
        await seen(pilot, "End the access of Ben Ito?")
        await pilot.press("y")

        await until(pilot, lambda: "can not sign in any more" in message(pilot.app))
        await until(pilot, lambda: "disabled" in line_with(pilot.app, "Ben Ito"))
        await seen(pilot, "1 disabled")
        with pytest.raises(Exception, match=r"The access of ben@acme\.example was ended"):
            await office.reception.guest().read(claimed, "ben@acme.example")
        await pilot.press("up", "down")
        await until(pilot, lambda: "e enable" in hint(pilot.app))
        assert "d disable" not in hint(pilot.app)

        await pilot.press("e")

        await until(pilot, lambda: "Ben Ito has access again. p gives a password." in message(pilot.app))
        await until(pilot, lambda: "disabled" not in line_with(pilot.app, "Ben Ito"))
    assert (await office.reception.guest().read(claimed, "ben@acme.example")).active


async def test_what_somebody_has_open_is_told_before_their_access_ends_and_goes_to_nobody(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await on_person(pilot, "maya@acme.example")
        await pilot.press("d")
        await seen(pilot, "End the access of Maya Lind? 2 tickets are theirs.")
        await pilot.press("y")

        await until(pilot, lambda: "2 tickets are nobody's now." in message(pilot.app))
    assert (await office.ticket("VPN refuses")).assignee is None
    assert (await office.ticket("Backup report")).assignee is None


async def test_the_tickets_of_whoever_leaves_may_stay_theirs(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await on_person(pilot, "jonas@acme.example")
        await pilot.press("d")
        await seen(pilot, "1 ticket is theirs.")
        await pilot.press("l")

        await until(pilot, lambda: "Jonas Weber can not sign in any more." in message(pilot.app))
    owner = (await office.ticket("Scanner saves")).assignee
    assert owner is not None
    assert owner.first_name == "Jonas"


@pytest.mark.parametrize("key", ["n", "enter", "escape"])
async def test_nobody_is_disabled_by_a_hurried_key(office: Office, key: str) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await on_person(pilot, "jonas@acme.example")
        await pilot.press("d")
        await seen(pilot, "1 ticket is theirs.")
        await pilot.press(key)
        await gone(pilot, "1 ticket is theirs.")

    assert (await office.reception.guest().read(claimed, "jonas@acme.example")).active


async def test_an_address_that_a_guest_typed_gets_no_role(office: Office) -> None:
    form = opening.Form("Let me in", "Please.", office.key(), name="Cy Twombly", email="cy@home.example")
    await office.reception.guest().write(opening.open_ticket, form)
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await on_person(pilot, "cy@home.example")
        assert "not verified" in line_with(pilot.app, "Cy Twombly")
        await pilot.press("o", "a")

        await until(pilot, lambda: "A guest typed cy@home.example and nobody proved it." in message(pilot.app))
    assert await role_of(office, "cy@home.example") is Role.CUSTOMER


async def test_it_stands_there_when_somebody_signed_in_last(office: Office) -> None:
    await office.opened.store.write(lambda tx: tx.signed_in(office.maya.actor.person, office.clock[0] - 3 * HOUR))  # type: ignore[arg-type]
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, "signed in")

        assert line_with(pilot.app, "Maya Lind").split()[-1] == "3h"
        assert line_with(pilot.app, "Jonas Weber").split()[-1] == "agent"


async def test_the_palette_tells_the_command_for_the_person_under_the_cursor(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await on_person(pilot, "jonas@acme.example")
        await pilot.press("ctrl+p", *"end", "space", *"their")

        await seen(pilot, "ttydesk people disable jonas@acme.example")


async def test_people_are_found_by_the_beginning_of_name_or_address(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, "Maya Lind")

        await pilot.press("slash", *"ann@", "enter")
        await seen(pilot, "beginning with ann@")
        assert "Maya Lind" not in words_on(pilot.app)
        await until(pilot, lambda: pilot.app.screen.query_one(PeopleList).has_focus)
        await pilot.press("escape")

        await seen(pilot, "Maya Lind")


async def test_a_list_that_comes_late_leaves_whoever_searches_typing(office: Office) -> None:
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, "Maya Lind")
        await pilot.press("slash", *"an")

        screen = pilot.app.screen
        assert isinstance(screen, PeopleScreen)
        screen.fetch("")
        await work_done(pilot.app)
        await pilot.press(*"n@", "enter")

        await seen(pilot, "beginning with ann@")


@pytest.mark.parametrize("size", [(160, 50), (80, 24), (60, 20)])
async def test_hostile_names_stay_text(office: Office, size: tuple[int, int]) -> None:
    from core import staffing

    await office.olga.write(staffing.add_person, HOSTILE.strip(), "eve@acme.example", Role.CUSTOMER)
    async with window_on(office, office.olga, PeopleScreen, size) as pilot:
        await on_person(pilot, "eve@acme.example")
        await pilot.press("o")
        await pilot.pause(0.2)

        assert "\x1b" not in words_on(pilot.app)
        assert "\u202e" not in words_on(pilot.app)
