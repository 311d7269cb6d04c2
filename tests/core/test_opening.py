"""Opening a ticket: by a customer, a guest, an agent for somebody."""

from __future__ import annotations

import pytest

from core.calendars import HOUR
from core.errors import NotUnderstood, Refused, TryLater
from core.people import Via
from core.setting_up import change_settings
from core.tickets import Priority, Status
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA
from tests.core.desks import Desks
from tests.core.times import at


def test_a_customer_opens_a_ticket_and_sees_it_in_her_list(desk: Desks) -> None:
    ticket = desk.of(ANN).opened("VPN refuses my certificate", "Since 9:40.", at="Mon 10:00")

    assert (ticket.status, ticket.priority, ticket.category) == (Status.OPEN, Priority.MEDIUM, "General")
    assert (ticket.requester.email, ticket.assignee, ticket.proved) == (ANN.email, None, True)
    assert ticket.respond_by == at("Tue 10:00")
    assert desk.of(ANN).lists() == [ticket.reference]
    assert desk.of(ANN).reads(ticket) == ["Since 9:40."]


def test_it_is_acknowledged_to_whoever_asked_and_told_to_every_agent(desk: Desks) -> None:
    desk.of(ANN).opened()

    assert desk.told() == {
        ("acknowledgement", "ann"),
        ("new_ticket", "bob"),
        ("new_ticket", "maya"),
        ("new_ticket", "olga"),
    }


def test_an_acknowledgement_carries_none_of_what_was_typed(desk: Desks) -> None:
    desk.of(ANN).opened(body="Buy cheap pills")

    letters = {letter.subject.value: letter.body for letter in desk.posted()}
    assert letters["acknowledgement"] is None
    assert letters["new_ticket"] == "Buy cheap pills"


