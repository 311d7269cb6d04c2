"""Only Textual's own words reach the terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.widgets import Input, Static

from tests.tui.stage import Parts, Stage, drawn, lines_of, until
from tui.gate import Gate, VisibleText

OWN = [
    "\x1b[?1049h",
    "\x1b[?25l",
    "\x1b[?1000h",
    "\x1b[?1003l",
    "\x1b[?2004h",
    "\x1b[?2026$p",
    "\x1b[?2026h",
    "\x1b[?2048$p",
    "\x1b[>25u",
    "\x1b[<u",
    "\x1b]22;pointer\x07",
    "\x1b[1;38;2;220;223;228;48;5;233mVPN\x1b[0m\x1b[12;1H\n",
    "日本語 é family 👩\u200d👩\u200d👧 …",
]
HOSTILE = {
    "sets the clipboard": ("\x1b]52;c;ZXZpbA==\x07", "^[]52;c;ZXZpbA==^G"),
    "a link": ("\x1b]8;;https://evil.example\x1b\\", "^[]8;;https://evil.example^[\\"),
    "the title of the window": ("\x1b]0;pwned\x07", "^[]0;pwned^G"),
    "asks for the title": ("\x1b[21t", "^[[21t"),
    "asks for the cursor": ("\x1b[6n", "^[[6n"),
    "a device control string": ("\x1bP$q\x1b\\", "^[P$q^[\\"),
    "8-bit CSI": ("\x9b31m", "\\x9b31m"),
    "8-bit OSC": ("\x9d0;x\x9c", "\\x9d0;x\\x9c"),
    "another character set": ("\x0e", "^N"),
    "a bell": ("\x07", "^G"),
    "nothing at all": ("\x00\x08\x7f", "^@^H^?"),
    "the other direction": ("\u202egnp.exe", "<U+202E>gnp.exe"),
    "what is not seen": ("a\u200bb\U000e0041", "a<U+200B>b<U+E0041>"),
    "half a letter": ("\ud83d", "<U+D83D>"),
    "clears the screen": ("\x1b[2J", "^[[2J"),
    "a mode in a text": ("x\x1b[?1049l", "x^[[?1049l"),
    "a title hidden behind a mode": ("\x1b[?25h\x1b]0;x\x07", "^[[?25h^[]0;x^G"),
    "a line of its own": ("\r\x0b\x0c\u2028", "^M^K^L<U+2028>"),
}


@pytest.mark.parametrize("written", OWN)
def test_what_textual_says_passes(written: str) -> None:
    assert Gate().let_through(written) == written


@pytest.mark.parametrize("what", HOSTILE)
def test_what_a_text_says_is_shown_and_not_obeyed(what: str) -> None:
    written, shown = HOSTILE[what]
    assert Gate().let_through(written) == shown


def test_a_copy_passes_once_for_each_time_that_somebody_asked_for_it() -> None:
    gate, copy = Gate(), "\x1b]52;c;SzdNMlE=\x07"
    gate.expect_copy()

    assert gate.let_through(copy) == copy
    assert gate.let_through(copy).startswith("^[]52")


def test_expecting_a_copy_lets_nothing_else_pass() -> None:
    gate = Gate()
    gate.expect_copy()

    assert gate.let_through("\x1b]52;c;?\x07") == "^[]52;c;?^G"
    assert gate.let_through("text \x1b]52;c;ZXZpbA==\x07") == "text ^[]52;c;ZXZpbA==^G"


@given(st.text(alphabet=st.characters(codec=None) | st.sampled_from("\x1b[]0;m?8\x07\x9b")))
def test_whatever_is_written_nothing_but_colours_and_places_is_obeyed(text: str) -> None:
    passed = Gate().let_through(text)
    rest = re.sub(r"\x1b\[(?:[0-9;]*m|\d*;\d*H)", "", passed)

    if not re.fullmatch(r"\x1b(?:\[[?<>][^\x1b]*|\]22;[^\x1b]*\x07)", passed):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", rest)
    passed.encode()


def test_a_colour_in_a_text_is_shown_before_it_could_be_taken_for_one_of_ours() -> None:
    style = Style(bold=True)
    line = [Segment("a", style), Segment("\x1b[31mred\x1b[0m", style), Segment(" " * 4)]
    segments = VisibleText().apply(line, Color(0, 0, 0))

    assert [(segment.text, segment.style) for segment in segments][:2] == [("a", style), ("^[[31mred^[[0m", style)]


@pytest.mark.parametrize("text", ["no\u200bthing\x07\u202e here  ", "\u200b" * 9, "漢\u200b字 \x1b  "])
def test_a_line_is_not_wider_for_what_is_made_visible_in_it(text: str) -> None:
    (segment, *_) = VisibleText().apply([Segment(text)], Color(0, 0, 0)) or [Segment("")]

    assert cell_len(segment.text) == cell_len(text)


async def test_what_is_pasted_into_a_field_pushes_nothing_out_of_the_window() -> None:
    async with Stage(lambda: Parts(Input())).run_test(size=(60, 10)) as pilot:
        pilot.app.screen.query_one(Input).value = "\u200bx\u202e" * 9
        await until(pilot, lambda: "<U+202E>" in lines_of(pilot.app)[1])
        strips = drawn(pilot.app)
        assert {cell_len(strip.text) for strip in strips} == {60}


def test_clean_text_is_left_as_it_is() -> None:
    segments = [Segment("VPN refuses my certificate")]
    assert VisibleText().apply(segments, Color(0, 0, 0)) is segments


async def test_a_text_that_nobody_made_safe_is_shown_all_the_same() -> None:
    app = Stage(lambda: Parts(Static(Content("\x1b[31mred\x1b]52;c;eA==\x07 [@click=app.quit]x[/]"))))
    async with app.run_test(size=(80, 10)):
        assert lines_of(app)[0] == "^[[31mred^[]52;c;eA== [@click=app.quit]x[/]"


SAID_BY_TEXTUAL = re.compile(
    rb"\x1b\[(?:[0-9;]*m|\d*;\d*H|\?\d+[hl]|\?\d+\$p|>\d+u|<u)|\x1b\]22;[a-z-]*\x07|\x1b\]52;c;[A-Za-z0-9+/=]+\x07|\r?\n"
)


class Terminal:
    """The list of `stage.py` in a real terminal, with every subject as given."""

    def __init__(self, subject: str) -> None:
        self.came = b""
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "tests.tui.stage", subject],
            cwd=str(Path(__file__).resolve().parents[2]),
            dimensions=(24, 80),
            env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
            timeout=30,
        )

    def wait_for(self, words: bytes) -> None:
        self.child.expect_exact(words)
        self.came += (self.child.before or b"") + words

    def end(self) -> None:
        self.child.send(b"q")
        self.child.expect(pexpect.EOF)
        self.came += self.child.before or b""


@pytest.fixture
def terminal() -> Iterator[Callable[[str], Terminal]]:
    opened: list[Terminal] = []

    def open_terminal(subject: str) -> Terminal:
        opened.append(Terminal(subject))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.child.close(force=True)


def test_in_a_real_terminal_hostile_subjects_are_shown_and_only_a_copy_of_ones_own_reaches_the_clipboard(
    terminal: Callable[[str], Terminal],
) -> None:
    shown = terminal("\x1b]52;c;ZXZpbA==\x07\x1b[31m[/nope]\u202e")
    shown.wait_for(b"quit")
    shown.child.send(b"c")
    shown.wait_for(b"\x1b]52;c;SzdNMlEtOVhSNFQ=\x07")
    shown.end()

    assert b"ZXZpbA==\x07" not in shown.came
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", SAID_BY_TEXTUAL.sub(b"", shown.came))
    assert b"^[]52;c;ZXZpbA==^G^[[31m[/nope]<U+202E> 0" in shown.came


def test_in_a_real_terminal_nothing_of_textuals_own_is_held_back(terminal: Callable[[str], Terminal]) -> None:
    shown = terminal("VPN refuses")
    shown.wait_for(b"quit")
    shown.child.send(b"j")
    shown.end()
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    stream.feed(shown.came)

    assert b"^[" not in shown.came
    assert any("VPN refuses 1" in line for line in screen.display)
