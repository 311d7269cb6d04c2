"""Who works here and who is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import NotFound, NotUnderstood, Refused, SignInNeeded
from core.people import Role
from core.reading import staff
from core.signing_in import account
from core.staffing import add_person, disable_person, give_password, list_people, set_role
from core.tickets import Status
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA
from tests.core.desks import Desks, Visitor, add


def test_an_operator_adds_a_colleague(desk: Desks) -> None:
    zoe = desk.of(OLGA).does(add_person, " Zoë  Lang ", " Zoe@desk.example ", Role.AGENT)

    assert (zoe.name, zoe.email, zoe.role, zoe.verified, zoe.active) == (
        "Zoë Lang",
        "Zoe@desk.example",
        Role.AGENT,
        True,
        True,
    )
    assert desk.known("zoe@DESK.example") == zoe
    assert zoe in desk.of(BOB).asks(staff)


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [("", "zoe@desk.example", "name"), ("x" * 121, "zoe@desk.example", "name"), ("Zoë", "zoe at desk", "email")],
)
def test_a_name_or_an_address_that_is_none_is_refused(desk: Desks, name: str, email: str, field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        desk.of(OLGA).does(add_person, name, email, Role.AGENT)
    assert refused.value.field == field


def test_nobody_is_added_twice(desk: Desks) -> None:
    with pytest.raises(Refused, match="Bob Stone has this address already, as agent"):
        desk.of(OLGA).does(add_person, "Robert", "BOB@desk.example", Role.CUSTOMER)


def test_the_address_that_a_guest_had_typed_becomes_the_persons_own(desk: Desks) -> None:
    ticket = desk.guest().opened(name="Somebody", email="GUS@home.example")
    gus = add(desk, "Gus Hall", "gus@home.example")

    assert gus.id == ticket.requester.id
    assert (gus.name, gus.email, gus.verified) == ("Gus Hall", "gus@home.example", True)
    assert desk.of(gus).lists() == [], "what was opened in their name stays unproved"
    assert desk.of(gus).lists() != [desk.of(gus).opened().reference]


def test_an_operator_changes_a_role(desk: Desks) -> None:
    assert desk.of(OLGA).does(set_role, ANN.email, Role.AGENT).role is Role.AGENT
    ticket = desk.of(CARL).opened()

    assert desk.of(ANN).takes(ticket).status is Status.IN_PROGRESS
    assert desk.of(OLGA).does(set_role, ANN.email, Role.AGENT) == desk.known(ANN.email)


def test_nobody_has_no_role(desk: Desks) -> None:
    nobody = pytest.raises(NotFound, match="Nobody here has the address nobody@x")
    with nobody:
        desk.of(OLGA).does(set_role, " nobody@x.example", Role.AGENT)
    with nobody:
        desk.of(OLGA).does(give_password, "nobody@x.example", "a hash")
    with nobody:
        desk.of(OLGA).does(disable_person, "nobody@x.example")


def test_the_only_operator_stays_one(desk: Desks) -> None:
    with pytest.raises(Refused, match="the only operator"):
        desk.of(OLGA).does(set_role, OLGA.email, Role.AGENT)
    with pytest.raises(Refused, match="the only operator"):
        desk.of(OLGA).does(disable_person, OLGA.email)
    desk.of(OLGA).does(set_role, MAYA.email, Role.OPERATOR)
    desk.of(OLGA).does(disable_person, OLGA.email)
    with pytest.raises(Refused, match="the only operator"):
        desk.of(MAYA).does(set_role, MAYA.email, Role.AGENT)


def test_whoever_is_disabled_can_do_nothing_more_and_what_they_wrote_stays(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).replies(ticket, "Try it now.")

    assert not desk.of(OLGA).does(disable_person, BOB.email).active

    gone = desk.of(BOB)
    with pytest.raises(NotFound):
        gone.replies(ticket)
    with pytest.raises(SignInNeeded):
        gone.lists()
    assert desk.of(ANN).reads(ticket) == ["It burns.", "Try it now."]
    assert desk.of(ANN).sees(ticket).assignee is not None
    assert BOB.email not in [person.email for person in desk.of(MAYA).asks(staff)]
    assert desk.guest().asks(account, BOB.email, desk.now).person is None


def test_a_password_is_not_given_to_somebody_who_is_disabled(desk: Desks) -> None:
    desk.of(OLGA).does(disable_person, BOB.email)

    with pytest.raises(Refused, match="Bob Stone is disabled and can not sign in"):
        desk.of(OLGA).does(give_password, BOB.email, "a hash")


def test_whoever_was_disabled_comes_back_by_being_added_again(desk: Desks) -> None:
    desk.of(OLGA).does(give_password, BOB.email, "a hash")
    desk.of(OLGA).does(disable_person, BOB.email)

    back = add(desk, "Bob Stone", BOB.email, Role.AGENT)

    assert back == desk.known(BOB.email)
    assert back.active
    assert desk.guest().asks(account, BOB.email, desk.now).credential is None


def test_people_are_listed_by_name(desk: Desks) -> None:
    olga = desk.of(OLGA)

    assert [person.first_name for person in olga.asks(list_people)] == ["Ann", "Bob", "Carl", "Maya", "Olga"]
    assert [person.first_name for person in olga.asks(list_people, Role.AGENT)] == ["Bob", "Maya", "Olga"]
    assert [person.first_name for person in olga.asks(list_people, Role.CUSTOMER, "CARL@")] == ["Carl"]


@pytest.mark.parametrize(
    "verb",
    [
        lambda visitor: visitor.does(add_person, "Zoë", "zoe@desk.example", Role.AGENT),
        lambda visitor: visitor.does(set_role, ANN.email, Role.OPERATOR),
        lambda visitor: visitor.does(disable_person, OLGA.email),
        lambda visitor: visitor.does(give_password, OLGA.email, "a hash"),
        lambda visitor: visitor.asks(list_people),
    ],
)
def test_only_operators_manage_people(desk: Desks, verb: Callable[[Visitor], object]) -> None:
    for person in (ANN, BOB):
        with pytest.raises(Refused, match="does not allow you to manage people"):
            verb(desk.of(person))
    with pytest.raises(SignInNeeded):
        verb(desk.guest())
    with pytest.raises(Refused):
        verb(desk.itself())
