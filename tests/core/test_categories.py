"""Categories one at a time: adding, renaming, moving and removing one."""

from __future__ import annotations

import pytest

from core.auditing import AuditQuery, audit
from core.categories import add_category, move_category, remove_category, rename_category
from core.errors import NotUnderstood, Refused
from core.reading import notices
from core.setting_up import change_settings
from tests.core.cast import ANN, BOB, OLGA
from tests.core.desks import Desks


def categories(desk: Desks) -> tuple[str, ...]:
    return desk.guest().asks(notices).categories


def newest_deed(desk: Desks) -> tuple[str, str]:
    deed = desk.of(OLGA).asks(audit, AuditQuery(limit=1))[0]
    return deed.what, deed.detail


def test_a_category_is_added_at_the_end(desk: Desks) -> None:
    assert desk.of(OLGA).does(add_category, "  Field   work ") == ("General", "Field work")
    assert newest_deed(desk) == ("category added", "Field work")


@pytest.mark.parametrize("end", ["\r", "\u2028", "\u2029", " \t "])
def test_the_text_that_a_category_was_made_from_finds_it_again(desk: Desks, end: str) -> None:
    typed = f"K7 a{end}b"
    assert "K7 a b" in desk.of(OLGA).does(add_category, typed)

    assert "K7 c" in desk.of(OLGA).does(rename_category, typed, "K7 c")


def test_a_renamed_category_keeps_its_tickets_and_its_place(desk: Desks) -> None:
    desk.of(OLGA).does(change_settings, {"desk.categories": "Network, Billing"})
    ticket = desk.of(ANN).opened(category="Network")

    assert desk.of(OLGA).does(rename_category, "network", "Lines") == ("Lines", "Billing")

    assert desk.of(ANN).sees(ticket).category == "Lines"
    assert newest_deed(desk) == ("category renamed", "Network to Lines")
    assert desk.of(ANN).opened(category="lines").category == "Lines"


def test_a_name_may_change_the_case_of_its_letters(desk: Desks) -> None:
    assert desk.of(OLGA).does(rename_category, "General", "GENERAL") == ("GENERAL",)


def test_a_category_moves_up_and_down_and_the_first_is_where_new_tickets_stand(desk: Desks) -> None:
    desk.of(OLGA).does(change_settings, {"desk.categories": "Network, Billing, Other"})

    assert desk.of(OLGA).does(move_category, "Other", -2) == ("Other", "Network", "Billing")
    assert desk.of(OLGA).does(move_category, "Network", 5) == ("Other", "Billing", "Network")
    assert desk.of(OLGA).does(move_category, "Other", -1) == ("Other", "Billing", "Network")
    assert newest_deed(desk) == ("categories ordered", "Other, Billing, Network")
    assert desk.of(ANN).opened().category == "Other"


def test_a_category_without_tickets_goes(desk: Desks) -> None:
    desk.of(OLGA).does(change_settings, {"desk.categories": "Network, Billing"})

    assert desk.of(OLGA).does(remove_category, "Network") == ("Billing",)
    assert newest_deed(desk) == ("category removed", "Network")
    with pytest.raises(Refused, match="at least one category"):
        desk.of(OLGA).does(remove_category, "Billing")


def test_a_category_that_has_tickets_stays(desk: Desks) -> None:
    desk.of(OLGA).does(add_category, "Network")
    desk.of(ANN).opened(category="Network")

    with pytest.raises(Refused, match="The category Network still has tickets"):
        desk.of(OLGA).does(remove_category, "Network")
    assert categories(desk) == ("General", "Network")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (" ", "needs a name"),
        ("One, two", "leave it out of the name"),
        ("x" * 41, "at most 40"),
        ("NETWORK", "a category of this name already"),
    ],
)
def test_a_name_that_makes_no_sense_is_refused(desk: Desks, name: str, says: str) -> None:
    desk.of(OLGA).does(add_category, "Network")

    with pytest.raises(NotUnderstood, match=says):
        desk.of(OLGA).does(add_category, name)
    with pytest.raises(NotUnderstood, match=says):
        desk.of(OLGA).does(rename_category, "General", name)
    assert categories(desk) == ("General", "Network")


def test_what_two_operators_do_at_once_stands_beside_each_other(desk: Desks) -> None:
    desk.of(OLGA).does(add_category, "Network")
    desk.of(OLGA).does(add_category, "Billing")

    with pytest.raises(NotUnderstood, match="There is no category “Garden”"):
        desk.of(OLGA).does(rename_category, "Garden", "Park")
    assert categories(desk) == ("General", "Network", "Billing")


def test_only_operators_change_categories(desk: Desks) -> None:
    for person in (ANN, BOB):
        with pytest.raises(Refused, match="change the settings"):
            desk.of(person).does(add_category, "Mine")
        with pytest.raises(Refused, match="change the settings"):
            desk.of(person).does(rename_category, "General", "Mine")
        with pytest.raises(Refused, match="change the settings"):
            desk.of(person).does(move_category, "General", 1)
        with pytest.raises(Refused, match="change the settings"):
            desk.of(person).does(remove_category, "General")
