"""Search: words in messages and subjects, the newest hits first, customers only in their own public text."""

from __future__ import annotations

import pytest

from core import reading
from core.listing import Query
from core.opening import Form, open_ticket
from core.query_terms import Search, Words
from core.settling import Settling, confirm
from storage.sqlite_words import match
from storage.words import phrases, words
from tests.storage.hall import Hall


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("It says ERR-4821!", ["it", "says", "err", "4821"]),
        ("Zażółć GĘŚLĄ jaźń", ["zazołc", "gesla", "jazn"]),
        ("Straße ﬁne Ａ１", ["strasse", "fine", "a1"]),
        ("東京都 ok", ["東京", "京都", "ok"]),
        ("字", ["字"]),
        ("ann@acme.example", ["ann", "acme", "example"]),
        ("_ - ...", []),
        ("\ud800x", ["x"]),
    ],
)
def test_text_is_cut_into_words_whatever_their_case_accents_and_width(text: str, cut: list[str]) -> None:
    assert words(text) == cut


@pytest.mark.parametrize("typed", ['"', "AND", "NEAR(", "a* b", "subject:x", "-x", "^x", "{a b}:", "' OR 1"])
async def test_nothing_that_is_typed_is_syntax(hall: Hall, typed: str) -> None:
    await hall.opens(hall.ann)
    query = Query(search=Search((Words(typed), Words("it", negated=True))))
    await hall.maya.read(reading.page, query, hall.maya.now())


def test_a_chunk_of_several_words_is_a_phrase() -> None:
    asked = phrases([Words("ERR-4821"), Words("now", beginning=True)])
    assert match(asked) == '{subject body} : ("err 4821" AND "now" *)'
    assert match(asked[:1], asked[1:]) == '({subject body} : ("err 4821")) NOT {subject body} : ("now" *)'
    assert phrases([Words(" ... ")]) == ()


async def test_all_words_have_to_stand_in_one_message_and_the_subject_counts_with_each(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann, "VPN is down", "certificate expired")
    await hall.says(hall.maya, ticket, "please renew")
    assert await hall.subjects(hall.maya, words="certificate expired") == ["VPN is down"]
    assert await hall.subjects(hall.maya, words="vpn RENEW") == ["VPN is down"]
    assert await hall.subjects(hall.maya, words="certificate renew") == []


async def test_newer_hits_come_first_among_equals_and_closed_tickets_are_found(hall: Hall) -> None:
    old = await hall.opens(hall.ann, "old", "vpn")
    await hall.opens(hall.ben, "new", "vpn")
    await hall.says(hall.ann, old, "yes, the vpn is down again")
    closed = await hall.opens(hall.ann, "closed", "vpn")
    await hall.ann.write(confirm, Settling(closed.reference))
    assert await hall.subjects(hall.maya, words="vpn") == ["closed", "new", "old"]


async def test_customers_find_their_own_public_text_and_nothing_else(hall: Hall) -> None:
    mine = await hall.opens(hall.ann, "mine", "vpn")
    await hall.opens(hall.ben, "his", "vpn")
    await hall.notes(hall.maya, mine, "vpn canary")
    assert await hall.subjects(hall.ann, words="vpn") == ["mine"]
    assert await hall.subjects(hall.ann, words="canary") == []
    assert await hall.subjects(hall.maya, words="canary") == ["mine"]


async def test_a_customer_cannot_ask_the_index_for_somebody_else(hall: Hall) -> None:
    await hall.opens(hall.ben, "his", "vpn")
    ben = hall.ben.actor.person
    assert ben is not None
    for typed in (f"p{ben.id}", f'"ctx:p{ben.id}" vpn', "k0"):
        assert await hall.subjects(hall.ann, words=typed) == []
        assert await hall.subjects(hall.maya, words=typed) == []


async def test_an_unproved_ticket_is_not_found_by_the_owner_of_the_address(hall: Hall) -> None:
    form = Form("From a guest", "vpn", hall.key(), name="Ann", email="ann@acme.example")
    await hall.reception.guest().write(open_ticket, form)
    assert await hall.subjects(hall.ann, words="vpn") == []
    assert await hall.subjects(hall.ann) == []


async def test_hits_are_read_page_by_page(hall: Hall) -> None:
    for nth in range(5):
        await hall.opens(hall.ann, str(nth), "vpn")
    first = await hall.page(hall.maya, words="vpn", limit=2)
    second = await hall.page(hall.maya, words="vpn", limit=2, start=first.rows[-1].cursor)
    last = await hall.page(hall.maya, words="vpn", limit=2, start=second.rows[-1].cursor)
    back = await hall.page(hall.maya, words="vpn", limit=2, start=last.rows[0].cursor, backwards=True)
    end = await hall.page(hall.maya, words="vpn", limit=2, backwards=True)

    assert [[row.subject for row in page.rows] for page in (first, second, last)] == [["4", "3"], ["2", "1"], ["0"]]
    assert [(page.before, page.after) for page in (first, second, last)] == [(False, True), (True, True), (True, False)]
    assert back == second
    assert [row.subject for row in end.rows] == ["1", "0"]


async def test_words_and_a_category_narrow_each_other(hall: Hall) -> None:
    await hall.opens(hall.ann, "general", "vpn")
    assert await hall.subjects(hall.maya, words="vpn", category="General") == ["general"]
    assert await hall.subjects(hall.maya, words="vpn", category="Nothing") == []
