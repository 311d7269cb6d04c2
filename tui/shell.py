"""A verb in a shell of this machine: the door that the local shell is, and the upkeep that only this machine can do."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from core.collecting import Collected, Filed
from core.copies import Copied, Kind
from core.desk import Desk
from core.letters import Subject
from core.people import Person, Via
from core.sending import Delivered
from core.store import Moved
from core.upkeep import Upgraded
from tui import authorized, hosting, in_tray, postal, serve
from tui.arrival import Arrival, Arrive
from tui.cli.asking import Terminal
from tui.cli.door import DemoDesk, Door, Hosting
from tui.cli.editing import write
from tui.cli.options import Options
from tui.cli.runner import run
from tui.cli.visiting import LocalVisit, OpenDesk
from tui.desk_password import refuse_password
from tui.machine import Machine, this_machine

if TYPE_CHECKING:
    from tui.seat import Seat

TOLD_FROM = 10_000
DEMO_PEOPLE = {role: f"{role}@demo.example" for role in ("agent", "customer", "operator")}

RunPlain = Callable[[Arrive], Awaitable[int]]


class RunApp(Protocol):
    """Opens the app. `seat`: where whoever looks at it sits, when that is not this machine."""

    async def __call__(self, arrive: Arrive, seat: Seat | None = None) -> int: ...


async def run_verb(argv: Sequence[str], run_app: RunApp, run_plain: RunPlain) -> int:
    """`run_app` opens what this terminal can show, which may be lines; `run_plain` is asked for by name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # letters that this terminal does not have
    return await run(argv, _door(ThisMachine(run_app, run_plain)))


def _door(here: ThisMachine) -> Door:
    terminal, piped = sys.stdout.isatty(), not sys.stdin.isatty()
    ask = Terminal() if not piped and sys.stderr.isatty() else None
    return Door(
        out=sys.stdout,
        err=sys.stderr,
        bytes_out=sys.stdout.buffer,
        read=_read,
        piped=piped,
        terminal=terminal,
        visit=LocalVisit(here.claim, here.open, ask, sys.stderr),
        now=serve.now,
        width=shutil.get_terminal_size().columns if terminal else None,
        ask=ask,
        edit=partial(write, environment=os.environ),
        upkeep=here,
    )


async def _read(length: int) -> bytes:
    """Blocks: a command has nothing else to do, and ctrl+c ends it at once, which it would not in a thread."""
    return sys.stdin.buffer.read(length)


