"""The pictures of README and docs, drawn by the real app on the sample desk: `make pictures`.

The clock stands still and the sample desk is always the same, so two runs draw the same bytes.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from tests.tui.gallery import Scene, visit
from tests.tui.scenes import MIDDLE, TYPED

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"

ALL = (
    Scene("inbox", "agent", (), "1h 35m ago", MIDDLE),
    Scene("ticket", "agent", ("enter", "r", *TYPED), "draft saved", MIDDLE),
    Scene("my-tickets", "customer", (), "The clock is paused", MIDDLE),
    Scene("customer", "customer", ("enter",), "Reply", MIDDLE),
    Scene("new-ticket", "customer", ("n",), "What happened", MIDDLE),
    Scene("queues", "operator", (), "unassigned", MIDDLE),
)


async def draw(scene: Scene, folder: Path) -> str:
    async with visit(scene, folder) as pilot:
        return pilot.app.export_screenshot(simplify=True)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scene in ALL:
        with tempfile.TemporaryDirectory() as folder:
            (PICTURES / f"{scene.name}.svg").write_text(asyncio.run(draw(scene, Path(folder))), "utf-8")
        print(f"docs/pictures/{scene.name}.svg")


if __name__ == "__main__":
    main()
