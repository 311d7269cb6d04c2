"""Who is named in an internal note hears of it by a letter, in the transaction of the note."""

from __future__ import annotations

import pytest

from core.people import Role
from core.staffing import disable_person, set_role
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA
from tests.core.desks import Desks, add


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Ask @maya, she knows.", {"maya"}),
        ("@Maya: see above. @maya! (@maya)", {"maya"}),
        ("@MAYA.", {"maya"}),
        ("@maya@desk.example and @olga.", {"maya", "olga"}),
        ("@ol knows it", {"olga"}),
        ("@bob wrote this himself", set()),
        ("@team @everybody @ann @carl", set()),
        ("write to help@maya.example or maya@desk.example", set()),
        ("> @maya said no", set()),
        ("    @maya in a log", set()),
        ("@", set()),
        ("@nobody @none @me", set()),
    ],
)
def test_colleagues_who_are_named_are_told_once(desk: Desks, note: str, told: set[str]) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()

    desk.of(BOB).notes(ticket, note)

    assert desk.told() == {("mentioned", name) for name in told}


def test_a_name_that_fits_several_tells_nobody_and_one_that_is_whole_tells_its_owner(desk: Desks) -> None:
    add(desk, "Mayann Roe", "mayann@desk.example", Role.AGENT)
    ticket = desk.of(ANN).opened()
    desk.posted()

    desk.of(BOB).notes(ticket, "@may")
    assert desk.told() == set()
    desk.of(BOB).notes(ticket, "@maya")
    assert desk.told() == {("mentioned", "maya")}


def test_the_same_note_sent_twice_tells_once(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()

    for _ in range(2):
        desk.of(BOB).notes(ticket, "@maya", key="the same")

    assert [letter.subject.value for letter in desk.posted()] == ["mentioned"]


def test_who_left_is_not_told(desk: Desks) -> None:
    desk.of(OLGA).does(disable_person, MAYA.email)
    desk.of(OLGA).does(set_role, BOB.email, Role.CUSTOMER)
    ticket = desk.of(ANN).opened()
    desk.posted()

    desk.of(OLGA).notes(ticket, "@maya @bob")

    assert desk.told() == set()


def test_a_reply_names_nobody(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()

    desk.of(BOB).replies(ticket, "Ask @maya.")
    desk.of(CARL).opened(body="I want @maya.")

    assert not [one for one in desk.told() if one[0] == "mentioned"]


def test_of_very_many_names_some_are_looked_up(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()

    desk.of(BOB).notes(ticket, " ".join(f"@nobody{nth}" for nth in range(50)) + " @maya")

    assert desk.told() == set()
