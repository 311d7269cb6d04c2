"""A screen that says so when something went wrong on our side, and goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from textual import events, on, work
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from tui.machine import state_folder
from tui.messages import SettingsChanged
from tui.mishaps import log_mishap, sentence_for
from tui.screens.sizes import HOME
from tui.timers import SureTimers
from tui.widgets.hint_line import HintLine
from tui.widgets.too_small import cover_if_too_small
from tui.widgets.top_bar import TopBar


class DeskScreen(Screen[None], SureTimers):
    """Its workers answer for every refusal of the desk; whatever else ends one is a mishap, never silence."""

    def __init__(self) -> None:
        super().__init__()
        self.came = asyncio.Event()
        """Set while the screen has what it is for, as its ticket; keys that follow its opening wait so long."""
        self.came.set()

    class Mishap(Message):
        """It is in the log under this number."""

        def __init__(self, number: str) -> None:
            super().__init__()
            self.number = number

    @property
    def is_home(self) -> bool:
        """Whether nothing stands below; what lies over it, as the help, does not count."""
        return self in self.app.screen_stack[:HOME]

    def call_after_refresh(self, callback: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
        """Textual lets the screen on top make the call, also when this one is gone by then, and its widgets with it."""
        return super().call_after_refresh(self.while_it_lasts, partial(callback, *args, **kwargs))

    def while_it_lasts(self, callback: Callable[[], object]) -> object:
        """Call it unless the screen is gone."""
        return callback() if self.is_running else None

    def _compositor_refresh(self) -> None:
        """Textual draws a screen also while nothing shall be painted yet, and throws away what it has drawn."""
        if not self.app._batch_count:  # noqa: SLF001
            super()._compositor_refresh()

    @on(events.Resize)
    def ask_for_room(self) -> None:
        cover_if_too_small(self)

    @on(SettingsChanged)
    def show_name_of_desk(self, changed: SettingsChanged) -> None:
        for bar in self.query(TopBar):
            bar.desk = changed.now.settings.name

    def on_worker_state_changed(self, changed: Worker.StateChanged) -> None:
        if changed.state is WorkerState.ERROR and isinstance(changed.worker.error, Exception):
            self._log(changed.worker.error)

    @work(group="mishap", exit_on_error=False)
    async def _log(self, error: Exception) -> None:
        self.post_message(self.Mishap(await asyncio.to_thread(lambda: log_mishap(error, state_folder()))))

    def on_desk_screen_mishap(self, mishap: Mishap) -> None:
        self.query_one(HintLine).say(sentence_for(mishap.number), "error")
