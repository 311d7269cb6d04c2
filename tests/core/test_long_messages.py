"""A message that is longer than a conversation holds."""

from __future__ import annotations

import pytest

from core.entries import read_body
from core.long_messages import BEGINNING, divide
from core.tickets import BODY_AT_MOST


@pytest.mark.parametrize("typed", ["", "Hello", "x" * BODY_AT_MOST, "\n" * (BODY_AT_MOST + 1)])
def test_what_fits_stays_as_it_was_typed(typed: str) -> None:
    divided = divide(typed)

    assert (divided.body, divided.whole) == (typed, None)


def test_of_a_long_log_whole_lines_stay_and_all_of_it_is_in_the_file() -> None:
    log = "".join(f"{nth} something happened\n" for nth in range(5000))

    divided = divide(log)

    beginning, _, sentence = divided.body.rpartition("\n\n")
    assert log.startswith(beginning + "\n")
    assert len(beginning) <= BEGINNING
    assert sentence == "[The message has 116 KiB: all of it is in message.txt.]"
    assert divided.whole == log.encode()
    assert read_body(divided.body) == divided.body


@pytest.mark.parametrize("letter", ["x", "ü", "💚", "\ud800"])
def test_one_endless_line_is_cut(letter: str) -> None:
    divided = divide(letter * BODY_AT_MOST * 2)

    assert divided.body.startswith(letter * BEGINNING + "\n\n[The message has ")
    assert divided.whole is not None
    assert len(divided.body.encode("utf-8", "surrogatepass")) <= BODY_AT_MOST
