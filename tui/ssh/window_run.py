"""The app in one window: from its start, among others that start, to its end, whatever ends it."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import AbstractAsyncContextManager, suppress
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Protocol

from core.desk import Desk
from core.errors import DeskError
from core.reading import look_at
from core.reception import Reception
from core.references import Reference
from core.safe_text import safe_line
from core.way_in import WayIn
from tui.arrival import Arrival, KeyOffer
from tui.ssh.client_terminal import ClientTerminal, clamped
from tui.ssh.colours import depth_of, shown_in
from tui.ssh.sentences import sentence_of
from tui.ssh.window import SshApp

AT_ONCE = 512
"""Bytes of what was typed that are looked at in one turn of the loop: others have keys too."""
WAIT_AT_MOST = 65_536
"""Bytes that may wait; then no more is read until they are through."""
REST = 0.05
"""Seconds until it is looked again whether an app that has enough can take more."""
STANDS = 3.0
"""Seconds after which the next window may begin although this one has not painted."""


class NoMemory:
    """A server remembers nobody by itself: keys do that."""

    async def token(self) -> str | None:
        return None

    async def keep(self, token: str) -> str | None:
        del token
        return "Add a key, and it lets you in next time."

    async def drop(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Comer:
    """How somebody came to a window. `opens`: the ticket that they came for."""

    reception: Reception
    reached: WayIn
    offer: KeyOffer | None = None
    opens: Reference | None = None


class Line(Protocol):
    """To the terminal at the other end."""

    def send(self, data: bytes) -> None: ...
    def stop_reading(self) -> None: ...
    def go_on_reading(self) -> None: ...


class WindowRun:
    """Is what a Session runs. All of the app happens in one context that is its own."""

    def __init__(
        self, line: Line, comer: Comer, terminal: ClientTerminal, starts: AbstractAsyncContextManager[Any]
    ) -> None:
        """`starts` is held until the window stands."""
        self._line = line
        self._comer = comer
        self._starts = starts
        self._terminal = terminal
        self._depth = depth_of(terminal.environment)
        self.app: SshApp | None = None
        self._context: Context | None = None
        self._typed: deque[bytes] = deque()
        self._waiting = 0
        self._can_type = self._is_fed = self._is_held = self._holds_back = False
        self._stands = asyncio.Event()

    async def run(self, desk: Desk) -> tuple[int, str]:
        """The exit status, and a sentence where there is something to say."""
        try:
            await self._look_for_ticket(desk)
        except DeskError as error:
            return error.status, safe_line(error.sentence)
        async with self._starts:
            app, running = self._begin(desk)
            await self._until_it_stands(running)
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            running.cancel()
            raise
        except Exception as error:  # noqa: BLE001  it is this window's end, and nobody else's
            app.failed_with = error
        finally:
            self.app = None
        return await self._outcome(app)

    async def _look_for_ticket(self, desk: Desk) -> None:
        """Guests are asked for the e-mail that goes with it, in the app."""
        if self._comer.opens is not None and desk.actor.person is not None:
            await desk.read(look_at, self._comer.opens, newest=1)

    def _begin(self, desk: Desk) -> tuple[SshApp, asyncio.Task[int | None]]:
        self._context = Context()
        app = self.app = self._context.run(self._build, desk)
        run = app.run_async(size=self._terminal.size)
        return app, asyncio.get_running_loop().create_task(run, context=self._context)

    async def _until_it_stands(self, running: asyncio.Task[int | None]) -> None:
        stands = asyncio.get_running_loop().create_task(self._stands.wait())
        try:
            await asyncio.wait([stands, running], timeout=STANDS, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            running.cancel()
            raise
        finally:
            stands.cancel()

    def _build(self, desk: Desk) -> SshApp:
        comer = self._comer

        async def arrive() -> Arrival:
            parts = comer.reception, NoMemory(), _or_none(desk), True, _nothing
            return Arrival(*parts, offer=comer.offer, opens=comer.opens)

        return SshApp(arrive, self._terminal, self, self._ready, comer.reached)

    async def _outcome(self, app: SshApp) -> tuple[int, str]:
        if app.refusal is not None:
            return app.refusal.status, safe_line(app.refusal.sentence)
        error = app.failed_with or app.mishap
        if error is not None:
            return 1, await sentence_of(error)
        return app.return_code or 0, ""

    @property
    def keeps_drafts(self) -> bool:
        return self.app is None or self.app.keeps_drafts

    def leave(self) -> None:
        self._stands.set()
        self._ask(lambda app: app.call_later(app.action_leave))

    def _ask(self, what: object) -> None:
        """Later, in the context of the app: one that runs already can not be entered a second time."""
        if self.app is not None and self._context is not None:
            asyncio.get_running_loop().call_soon(what, self.app, context=self._context)  # type: ignore[arg-type]

    # What is typed

    def _ready(self) -> None:
        self._can_type = True
        self._stands.set()
        self._feed_soon()

    def take(self, data: bytes) -> None:
        self._typed.extend(data[at : at + AT_ONCE] for at in range(0, len(data), AT_ONCE))
        self._waiting += len(data)
        if self._waiting > WAIT_AT_MOST and not self._holds_back:
            self._holds_back = True
            self._line.stop_reading()
        self._feed_soon()

    def no_more(self) -> None:
        """They closed their side: nothing will be typed any more."""
        self.leave()

    def _feed_soon(self) -> None:
        if self._can_type and self._typed and not self._is_fed:
            self._is_fed = True
            self._ask(self._feed)

    def _feed(self, app: SshApp) -> None:
        self._is_fed = False
        if app.has_enough:
            self._is_fed = True
            asyncio.get_running_loop().call_later(REST, self._feed, app, context=self._context)
            return
        data = self._typed.popleft()
        self._waiting -= len(data)
        app.feed(data)
        if self._holds_back and self._waiting < WAIT_AT_MOST // 2:
            self._holds_back = False
            self._line.go_on_reading()
        self._feed_soon()

    def resize(self, columns: int, lines: int) -> None:
        self._ask(lambda app: app.resize(*clamped(columns, lines)))

    # What is drawn

    def send(self, frame: str) -> None:
        with suppress(BrokenPipeError):
            self._line.send(shown_in(self._depth, frame).encode("utf-8", "replace"))

    def hold(self, is_full: bool) -> None:
        self._ask(self._draw_nothing if is_full else self._draw_again)

    def _draw_nothing(self, app: SshApp) -> None:
        if not self._is_held:
            self._is_held = True
            app.draw_nothing()

    def _draw_again(self, app: SshApp) -> None:
        if self._is_held:
            self._is_held = False
            app.draw_again()


def _or_none(desk: Desk) -> Desk | None:
    return None if desk.actor.person is None else desk


async def _nothing() -> None:
    """The desk stays open for the others."""
