"""A query finds the same on both engines, in the same order, whatever is said and whatever is looked for."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Iterator

import pytest

from core.desk import Desk
from core.listing import Query
from core.query import read_query
from core.query_terms import Search, Term, Words
from core.references import Reference
from core.settling import Settling, confirm
from core.tickets import Priority, Status
from storage import hits, postgres_walking
from storage.checking import check
from storage.opening import open_store
from storage.postgres_walking import query
from storage.postgres_words import vector
from storage.transaction import StoredTransaction
from storage.words import context, phrases, spaced
from tests.storage.hall import Hall, hall_of
from tests.storage.server import Server
from tests.storage.test_queries import FIELDS, FILE, ORDERS

SAID = (
    *("vpn", "printer", "Zażółć", "straße", "STRASSE", "ﬁle", "file", "naïve", "naive", "O'Brien", "don't", "100%"),
    *("a_b", "a-b", "ERR-4821", "err", "4821", "東京都", "東京", "京都", "한국어", "x@y.example", "10.0.0.1", "½", "Ⅳ"),
    *("'=k1'", "=k0", "&", "|", "!", "<->", ":*", "(", ")", "'", '"', "\\", "C:\\Temp", "k0", "p1", "long"),
)
LONG = "a " * 16_500 + "last words here b c d e f g"
OFTEN = "again and " * 400 + "again then"
EXACT = ("last-words-here", "words-here", "a-last", "b-c-d", "d-c-b", "here-last", "again-then", "again-and-then")
CATEGORIES = ("General", "Network", "Human Resources")
Halls = tuple[Hall, Hall]


@pytest.fixture(scope="module")
def both(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Halls]:
    """Two desks with the same story, one on each engine, for all who only look."""
    folder, url = tmp_path_factory.mktemp("desk"), server.fresh()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder))
        one, other = [asyncio.run(told(url)) for url in (f"sqlite:///{folder}/desk.db", url)]
        yield one, other
        for hall in (one, other):
            hall.opened.close_now()
    server.drop(url)


async def told(url: str) -> Hall:
    hall = await hall_of(open_store(url, create=True))
    await hall.does(lambda tx: tx.set_categories(CATEGORIES))
    chance = random.Random(7)

    def text(most: int) -> str:
        return " ".join(chance.choice(SAID) for _ in range(chance.randint(1, most)))

    for nth in range(24):
        who = (hall.ann, hall.ben)[nth % 2]
        priority, category = chance.choice(list(Priority)), chance.choice(CATEGORIES)
        files = (FILE,) if nth % 5 == 0 else ()
        ticket = await hall.opens(who, text(4), text(12), priority=priority, category=category, files=files)
        if nth % 3 == 0:
            await hall.says(hall.maya, ticket, text(8), then=chance.choice((None, Status.WAITING, Status.RESOLVED)))
        if nth % 4 == 0:
            await hall.notes(hall.jonas, ticket, text(8))
        if nth % 5 == 1:
            await hall.changes(hall.maya, ticket, subject=text(5), add_tags=chance.choice((("vpn",), ("café", "vpn"))))
        if nth % 7 == 2:
            await who.write(confirm, Settling(ticket.reference))
    await hall.opens(hall.ann, "long one", LONG)
    await hall.opens(hall.ann, "often", OFTEN)
    return hall


def every_question() -> Iterator[Search]:
    """Two hundred mixtures of words, fields and orders, in which every word comes, as a whole and as a beginning."""
    chance, words = random.Random(8), itertools.cycle(SAID)
    for nth in range(200):
        terms: list[Term] = [_words(next(words), chance) for _ in range(nth % 3)]
        fields = chance.sample(FIELDS, chance.randint(0 if terms else 1, 2))
        yield Search((*read_query(" ".join([*fields, chance.choice(ORDERS)])).terms, *terms))


def _words(text: str, chance: random.Random) -> Words:
    beginning = chance.random() < 0.3
    text = text[:2] if beginning else f"{text} {chance.choice(SAID)}" if chance.random() < 0.2 else text
    return Words(text, beginning, negated=chance.random() < 0.25)


def answers(hall: Hall, desk: Desk, searches: list[Search], limit: int = 100) -> list[list[Reference]]:
    """What each search finds, read to its end, all in one look at the desk."""
    with hall.opened.store.engine.snapshot() as connection:
        tx = StoredTransaction(connection, hall.opened.store.engine, writes=False)
        return [list(read(tx, desk, search, limit)) for search in searches]


def read(tx: StoredTransaction, desk: Desk, search: Search, limit: int) -> Iterator[Reference]:
    page = tx.page(Query(search=search), desk.actor, desk.now(), limit=limit)
    yield from (row.reference for row in page.rows)
    while start := page.older or (page.rows[-1].cursor if page.after else None):
        page = tx.page(Query(search=search), desk.actor, desk.now(), start=start, limit=limit)
        yield from (row.reference for row in page.rows)


@pytest.mark.parametrize(("who", "nth"), [("maya", 0), ("ann", 1)])
def test_every_question_has_the_same_answer(both: Halls, who: str, nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff ask all of them, a customer some; frequent words PostgreSQL goes through, rare ones its index gives."""
    monkeypatch.setattr(postgres_walking, "SPAN", 40)
    questions = list(every_question())[:: 1 + 2 * nth]
    one, other = [answers(hall, getattr(hall, who), questions) for hall in both]
    for asked, here, there in zip(questions, one, other, strict=True):
        assert here == there, str(asked)
    assert sum(map(len, one)) > 2 * len(questions)


def test_older_hits_follow_in_the_same_windows(both: Halls, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, figure in (("HITS", 4), ("HITS_NARROWED", 3), ("WALKED_AT_MOST", 7)):
        monkeypatch.setattr(hits, name, figure)
    words = [Search((Words(typed, beginning=True),)) for typed in ("a", "vpn", "err", "東", "ERR-4821", "k")]
    asked = [Search((*read_query(typed).terms, *one.terms)) for one in words for typed in ("", "has:file", "sort:due")]
    one, other = both
    assert answers(one, one.maya, asked, 2) == answers(other, other.maya, asked, 2)


def test_a_phrase_is_found_where_postgresql_counts_no_further(both: Halls) -> None:
    asked = [Search((Words(typed),)) for typed in EXACT]
    asked += [Search((Words("a"), Words(typed, negated=True))) for typed in EXACT]
    one, other = [answers(hall, hall.maya, asked) for hall in both]
    assert one == other
    assert [bool(found) for found in one[: len(EXACT)]] == [True, True, True, True, False, False, True, False]


def test_the_index_is_as_it_should_be(both: Halls) -> None:
    for hall in both:
        assert [told for told in check(hall.opened) if "trace.log" not in told] == []


def test_what_was_typed_is_never_syntax() -> None:
    wanted = phrases([Words("a' | b:* !c <-> d &"), Words("ERR-48", beginning=True)])
    unwanted = phrases([Words("x'y"), Words(":z", beginning=True)])
    assert query(wanted, unwanted, ("k0", "p7")) == (
        "(('a' <-> 'b' <-> 'c' <-> 'd') | '=long' & 'a' & 'b' & 'c' & 'd')"
        " & (('err' <-> '48':*) | '=long' & 'err' & '48':*)"
        " & (!('x' <-> 'y') | '=long') & !('z':*) & '=k0' & '=p7'"
    )


def test_no_phrase_goes_from_the_subject_into_the_text() -> None:
    row = {"entry": 1, "subject": spaced("one two"), "body": spaced("three one"), "ctx": context(0, [7])}
    assert vector(row) == "'one':1,5 'two':2 'three':4 '=k0' '=p7'"
