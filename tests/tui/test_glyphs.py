"""The signs, and when a terminal gets plain ones."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from rich.cells import cell_len

from core.tickets import Priority, Status
from tui.glyphs import PLAIN, UNICODE, Glyphs, choose_glyphs

UTF8 = {"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}


@pytest.mark.parametrize("glyphs", [UNICODE, PLAIN])
def test_every_sign_is_one_cell(glyphs: Glyphs) -> None:
    for name, sign in asdict(glyphs).items():
        assert cell_len(sign) == (8 if name == "spark" else 1), name


def test_the_plain_ones_are_ascii() -> None:
    assert all(sign.isascii() for sign in asdict(PLAIN).values())


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
