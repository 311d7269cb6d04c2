"""A desk at work for each test that asks for one; and what is the same for hundreds of apps is made once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from storage import passwords
from tests.tui.office import Office, office_in

_parsed: dict[tuple[object, ...], list[RuleSet]] = {}
_parse_rules = Stylesheet._parse_rules


def _parse_once(sheet: Stylesheet, css: str, *origin: Any, **named: Any) -> list[RuleSet]:
    """The rules of a style sheet in a palette. Nobody changes them: Textual itself gives each list out many times."""
    key = (css, *origin, *named.items(), *sheet._variables.items())
    if key not in _parsed:
        _parsed[key] = _parse_rules(sheet, css, *origin, **named)
    return _parsed[key]


_render_update = Compositor.render_update


def _seen_by_nobody(compositor: Compositor, full: bool = False, *how: Any, **named: Any) -> object:
    """Whether a frame is due. Without a terminal Textual draws it and throws it away; a test draws what it looks at."""
    if full:
        return _render_update(compositor, full, *how, **named)
    is_due = bool(compositor._dirty_regions)
    compositor._dirty_regions.clear()
    return "a frame" if is_due else None


@pytest.fixture
def frames() -> None:
    """For tests of drawing itself: what it costs, and that it goes well also where nobody looks."""


@pytest.fixture(autouse=True)
def _made_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Style sheets are read once, and a password costs next to nothing; tests/storage tries what it costs people."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", _parse_once)
    monkeypatch.setattr(passwords, "MEMORY", 64)
    if "frames" not in request.fixturenames:
        monkeypatch.setattr(Compositor, "render_update", _seen_by_nobody)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk with nine tickets and its people; `tests/tui/office.py` says who they are."""
    async with office_in(tmp_path) as office:
        yield office
