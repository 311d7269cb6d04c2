"""A desk at work, and somebody who calls it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.tui.office import office_in
from tests.tui.plain.caller import Caller


@pytest.fixture
async def caller(tmp_path: Path) -> AsyncIterator[Caller]:
    async with office_in(tmp_path) as office:
        yield Caller(office)
