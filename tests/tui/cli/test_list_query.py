"""`ttydesk list QUERY`: fields, words and orders on a command line, and errors that name the column."""

from __future__ import annotations

import pytest

from tests.tui.cli.counter import ANN, CARL, MAYA, Counter


@pytest.fixture
def filled(counter: Counter) -> dict[str, str]:
    """Three tickets by their subject: one is Maya's with a tag, one is high, one is closed."""
    ids = {}
    for subject, priority, body in (
        ("VPN refuses", "medium", "the exact phrase"),
        ("Printer smokes", "high", "a phrase that is not exact"),
        ("Old badge", "low", "vpn, long ago"),
    ):
        said = ("new", "--subject", subject, "--priority", priority, "--name", "Ann", "--email", ANN, "-q")
        ids[subject] = counter.done(*said, stdin=body).out.strip()
    counter.done("set", ids["VPN refuses"], "assignee=me", "tag=+vpn", "--as", MAYA)
    counter.done("set", ids["Old badge"], "status=resolved", "--as", MAYA)
    counter.done("set", ids["Old badge"], "status=closed", "--as", MAYA)
    return ids


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (["status:open,in_progress", "sort:priority"], ["Printer smokes", "VPN refuses"]),
        (["-tag:vpn", "sort:created"], ["Printer smokes", "Old badge"]),
        (["priority:>=high"], ["Printer smokes"]),
        (["assignee:me", "sort:created"], ["VPN refuses", "Old badge"]),
        (['"exact phrase"'], ["VPN refuses"]),
        (["phr*", "-not"], ["VPN refuses"]),
        (["status:in_progress assignee:me -tag:other priority:<=medium phrase sort:-updated"], ["VPN refuses"]),
        (["created:<1h", "due:none"], ["Old badge"]),
        (["from:ann@", "status:closed"], ["Old badge"]),
        (["category:general", "due:>1m", "has:file"], []),
    ],
)
def test_a_query_narrows_a_list(counter: Counter, filled: dict[str, str], query: list[str], found: list[str]) -> None:
    rows = counter.done("list", *query, "--json", "--as", MAYA).objects
    assert [row["subject"] for row in rows] == found
    assert counter.done("list", "-q", "--as", MAYA, *query).out.split() == [filled[subject] for subject in found]


def test_an_id_and_its_beginning_find_a_ticket(counter: Counter, filled: dict[str, str]) -> None:
    id = filled["Old badge"]
    for typed in (id, id.lower(), id[:4]):
        assert counter.done("list", f"id:{typed}", "-q", "--as", MAYA).out.split() == [id]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (["status:open", "prioritty:>=high"], "column 13: no field “prioritty”. Did you mean priority?\n"),
        (["category:genral"], "column 10: no category “genral”. Did you mean General?\n"),
        (['vpn "no end'], "column 5: the quote that begins here has no end. Close it.\n"),
        (["-vpn"], "column 1: a word that is left out needs one to look for. Add one, or a phrase in quotes.\n"),
    ],
)
def test_what_can_not_be_understood_ends_2_and_names_the_column(counter: Counter, query: list[str], says: str) -> None:
    answer = counter.say("list", *query, "--as", MAYA)
    assert (answer.status, answer.out, answer.err) == (2, "", says)


def test_an_order_stands_in_the_query_or_beside_it(counter: Counter, filled: dict[str, str]) -> None:
    for said in (("phrase", "--sort", "priority"), ("phrase sort:priority",)):
        ids = counter.done("list", *said, "-q", "--as", MAYA).out.split()
        assert ids == [filled["Printer smokes"], filled["VPN refuses"]]


def test_customers_ask_for_their_own_tickets_by_what_they_see(counter: Counter, filled: dict[str, str]) -> None:
    assert counter.done("list", "vpn", "-q", "--as", CARL).out == ""
    answer = counter.say("list", "tag:vpn", "--as", CARL)
    assert (answer.status, answer.err.split(".")[0]) == (2, "column 1: no field “tag”")
    assert len(filled) == 3
