"""A thousand changes come from another process within a second: what is seen stays quiet, and ends true."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.strip import Strip

from core.opening import Form, open_ticket
from tests.storage.server import own_server
from tests.tui import bursting
from tests.tui.front_desk import front_desk
from tui.screens.inbox import InboxScreen
from tui.widgets.paged_rows import PagedRows
from tui.widgets.row_view import RowView
from tui.widgets.ticket_list import TicketList

pytestmark = pytest.mark.usefixtures("frames")

TICKETS = 20


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.db"
        return
    with own_server() as server:
        yield server.empty()


class Counted:
    """What a list does while this is watched."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pages = self.lines = 0
        put_page, render_line = PagedRows.put_page, RowView.render_line

        def putting(*page: Any, **how: Any) -> None:
            self.pages += 1
            put_page(*page, **how)

        def rendering(rows: RowView[Any], y: int) -> Strip:
            self.lines += 1
            return render_line(rows, y)

        monkeypatch.setattr(PagedRows, "put_page", putting)
        monkeypatch.setattr(RowView, "render_line", rendering)


async def test_a_thousand_changes_are_read_in_a_few_pages_and_the_cursor_stays(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with front_desk(tmp_path, size=(120, 36), who="maya@acme.example", url=url) as desk:
        ann = await desk.reception.claimed("ann@acme.example")
        for nth in range(TICKETS):
            await ann.write(open_ticket, Form(f"Question {nth}", "Since noon.", f"key {nth}"))
        await desk.comes_to(InboxScreen)
        await desk.until(lambda: len(desk.one(TicketList).window.rows) == TICKETS)
        await desk.presses("j", "j", "j")
        rows = desk.one(TicketList)
        selected = rows.cursor
        counted = Counted(monkeypatch)

        burst = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.tui.bursting", url)
        assert await burst.wait() == 0
        await desk.sees(bursting.LAST)
        await desk.until(lambda: "push" not in desk.words.replace(bursting.LAST, ""))

        assert rows.cursor == selected
        assert 1 <= counted.pages <= bursting.PUSHES
        assert counted.lines <= (counted.pages + 1) * rows.size.height
