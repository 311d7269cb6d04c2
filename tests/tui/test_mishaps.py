"""What goes wrong on our side is written down without a word of what somebody wrote."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tui.mishaps import LOG_AT_MOST, log_mishap, sentence_for


def go_wrong(message: str) -> None:
    """With an error whose message, and whose cause, hold what somebody wrote."""
    try:
        int(message)
    except ValueError as inner:
        raise LookupError(f"could not keep {message}") from inner


def mishap(message: str) -> Exception:
    with pytest.raises(LookupError) as raised:
        go_wrong(message)
    return raised.value


def test_the_log_says_where_and_not_what(tmp_path: Path) -> None:
    number = log_mishap(mishap("my password is hunter2"), tmp_path / "state")

    log = tmp_path / "state" / "ttydesk.log"
    text = log.read_text()
    assert len(number) == 4
    assert f"Z {number}\n  builtins.LookupError\n    tests/tui/test_mishaps.py:" in text
    assert "  builtins.ValueError\n" in text
    assert "hunter2" not in text
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_errors_in_a_group_are_written_down_too(tmp_path: Path) -> None:
    log_mishap(ExceptionGroup("two", [mishap("one"), OSError("other")]), tmp_path)

    text = (tmp_path / "ttydesk.log").read_text()
    assert "builtins.OSError" in text
    assert "builtins.ValueError" in text


def test_the_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    (tmp_path / "ttydesk.log").write_text("x" * (LOG_AT_MOST + 1))

    log_mishap(mishap("x"), tmp_path)

    assert (tmp_path / "ttydesk.log").stat().st_size < 10_000
    assert (tmp_path / "ttydesk.log.1").exists()


def test_a_folder_that_can_not_be_written_does_not_hide_the_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    number = log_mishap(mishap("x"), tmp_path / "file")

    assert sentence_for(number).startswith(f"That went wrong on our side, number {number}. Nothing was changed")
