"""Somebody looks at another window of their terminal, and comes back."""

from __future__ import annotations

from pathlib import Path

from textual.events import AppBlur, AppFocus

from tests.tui.front_desk import front_desk
from tui.app import DeskApp
from tui.modals.help import Help
from tui.screens.inbox import InboxScreen
from tui.widgets.ticket_list import TicketList


async def test_what_came_meanwhile_has_the_focus(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who="maya@acme.example") as front:
        app = front.pilot.app
        assert isinstance(app, DeskApp)
        assert app._session is not None
        app.post_message(AppBlur())
        await front.until(lambda: not app.app_focus)
        await app.push_screen(InboxScreen(app._session))
        await front.pilot.pause()
        app.post_message(AppFocus())

        await front.until(lambda: isinstance(app.focused, TicketList))


async def test_what_had_the_focus_has_it_again(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who="maya@acme.example") as front:
        app = front.pilot.app
        await front.presses("tab")
        had = app.focused
        app.post_message(AppBlur())
        await front.until(lambda: app.focused is None)
        app.post_message(AppFocus())

        await front.until(lambda: app.focused is had)
        await app.push_screen(Help(""))
        app.post_message(AppBlur())
        app.post_message(AppFocus())
        await front.pilot.pause()
        assert app.focused is None  # its field is away until somebody looks for a key
        await front.presses("escape")
        assert app.focused is had
