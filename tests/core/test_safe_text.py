"""Text for eyes: what people wrote can neither command a terminal nor hide from a reader."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.safe_text import JOINERS, MARKS_AT_MOST, safe, safe_line, safe_name

Shower = Callable[[str], str]
ALL: list[Shower] = [safe, safe_line, safe_name]
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
KEPT: dict[Shower, set[str]] = {safe: {"\n", *JOINERS}, safe_line: set(JOINERS), safe_name: set()}

EVERY_LETTER = [(letter, unicodedata.category(letter)) for letter in map(chr, range(sys.maxunicode + 1))]
HIDDEN = "".join(letter for letter, category in EVERY_LETTER if category in INVISIBLE)
DRAWN = "".join(letter for letter, category in EVERY_LETTER if category[0] != "M" and letter.isprintable())

awkward = st.sampled_from(
    "\x00\x07\x1b\r\n\t\x7f\x9b\u200b\u200c\u200d\u202e\u2028\u2066\ufeff\u0301\u0302\u20dd\ud800\U000e0041a[é"
)
texts = st.text(st.characters() | awkward, max_size=40)


@pytest.mark.parametrize("show", ALL)
@given(text=texts)
def test_nothing_is_left_that_a_terminal_obeys_or_an_eye_misses(show: Shower, text: str) -> None:
    assert {letter for letter in show(text) if unicodedata.category(letter) in INVISIBLE} <= KEPT[show]


@pytest.mark.parametrize("show", ALL)
@given(text=texts)
def test_what_is_safe_stays_as_it_is(show: Shower, text: str) -> None:
    assert show(show(text)) == show(text)


@pytest.mark.parametrize("show", ALL)
def test_no_single_letter_of_all_there_are_gets_through(show: Shower) -> None:
    assert {letter for letter in show(HIDDEN) if unicodedata.category(letter) in INVISIBLE} == KEPT[show]


def test_only_letters_that_are_drawn_as_nothing_are_taken_for_hidden() -> None:
    assert set(DRAWN) - set(safe_name(DRAWN)) == set("\u115f\u1160\u2800\u3164\uffa0")


@pytest.mark.parametrize("show", ALL)
@given(text=st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x2FF), max_size=40))
def test_what_people_write_stays_as_they_wrote_it(show: Shower, text: str) -> None:
    assert show(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "^[[2J"),
        ("\x07\x00\x7f", "^G^@^?"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202egpj.exe", "abc<U+202E>gpj.exe"),
        ("a\u200bb", "a<U+200B>b"),
        ("\U000e0041", "<U+E0041>"),
        ("\ud800", "<U+D800>"),
        ("\u2028\u2029", "<U+2028><U+2029>"),
        ("\u3164", "<U+3164>"),
        ("\u2065\ufff0\U000e0fff", "<U+2065><U+FFF0><U+E0FFF>"),
        ("[bold]x[/]", "[bold]x[/]"),
    ],
)
def test_what_is_hidden_becomes_a_sign_that_says_what_it_was(text: str, shown: str) -> None:
    assert safe(text) == safe_line(text) == safe_name(text) == shown


def test_a_message_keeps_its_lines_and_its_tabs_become_blanks() -> None:
    assert safe("one\r\ntwo\n\tthree\rfour") == "one\ntwo\n    three^Mfour"


def test_a_subject_and_a_name_have_no_second_line() -> None:
    assert safe_line("one\ntwo\t") == safe_name("one\ntwo\t") == "one^Jtwo^I"


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क्\u200dष", "👩\u200d👩\u200d👧", "❤\ufe0f\u200d🔥"])
def test_joiners_hold_words_and_families_together_but_hide_nothing_in_a_name(text: str) -> None:
    assert safe(text) == safe_line(text) == text
    assert safe_name(text) == text.replace("\u200c", "<U+200C>").replace("\u200d", "<U+200D>")


@pytest.mark.parametrize("text", ["Việt Nam", "שָׁלוֹם", "ที่นี่", "e\u0301" * 50, "a\u0301\u0302\u0303\u0304b"])
def test_marks_that_languages_need_stay(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize("show", ALL)
@given(text=st.text(st.sampled_from("ab\n\u0301\u0302\u0489\u200d\u200c\u200b\ufe0f"), max_size=60))
def test_no_letter_carries_more_marks_than_a_reader_can_bear(show: Shower, text: str) -> None:
    stack = 0
    for letter in show(text):
        stack = stack + 1 if unicodedata.category(letter) in ("Mn", "Me") or letter in JOINERS else 0
        assert stack <= MARKS_AT_MOST


def test_joiners_do_not_make_room_for_more_marks() -> None:
    assert safe("a" + ("\u0301" * 4 + "\u200d") * 100) == "a" + "\u0301" * 4


@pytest.mark.parametrize("piece", ["plain ", "é", "\u200b", "a\u0301\u0302", "می\u200cخواهم\n", "\x1b[", "\udcff"])
def test_a_megabyte_is_looked_at_by_its_few_letters_and_not_one_by_one(piece: str) -> None:
    """The calls that it takes are counted: about as many as for a line of the same letters."""
    line, megabyte = piece * 10, piece * (1_000_000 // len(piece))

    assert _calls(lambda: safe(megabyte)) < _calls(lambda: safe(line)) + 100


def _calls(work: Callable[[], object]) -> int:
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
