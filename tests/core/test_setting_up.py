"""The first run, what an operator sets for the desk, and what people set for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.calendars import HOUR
from core.errors import NotUnderstood, Refused, SignInNeeded
from core.reading import notices
from core.setting_up import change_mine, change_settings, is_set_up, mine, read_categories, settings_of_desk
from core.settings import PersonalSettings
from tests.core.cast import ANN, BOB, OLGA
from tests.core.desks import PASSWORD, Desks


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desks]:
    """A desk that nobody has set up."""
    desks = Desks(tmp_path / "empty")
    yield desks
    desks.close()


def test_the_first_run_names_the_desk_and_its_first_operator(empty: Desks) -> None:
    assert not empty.guest().asks(is_set_up)

    desk = empty.wait_for(empty.reception.set_up("Acme  Support", " Olga Berg ", OLGA.email, PASSWORD))

    assert empty.guest().asks(is_set_up)
    assert desk.actor.is_operator
    assert desk.actor.person == empty.known(OLGA.email)
    told = empty.guest().asks(notices)
    assert (told.settings.name, told.categories) == ("Acme Support", ("General",))
    signed_in = empty.wait_for(empty.reception.sign_in(OLGA.email, PASSWORD))
    assert not signed_in.must_choose


def test_the_first_run_happens_once(desk: Desks) -> None:
    with pytest.raises(Refused, match="has an operator already"):
        desk.wait_for(desk.reception.set_up("Mine", "Eve", "eve@x.example", None))


@pytest.mark.parametrize(
    ("name", "person", "email", "password", "field"),
    [
        ("", "Olga", "olga@x.example", PASSWORD, "desk.name"),
        ("Acme", "", "olga@x.example", PASSWORD, "name"),
        ("Acme", "Olga", "olga", PASSWORD, "email"),
        ("Acme", "Olga", "olga@x.example", "short", "password"),
    ],
)
def test_a_first_run_that_makes_no_sense_leaves_the_desk_as_it_was(
    empty: Desks, name: str, person: str, email: str, password: str, field: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        empty.wait_for(empty.reception.set_up(name, person, email, password))
    assert refused.value.field == field
    assert not empty.guest().asks(is_set_up)


def test_an_operator_sets_what_holds_for_the_desk(desk: Desks) -> None:
    settings = desk.of(OLGA).does(change_settings, {"desk.name": "Acme", "target.high": "2h", "lookup.proof": "pair"})

    assert (settings.name, settings.high.respond, settings.lookup_proof) == ("Acme", 2 * HOUR, "pair")
    assert desk.of(OLGA).asks(settings_of_desk) == settings


def test_when_one_setting_is_wrong_none_is_changed(desk: Desks) -> None:
    before = desk.of(OLGA).asks(settings_of_desk)

    with pytest.raises(NotUnderstood, match="A length of time looks like"):
        desk.of(OLGA).does(change_settings, {"desk.name": "Acme", "desk.categories": "Network", "target.high": "soon"})
    assert desk.of(OLGA).asks(settings_of_desk) == before
    assert desk.guest().asks(notices).categories == ("General",)


def test_categories_are_named_in_their_order(desk: Desks) -> None:
    desk.of(OLGA).does(change_settings, {"desk.categories": " Network ,, General,Network"})

    assert desk.guest().asks(notices).categories == ("Network", "General")
    assert desk.of(ANN).opened().category == "Network"


def test_a_category_that_has_tickets_stays(desk: Desks) -> None:
    desk.of(ANN).opened()

    with pytest.raises(Refused, match="The category General still has tickets"):
        desk.of(OLGA).does(change_settings, {"desk.categories": "Network"})
    desk.of(OLGA).does(change_settings, {"desk.categories": "Network, GENERAL"})
    assert desk.guest().asks(notices).categories == ("Network", "GENERAL")


@pytest.mark.parametrize(
    ("typed", "says"),
    [(" , ", "at least one category"), ("Net, net", "Two categories have the same name"), ("x" * 41, "at most 40")],
)
def test_categories_that_make_no_sense_are_refused(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        read_categories(typed)


def test_only_operators_see_and_set_what_holds_for_the_desk(desk: Desks) -> None:
    for person in (ANN, BOB):
        with pytest.raises(Refused, match="change the settings"):
            desk.of(person).does(change_settings, {"desk.name": "Mine"})
        with pytest.raises(Refused, match="see the settings"):
            desk.of(person).asks(settings_of_desk)
    with pytest.raises(SignInNeeded):
        desk.guest().does(change_settings, {"desk.name": "Mine"})


def test_everybody_sets_what_is_their_own(desk: Desks) -> None:
    changed = desk.of(ANN).does(change_mine, {"theme": "light", "after_reply": "list"})

    assert changed == PersonalSettings(theme="light", after_reply="list")
    assert desk.of(ANN).asks(mine) == changed
    assert desk.of(BOB).asks(mine) == desk.guest().asks(mine) == PersonalSettings()
    with pytest.raises(NotUnderstood, match="There is no setting colour"):
        desk.of(ANN).does(change_mine, {"colour": "red"})


def test_who_is_not_signed_in_has_no_settings_of_their_own(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    for visitor in (desk.guest(), desk.by_pair(ticket, ANN.email)):
        with pytest.raises(SignInNeeded, match="Sign in to keep settings"):
            visitor.does(change_mine, {"theme": "light"})