class ThisMachine:
    """Opens desks for a visit, and is the upkeep of those kept here."""

    def __init__(self, run_app: RunApp, run_plain: RunPlain) -> None:
        self._run_app = run_app
        self._run_plain = run_plain

    @cached_property
    def _settings(self) -> Machine:
        return this_machine(os.environ)

    def _machine(self, options: Options) -> Machine:
        refuse_password(options.db or "", "The command line")
        return replace(self._settings, db=options.db or self._settings.db)

    def claim(self) -> str:
        return self._settings.me

    @asynccontextmanager
    async def open(self, options: Options, *, create: bool = False) -> AsyncIterator[OpenDesk]:
        served = serve.open_desk(self._machine(options), Via.CLI, create=create)
        try:
            yield OpenDesk(served.reception, served.memory, serve.Loops(served).post.send_if_it_can)
        finally:
            await served.store.close()

    async def upgrade(self, options: Options) -> Upgraded | None:
        return serve.upgrade(self._machine(options))

    async def serve(self, options: Options, asked: Hosting) -> int:
        return await hosting.host(self._machine(options), asked)

    async def session(self, options: Options, fingerprint: str, door: Door) -> int:
        from tui import second_door

        second_door.forget_what_they_sent()
        return await second_door.come_in(self._machine(options), fingerprint, door, self._run_app)

    def authorized(self, options: Options, fingerprint: str) -> str:
        return authorized.authorized_line(options.db or "", fingerprint)

    async def move_files(self, options: Options, target: str, source: str | None, *, drop: bool) -> Moved:
        return serve.move_files(self._machine(options), target, source, drop=drop, told=_tell_files)

    async def check(self, options: Options, *, mend: bool) -> tuple[str, ...]:
        return serve.check(self._machine(options), mend=mend)

    async def look_after(self, options: Options) -> None:
        await serve.look_after(self._machine(options))

    async def send_letters(self, options: Options) -> Delivered | None:
        machine = self._machine(options)
        return await serve.send_letters(machine) if machine.smtp else None

    @contextmanager
    def ended_by_signals(self) -> Iterator[None]:
        kept = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, answer in kept.items():
                signal.signal(number, answer)

    async def receive(self, options: Options, raw: bytes, sender: str, recipient: str) -> bool:
        letter, told_by = in_tray.without_first_line(raw)
        sender = sender or os.environ.get("SENDER", "") or told_by
        recipient = recipient or os.environ.get("ORIGINAL_RECIPIENT", "") or os.environ.get("RECIPIENT", "")
        with in_tray.what_may_pass():
            return await serve.take_letter(self._machine(options), letter, sender, recipient)

    async def file_letters(self, options: Options) -> tuple[Collected, Filed]:
        return await serve.file_letters(self._machine(options))

    def standard_text(self, letter: Subject) -> str:
        return postal.standard_text(letter)

    def check_text(self, text: str) -> None:
        postal.check_text(text)

    async def keep(self, options: Options, kind: Kind, file: Path) -> Copied:
        with _telling() as told:
            return serve.keep(self._machine(options), kind, file, told)

    async def export(self, options: Options, out: BinaryIO) -> Copied:
        with _telling() as told:
            return serve.export(self._machine(options), out, told)

    async def restore(self, options: Options, file: Path | None, *, replace: bool) -> Copied:
        with _telling() as told:
            return serve.restore(self._machine(options), file, replace=replace, told=told)

    @asynccontextmanager
    async def demo(self, options: Options, tickets: int, role: str) -> AsyncIterator[DemoDesk]:
        """The environment has no say here: a demo never fills a desk that somebody uses."""
        refuse_password(options.db or "", "The command line")
        folder = None if options.db else tempfile.mkdtemp(prefix="ttydesk-demo-")
        machine = Machine(db=options.db or f"sqlite:///{folder}/desk.db")
        try:
            who = _fill(machine, tickets, role)  # not in a thread: ctrl+c has to end it
            yield DemoDesk(
                partial(_demo_desk, machine, who),
                partial(_demo_visit, machine, who, self._run_app),
                partial(_demo_visit, machine, who, self._run_plain),
                partial(_serve_demo, machine),
            )
        finally:
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


async def _demo_visit(machine: Machine, who: str, run: RunPlain) -> int:
    async def arrive() -> Arrival:
        return await serve.arrival(await asyncio.to_thread(serve.open_desk, machine, Via.TUI), who, machine.db)

    return await run(arrive)


async def _serve_demo(machine: Machine, port: int) -> int:
    """To this machine alone: there the user name says who one is."""
    return await hosting.host(machine, Hosting(f"127.0.0.1:{port}", people=DEMO_PEOPLE))


@asynccontextmanager
async def _demo_desk(machine: Machine, who: str) -> AsyncIterator[Desk]:
    served = serve.open_desk(machine, Via.CLI)
    try:
        yield await served.reception.claimed(who)
    finally:
        await served.store.close()


def _fill(machine: Machine, tickets: int, role: str) -> str:
    """Make the desk and fill it; the e-mail of the one who looks at it."""
    from tui.demo import sample_desk

    sample = sample_desk(tickets=tickets, now=serve.now(), utc_offset=time.localtime().tm_gmtoff * 1000)
    serve.fill(machine, sample, partial(_tell, tickets))
    someone: Person = getattr(sample, role)
    return someone.email


def _tell(tickets: int, done: int) -> None:
    """How far a demo is, where it takes long enough that somebody asks."""
    if sys.stderr.isatty() and tickets > TOLD_FROM:
        print(f"\r{done:,} of {tickets:,} tickets", end="\n" if done >= tickets else "", file=sys.stderr, flush=True)


def _tell_files(done: int, files: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {files:,} files", end="\n" if done == files else "", file=sys.stderr, flush=True)


@contextmanager
def _telling() -> Iterator[Callable[[int], None]]:
    """How far a copy is, where somebody waits for it."""
    lines = 0

    def tell(done: int) -> None:
        nonlocal lines
        lines = done
        print(f"\r{done:,} lines", end="", file=sys.stderr, flush=True)

    yield tell if sys.stderr.isatty() else lambda _: None
    if lines:
        print(file=sys.stderr)
