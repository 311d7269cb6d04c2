"""The signs, and when a terminal gets plain ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from core.tickets import Priority, Status
from tui.gate import SENTENCE_SIGNS, PlainWords
from tui.glyphs import PLAIN, UNICODE, Glyphs, choose_glyphs

TUI = Path(__file__).resolve().parents[2] / "tui"
UTF8 = {"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}


@pytest.mark.parametrize("glyphs", [UNICODE, PLAIN])
def test_every_sign_is_one_cell(glyphs: Glyphs) -> None:
    for name, sign in glyphs._asdict().items():
        assert cell_len(sign) == (8 if name == "spark" else 1), name


def test_the_plain_ones_are_ascii() -> None:
    assert all(sign.isascii() for sign in PLAIN._asdict().values())


@pytest.mark.parametrize("glyphs", [UNICODE, PLAIN])
def test_statuses_and_priorities_can_be_told_apart_by_their_sign(glyphs: Glyphs) -> None:
    assert len({getattr(glyphs, status.code) for status in Status}) == len(Status)
    assert len({getattr(glyphs, priority.word) for priority in Priority}) == len(Priority)
    assert len({glyphs.late, glyphs.soon, glyphs.on_track, glyphs.paused}) == 4


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "linux", "LANG": "en_GB.UTF-8"},
        {"TERM": "vt220", "LANG": "en_GB.UTF-8"},
        {"TERM": "xterm", "LANG": "C"},
        {"TERM": "xterm"},
        {"TERM": "xterm", "LANG": "ja_JP.UTF-8"},
        {"TERM": "xterm", "LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"},
    ],
)
def test_a_terminal_that_can_not_be_trusted_gets_plain_signs(environment: dict[str, str]) -> None:
    assert choose_glyphs("auto", environment) is PLAIN


@pytest.mark.parametrize("locale", ["en_GB.UTF-8", "C.utf8", "de_DE.UTF-8@euro"])
def test_a_usual_terminal_gets_all_signs(locale: str) -> None:
    assert choose_glyphs("auto", {"TERM": "xterm-256color", "LANG": locale}) is UNICODE


def test_a_persons_own_setting_decides() -> None:
    assert choose_glyphs("ascii", UTF8) is PLAIN
    assert choose_glyphs("unicode", {"TERM": "linux"}) is UNICODE


@pytest.mark.parametrize("file", sorted(TUI.rglob("*.py")), ids=lambda file: str(file.relative_to(TUI)))
def test_no_sign_is_written_where_plain_glyphs_could_not_take_its_place(file: Path) -> None:
    if file.name == "glyphs.py" or file == TUI / "gate.py" or "demo" in file.parts:
        return
    for line, text in literals(ast.parse(file.read_text("utf-8"))):
        strange = {sign for sign in text if not sign.isascii()} - set(SENTENCE_SIGNS)
        assert not strange, f"line {line}: {strange} belongs into tui/glyphs.py"


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every text that stands in the code, but for docstrings."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_sentences_get_plain_quotes_and_dashes_and_keep_their_width() -> None:
    said = "No field “prioritty” – it’s priority… Lucía"
    [plain] = PlainWords().apply([Segment(said)], Color(0, 0, 0))
    assert plain.text == 'No field "prioritty" - it\'s priority~ Lucía'
    assert all(plain.isascii() and cell_len(plain) == cell_len(sign) for sign, plain in SENTENCE_SIGNS.items())
