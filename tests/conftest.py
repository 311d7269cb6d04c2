"""For every test: ctrl+c reaches what a test starts, also where the tests themselves run in the background; files cost
no disk and what is imported no garbage collection; and a store for those that ask for one."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bucket_server import BucketServer, some_bucket_server

MEMORY, ENOUGH = Path("/dev/shm"), 2 << 30  # noqa: S108
"""Where a file costs no disk, and what has to be free there, in bytes."""
LONGEST = (
    "test_in_a_terminal.py",
    "test_looks.py",
    "test_monkey.py",
    "test_new_ticket.py",
    "test_pictures.py",
    "test_on_a_server.py",
    "test_processes.py",
    "test_other_library.py",
    "test_large.py",
    "test_customers_life.py",
    "test_silence.py",
    "test_killed_writers.py",
    "test_one_ticket.py",
    "test_separate_machines.py",
    "test_packaging.py",
)
"""Files that take half a minute or more, or one long test: they come first."""
OBJECTS_BETWEEN = 10_000
"""As in the app (tui/main.py), garbage is looked for seldom, and never among what stays."""


def pytest_configure() -> None:
    """A shell starts a background job so that it does not hear ctrl+c, and all that it starts would be as deaf."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever runs tests side by side is not left with a long file at the end."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_collection_finish() -> None:
    """All that was imported until now is no garbage; looking through it took a fifth of the time of a test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN)


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[BucketServer]:
    """Of all tests of this process; started for the first that asks for it."""
    with some_bucket_server() as server:
        yield server
