"""Somebody who calls the desk line by line: a script of answers goes in, everything that was said comes out."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from core.desk import Desk
from tests.tui.office import Office
from tui.arrival import Arrival
from tui.cli.door import Draft
from tui.plain.lines import Lines
from tui.plain.talk import Talk
from tui.plain.visit import run_plain

NOT_FOR_EYES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey; of control characters only the end of a line is allowed."""

Meanwhile = Callable[[], Awaitable[object]]
"""What somebody else does at this moment of the script; a text that comes of it is typed."""


@dataclass
class Memory:
    """A machine that remembers a sign-in."""

    kept: str | None = None

    async def token(self) -> str | None:
        return self.kept

    async def keep(self, token: str) -> str | None:
        self.kept = token
        return None

    async def drop(self) -> None:
        self.kept = None


@dataclass(frozen=True)
class Heard:
    """What was said to the caller."""

    status: int
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def said(self, *sentences: str) -> bool:
        """Whether these are among the lines, in this order."""
        rest = iter(self.lines)
        missing = [sentence for sentence in sentences if sentence not in rest]
        assert not missing, f"{missing[0]!r} was not said there:\n{self.text}"
        return True

    def starting(self, beginning: str) -> list[str]:
        return [line for line in self.lines if line.startswith(beginning)]


@dataclass
class Caller:
    """Calls one desk, as somebody who is signed in already or as a guest."""

    office: Office
    memory: Memory = field(default_factory=Memory)
    edit: Callable[[str], Draft] | None = None
    is_set_up: bool = True

    async def calls(self, desk: Desk | None, *script: str | Meanwhile) -> Heard:
        """Each text holds lines that are typed; the input ends behind the last one."""
        loop, out = asyncio.get_running_loop(), io.StringIO()
        steps = iter([step for part in script for step in ([part] if callable(part) else part.splitlines())])

        def read(length: int) -> bytes:
            del length
            for step in steps:
                typed: object = step
                if callable(step):
                    typed = asyncio.run_coroutine_threadsafe(_awaited(step), loop).result()
                if isinstance(typed, str):
                    return f"{typed}\n".encode("utf-8", "surrogateescape")
            return b""

        async def close() -> None:
            return None

        async def arrive() -> Arrival:
            return Arrival(self.office.reception, self.memory, desk, self.is_set_up, close)

        status = await run_plain(arrive, Talk(out, Lines(read), edit=self.edit))
        heard = Heard(status, out.getvalue())
        assert NOT_FOR_EYES.search(heard.text) is None
        assert heard.text.endswith("\n")
        return heard


async def _awaited(step: Meanwhile) -> object:
    return await step()
