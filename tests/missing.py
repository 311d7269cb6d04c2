"""What a test needs of the machine beyond Python: where that is missing, the closing lines name it.

A gate that tries everything (TTYDESK_CI) fails instead: there, nothing may stay away that can be had.
"""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

PLACES = f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin:/sbin"
"""Servers stand where the paths of people do not lead."""


def program(name: str, package: str) -> str:
    """Where a program is; `package` says what brings it."""
    found = shutil.which(name, path=PLACES)
    return found if found is not None else not_tried(f"this needs {name} of {package}")


def not_tried(why: str) -> NoReturn:
    """Raises what ends a test that cannot run here."""
    if os.environ.get("TTYDESK_CI"):
        pytest.fail(f"Not tried: {why}.")
    pytest.skip(why)


def not_brought(why: str) -> NoReturn:
    """As `not_tried`, for what comes with a Python or does not, and that no gate can add."""
    pytest.skip(why)
