"""A digest is posted once a day to each who wants one, however late the desk looks."""

from __future__ import annotations

import pytest

from core.errors import Refused
from core.people import Role
from core.setting_up import change_mine, change_settings, mine
from core.staffing import disable_person, set_role
from tests.core.cast import ANN, BOB, MAYA, OLGA
from tests.core.desks import Desks

DIGEST = {("digest", "maya")}


def wants(desk: Desks, digest: str, *, at: str) -> None:
    desk.of(MAYA).when(at)
    desk.of(MAYA).does(change_mine, {"digest": digest})


def test_it_comes_at_its_time_and_once(desk: Desks) -> None:
    wants(desk, "08:00", at="Mon 09:00")

    for time, told in (
        ("Mon 09:01", False),  # whoever asks for one after its time waits for the next
        ("Tue 07:59", False),
        ("Tue 08:00", True),
        ("Tue 08:01", False),
        ("Wed 07:59", False),
        ("Wed 11:00", True),
        ("Thu 08:00", True),
    ):
        desk.time_passes(time)
        assert desk.told() == (DIGEST if told else set()), time


def test_of_the_days_that_were_missed_only_the_last_is_told(desk: Desks) -> None:
    wants(desk, "mon-fri 08:00", at="Mon 07:00")

    desk.time_passes("Thu 10:00")
    assert [letter.subject.value for letter in desk.posted()] == ["digest"]
    desk.time_passes("Fri 08:00")
    assert desk.told() == DIGEST
    desk.time_passes("Sun 08:00")
    assert desk.told() == set()


def test_another_time_and_none_hold_at_once(desk: Desks) -> None:
    wants(desk, "08:00", at="Mon 07:00")
    wants(desk, "10:00", at="Mon 07:30")
    desk.time_passes("Mon 09:00")
    assert desk.told() == set()
    desk.time_passes("Mon 10:00")
    assert desk.told() == DIGEST

    wants(desk, "off", at="Mon 11:00")
    desk.time_passes("Wed 10:00")
    assert desk.told() == set()


def test_the_clocks_of_the_desk_say_when_it_is(desk: Desks) -> None:
    wants(desk, "08:00", at="Mon 07:00")
    desk.of(OLGA).does(change_settings, {"desk.hours": "mon-sun 00:00-24:00; zone Europe/Berlin"})

    desk.time_passes("Tue 06:59")
    assert desk.told() == set()
    desk.time_passes("Tue 07:00")
    assert desk.told() == DIGEST


def test_it_goes_to_nobody_who_left(desk: Desks) -> None:
    for person in (MAYA, BOB):
        desk.of(person).when("Mon 07:00")
        desk.of(person).does(change_mine, {"digest": "08:00"})
    desk.of(OLGA).does(disable_person, MAYA.email)
    desk.of(OLGA).does(set_role, BOB.email, Role.CUSTOMER)

    desk.time_passes("Mon 08:00")
    assert desk.told() == set()
    desk.of(OLGA).does(set_role, BOB.email, Role.AGENT)
    desk.time_passes("Tue 08:00")
    assert desk.told() == {("digest", "bob")}


def test_customers_have_none(desk: Desks) -> None:
    with pytest.raises(Refused, match="A digest is for those who work here") as refused:
        desk.of(ANN).does(change_mine, {"digest": "08:00"})

    assert refused.value.field == "digest"
    assert desk.of(ANN).asks(mine).digest is None
    assert desk.of(ANN).does(change_mine, {"digest": "off"}).digest is None
