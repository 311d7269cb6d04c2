"""The ticket ID: read as people type it, shown as they say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DeskError, NotUnderstood
from core.occasion import Occasion
from core.references import ALPHABET, LENGTH, Reference, is_whole, read_reference, shown
from tests.core.answers import answer_of

references = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH).map(Reference)


@given(references, st.data())
def test_a_reference_is_read_however_it_is_written(reference: Reference, data: st.DataObject) -> None:
    """In any case, with or without the dash, with the letters that look like its digits."""
    alike = {"0": "0Oo", "1": "1IiLl"}
    letters = [data.draw(st.sampled_from(alike.get(one, one + one.lower()))) for one in shown(reference)]

    assert read_reference("".join(letters)) == read_reference(f" #{''.join(letters)} ") == reference
    assert read_reference("".join(letters).replace("-", data.draw(st.sampled_from(["", " ", "--"])))) == reference


@given(st.text(max_size=15))
def test_whatever_is_typed_is_a_reference_or_is_answered_with_what_one_looks_like(typed: str) -> None:
    meant = answer_of(read_reference, typed)

    if isinstance(meant, DeskError):
        assert "like K7M2Q-9XR4T" in meant.sentence
        assert meant.field == "id"
    else:
        assert set(meant) <= set(ALPHABET)
        assert 4 <= len(meant) <= LENGTH


@given(references)
def test_a_reference_is_shown_in_two_halves(reference: Reference) -> None:
    assert is_whole(reference)
    assert shown(reference) == f"{reference[:5]}-{reference[5:]}"


@pytest.mark.parametrize(
    "typed", ["", "abc", "K7M", "K7M2Q-9XR4TZ", "K7M2Q-9XR4U", "K7M2Q_9XR4T", "K7M2Q–9XR4T", "é" * 10]
)
def test_what_can_be_no_reference_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        read_reference(typed)


def test_staff_may_type_a_beginning_of_four_letters_and_more() -> None:
    assert read_reference("k7m2") == "K7M2"
    assert not is_whole(Reference("K7M2"))
    assert shown(Reference("K7M2Q9")) == "K7M2Q9"


@given(st.integers(0, 2**256 - 1))
def test_an_occasion_draws_the_same_again_and_never_the_same_for_two_purposes(seed: int) -> None:
    occasion, second_try = Occasion(1, seed), Occasion(1, seed)

    assert occasion.reference() == second_try.reference() == read_reference(shown(occasion.reference()))
    assert occasion.message_id("desk.example", 3) == second_try.message_id("desk.example", 3)
    assert len({occasion.message_id("desk.example", nth) for nth in range(20)}) == 20
    assert occasion.token("sign-in") != occasion.token("something else")


def test_references_of_many_occasions_use_every_letter_in_every_place() -> None:
    drawn = [Occasion(1, seed).reference() for seed in range(1000)]

    assert len(set(drawn)) == len(drawn)
    assert all({one[place] for one in drawn} == set(ALPHABET) for place in range(LENGTH))
