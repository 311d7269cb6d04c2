"""A desk for each test: a copy of one that was furnished once, so that no test waits for the carpenter."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.core.desks import Desks, furnish

settings.register_profile("desk", deadline=None)  # how long a case takes is the machine's affair
settings.load_profile("desk")


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("furnished")
    furnish(folder)
    return folder


@pytest.fixture
def desk(furnished: Path, tmp_path: Path) -> Iterator[Desks]:
    here = tmp_path / "desk"
    shutil.copytree(furnished, here)
    desks = Desks(here)
    yield desks
    desks.close()
