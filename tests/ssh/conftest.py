"""A served desk for each file of tests: making it takes longer than most of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ssh.host import Host, hosted
from tui.ssh.limits import Bounds

MANY_A_SECOND = Bounds(of_one_place_each_second=1_000)
"""Tests that follow each other come faster than people do."""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        with hosted(folder, bounds=MANY_A_SECOND) as served:
            yield served


@pytest.fixture
def own_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """One that a test may harm."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with hosted(tmp_path) as served:
        yield served
