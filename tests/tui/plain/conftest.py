"""Somebody who calls the desk line by line."""

from __future__ import annotations

import pytest

from tests.tui.office import Office
from tests.tui.plain.caller import Caller


@pytest.fixture
def caller(office: Office) -> Caller:
    return Caller(office)
