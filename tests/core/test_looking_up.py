"""Finding a ticket with its ID and the e-mail of one of its people."""

from __future__ import annotations

import pytest

from core.errors import NotFound, Refused, SignInNeeded, TryLater
from core.looking_up import Found, look_up, pair_may_write
from core.references import Reference, shown
from core.setting_up import change_settings
from core.settings import DeskSettings
from core.staffing import disable_person
from core.tickets import Status, Ticket
from tests.core.cast import ANN, BOB, CARL, OLGA
from tests.core.desks import Desks


def found(desk: Desks, typed: str, email: str, source: str = "a stranger's machine") -> Found:
    return desk.guest(source).does(look_up, typed, email)


@pytest.mark.parametrize("email", ["ann@acme.example", " ANN@acme.EXAMPLE "])
def test_the_id_and_the_address_open_the_ticket(desk: Desks, email: str) -> None:
    ticket = desk.of(ANN).opened()

    for typed in (ticket.reference, shown(ticket.reference), f" {shown(ticket.reference).lower()} "):
        actor = found(desk, typed, email).opened()
        assert (actor.only, actor.person) == (ticket.reference, desk.known(ANN.email))


def test_every_wrong_pair_gets_the_same_answer(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    wrong = [
        (ticket.reference, CARL.email),
        (ticket.reference, "nobody@acme.example"),
        (ticket.reference, ""),
        ("0000000000", ANN.email),
        (ticket.reference[:6], ANN.email),
        ("not an ID", ANN.email),
        ("", ""),
    ]

    answers = set()
    for nth, (typed, email) in enumerate(wrong):
        with pytest.raises(NotFound) as refused:
            found(desk, typed, email, f"machine {nth}").opened()
        answers.add((refused.value.sentence, refused.value.field))
    assert len(answers) == 1


def test_after_ten_wrong_pairs_a_source_waits_ten_minutes(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    for _ in range(10):
        assert found(desk, ticket.reference, CARL.email).actor is None

    with pytest.raises(TryLater, match="Too many wrong tries"):
        found(desk, ticket.reference, ANN.email)
    assert found(desk, ticket.reference, ANN.email, "another machine").actor is not None
    desk.guest().when("Mon 09:11")
    assert found(desk, ticket.reference, ANN.email).actor is not None


def test_right_pairs_are_not_counted(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    for _ in range(30):
        assert found(desk, ticket.reference, ANN.email).actor is not None


def test_the_pair_opens_this_one_ticket_and_nothing_else(desk: Desks) -> None:
    ticket, other = desk.of(ANN).opened(), desk.of(ANN).opened()
    visitor = desk.by_pair(ticket, ANN.email)

    assert visitor.reads(ticket) == ["It burns."]
    with pytest.raises(NotFound):
        visitor.looks_at(other)
    with pytest.raises(NotFound):
        visitor.looks_at(Reference(ticket.reference[:6]))
    with pytest.raises(SignInNeeded, match="Sign in to see your own tickets"):
        visitor.lists()


def test_while_no_mail_is_sent_the_pair_lets_its_holder_do_what_the_customer_may(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    visitor = desk.by_pair(ticket, ANN.email)

    assert visitor.replies(ticket, "It is me.").status is Status.OPEN
    assert visitor.attaches(ticket, "log.txt").status is Status.OPEN
    assert visitor.confirms(ticket).status is Status.CLOSED
    assert visitor.reopens(ticket).status is Status.OPEN


def test_an_operator_may_ask_for_a_code_and_then_the_pair_only_reads(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(OLGA).does(change_settings, {"lookup.proof": "code"})
    visitor = desk.by_pair(ticket, ANN.email)

    assert visitor.reads(ticket) == ["It burns."]
    with pytest.raises(Refused, match="prove that the address is yours"):
        visitor.replies(ticket)
    with pytest.raises(Refused, match="prove that the address is yours"):
        visitor.confirms(ticket)


@pytest.mark.parametrize(
    ("proof", "mail_works", "may"),
    [("auto", False, True), ("auto", True, False), ("pair", True, True), ("code", False, False)],
)
def test_what_a_pair_is_worth(proof: str, mail_works: bool, may: bool) -> None:
    assert pair_may_write(DeskSettings(lookup_proof=proof), mail_works=mail_works) is may


def test_the_address_of_an_agent_gives_no_rights_of_staff(desk: Desks) -> None:
    ticket = desk.of(BOB).opened()
    desk.of(OLGA).notes(ticket, "He should know better.")
    desk.of(OLGA).changes(ticket, add_tags=("pebkac",))
    visitor = desk.by_pair(ticket, BOB.email)

    assert visitor.reads(ticket) == ["It burns."]
    assert visitor.sees(ticket).tags == ()
    with pytest.raises(Refused):
        visitor.changes(ticket, status=Status.RESOLVED)
    with pytest.raises(Refused):
        visitor.notes(ticket)


def test_an_address_that_nobody_proved_tells_not_whose_it_is(desk: Desks) -> None:
    for email in (BOB.email, "nobody@home.example"):
        ticket = desk.guest().opened(name="Stranger", email=email)
        visitor = desk.by_pair(ticket, email)
        [message] = visitor.entries(ticket)

        for person in (message.author, visitor.sees(ticket).requester):
            assert person is not None
            assert (person.name, person.email, person.is_staff) == (email, email, False)


def test_an_agent_who_has_nothing_to_do_with_it_does_not_open_it_by_pair(desk: Desks) -> None:
    assert found(desk, _of_ann(desk).reference, BOB.email).actor is None


def test_whoever_is_disabled_is_nobody_here_either(desk: Desks) -> None:
    ticket = _of_ann(desk)
    desk.of(OLGA).does(disable_person, ANN.email)

    assert found(desk, ticket.reference, ANN.email).actor is None


def _of_ann(desk: Desks) -> Ticket:
    return desk.of(ANN).opened()
