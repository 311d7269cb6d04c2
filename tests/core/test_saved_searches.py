"""Saved searches: names, queries, who has them, who removes them, and what the audit keeps."""

from __future__ import annotations

import pytest

from core import saved_searches
from core.auditing import AuditQuery, audit
from core.errors import NotFound, NotUnderstood, Refused
from core.query import QueryError
from core.saved_searches import Naming, remove_search, save_search
from tests.core.cast import ANN, BOB, MAYA, OLGA
from tests.core.desks import Desks


def names(desk: Desks) -> list[str]:
    return [one.name for one in desk.of(MAYA).asks(saved_searches.saved_searches)]


def deeds(desk: Desks) -> list[tuple[str, str]]:
    kept = desk.of(OLGA).asks(audit, AuditQuery(limit=50))
    return [(deed.what, deed.detail) for deed in kept[::-1] if "search" in deed.what]


def test_a_search_is_kept_as_it_was_typed_under_a_tidy_name(desk: Desks) -> None:
    saved = desk.of(MAYA).does(save_search, Naming("  Late   ones ", " due:late  sort:-updated "))

    assert (saved.name, saved.query, saved.shared) == ("Late ones", "due:late  sort:-updated", False)
    assert names(desk) == ["Late ones"]
    assert deeds(desk) == []


def test_what_is_shared_is_in_the_audit_and_what_is_ones_own_is_nobodys_business(desk: Desks) -> None:
    desk.of(MAYA).does(save_search, Naming("Late", "due:late", shared=True))
    desk.of(MAYA).does(save_search, Naming("Late", "due:late", shared=True))
    desk.of(MAYA).does(save_search, Naming("late", "due:late"))
    desk.of(MAYA).does(save_search, Naming("Late", "due:soon", shared=True))
    desk.of(MAYA).does(remove_search, "LATE")
    desk.of(MAYA).does(save_search, Naming("Mine", "printer"))
    desk.of(MAYA).does(remove_search, "Mine")

    assert deeds(desk) == [
        ("search shared", "Late: due:late"),
        ("search shared no more", "Late"),
        ("search shared", "Late: due:soon"),
        ("shared search removed", "Late of Maya Lind"),
    ]


def test_an_operator_removes_what_anybody_shares_and_a_colleague_does_not(desk: Desks) -> None:
    desk.of(BOB).does(save_search, Naming("Late", "due:late", shared=True))

    with pytest.raises(Refused, match="Late is a search of Bob"):
        desk.of(MAYA).does(remove_search, "late")
    desk.of(OLGA).does(remove_search, "late")

    assert names(desk) == []


def test_of_two_of_one_name_ones_own_goes_first_unless_it_is_said_whose(desk: Desks) -> None:
    desk.of(BOB).does(save_search, Naming("Late", "due:late", shared=True))
    desk.of(OLGA).does(save_search, Naming("Late", "due:soon"))

    assert desk.of(OLGA).does(remove_search, "Late", BOB.email).owner.email == BOB.email
    assert desk.of(OLGA).does(remove_search, "Late").owner.email == OLGA.email
    with pytest.raises(NotFound, match=r"There is no saved search “Late”\. There is none yet\."):
        desk.of(OLGA).does(remove_search, "Late")


def test_two_shared_ones_have_two_names(desk: Desks) -> None:
    desk.of(BOB).does(save_search, Naming("Late", "due:late", shared=True))

    with pytest.raises(Refused, match="shares a search of this name"):
        desk.of(MAYA).does(save_search, Naming("LATE", "due:soon", shared=True))


def test_so_many_are_enough_and_one_of_them_can_still_be_changed(desk: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "OWN_AT_MOST", 1)
    desk.of(MAYA).does(save_search, Naming("Late", "due:late"))

    with pytest.raises(Refused, match="remove one first"):
        desk.of(MAYA).does(save_search, Naming("Soon", "due:soon"))
    assert desk.of(MAYA).does(save_search, Naming("late", "due:soon")).query == "due:soon"


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        ("", "printer", "needs a name"),
        ("x" * 41, "printer", "at most 40"),
        ("Late", "  ", "Say what to look for"),
    ],
)
def test_what_can_not_be_saved_is_told(desk: Desks, name: str, query: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        desk.of(MAYA).does(save_search, Naming(name, query))


def test_a_query_that_is_wrong_is_told_with_its_column(desk: Desks) -> None:
    with pytest.raises(QueryError, match="column 1: no field “prioritty”"):
        desk.of(MAYA).does(save_search, Naming("Late", "prioritty:high"))


def test_a_customer_has_none(desk: Desks) -> None:
    with pytest.raises(Refused, match="Your role does not allow you to keep saved searches"):
        desk.of(ANN).does(save_search, Naming("Late", "due:late"))
