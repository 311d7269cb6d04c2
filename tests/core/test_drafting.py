"""Drafts are kept while one types, each in its own place."""

from __future__ import annotations

from core.drafting import draft
from core.people import Via
from tests.core.cast import ANN, BOB, MAYA
from tests.core.desks import Desks, Visitor


def kept(visitor: Visitor, kind: str, ticket: object = None) -> str | None:
    return visitor.asks(draft, kind, getattr(ticket, "reference", None))


def test_a_draft_is_there_again_when_one_comes_back(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).drafts("reply", "Try it n", ticket)
    desk.of(BOB).drafts("reply", "Try it now,\n", ticket)

    assert kept(desk.of(BOB), "reply", ticket) == "Try it now,\n"


def test_each_place_has_a_draft_of_its_own(desk: Desks) -> None:
    one, other = desk.of(ANN).opened(), desk.of(ANN).opened()
    desk.of(BOB).drafts("reply", "to one", one)
    desk.of(BOB).drafts("note", "about one", one)
    desk.of(BOB).drafts("reply", "to the other", other)
    desk.of(BOB).drafts("new", "of my own")

    assert [kept(desk.of(BOB), *place) for place in (("reply", one), ("note", one), ("reply", other), ("new",))] == [
        "to one",
        "about one",
        "to the other",
        "of my own",
    ]


def test_nobody_reads_the_draft_of_another(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).drafts("reply", "Try it now", ticket)
    desk.by_pair(ticket, ANN.email).drafts("reply", "It is me", ticket)
    desk.guest("one machine").drafts("new", "Help")

    assert kept(desk.of(MAYA), "reply", ticket) is None
    assert kept(desk.of(ANN), "reply", ticket) is None
    assert kept(desk.by_pair(ticket, ANN.email, "another machine"), "reply", ticket) == "It is me"
    assert kept(desk.guest("another machine"), "new") is None
    assert kept(desk.guest("one machine"), "new") == "Help"


def test_an_empty_draft_is_thrown_away(desk: Desks) -> None:
    desk.of(ANN).drafts("new", "Help")
    desk.of(ANN).drafts("new", " \n")

    assert kept(desk.of(ANN), "new") is None


def test_a_guest_from_nowhere_has_no_drafts(desk: Desks) -> None:
    desk.guest("").drafts("new", "Help")

    assert kept(desk.guest(""), "new") is None


def test_a_draft_changes_no_ticket(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).drafts("reply", "Try it now", ticket)

    assert desk.of(BOB).sees(ticket) == ticket


def test_a_letter_that_no_desk_can_keep_loses_nobody_their_draft(desk: Desks) -> None:
    desk.of(BOB).drafts("new", "half \ud800 a letter\x00, and so on")

    assert kept(desk.of(BOB), "new") == "half \ufffd a letter\ufffd, and so on"


def test_guests_over_ssh_have_no_drafts_for_many_share_an_address(desk: Desks) -> None:
    one = desk.guest("192.0.2.1", Via.SSH)
    one.drafts("new", "My password is hunter2.")

    assert kept(desk.guest("192.0.2.1", Via.SSH), "new") is None
