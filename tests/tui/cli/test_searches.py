"""`ttydesk searches`: saving, sharing, listing and removing queries on a command line."""

from __future__ import annotations

import pytest

from tests.tui.cli.counter import ANN, MAYA, OLGA, Counter


def test_a_search_is_saved_shared_listed_and_removed(counter: Counter) -> None:
    said = counter.done("searches", "save", "Late ones", "due:late", "-tag:vpn", "--as", MAYA)
    assert said.out == "Late ones is saved for you alone.\n"
    said = counter.done("searches", "save", "Parts", 'status:waiting "spare part"', "--share", "--as", OLGA)
    assert said.out == "Parts is saved for everybody.\n"

    kept = counter.done("searches", "list", "--json", "--as", MAYA).objects

    assert [(one["name"], one["query"], one["shared"], one["wrong"]) for one in kept] == [
        ("Late ones", "due:late -tag:vpn", False, None),
        ("Parts", 'status:waiting "spare part"', True, None),
    ]
    assert counter.say("searches", "remove", "Parts", "--as", MAYA).status == 5
    assert counter.done("searches", "remove", "late ones", "--as", MAYA).out == "Late ones is removed.\n"
    assert counter.done("searches", "list", "-q", "--as", MAYA).out == "Parts\n"
    assert counter.say("searches", "remove", "Late ones", "--as", MAYA).status == 3


def test_what_asks_for_a_category_that_went_is_listed_with_what_is_wrong(counter: Counter) -> None:
    counter.done("searches", "save", "Common", "category:general", "--as", MAYA)
    counter.done("settings", "rename-category", "General", "Lines", "--as", OLGA)

    assert "column 10: no category “general”." in counter.done("searches", "list", "--as", MAYA).out


@pytest.mark.parametrize(
    ("said", "status"),
    [(["Late", "prioritty:high", "--as", MAYA], 2), (["Late", "--as", MAYA], 2), (["Late", "vpn", "--as", ANN], 5)],
)
def test_what_can_not_be_saved_ends_with_its_status(counter: Counter, said: list[str], status: int) -> None:
    answer = counter.say("searches", "save", *said)

    assert (answer.status, answer.out) == (status, "")
    assert answer.err.count("\n") == 1
