"""Search finds the same on both engines, in the same order, whatever is said and whatever is looked for."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.listing import View
from storage.checking import check
from storage.opening import open_store
from storage.postgres_words import query, vector
from storage.words import context, phrases, spaced
from tests.storage.hall import Hall, hall_of

WORDS = (
    *("vpn", "printer", "Zażółć", "straße", "STRASSE", "ﬁle", "file", "naïve", "naive", "O'Brien", "don't", "100%"),
    *("a_b", "a-b", "ERR-4821", "err", "4821", "東京都", "東京", "京都", "한국어", "x@y.example", "10.0.0.1", "½", "Ⅳ"),
    *("'=k1'", "=k0", "&", "|", "!", "<->", ":*", "(", ")", "'", '"', "\\", "C:\\Temp", "k0", "p1", "long"),
)
LONG = "a " * 16_500 + "last words here b c d e f g"
OFTEN = "again and " * 400 + "again then"


@pytest.fixture
async def both(place: Path, postgres_url: str) -> AsyncIterator[tuple[Hall, Hall]]:
    """Two desks with the same story, one on each engine."""
    openeds = [open_store(f"sqlite:///{place}/desk.db", create=True), open_store(postgres_url)]
    yield await hall_of(openeds[0]), await hall_of(openeds[1])
    for opened in openeds:
        await opened.close()


async def tell(hall: Hall) -> None:
    chance = random.Random(7)

    def text(most: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))

    for nth in range(25):
        ticket = await hall.opens((hall.ann, hall.ben)[nth % 2], text(4), text(12))
        if nth % 3 == 0:
            ticket = await hall.says(hall.maya, ticket, text(8))
        if nth % 4 == 0:
            ticket = await hall.notes(hall.jonas, ticket, text(8))
        if nth % 5 == 0:
            await hall.changes(hall.maya, ticket, subject=text(5))
    await hall.opens(hall.ann, "long one", LONG)
    await hall.opens(hall.ann, "often", OFTEN)


def every_question() -> list[str]:
    chance = random.Random(8)
    some = [" ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 3))) for _ in range(60)]
    exact = ["last-words-here", "words-here", "a-last", "b-c-d", "d-c-b", "here-last", "again-then", "again-and-then"]
    return [*WORDS, *some, *exact]


async def test_every_question_has_the_same_answer(both: tuple[Hall, Hall]) -> None:
    for hall in both:
        await tell(hall)
    found = 0
    for asked in every_question():
        for who in ("maya", "ann", "ben"):
            one, other = [
                [row.reference for row in (await hall.page(getattr(hall, who), View.ALL, words=asked)).rows]
                for hall in both
            ]
            assert one == other, (asked, who)
            found += len(one)
    assert found > 1000
    for hall in both:
        assert check(hall.opened) == ()


async def test_a_phrase_is_found_where_postgresql_counts_no_further(both: tuple[Hall, Hall]) -> None:
    for hall in both:
        await hall.opens(hall.ann, "long one", LONG)
        await hall.opens(hall.ann, "often", OFTEN)
        assert await hall.subjects(hall.maya, words="last-words-here") == ["long one"]
        assert await hall.subjects(hall.maya, words="here-words") == []
        assert await hall.subjects(hall.maya, words="again-then") == ["often"]


def test_what_was_typed_is_never_syntax() -> None:
    assert query(phrases("a' | b:* !c <-> d & ERR-4821"), ("k0", "p7")) == (
        "(('a') & ('b') & ('c') & ('d') & ('err' <-> '4821')"
        " | '=long' & 'a' & 'b' & 'c' & 'd' & 'err' & '4821') & '=k0' & '=p7'"
    )


def test_no_phrase_goes_from_the_subject_into_the_text() -> None:
    row = {"entry": 1, "subject": spaced("one two"), "body": spaced("three one"), "ctx": context(0, [7])}
    assert vector(row) == "'one':1,5 'two':2 'three':4 '=k0' '=p7'"
