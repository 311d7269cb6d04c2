"""Every test has a machine of its own: no config, no keyring, no desk of whoever runs them."""

from __future__ import annotations

import shutil
from pathlib import Path

import keyring.core
import pytest

from tests.tui.cli.counter import Counter, staffed

NO_KEYRING = "keyring.backends.null.Keyring"
FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


def settle(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty home, and a keyring that keeps nothing."""
    home.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))
    for name in FOLDERS:
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in (
        "TTYDESK_DB",
        "TTYDESK_AS",
        "TTYDESK_DATA",
        "TTYDESK_CONFIG",
        "TTYDESK_SMTP",
        "TTYDESK_IMAP",
        "VISUAL",
        "EDITOR",
        "NO_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NO_KEYRING)  # of the processes that tests start
    monkeypatch.setattr("keyring.core._keyring_backend", keyring.core.load_keyring(NO_KEYRING))


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settle(tmp_path / "home", monkeypatch)
    return tmp_path / "home"


@pytest.fixture
def bare(tmp_path: Path) -> Counter:
    """A place where no desk is yet."""
    return Counter(tmp_path)


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with its staff, made once and closed, to be copied."""
    folder = tmp_path_factory.mktemp("pattern")
    with pytest.MonkeyPatch.context() as monkeypatch:
        settle(folder / "home", monkeypatch)
        staffed(folder)
    return folder / "desk"


@pytest.fixture
def counter(tmp_path: Path, pattern: Path) -> Counter:
    """A desk with Olga, Maya, Bob and Carl."""
    shutil.copytree(pattern, tmp_path / "desk")
    return Counter(tmp_path)
