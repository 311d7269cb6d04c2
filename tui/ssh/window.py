"""One person's window over SSH: the app, its driver and the parser of its keys.

All private names of Textual that this needs stand in this file and in stdout_router.py. When a release of Textual
changes what they do, tests/ssh/test_textual_inside.py fails.
"""

from __future__ import annotations

import asyncio
import codecs
import io
import sys
from collections.abc import Callable, Iterable
from contextvars import Context
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from rich.color import ColorSystem
from rich.console import Console
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.geometry import Size
from textual.message import Message
from textual.messages import InBandWindowResize

from core.way_in import WayIn
from tui.app import DeskApp
from tui.gate import gated
from tui.pasting import WholePastes
from tui.seat import Seat
from tui.ssh.client_terminal import ClientTerminal
from tui.ssh.colours import has_no_colours
from tui.ssh.guest_driver import GuestDriver

if TYPE_CHECKING:
    from tui.arrival import Arrive

ENTER = (
    "\x1b[?1049h", "\x1b[?1000h", "\x1b[?1003h", "\x1b[?1015h", "\x1b[?1006h", "\x1b[?25l", "\x1b[?1004h",
    "\x1b[?2026$p", "\x1b[?2004h", "\x1b[?7l", "\x1b[>25u",
)  # fmt: skip
LEAVE = (
    "\x1b[?2026l", "\x1b[?2004l", "\x1b[?7h", "\x1b[?1000l", "\x1b[?1003l", "\x1b[?1015l", "\x1b[?1006l", "\x1b[<u",
    "\x1b[?1049l", "\x1b[?25h", "\x1b[?1004l", "\x1b[0m",
)  # fmt: skip
"""All that was asked of the terminal, taken back. It is sent in one piece, past the gate: all of it is ours."""

PASTE_AT_MOST = 256 * 1024
"""Letters of one paste that are kept; the message that it becomes has room for a quarter of them."""
WAS_CUT = "\n\n[What was pasted is longer than 256 KB and was cut here. Send all of it with: attach ID - --name NAME]"
ENOUGH = 200
"""Keys that wait in an app before more is read of what somebody types: a program may send them without end."""
ESCAPE_ALONE = 0.2
"""Seconds after which `esc` is that key and not the beginning of another: a line may be slow."""


class Wire(Protocol):
    """Where the frames of a window go."""

    def send(self, frame: str) -> None: ...


@lru_cache(4096)
def _parsed_key(sequence: str) -> Any:
    """Textual keeps these on each parser, with the app that read the key first, for ever. Here they are kept once, made
    where no app is."""
    return Context().run(XTermParser._parse_extended_key.__wrapped__, _NO_ONES, sequence)  # noqa: SLF001


class HostileKeys(WholePastes):
    """Reads the keys of one person; a paste without an end is cut."""

    def _parse_extended_key(self, sequence: str) -> Any:  # type: ignore[override]
        return _parsed_key(sequence)

    def feed(self, data: str) -> Iterable[Message]:
        yield from super().feed(data)
        if self._pasted is not None and sum(map(len, self._pasted)) > PASTE_AT_MOST:
            text = "".join(self._pasted)[:PASTE_AT_MOST].replace("\x00", "") + WAS_CUT
            self._pasted = []
            if not self._was_cut:
                yield events.Paste(text)
            self._was_cut = True

    def _turn(self) -> Iterable[Message]:
        was_cut, self._was_cut = self._was_cut, False
        for message in super()._turn():
            if not (was_cut and isinstance(message, events.Paste)):
                yield message

    _was_cut = False


_NO_ONES = HostileKeys()


