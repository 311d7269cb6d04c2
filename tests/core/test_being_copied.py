"""People who take part in somebody else's ticket."""

from __future__ import annotations

import pytest

from core.errors import NotFound
from core.tickets import Status
from tests.core.cast import ANN, BOB, CARL, MAYA
from tests.core.desks import Desks

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status


def test_whoever_is_copied_sees_the_ticket_and_answers_as_the_customer(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    with pytest.raises(NotFound):
        desk.of(CARL).replies(ticket)

    desk.copies(ticket, CARL)
    desk.of(BOB).replies(ticket, then=WAITING)

    assert desk.of(CARL).lists() == [ticket.reference]
    assert desk.of(CARL).replies(ticket, "I saw it too.").status is IN_PROGRESS
    assert desk.by_pair(ticket, CARL.email).confirms(ticket).status is CLOSED


def test_everybody_on_the_customers_side_hears_what_the_others_say(desk: Desks) -> None:
    ticket = desk.copies(desk.of(ANN).opened(), CARL)
    desk.posted()

    desk.of(BOB).replies(ticket)
    assert desk.told() == {("reply", "ann"), ("reply", "carl")}
    desk.of(CARL).replies(ticket, "I saw it too.")
    assert desk.told() == {("reply", "ann"), ("customer_wrote", "bob")}
    desk.of(BOB).changes(ticket, status=RESOLVED)
    assert desk.told() == {("status", "ann"), ("status", "carl")}
    desk.of(ANN).confirms(ticket)
    assert desk.told() == {("status", "carl"), ("status", "bob")}


def test_a_ticket_that_goes_on_in_another_has_the_same_people(desk: Desks) -> None:
    ticket = desk.copies(desk.of(ANN).opened(at="Mon 09:00"), CARL)
    desk.of(ANN).confirms(ticket)

    new = desk.of(CARL).replies(ticket, "It burns again.", at="day 40 09:00")

    assert (new.requester.email, [person.email for person in new.participants]) == (ANN.email, [CARL.email])
    assert desk.of(ANN).lists() == desk.of(CARL).lists() == [new.reference]
    assert desk.of(ANN).reads(new) == ["It burns again."]


def test_what_a_guest_opened_in_her_name_stays_unproved_when_somebody_else_goes_on_with_it(desk: Desks) -> None:
    ticket = desk.copies(desk.guest().opened(name="Not Ann", email=ANN.email, at="Mon 09:00"), CARL)
    desk.of(CARL).confirms(ticket)

    new = desk.of(CARL).replies(ticket, "It burns again.", at="day 40 09:00")

    assert not new.proved
    assert (desk.of(ANN).lists(), desk.of(CARL).lists()) == ([], [new.reference])


def test_an_agent_who_is_copied_answers_as_an_agent(desk: Desks) -> None:
    ticket = desk.copies(desk.of(ANN).opened(), MAYA)

    assert desk.of(MAYA).replies(ticket).assignee == desk.known(MAYA.email)


def test_an_agent_who_is_copied_and_came_by_the_id_and_the_address_answers_as_a_customer(desk: Desks) -> None:
    ticket = desk.copies(desk.of(ANN).opened(), MAYA)
    maya = desk.by_pair(ticket, MAYA.email)

    assert maya.replies(ticket, "I saw it too.").assignee is None
    assert maya.sees(ticket).status is OPEN
