"""Whole screens as they were looked at and found good, 30 of them.

`pytest tests/tui/test_pictures.py --snapshot-update` keeps them as they are now; where one has changed,
`snapshot_report.html` shows how.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from textual.pilot import Pilot

from tests.tui.gallery import Scene, app_for, desk_in, play, told
from tests.tui.scenes import IN_OTHER_COLOURS, SCENES

pytestmark = pytest.mark.usefixtures("frames")

Compare = Callable[..., bool]
SVGImageExtension.file_extension = "svg"  # what is kept can then be looked at by opening it


@pytest.mark.parametrize("scene", [*SCENES, *IN_OTHER_COLOURS], ids=lambda scene: scene.name)
def test_the_screen_looks_as_it_did(scene: Scene, snap_compare: Compare, tmp_path: Path) -> None:
    with told(scene.look), desk_in(tmp_path) as opened:
        app, reception = app_for(opened, scene)

        async def before(pilot: Pilot[Any]) -> None:
            await play(pilot, scene, reception)

        assert snap_compare(app, terminal_size=scene.size, run_before=before)


def test_so_many_pictures_are_still_looked_at_by_people() -> None:
    assert len(SCENES) + len(IN_OTHER_COLOURS) <= 30
