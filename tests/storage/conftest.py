"""The real store on a real file for each test. A second engine becomes a second parameter of `opened`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.opening import OpenedStore, open_store
from tests.storage.hall import Hall, hall_of

# Where a file costs no disk: these tests write much and keep nothing.
MEMORY = Path("/dev/shm")  # noqa: S108


@pytest.fixture
def place() -> Iterator[Path]:
    """A private folder, in memory where the system has such a place."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def url(place: Path) -> str:
    return f"sqlite:///{place}/desk.db"


@pytest.fixture
async def opened(url: str) -> AsyncIterator[OpenedStore]:
    opened = open_store(url, create=True)
    yield opened
    await opened.close()


@pytest.fixture
async def hall(opened: OpenedStore) -> Hall:
    return await hall_of(opened)
