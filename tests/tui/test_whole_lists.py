"""Lists that are shown whole: what one looks for comes and goes, and nobody is told that it is new."""

from __future__ import annotations

from core import staffing
from core.people import Role
from tests.tui.office import Office, gone, seen, window_on, words_on
from tui.screens.people import PeopleScreen
from tui.widgets.people_list import PeopleList


async def test_people_who_are_shown_again_after_a_search_are_not_new(office: Office) -> None:
    for number in range(30):
        await office.olga.write(staffing.add_person, f"Person {number:02}", f"p{number}@acme.example", Role.CUSTOMER)
    await office.olga.write(staffing.add_person, "Zoe Young", "zoe@acme.example", Role.CUSTOMER)
    async with window_on(office, office.olga, PeopleScreen, (80, 24)) as pilot:
        await seen(pilot, "Jonas Weber")
        await pilot.press("slash", *"zoe", "enter")
        await gone(pilot, "Jonas Weber")
        await pilot.press("escape")
        await seen(pilot, "Person 29")

        assert "Zoe Young" in words_on(pilot.app)
        assert "new above" not in words_on(pilot.app)
        assert pilot.app.screen.query_one(PeopleList).arrived == 0
