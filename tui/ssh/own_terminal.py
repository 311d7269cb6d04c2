"""The driver of a window behind the sshd of a system, which has made a terminal here; the process is theirs alone."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from copy import copy
from typing import Any

from textual import events
from textual.drivers import linux_driver
from textual.message import Message
from textual.messages import InBandWindowResize

from tui.ssh.client_terminal import clamped
from tui.ssh.guest_driver import GuestDriver
from tui.ssh.window import HostileKeys
from tui.terminal import TerminalDriver


class LastingKeys:
    """A parser of keys that goes on after sequences that no terminal sends, which break Textual's for good."""

    def __init__(self, debug: bool = False) -> None:
        del debug
        self._parser = HostileKeys()

    def feed(self, data: str) -> Iterable[Message]:
        try:
            yield from self._parser.feed(data)
        except Exception:  # noqa: BLE001
            self._parser = HostileKeys()

    def tick(self) -> Iterable[Message]:
        return self._parser.tick()


class OwnTerminalDriver(GuestDriver, TerminalDriver):
    """As of a terminal of this machine, but that what comes in is not believed."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # a process that sleeps would be nobody's any more
        linux_driver.XTermParser = LastingKeys  # type: ignore[assignment,attr-defined]

    def _get_terminal_size(self) -> tuple[int, int]:
        return clamped(*super()._get_terminal_size())

    def process_message(self, message: Message) -> None:
        """The size is that of the terminal; in the stream anybody may type any. A key is kept for the next time."""
        if not isinstance(message, InBandWindowResize | events.Resize):
            super().process_message(copy(message) if isinstance(message, events.Key) else message)
