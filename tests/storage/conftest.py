"""The real store on a real database for each test: `url` is that of a desk to be, once on each engine.

A module that is about one engine has a fixture `url` of its own.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.opened import OpenedStore
from storage.opening import open_store
from tests.storage.hall import Hall, hall_of
from tests.storage.server import MEMORY, Server, some_server


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A private folder, in memory where the system has such a place; the user's data folder lies there too."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Of all tests of this process."""
    with some_server() as server:
        yield server


@pytest.fixture
def postgres_url(server: Server) -> Iterator[str]:
    """For what only PostgreSQL has: a database that nobody used before, and in which anything may be changed."""
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, place: Path) -> Iterator[str]:
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        url = server.lent()
        yield url
        server.give_back(url)
    else:
        yield f"sqlite:///{place}/desk.db"


@pytest.fixture
async def opened(url: str) -> AsyncIterator[OpenedStore]:
    opened = open_store(url, create=True)
    yield opened
    await opened.close()


@pytest.fixture
async def hall(opened: OpenedStore) -> Hall:
    return await hall_of(opened)
