"""Keys and clicks that come in one burst, as after a slow line has stood still: each waits for the one before it.

Textual gives all of them to what has the focus now: `r` and the letters of the reply would go to the list and change
tickets. And it lets a key with priority overtake those before it, which wait in the queue of their field: `ctrl+s`
would send half a reply.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.errors import NoWidget
from textual.widget import Widget

from tui.widgets.keys import is_text

AT_MOST = 5.0
"""Seconds that a key waits for the one before it: on a busy machine half a reply must not be sent."""
PAINT_FIRST = 0.05
"""Seconds after a key alone until it is looked whether it is through: what it changes is painted first."""
COMES_WITHIN = 2.5
"""Seconds that it waits for rows that the one before it has asked for: the desk gives up sooner."""


class Turns:
    """What comes in from one app's terminal. `give` hands it to the widget that it is for."""

    def __init__(self, app: App[Any], give: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._give = give
        self._waiting: deque[events.Event] = deque()
        self._taker: Widget | None = None
        """Who was given the last one that others have to wait for, as long as it may not be through."""
        self._is_settling = False

    @property
    def is_over(self) -> bool:
        """Whether all that came is through."""
        return not self._waiting and self._taker is None

    @property
    def waiting(self) -> int:
        """How many have come that were not given yet."""
        return len(self._waiting)

    async def take(self, event: events.Event) -> None:
        self._waiting.append(event)
        if self._taker is None:
            await self._give_all()
        else:
            await self._end_turn_soon()

    async def _give_all(self) -> None:
        """Up to one that others have to wait for."""
        while self._waiting and self._needs_no_turn(self._waiting[0]):
            await self._give(self._waiting.popleft())
        if self._waiting:
            await self._give_first()

    def _needs_no_turn(self, event: events.Event) -> bool:
        """The mouse does nothing before its button is let go, and letters in a field wait there in their order."""
        if isinstance(event, events.MouseEvent):
            return not isinstance(event, events.MouseUp)
        return isinstance(event, events.Key) and event.is_printable and is_text(self._app.focused)

    def _taker_of(self, event: events.Event) -> Widget:
        if isinstance(event, events.MouseUp):
            with suppress(NoWidget):
                return self._app.get_widget_at(*event.screen_offset)[0]
        return self._app.focused or self._app.screen

    async def _give_first(self) -> None:
        focused, self._taker = self._app.focused, self._taker_of(self._waiting[0])
        if focused is not None and is_text(focused):
            await _through(focused)  # the letters before it
        await self._give(self._waiting.popleft())
        if self._waiting:
            await self._end_turn_soon()
        else:
            self._app.set_timer(PAINT_FIRST, self._end_turn_soon)

    async def _end_turn_soon(self) -> None:
        """As soon as it is through, once."""
        if self._taker is not None and not self._is_settling:
            self._is_settling = True
            await _through(self._taker)
            self._app.call_later(self._settle, self._taker)  # behind the key itself, which has come up to the app now

    async def _settle(self, taker: Widget) -> None:
        """Its binding has run: what that asks of the widgets is done, and a screen that it has opened stands."""
        await _through(taker)
        await _through(self._app.screen)
        await self._it_came()
        self._app.call_later(self._end_turn)  # behind what is asked of the app, as to put the focus elsewhere

    async def _it_came(self) -> None:
        """Keys after `end` or after a change of view mean the rows that these bring, and after `enter` the ticket."""
        from tui.screens.desk_screen import DeskScreen  # the first frame has neither
        from tui.widgets.paged_rows import PagedRows

        with suppress(TimeoutError):
            async with asyncio.timeout(COMES_WITHIN):
                if isinstance(screen := self._app.screen, DeskScreen):
                    await screen.came.wait()
                if isinstance(rows := self._app.focused, PagedRows):
                    await rows.settled()

    async def _end_turn(self) -> None:
        self._taker, self._is_settling = None, False
        await self._give_all()


async def _through(widget: Widget) -> None:
    """Wait until what is on its way from a widget up to the app is through, widget by widget."""
    with suppress(TimeoutError):
        async with asyncio.timeout(AT_MOST):
            for node in widget.ancestors_with_self:
                await _done(node)


async def _done(node: DOMNode) -> None:
    if not isinstance(node, App):  # which waits here itself
        done = asyncio.Event()
        if node.call_later(done.set):
            await done.wait()