class SshDriver(GuestDriver):
    """On the loop alone: no threads, no signals, no terminal of this machine."""

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: Any = None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wire: Wire = cast("SshApp", app).wire
        self._parser = HostileKeys()
        self._letters = codecs.getincrementaldecoder("utf-8")("replace")
        self._listens = self._is_on = False
        self._alone: asyncio.TimerHandle | None = None
        self._out: list[str] = []

    def send_message(self, message: Message) -> None:
        """Textual makes a task for each, as from another thread."""
        self._app.post_message(message)

    # What is drawn

    def write(self, data: str) -> None:
        if not self._out:
            self._loop.call_soon(self.flush)
        self._out.append(data)

    def flush(self) -> None:
        if self._out:
            frame = "".join(self._out)
            self._out.clear()
            self._wire.send(frame)

    def start_application_mode(self) -> None:
        self._is_on = self._listens = True
        self._wire.send("".join(ENTER))
        self.resize(*(self._size or (80, 24)))

    def disable_input(self) -> None:
        self._listens = False
        if self._alone is not None:
            self._alone.cancel()

    def stop_application_mode(self) -> None:
        self.disable_input()
        if self._is_on:
            self._is_on = False
            self.flush()
            self._wire.send("".join(LEAVE))

    def close(self) -> None:
        self.flush()

    # What is typed

    def feed(self, data: bytes) -> None:
        if not self._listens or not (text := self._letters.decode(data)):
            return
        try:
            for message in self._parser.feed(text):
                self.process_message(message)
        except Exception:  # noqa: BLE001  sequences that no terminal sends break Textual's parser for good
            self._parser = HostileKeys()
        if "\x1b" in text[-64:]:
            if self._alone is not None:
                self._alone.cancel()
            self._alone = self._loop.call_later(ESCAPE_ALONE, self._it_was_alone)

    def _it_was_alone(self) -> None:
        self._alone = None
        if self._listens:
            for message in self._parser.tick():
                self.process_message(message)

    def process_message(self, message: Message) -> None:
        """The size comes with the connection, and within bounds; in the stream anybody may type any. A key that is kept
        for all must not be told whose it was: that would hold their app."""
        if not isinstance(message, InBandWindowResize | events.Resize | events.CursorPosition):
            super().process_message(copy(message) if isinstance(message, events.Key) else message)

    def resize(self, columns: int, lines: int) -> None:
        self._size = (columns, lines)
        if self._is_on:
            self.send_message(events.Resize(Size(columns, lines), Size(columns, lines)))


class SshApp(DeskApp):
    """The same app; of the machine that it runs on it knows nothing. `ready` is called once keys can be typed."""

    CSS_PATH: ClassVar = "../../styles/app.tcss"

    def __init__(
        self, arrive: Arrive, terminal: ClientTerminal, wire: Wire, ready: Callable[[], None], reached: WayIn
    ) -> None:
        self.wire = wire
        self._is_asked = ready
        self.failed_with: Exception | None = None
        """What came out of it, where it did not even end as apps do."""
        super().__init__(arrive, Seat(gated(SshDriver), terminal.environment, reached))
        self.console._color_system = ColorSystem.TRUECOLOR  # noqa: SLF001  what is kept for all apps is drawn in full
        self.error_console = Console(file=io.StringIO())
        # Always the same two, see stdout_router.py.
        self._capture_stdout: Any = sys.stdout
        self._capture_stderr: Any = sys.stderr
        if has_no_colours(terminal.environment):
            self.no_color = True
            self._wear("auto")

    def on_ready(self) -> None:
        self.call_after_refresh(self._is_asked)

    def action_suspend_process(self) -> None:
        """That would be the whole server."""

    # What the session does from outside

    def feed(self, data: bytes) -> None:
        if isinstance(self._driver, SshDriver):
            self._driver.feed(data)

    def resize(self, columns: int, lines: int) -> None:
        if isinstance(self._driver, SshDriver):
            self._driver.resize(columns, lines)

    @property
    def has_enough(self) -> bool:
        """Whether so much was typed that it is busy for a while."""
        return self._turns.waiting + self.message_queue_size > ENOUGH

    def draw_nothing(self) -> None:
        """Until `draw_again`: whoever does not read gets one whole picture later instead of a thousand frames."""
        self._begin_batch()

    def draw_again(self) -> None:
        self._end_batch()
        if self._screen_stack:
            self.screen.refresh(layout=True)
