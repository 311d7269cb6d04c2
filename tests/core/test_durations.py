"""Lengths of time as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import DAY, HOUR, MINUTE
from core.durations import LONGEST, duration_words, read_duration
from core.errors import DeskError, NotUnderstood
from tests.core.answers import answer_of


@given(st.integers(0, LONGEST // 1000).map(lambda seconds: seconds * 1000))
def test_a_length_reads_back_as_it_is_shown(length: int) -> None:
    assert read_duration(duration_words(length)) == length


@given(st.text(alphabet="0123456789wdhms .-٣²", max_size=20))
def test_whatever_is_typed_is_read_or_answered_with_a_sentence(typed: str) -> None:
    length = answer_of(read_duration, typed)

    assert length.sentence.endswith(".") if isinstance(length, DeskError) else 0 <= length <= LONGEST


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("90s", 90_000),
        ("30m", 30 * MINUTE),
        ("4h", 4 * HOUR),
        ("2d", 2 * DAY),
        ("1w", 7 * DAY),
        ("1h30m", 90 * MINUTE),
        (" 1H 30M ", 90 * MINUTE),
        ("0s", 0),
    ],
)
def test_a_length_is_a_figure_and_a_letter(typed: str, length: int) -> None:
    assert read_duration(typed) == length


@pytest.mark.parametrize(
    ("length", "words"), [(0, "0s"), (15_000, "15s"), (90 * MINUTE, "1h30m"), (7 * DAY, "7d"), (DAY + 1000, "1d1s")]
)
def test_a_length_is_shown_in_the_shortest_words(length: int, words: str) -> None:
    assert duration_words(length) == words


@pytest.mark.parametrize("typed", ["", "4", "h", "4 hours", "-4h", "1.5h", "4h!", "4h\n5x", "²h", "1234567s"])
def test_what_is_no_length_is_answered_with_what_one_looks_like(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="looks like 90s, 30m, 4h, 2d or 1h30m"):
        read_duration(typed)


@pytest.mark.parametrize("typed", ["3651d", "999999w", "3650d1s", "999999w" * 50])
def test_a_length_of_more_than_ten_years_is_a_slip(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="at most 3650d"):
        read_duration(typed)