def test_nobody_else_sees_it_but_staff(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    assert desk.of(CARL).lists() == []
    assert desk.of(BOB).lists() == [ticket.reference]


def test_sending_the_form_twice_opens_one_ticket(desk: Desks) -> None:
    for visitor, who in ((desk.of(ANN), {}), (desk.guest(), {"name": "Gus", "email": "gus@home.example"})):
        first = visitor.opened(key="once", at="Mon 10:00", **who)
        again = visitor.opened(key="once", at="Mon 10:01", **who)
        assert again == first

    assert len(desk.of(BOB).lists()) == 2


def test_a_key_that_opened_something_else_is_refused(desk: Desks) -> None:
    desk.of(ANN).opened("One", key="once")

    with pytest.raises(Refused, match="Take a fresh one"):
        desk.of(ANN).opened("Another", key="once")


def test_two_people_may_choose_the_same_key(desk: Desks) -> None:
    assert desk.of(ANN).opened(key="once").reference != desk.of(CARL).opened(key="once").reference


# Guests


def test_a_guest_opens_a_ticket_with_a_name_and_an_address(desk: Desks) -> None:
    ticket = desk.guest().opened(name="Gus Hall", email="gus@home.example")

    assert (ticket.requester.name, ticket.requester.email) == ("Gus Hall", "gus@home.example")
    assert not ticket.requester.verified
    assert not ticket.proved
    assert desk.by_pair(ticket, "GUS@home.example").reads(ticket) == ["It burns."]


def test_what_a_guest_opens_in_somebodys_name_is_in_nobodys_list_until_it_is_proved(desk: Desks) -> None:
    ticket = desk.guest().opened(name="Not Ann", email="Ann@ACME.example")

    assert not ticket.proved
    assert desk.of(ANN).lists() == []
    assert desk.of(BOB).lists() == [ticket.reference]


def test_an_address_that_somebody_types_tells_them_no_name(desk: Desks) -> None:
    ticket = desk.guest().opened(name="Not Ann", email="Ann@ACME.example")
    stranger = desk.by_pair(ticket, "ann@acme.example")

    assert ticket.requester.name == "Not Ann"
    assert stranger.sees(ticket).requester.name == "ann@acme.example"
    assert [one.author.name for one in stranger.entries(ticket) if one.author] == ["ann@acme.example"]
    assert desk.of(BOB).sees(ticket).requester.name == "Ann Okafor"


@pytest.mark.parametrize(
    ("who", "field"),
    [
        ({}, "name"),
        ({"name": "Gus"}, "email"),
        ({"name": " ", "email": "gus@home.example"}, "name"),
        ({"name": "Gus", "email": "gus at home"}, "email"),
    ],
)
def test_a_guest_who_leaves_out_who_they_are_hears_which_field_it_is(
    desk: Desks, who: dict[str, str], field: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        desk.guest().opened(**who)
    assert refused.value.field == field


def test_who_came_by_an_id_and_an_address_opens_like_a_guest(desk: Desks) -> None:
    """The pair proves nothing about the person: what is opened with it binds nothing."""
    hers = desk.of(ANN).opened()
    other = desk.by_pair(hers, ANN.email).opened("Something else", key="once")

    assert other.requester.email == ANN.email
    assert not other.proved
    assert desk.of(ANN).lists() == [hers.reference]
    assert desk.by_pair(hers, ANN.email).opened("Something else", key="once") == other


# Staff


def test_an_agent_opens_a_ticket_for_a_customer_who_then_sees_it(desk: Desks) -> None:
    ticket = desk.of(BOB).opened(email=ANN.email)

    assert (ticket.requester.email, ticket.proved) == (ANN.email, True)
    assert desk.of(ANN).lists() == [ticket.reference]
    assert desk.told() == {("acknowledgement", "ann"), ("new_ticket", "maya"), ("new_ticket", "olga")}


def test_an_agent_opens_a_ticket_for_somebody_new_by_the_address_alone(desk: Desks) -> None:
    ticket = desk.of(BOB).opened(email="gus@home.example")

    assert (ticket.requester.name, ticket.requester.verified, ticket.proved) == ("gus", False, False)


def test_an_agent_opens_a_ticket_of_his_own(desk: Desks) -> None:
    ticket = desk.of(BOB).opened(at="Mon 10:00")

    assert ticket.requester.email == BOB.email
    assert ticket.is_customer_side(desk.of(BOB).actor)
    assert desk.told() == {("acknowledgement", "bob"), ("new_ticket", "maya"), ("new_ticket", "olga")}


def test_a_customer_does_not_open_tickets_for_others(desk: Desks) -> None:
    with pytest.raises(Refused, match="does not allow you to open a ticket for somebody else"):
        desk.of(ANN).opened(email=CARL.email)
    assert desk.of(ANN).opened(email=ANN.email.upper()).requester.email == ANN.email


# What is asked


def test_the_first_category_is_the_default_and_any_other_may_be_named(desk: Desks) -> None:
    desk.of(OLGA).does(change_settings, {"desk.categories": "General, Network"})

    assert desk.of(ANN).opened(category=" network ").category == "Network"
    with pytest.raises(NotUnderstood, match="There are: General, Network") as refused:
        desk.of(ANN).opened(category="Garden")
    assert refused.value.field == "category"


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [(" ", "It burns.", "subject"), ("x" * 201, "It burns.", "subject"), ("Fire", "", "body")],
)
def test_a_form_that_says_nothing_is_refused_with_the_field_that_says_it(
    desk: Desks, subject: str, body: str, field: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        desk.of(ANN).opened(subject, body)
    assert refused.value.field == field
    assert desk.of(BOB).lists() == []


@pytest.mark.parametrize("body", ["It burns.\x00", "It \udcff burns."])
def test_text_that_no_desk_can_keep_is_refused_in_a_sentence(desk: Desks, body: str) -> None:
    with pytest.raises(NotUnderstood, match="can not be kept"):
        desk.of(ANN).opened(body=body)


def test_hostile_text_is_kept_as_it_was_typed(desk: Desks) -> None:
    hostile = "\x1b]52;c;aGk=\x07 [bold]x[/] \u202e 'DROP TABLE"
    ticket = desk.of(ANN).opened("[/]'; \x1b[2J", hostile)

    assert desk.of(BOB).sees(ticket).subject == "[/]'; \x1b[2J"
    assert desk.of(BOB).reads(ticket) == [hostile]


def test_a_message_brings_its_files_along_and_at_most_twenty(desk: Desks) -> None:
    ann = desk.of(ANN)
    ticket = ann.opened(attachments=(ann.file("log.txt"), ann.file("log.txt")))

    [message] = ann.entries(ticket)
    assert [file.name for file in message.attachments] == ["log.txt", "log (2).txt"]
    with pytest.raises(Refused, match="at most 20 files"):
        ann.opened(attachments=(ann.file("log.txt"),) * 21)


# Floods


def test_a_source_opens_at_most_twenty_tickets_an_hour_over_ssh(desk: Desks) -> None:
    flood = desk.guest("203.0.113.7", Via.SSH)
    for nth in range(20):
        flood.opened(f"Pills {nth}", name="Gus", email="gus@home.example", at="Mon 10:00")

    with pytest.raises(TryLater, match="20 tickets within an hour"):
        flood.opened(name="Gus", email="gus@home.example", at="Mon 10:59")
    desk.guest("203.0.113.8", Via.SSH).opened(name="Ida", email="ida@home.example", at="Mon 10:59")
    flood.opened(name="Gus", email="gus@home.example", at="Mon 11:01")
    assert desk.now == at("Mon 10:00") + HOUR + 60_000


def test_strangers_at_the_same_place_use_up_nobodys_tickets(desk: Desks) -> None:
    flood = desk.guest("203.0.113.7", Via.SSH)
    for nth in range(20):
        flood.opened(f"Pills {nth}", name="Gus", email="gus@home.example")

    ann = desk.of(ANN, via=Via.SSH)
    for nth in range(20):
        ann.opened(f"Printer {nth}")
    with pytest.raises(TryLater, match="20 tickets within an hour"):
        ann.opened("One more")


def test_an_agent_opens_as_many_as_people_call(desk: Desks) -> None:
    for nth in range(25):
        desk.of(MAYA, via=Via.SSH).opened(f"Call {nth}")

    assert len(desk.of(MAYA).rows()) == 25


def test_going_on_with_an_old_ticket_counts_as_opening_one(desk: Desks) -> None:
    ticket = desk.of(ANN, via=Via.SSH).opened(at="Mon 09:00")
    desk.of(ANN).confirms(ticket)
    desk.now = at("day 40 09:00")
    for nth in range(20):
        desk.of(ANN, via=Via.SSH).replies(ticket, f"And another thing {nth}.")

    with pytest.raises(TryLater, match="20 tickets within an hour"):
        desk.of(ANN, via=Via.SSH).replies(ticket, "And another thing.")


def test_who_sits_at_the_machine_opens_as_many_as_they_like(desk: Desks) -> None:
    for _ in range(25):
        desk.of(MAYA).opened()

    assert len(desk.of(MAYA).rows()) == 25
