"""Who works here and who is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.auditing import AuditQuery, audit
from core.errors import NotFound, NotUnderstood, Refused, SignInNeeded
from core.people import Role
from core.reading import staff
from core.signing_in import account
from core.staffing import (
    add_person,
    disable_person,
    enable_person,
    give_password,
    hand_back,
    last_sign_ins,
    list_people,
    set_role,
    tickets_held,
)
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
    with nobody:
        desk.of(OLGA).does(enable_person, "nobody@x.example")


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
    with pytest.raises(SignInNeeded, match="Your access was ended"):
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


def test_whoever_is_disabled_is_enabled_in_the_role_that_they_had_and_needs_a_new_password(desk: Desks) -> None:
    olga = desk.of(OLGA)
    olga.does(give_password, BOB.email, "a hash")
    olga.does(disable_person, BOB.email)

    assert olga.does(enable_person, BOB.email) == desk.known(BOB.email)

    assert (desk.known(BOB.email).active, desk.known(BOB.email).role) == (True, Role.AGENT)
    assert desk.guest().asks(account, BOB.email, desk.now).credential is None
    assert "It works." in desk.of(ANN).reads(desk.of(BOB).replies(desk.of(ANN).opened(), "It works."))


def test_disabling_and_enabling_twice_says_nothing_twice(desk: Desks) -> None:
    olga = desk.of(OLGA)
    for _ in range(2):
        assert not olga.does(disable_person, BOB.email).active
    for _ in range(2):
        assert olga.does(enable_person, BOB.email).active

    said = [(deed.what, deed.detail) for deed in olga.asks(audit, AuditQuery())]
    assert said[:2] == [("person enabled", "bob@desk.example agent"), ("person disabled", "bob@desk.example")]
    assert [what for what, _ in said].count("person disabled") == 1


def test_a_role_is_not_changed_while_somebody_is_disabled(desk: Desks) -> None:
    desk.of(OLGA).does(disable_person, BOB.email)

    with pytest.raises(Refused, match=r"Bob Stone is disabled and can not sign in\. Enable them first"):
        desk.of(OLGA).does(set_role, BOB.email, Role.OPERATOR)


def test_an_address_that_a_guest_typed_gets_no_role_and_no_password_until_it_is_added(desk: Desks) -> None:
    desk.guest().opened(name="Olga from IT", email="mallory@home.example")
    olga = desk.of(OLGA)

    unproved = pytest.raises(Refused, match=r"A guest typed mallory@home\.example and nobody proved it")
    with unproved:
        olga.does(set_role, "mallory@home.example", Role.AGENT)
    with unproved:
        olga.does(give_password, "mallory@home.example", "a hash")
    assert desk.known("mallory@home.example").role is Role.CUSTOMER
    assert desk.guest().asks(account, "mallory@home.example", desk.now).credential is None

    add(desk, "Mal Ory", "mallory@home.example")
    assert olga.does(set_role, "mallory@home.example", Role.AGENT).role is Role.AGENT


def test_an_operator_sees_how_many_tickets_somebody_has_and_hands_them_back(desk: Desks) -> None:
    ann, bob, olga = desk.of(ANN), desk.of(BOB), desk.of(OLGA)
    taken, waiting, solved = (bob.takes(ann.opened()) for _ in range(3))
    bob.replies(waiting, then=Status.WAITING)
    bob.changes(solved, status=Status.RESOLVED)
    mine = desk.of(MAYA).takes(ann.opened())
    desk.posted()

    assert olga.asks(tickets_held, BOB.email) == 2
    olga.does(disable_person, BOB.email)
    handed = olga.does(hand_back, BOB.email)

    assert (handed.tickets, handed.more) == (2, False)
    assert [olga.sees(ticket).assignee for ticket in (taken, waiting)] == [None, None]
    assert [olga.sees(ticket).status for ticket in (taken, waiting)] == [Status.OPEN, Status.WAITING]
    assert olga.sees(solved).assignee == desk.known(BOB.email)
    assert olga.sees(mine).assignee == desk.known(MAYA.email)
    assert olga.asks(tickets_held, BOB.email) == 0
    assert olga.does(hand_back, BOB.email).tickets == 0
    assert desk.posted() == []


def test_many_tickets_are_handed_back_in_rounds(desk: Desks) -> None:
    ann, bob, olga = desk.of(ANN), desk.of(BOB), desk.of(OLGA)
    for _ in range(101):
        bob.takes(ann.opened())

    rounds = [olga.does(hand_back, BOB.email) for _ in range(2)]

    assert [(one.tickets, one.more) for one in rounds] == [(100, True), (1, False)]


def test_it_is_known_who_signed_in_last_and_when(desk: Desks) -> None:
    olga = desk.of(OLGA)
    hashed = desk.wait_for(desk.reception.passwords.hash("one-time-only"))
    olga.does(give_password, BOB.email, hashed)
    people = olga.asks(list_people)
    assert olga.asks(last_sign_ins, people) == {}

    for later in (0, 60_000):
        desk.now += later
        desk.wait_for(desk.reception.sign_in(BOB.email, "one-time-only"))
        assert olga.asks(last_sign_ins, people) == {desk.known(BOB.email).id: desk.now}
    with pytest.raises(SignInNeeded):
        desk.wait_for(desk.reception.sign_in(ANN.email, "one-time-only"))
    assert desk.known(ANN.email).id not in olga.asks(last_sign_ins, people)


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
        lambda visitor: visitor.does(enable_person, OLGA.email),
        lambda visitor: visitor.does(hand_back, OLGA.email),
        lambda visitor: visitor.asks(tickets_held, OLGA.email),
        lambda visitor: visitor.asks(last_sign_ins, (OLGA,)),
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
