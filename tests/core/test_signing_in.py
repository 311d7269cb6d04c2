"""Signing in with a password, choosing one, and the sign-in that a machine remembers."""

from __future__ import annotations

import pytest

from core.calendars import DAY, MINUTE
from core.errors import NotFound, NotUnderstood, Refused, SignInNeeded, TryLater
from core.people import Actor, Person, Role, Via
from core.reception import SignedIn
from core.replying import Reply, note, reply
from core.signing_in import claimed, forget, read_password, remember, remembered
from core.staffing import disable_person, give_password, set_role
from tests.core.cast import ANN, BOB, MAYA, OLGA, guest
from tests.core.desks import PASSWORD, Desks

ONE_TIME = "one-time-only"


def gives_password(desk: Desks, person: Person, password: str = ONE_TIME) -> None:
    hashed = desk.wait_for(desk.reception.passwords.hash(password))
    desk.of(OLGA).does(give_password, person.email, hashed)


def signs_in(desk: Desks, email: str, password: str, source: str = "here") -> SignedIn:
    return desk.wait_for(desk.reception_at(source).sign_in(email, password))


def test_a_one_time_password_lets_in_once_to_choose_ones_own(desk: Desks) -> None:
    gives_password(desk, BOB)
    first = signs_in(desk, " BOB@desk.example ", ONE_TIME)

    assert first.must_choose
    assert first.desk.actor.person == desk.known(BOB.email)
    desk.wait_for(desk.reception.choose_password(first.desk, PASSWORD))
    assert not signs_in(desk, BOB.email, PASSWORD).must_choose
    with pytest.raises(SignInNeeded):
        signs_in(desk, BOB.email, ONE_TIME)


def test_a_one_time_password_is_good_for_three_days(desk: Desks) -> None:
    gives_password(desk, BOB)
    desk.now += 3 * DAY
    assert signs_in(desk, BOB.email, ONE_TIME).must_choose
    desk.now += 1
    with pytest.raises(SignInNeeded):
        signs_in(desk, BOB.email, ONE_TIME)


def test_every_wrong_sign_in_gets_the_same_answer(desk: Desks) -> None:
    gives_password(desk, BOB)
    gives_password(desk, ANN)
    desk.of(OLGA).does(disable_person, ANN.email)

    answers = set()
    for email, password in (
        (BOB.email, "wrong"),
        (OLGA.email, ONE_TIME),
        ("nobody@x.example", ONE_TIME),
        (ANN.email, ONE_TIME),
    ):
        with pytest.raises(SignInNeeded) as refused:
            signs_in(desk, email, password)
        answers.add(refused.value.sentence)
    assert len(answers) == 1


def test_a_password_is_the_same_on_two_keyboards(desk: Desks) -> None:
    gives_password(desk, BOB, "cafe\u0301 Ångström".replace("e\u0301", "é"))

    assert signs_in(desk, BOB.email, "cafe\u0301 A\u030angström").must_choose
    with pytest.raises(SignInNeeded):
        signs_in(desk, BOB.email, "caf\udce9 Ångström")


def test_after_ten_wrong_passwords_a_source_waits_ten_minutes(desk: Desks) -> None:
    for _ in range(10):
        with pytest.raises(SignInNeeded):
            signs_in(desk, "nobody@x.example", "wrong")

    with pytest.raises(TryLater, match="Too many wrong passwords"):
        signs_in(desk, BOB.email, "wrong")
    with pytest.raises(SignInNeeded):
        signs_in(desk, BOB.email, "wrong", "elsewhere")
    desk.now += 11 * MINUTE
    with pytest.raises(SignInNeeded):
        signs_in(desk, BOB.email, "wrong")


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "at least 12"), ("x" * 11, "at least 12"), ("ﬃ" * 3 + "xx", "at least 12"), ("x" * 129, "at most 128")],
)
def test_a_password_that_is_too_short_or_too_long_is_refused(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says) as refused:
        read_password(typed)
    assert refused.value.field == "password"
    assert typed not in refused.value.sentence or not typed


def test_nobody_chooses_a_password_for_somebody_they_did_not_sign_in_as(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    for visitor in (desk.guest(), desk.by_pair(ticket, ANN.email)):
        with pytest.raises(SignInNeeded, match="Sign in to choose a password"):
            desk.wait_for(desk.reception.choose_password(visitor.desk, PASSWORD))
        with pytest.raises(SignInNeeded):
            visitor.does(remember)


# A machine that remembers


def test_a_machine_remembers_who_signed_in(desk: Desks) -> None:
    token = desk.of(BOB).does(remember)
    other = desk.of(BOB).does(remember)

    assert len(token) == 64
    assert token != other
    comes_back = desk.wait_for(desk.reception.remembered(token))
    assert comes_back is not None
    assert comes_back.actor == Actor(Via.TUI, desk.known(BOB.email), source="the machine of the desk")
    assert desk.wait_for(desk.reception.remembered("0" * 64)) is None


def test_signing_out_forgets_this_machine_and_no_other(desk: Desks) -> None:
    here, there = desk.of(BOB).does(remember), desk.of(BOB).does(remember)
    desk.guest().does(forget, here)

    assert desk.guest().asks(remembered, here) is None
    assert desk.guest().asks(remembered, there) == desk.known(BOB.email)


@pytest.mark.parametrize("how", ["chose another", "got another", "was disabled"])
def test_whoever_has_another_password_signs_in_anew_everywhere(desk: Desks, how: str) -> None:
    token = desk.of(BOB).does(remember)
    if how == "chose another":
        desk.wait_for(desk.reception.choose_password(desk.of(BOB).desk, PASSWORD))
    elif how == "got another":
        gives_password(desk, BOB)
    else:
        desk.of(OLGA).does(disable_person, BOB.email)

    assert desk.guest().asks(remembered, token) is None


# Who holds the database


def test_who_holds_the_database_may_say_who_they_are_and_the_desk_knows_it_was_only_said(desk: Desks) -> None:
    claims = desk.wait_for(desk.reception.claimed(" Bob@desk.example"))

    assert claims.actor.person == desk.known(BOB.email)
    assert claims.actor.asserted


def test_nobody_claims_to_be_somebody_who_is_not_there(desk: Desks) -> None:
    desk.guest().opened(name="Gus", email="gus@home.example")
    desk.of(OLGA).does(disable_person, BOB.email)

    for email in ("nobody@x.example", "gus@home.example"):
        with pytest.raises(Refused, match=f"Nobody here has the address {email}. .*ttydesk people add"):
            desk.guest().asks(claimed, email)
    with pytest.raises(Refused, match=f"The access of {BOB.email} was ended. .*ttydesk people enable"):
        desk.guest().asks(claimed, f" {BOB.email.title()} ")
    assert guest.is_guest


def test_whoever_sits_there_already_may_do_no_more_than_they_may_now(desk: Desks) -> None:
    ann = desk.of(ANN)
    ticket = ann.opened("VPN")
    maya = desk.of(MAYA)

    desk.of(OLGA).does(set_role, MAYA.email, Role.CUSTOMER)
    desk.of(OLGA).does(disable_person, ANN.email)

    with pytest.raises(NotFound):
        maya.does(note, Reply(ticket.reference, "Only for the team.", "one"))
    with pytest.raises(SignInNeeded, match="Your access was ended"):
        ann.does(reply, Reply(ticket.reference, "Hello?", "two"))
