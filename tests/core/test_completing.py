"""What is offered to somebody who types a query, and what taking it gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.completing import offers
from tests.core.cast import ANN, BOB
from tests.core.desks import Desks


@pytest.fixture
def tagged(desk: Desks) -> Desks:
    """A ticket with tags, and a category of two words."""
    desk.wait_for(desk.store.store.write(lambda tx: tx.set_categories(("General", "Human Resources"))))
    desk.of(BOB).changes(desk.of(ANN).opened(), add_tags=("vpn", "vip", "refund"))
    return desk


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("st", ("status:",)),
        ("vpn -ta", ("tag:",)),
        ("status:", ("open", "in_progress", "waiting", "resolved", "closed")),
        ("status:open,w", ("waiting",)),
        ("status:open", ()),
        ("tag:v", ("vip", "vpn")),
        ("category:hum", ('"Human Resources"',)),
        ('category:"human r', ('"Human Resources"',)),
        ("assignee:", ("me", "none", "bob@desk.example", "maya@desk.example", "olga@desk.example")),
        ("owner:ma", ("maya@desk.example",)),
        ("from:ann", ("ann@acme.example",)),
        ("from:", ("me",)),
        ("sort:-u", ("-updated",)),
        ("has:", ("file",)),
        ("xyz", ()),
        ("http:", ()),
        ("-", ()),
    ],
)
def test_what_can_follow_is_offered(tagged: Desks, typed: str, words: tuple[str, ...]) -> None:
    assert tagged.of(BOB).asks(offers, typed, len(typed)).words == words


@pytest.mark.parametrize(
    ("typed", "cursor", "becomes", "then"),
    [
        ("vpn st", 6, "vpn status:", 11),
        ("status:wai", 10, "status:waiting ", 15),
        ("status:open,wai vpn", 15, "status:open,waiting vpn", 20),
        ('category:"human', 15, 'category:"Human Resources" ', 27),
    ],
)
def test_an_offer_takes_the_place_of_what_was_typed(
    tagged: Desks, typed: str, cursor: int, becomes: str, then: int
) -> None:
    found = tagged.of(BOB).asks(offers, typed, cursor)
    assert found.taken(found.words[0]) == (becomes, then)


def test_customers_are_told_of_no_tags_and_no_people(tagged: Desks) -> None:
    ann = tagged.of(ANN)
    assert ann.asks(offers, "ta", 2).words == ()
    assert ann.asks(offers, "tag:", 4).words == ()
    assert ann.asks(offers, "from:", 5).words == ("me",)
    assert ann.asks(offers, "assignee:", 9).words == ("none",)


def test_whatever_stands_there_something_or_nothing_is_offered(tagged: Desks) -> None:
    bob = tagged.of(BOB)

    @given(some.text(some.sampled_from('status:tag-," <>v'), max_size=20), some.integers(0, 20))
    def holds(typed: str, cursor: int) -> None:
        found = bob.asks(offers, typed, min(cursor, len(typed)))
        assert 0 <= found.start <= found.end <= len(typed)
        for word in found.words:
            text, then = found.taken(word)
            assert then <= len(text)

    holds()
