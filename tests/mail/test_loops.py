"""Machines that write to the desk, and the desk that writes to them: whatever they are, it ends by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core import opening, wanted
from core.calendars import HOUR
from core.people import Sender
from core.reading import look_at
from core.setting_up import change_settings
from core.tickets import Ticket
from storage.opening import open_store
from tests.mail.conftest import ADDRESS
from tests.mail.correspondents import Robot, World, answering, away, bouncing, written
from tests.mail.post_office import post_office
from tests.storage.hall import Hall, hall_of

ROBOT = "robot@machine.example"
ANN = "ann@acme.example"
SERVER = "mx.desk.example"
OTHER = "support@other.example"
PASSED = f"Authentication-Results: {SERVER}; dmarc=pass header.from={{}}"

stripped = answering()
stripped_and_proved = answering(PASSED.format("machine.example"))
starting_anew = answering(threads=False)
starting_anew_and_proved = answering(PASSED.format("machine.example"), threads=False)


@pytest.fixture
async def world(hall: Hall) -> AsyncIterator[World]:
    await hall.olga.write(change_settings, {"mail.authserv": SERVER})
    async with post_office() as office:
        yield World(office, {ADDRESS: hall})


async def first_letter(world: World, author: str = ROBOT) -> None:
    await world.arrives(written(author, ADDRESS, "Hello", "I have a question."), ADDRESS)


async def only_ticket(hall: Hall) -> Ticket:
    row = (await hall.page(hall.maya)).rows[-1]
    return (await hall.maya.read(look_at, row.reference)).ticket


@pytest.mark.parametrize(
    "robot",
    [
        pytest.param(away, id="that says what it is"),
        pytest.param(stripped, id="that says nothing"),
        pytest.param(stripped_and_proved, id="that the mail server proves"),
        pytest.param(starting_anew, id="that always begins anew"),
        pytest.param(starting_anew_and_proved, id="that always begins anew and is proved"),
        pytest.param(bouncing, id="that is none, for the address bounces"),
    ],
)
async def test_a_robot_gets_three_letters_a_day_at_most(world: World, hall: Hall, robot: Robot) -> None:
    world.robots[ROBOT] = robot
    await first_letter(world)
    took = await world.day_goes_by()
    assert 1 <= world.letters[ADDRESS, ROBOT] <= 3
    assert took < HOUR
    assert await world.day_goes_by() == 0


async def test_nor_does_it_get_more_when_somebody_answers_it(world: World, hall: Hall) -> None:
    world.robots[ROBOT] = stripped
    await first_letter(world)
    await world.day_goes_by()
    await hall.says(hall.maya, await only_ticket(hall))
    await world.day_goes_by()
    assert world.letters[ADDRESS, ROBOT] == 2


async def test_who_invents_ever_new_authors_has_the_desk_write_to_few_of_them(
    world: World, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wanted, "BY_MAIL_TO_ALL", 2)
    for nth in range(5):
        await first_letter(world, f"p{nth}@third.example")
    await world.day_goes_by()
    assert sum(world.letters[ADDRESS, f"p{nth}@third.example"] for nth in range(5)) == 2


async def test_what_bounces_is_noted_and_no_robot_of_the_mail_server_is_answered(world: World, hall: Hall) -> None:
    world.robots |= {ROBOT: bouncing, "maya@acme.example": bouncing}
    await first_letter(world)
    ticket = await only_ticket(hall)
    await hall.changes(hall.jonas, ticket, assignee="me")
    for _ in range(3):
        await hall.says(hall.jonas, ticket)
        await world.day_goes_by()
    view = await hall.jonas.read(look_at, ticket.reference)
    assert {entry.sender for entry in view.thread.entries if "could not be delivered" in entry.body} == {Sender.DESK}
    assert view.ticket.requester.undeliverable == "550 no"


@pytest.mark.parametrize("robot", [away, stripped])
async def test_the_vacation_robot_of_who_works_here_says_nothing_to_customers(
    world: World, hall: Hall, robot: Robot
) -> None:
    world.robots |= {"maya@acme.example": robot, "olga@acme.example": robot}
    await first_letter(world)
    await world.day_goes_by()
    assert world.letters[ADDRESS, ROBOT] == 1
    said = (await hall.jonas.read(look_at, (await only_ticket(hall)).reference)).thread.entries
    assert {entry.author.email for entry in said if entry.author} == {ROBOT}


async def test_two_robots_on_one_ticket_end_after_two_letters_each(world: World, hall: Hall) -> None:
    ben = "ben@acme.example"
    world.robots |= {ANN: stripped, ben: stripped}
    ticket = await hall.opens(hall.ann)
    await hall.changes(hall.maya, ticket, add_copies=(ben,))
    await hall.says(hall.maya, ticket)
    await world.day_goes_by()
    assert world.letters[ADDRESS, ben] <= 3
    assert await world.day_goes_by() == 0


async def test_a_robot_and_a_colleagues_robot_whom_the_mail_server_proves_end_too(world: World, hall: Hall) -> None:
    world.robots |= {ROBOT: stripped, "maya@acme.example": answering(PASSED.format("acme.example"))}
    await first_letter(world)
    await hall.changes(hall.maya, await only_ticket(hall), assignee="me")
    await world.day_goes_by()
    assert world.letters[ADDRESS, ROBOT] <= 3


async def test_two_desks_that_write_to_each_other_end(world: World, hall: Hall, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir(mode=0o700)
    opened = open_store(f"sqlite:///{tmp_path}/other/desk.db", create=True)
    other = await hall_of(opened)
    await other.olga.write(change_settings, {"desk.address": OTHER})
    other.clock[0] = hall.clock[0]
    world.halls[OTHER] = other

    form = opening.Form("A question", "For those over there.", hall.key(), name="Other", email=OTHER)
    asked = await hall.maya.write(opening.open_ticket, form)
    await hall.says(hall.maya, asked, "How do you do?")
    await world.day_goes_by()
    there = await only_ticket(other)
    await other.says(other.jonas, there, "Fine.")
    await world.day_goes_by()

    said = (world.letters[ADDRESS, OTHER], world.letters[OTHER, ADDRESS])
    await world.day_goes_by()
    assert max(said) <= 3
    assert said == (world.letters[ADDRESS, OTHER], world.letters[OTHER, ADDRESS])
    await opened.close()
