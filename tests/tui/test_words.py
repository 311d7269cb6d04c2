"""Short words for times and figures."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from core.calendars import DAY, HOUR, MINUTE
from core.deadlines import NEVER
from tui.words import age, ago, clock, count, cut, deadline, fit, length, next_change, plural, promise, size

NOW = int(datetime(2026, 10, 14, 11, 47, tzinfo=UTC).timestamp() * 1000)
SPANS = st.integers(0, 400 * DAY)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (NOW - 35 * MINUTE, "late 35m"),
        (NOW - 1, "late 1m"),
        (NOW - 25 * HOUR, "late 1d"),
        (NOW + 9 * MINUTE + 59_999, "9m left"),
        (NOW + 59_999, "0m left"),
        (NOW + 3 * HOUR - 1, "2h left"),
        (NOW + 24 * HOUR, "1d left"),
        (NEVER, ""),
        (None, ""),
    ],
)
def test_a_deadline_is_told_in_one_unit(due: int | None, words: str) -> None:
    assert deadline(due, NOW) == words


def test_a_paused_clock_is_told_as_that() -> None:
    assert deadline(NOW - HOUR, NOW, paused=True) == "paused"


@given(SPANS, st.booleans())
def test_the_words_of_a_deadline_fit_their_column_and_hold_until_the_next_change(span: int, late: bool) -> None:
    due = NOW - span if late else NOW + span
    changes = next_change(due, NOW)

    assert len(deadline(due, NOW)) <= 9
    assert changes > NOW
    assert deadline(due, changes - 1) == deadline(due, NOW)
    assert deadline(due, changes) != deadline(due, NOW)


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (0, "now"),
        (4 * MINUTE, "4m"),
        (2 * HOUR, "2h"),
        (6 * DAY, "6d"),
        (21 * DAY, "3w"),
        (62 * DAY, "2mo"),
        (800 * DAY, "2y"),
    ],
)
def test_an_age_is_told_shortly(passed: int, words: str) -> None:
    assert age(NOW - passed, NOW) == words


@given(st.integers(-DAY, 30_000 * DAY))
def test_an_age_is_never_wider_than_its_column(passed: int) -> None:
    assert len(age(NOW - passed, NOW)) <= 4


def test_how_long_ago() -> None:
    assert ago(NOW - 95 * MINUTE, NOW) == "1h 35m ago"
    assert ago(NOW - 12 * MINUTE, NOW) == "12m ago"
    assert ago(NOW - 3 * DAY, NOW) == "3d ago"
    assert ago(NOW, NOW) == "just now"


def test_lengths_of_time() -> None:
    assert [length(span * MINUTE) for span in (22, 70, 185, 540, 52 * 60)] == ["22m", "1h 10m", "3h 05m", "9h", "2d 4h"]


def test_when_something_was() -> None:
    assert clock(NOW - 2 * HOUR - 35 * MINUTE, NOW, UTC) == "09:12"
    assert clock(NOW - 18 * HOUR, NOW, UTC) == "yesterday 17:47"
    assert clock(NOW - 4 * DAY, NOW, UTC) == "Sat 10 Oct"
    assert clock(NOW - 360 * DAY, NOW, UTC) == "19 Oct 2025"


def test_a_day_is_that_of_the_zone() -> None:
    assert clock(NOW - 3 * HOUR, NOW, ZoneInfo("Pacific/Auckland")) == "yesterday 21:47"


def test_when_something_will_be() -> None:
    assert promise(NOW + 85 * MINUTE, NOW, UTC) == "13:12 today"
    assert promise(NOW + 22 * HOUR, NOW, UTC) == "9:47 tomorrow"
    assert promise(NOW + 3 * DAY, NOW, UTC) == "11:47 on Sat 17 Oct"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (812, "812 B"),
        (14 * 1024, "14 KB"),
        (1024 * 1024 - 1, "1.0 MB"),
        (2_202_010, "2.1 MB"),
        (48 * 1024**2, "48 MB"),
        (3 * 1024**4, "3072 GB"),
    ],
)
def test_sizes_of_files(number: int, words: str) -> None:
    assert size(number) == words


def test_figures() -> None:
    assert (count(23), count(1000), count(1001)) == ("23", "1000", "1000+")
    assert (plural(1, "ticket"), plural(3, "ticket"), plural(2, "category", "categories")) == (
        "1 ticket",
        "3 tickets",
        "2 categories",
    )


@given(st.text(), st.integers(0, 40), st.sampled_from(["…", "~"]))
def test_a_cut_text_is_never_wider_than_its_room_and_loses_only_its_end(text: str, cells: int, mark: str) -> None:
    shown = cut(text, cells, mark)

    assert cell_len(shown) <= cells
    assert shown == text or text.startswith(shown.removesuffix(mark))
    assert cell_len(fit(text, cells, mark)) == cells


def test_a_wide_character_is_never_cut_through() -> None:
    assert cut("日本語テスト", 6) == "日本…"
    assert fit("日本語テスト", 6) == "日本… "
    assert fit("14", 4, right=True) == "  14"
