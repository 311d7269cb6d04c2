"""The contract once more on the SQLite of the standard library, in a process of its own: two libraries in one process
would lose each other's locks."""

from __future__ import annotations

import subprocess
import sys

CONTRACT = ("opening", "plans", "lists", "saving", "search", "checking", "broken_copies")
RUN = """
import sys
sys.modules["pysqlite3"] = None
import pytest
from storage import sqlite_driver
assert sqlite_driver.library.__name__ == "sqlite3"
sys.exit(pytest.main(["-q", "-x", "-k", "not postgresql", "-p", "no:cacheprovider", *sys.argv[1:]]))
"""


def test_everything_holds_on_the_standard_librarys_sqlite_too() -> None:
    files = [f"tests/storage/test_{name}.py" for name in CONTRACT]
    done = subprocess.run([sys.executable, "-c", RUN, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
