"""What is pasted in a terminal comes as one thing and never as keys, however it is cut on its way."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App
from textual.drivers import linux_driver
from textual.events import Key, Paste
from textual.message import Message

from tui.pasting import WholePastes

BEGIN, END = "\x1b[200~", "\x1b[201~"
NASTY = "before \x1b[31mred\x1b[0m \x1b[15~ \x13 \x1b]52;c;x\x07 \x1b[200~ é漢\nlast"


def read(*pieces: str) -> list[Message]:
    parser = WholePastes()
    return [message for piece in pieces for message in parser.feed(piece)]


def told(messages: list[Message]) -> list[str]:
    return [
        message.text if isinstance(message, Paste) else f"<{message.key}>"
        for message in messages
        if isinstance(message, Paste | Key)
    ]


def test_an_escape_sequence_in_a_paste_is_no_key() -> None:
    assert told(read(f"a{BEGIN}{NASTY}{END}b")) == ["<a>", NASTY, "<b>"]


@pytest.mark.parametrize("long", range(1, 12))
def test_a_paste_may_come_in_pieces(long: int) -> None:
    whole = f"a{BEGIN}{NASTY}{END}b{BEGIN}again{END}\x1b[A"

    pieces = [whole[at : at + long] for at in range(0, len(whole), long)]

    assert told(read(*pieces)) == ["<a>", NASTY, "<b>", "again", "<up>"]


def test_nothing_pasted_is_told_too_and_two_follow_each_other() -> None:
    assert told(read(f"{BEGIN}{END}{BEGIN}x{END}")) == ["", "x"]


def test_what_has_no_end_yet_waits() -> None:
    assert told(read(BEGIN, "text", "\x1b[201")) == []


def test_textual_still_makes_what_ours_stand_in_for() -> None:
    """Under another name ours would be set and never used."""
    driver = inspect.getsource(linux_driver)

    assert all(f"{name}(" in driver for name in ("XTermParser", "WriterThread", "getincrementaldecoder"))
    assert {"_disable_notifications", "_disable_tooltips"} <= vars(App[None]()).keys()


@given(st.text(alphabet="ab\x1b[201~\n\x00", max_size=60), st.integers(1, 9))
def test_whatever_is_pasted_comes_out_as_it_went_in(text: str, long: int) -> None:
    text = text.replace(END, "")
    whole = f"{BEGIN}{text}{END}"
    expected = whole[len(BEGIN) :].partition(END)[0].replace("\x00", "")

    pieces = [whole[at : at + long] for at in range(0, len(whole), long)]

    assert told(read(*pieces))[0] == expected
