"""The desk while this process has it open: its parts put together, and the work that time asks for.

Any number of processes may run these loops on one desk: a lease sees to it that each piece of work is done once. What
that work needs is imported when it is done, so that nobody waits for it at the start.
"""

from __future__ import annotations

import asyncio
import getpass
import os
import secrets
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from core.calendars import HOUR
from core.desk import Desk
from core.errors import DeskError, NoDesk, Refused
from core.people import Via
from core.reception import Reception
from tui.arrival import Arrival
from tui.claims import Claims
from tui.desk_password import with_password
from tui.kept_secrets import secret_of_bucket
from tui.machine import NAME, Machine, desk_address, state_folder
from tui.mishaps import log_mishap
from tui.remembered import Keyring

if TYPE_CHECKING:
    from core.collecting import Collected, Filed
    from core.copies import Copied, Kind
    from core.incoming import LetterRead
    from core.sending import Delivered
    from core.store import Blob, Files, Moved
    from core.upkeep import Upgraded
    from storage.bucket import Bucket
    from storage.opened import OpenedStore
    from storage.samples import Sample
    from tui.in_tray import InTray
    from tui.postal import PostRoom

LOOKS_FOR_DUE = 10.0
"""Seconds between two looks whether a deadline has come, or the time of a digest: one row of an index each."""
LEASE = 30_000  # milliseconds
PRUNES = 3600.0
"""Seconds between two rounds of forgetting what is older than a week."""
FIRST_SCREEN_FIRST = 1.0
"""Seconds after which the loops begin: somebody waits for the rows of a list that is about to open."""
RESTED = 20 * HOUR
"""How long the database is left in peace after somebody looked after it."""
RESTS = 60.0
"""Seconds until a loop that went wrong is tried again."""


class Served(NamedTuple):
    """A desk that is open in this process, its front, and this machine's memory of signing in there."""

    store: OpenedStore
    reception: Reception
    memory: Keyring
    smtp: str = ""
    """The URL of the mail server; without one no letter leaves."""
    imap: str = ""
    """The URL of the mailbox; without one no letter is fetched."""


def now() -> int:
    return time.time_ns() // 1_000_000


def chance() -> int:
    return secrets.randbits(256)


def open_desk(machine: Machine, via: Via, *, create: bool = False) -> Served:
    """Open the desk of this machine. It imports what is heavy and touches the disk, so the app calls it in a thread."""
    from storage.opening import open_store

    address = with_password(desk_address(machine), os.environ)
    store = open_store(address, place_of_files(machine.data), create=create)
    reception = Reception(
        store.store,
        store.files,
        store.passwords,
        store.feed,
        via=via,
        source=_user(),
        clock=now,
        chance=chance,
        has_mail_server=bool(machine.smtp),
        reads_letters=read_letter,
    )
    return Served(store, reception, Keyring(store.desk_id), machine.smtp, machine.imap)


async def read_letter(files: Files, raw: Blob) -> LetterRead:
    """One letter, for an operator who looks at it; those that arrive have a reader that stays."""
    from mail.reading import NotReadable, Reader

    try:
        async with Reader() as reader:
            return await reader.read(files, raw)
    except NotReadable as error:
        raise Refused(error.sentence, field="letter") from None


async def send_letters(machine: Machine) -> Delivered:
    """What waits, once."""
    served = open_desk(machine, Via.CLI)
    try:
        return await Loops(served).post.send_letters()
    finally:
        await served.store.close()


async def take_letter(machine: Machine, raw: bytes, sender: str, recipient: str) -> bool:
    """Keep a letter that somebody hands over, and file what waits as far as that goes at once; whether it is new."""
    from core.incoming import Way

    served = open_desk(machine, Via.MAIL)
    try:
        tray = Loops(served).tray
        is_new = await tray.take(raw, Way.PIPE, sender, recipient)
        await tray.file_if_it_can()
        return is_new
    finally:
        await served.store.close()


async def file_letters(machine: Machine) -> tuple[Collected, Filed]:
    """What lies in the mailbox and what came otherwise, once."""
    served = open_desk(machine, Via.MAIL)
    try:
        tray = Loops(served).tray
        return await tray.collect(), await tray.file_letters()
    finally:
        await served.store.close()


def place_of_files(typed: str) -> Path | Bucket | None:
    """Where the files of tickets are, by TTYDESK_DATA or a command; None for where they are without being told."""
    if "://" not in typed:
        return Path(os.path.expanduser(typed)) if typed else None  # noqa: PTH111  Path's own raises for nobody's home
    from storage.bucket import read_bucket

    return read_bucket(typed, os.environ, secret_of_bucket(typed, os.environ))


def upgrade(machine: Machine) -> Upgraded | None:
    """Bring the database to this version; None when there was nothing to do."""
    from storage import upgrading

    return upgrading.upgrade(with_password(desk_address(machine), os.environ))


def check(machine: Machine, *, mend: bool) -> tuple[str, ...]:
    """A sentence for each thing that is wrong with the database or its files, which says what to do.

    With `mend`, what follows from other rows is made anew first. Raises NoDesk.
    """
    from storage import checking, mending

    try:
        store = open_desk(machine, Via.CLI).store
    except NoDesk:
        raise
    except Refused as error:
        return (error.sentence,)
    try:
        if mend:
            mending.mend(store)
        return checking.check(store)
    finally:
        store.close_now()


def move_files(
    machine: Machine, target: str, source: str | None, *, drop: bool, told: Callable[[int, int], None]
) -> Moved:
    """Bring the files of tickets to another place, from where they are or were. Raises Refused for one and the same."""
    from storage import moving_files

    places = place_of_files(target), None if source is None else place_of_files(source)
    store = open_desk(machine, Via.CLI).store
    try:
        return moving_files.move_files(store, *places, drop=drop, told=told)
    finally:
        store.close_now()


def keep(machine: Machine, kind: Kind, file: Path, told: Callable[[int], None]) -> Copied:
    """All of the desk into a file, while others work."""
    from storage.archive_file import write_file

    with _opened(machine) as store:
        return write_file(store, file, kind, metadata.version(NAME), now(), told)


def export(machine: Machine, out: BinaryIO, told: Callable[[int], None]) -> Copied:
    """All of the desk as lines on a stream."""
    from core.copies import Kind
    from storage.archiving import write_archive

    with _opened(machine) as store:
        return write_archive(store, out, Kind.EXPORT, metadata.version(NAME), now(), told)


def restore(machine: Machine, file: Path | None, *, replace: bool, told: Callable[[int], None]) -> Copied:
    """Make the desk that a file tells of, or standard input. Raises Refused where somebody is at home already."""
    from storage.archive_file import read_file
    from storage.restoring import restore

    address = with_password(desk_address(machine), os.environ)
    with read_file(file) if file is not None else nullcontext(sys.stdin.buffer) as source:
        return restore(address, place_of_files(machine.data), source, replace=replace, told=told)


async def look_after(machine: Machine) -> None:
    """Once in a while, by whoever comes first: what the database needs to stay quick."""
    served = open_desk(machine, Via.CLI)
    try:
        await Loops(served).look_after_the_database()
    finally:
        await served.store.close()


@contextmanager
def _opened(machine: Machine) -> Iterator[OpenedStore]:
    store = open_desk(machine, Via.CLI).store
    try:
        yield store
    finally:
        store.close_now()


def fill(machine: Machine, sample: Sample, told: Callable[[int], None]) -> None:
    """Make a desk, full of what a sample tells. Raises Refused where somebody is at home already."""
    from storage import filling

    store = open_desk(machine, Via.CLI, create=True).store
    try:
        filling.fill(store, sample, told=told)
    finally:
        store.close_now()


async def arrival(served: Served, claim: str, named: str = "") -> Arrival:
    """Begin what a desk does while the app has it open, and see who is known here already: by claim or by memory.
    `named`: the desk as an option named it."""
    loops = Loops(served)
    loops.start()

    async def close() -> None:
        await loops.stop()
        await served.store.close()

    try:
        is_set_up = await served.reception.is_set_up()
        desk = await _known(served, claim) if is_set_up else None
    except BaseException:
        await close()
        raise
    return Arrival(served.reception, served.memory, desk, is_set_up, close, named=named)


async def _known(served: Served, claim: str) -> Desk | None:
    if claim:
        return await served.reception.claimed(claim)
    token = await served.memory.token()
    return None if token is None else await served.reception.remembered(token)


def _user() -> str:
    """Under which name tries are counted here: that of the system user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "somebody"


class Loops:
    """What a desk does by itself while it is open. `stop` waits until what was begun is done."""

    def __init__(self, served: Served, *, looks: float = LOOKS_FOR_DUE) -> None:
        self._served = served
        self._looks = looks
        self._holder = secrets.token_hex(8)
        self._running: asyncio.Task[None] | None = None

    @cached_property
    def post(self) -> PostRoom:
        """Nobody who waits for the first rows needs what it is made of."""
        from tui.postal import PostRoom

        return PostRoom(self._served.reception, self._served.smtp, Claims(self._is_ours, self._is_free_again))

    @cached_property
    def tray(self) -> InTray:
        from tui.in_tray import InTray

        return InTray(self._served.reception, self._served.imap, Claims(self._is_ours, self._is_free_again))

    def start(self) -> None:
        self._running = asyncio.get_running_loop().create_task(self._run(), name="loops of the desk")

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._for_ever(self.wake_what_is_due, self._looks))
            group.create_task(self._for_ever(self.forget_what_is_old, PRUNES))
            group.create_task(self._for_ever(self.look_after_the_database, PRUNES))
            await asyncio.sleep(min(FIRST_SCREEN_FIRST, self._looks))
            for work in (*self.post.work(), *self.tray.work()):
                group.create_task(self._for_ever(work.round, min(work.every, self._looks), work.call))

    async def _for_ever(
        self, round_of_work: Callable[[], Awaitable[None]], looks: float, call: asyncio.Event | None = None
    ) -> None:
        """One loop, which a `call` wakes early. What goes wrong in it is written down; it rests and goes on, and the
        app does not notice."""
        await asyncio.sleep(min(FIRST_SCREEN_FIRST, looks))
        while True:
            pause = looks
            try:
                await round_of_work()
            except DeskError:  # busy, or the disk is full: it will pass
                pause = RESTS
            except Exception as error:  # noqa: BLE001  a loop must not take the desk down
                log_mishap(error, state_folder())
                pause = RESTS
            await _pause(pause, call)

    async def wake_what_is_due(self) -> None:
        """One round of the due-times loop. Where nothing is due it writes nothing."""
        from core.waking import is_something_due, wake

        desk = self._served.reception.the_desk_itself()
        while await desk.read(is_something_due, desk.now()) and await self._is_ours("due times"):
            if not (await desk.write(wake)).more:
                return

    async def forget_what_is_old(self) -> None:
        if await self._is_ours("pruning"):
            from core.upkeep import prune
            from storage.mending import drop_spare_files

            await self._served.reception.the_desk_itself().write(prune)
            await asyncio.to_thread(drop_spare_files, self._served.store)

    async def look_after_the_database(self) -> None:
        if await self._is_ours("upkeep", RESTED):
            await asyncio.to_thread(self._served.store.store.engine.look_after)

    async def _is_ours(self, work: str, lasts: int = LEASE, /) -> bool:
        from storage.leases import hold

        return await hold(self._served.store.store, work, self._holder, now(), lasts)

    async def _is_free_again(self, work: str) -> None:
        from storage.leases import let_go

        await let_go(self._served.store.store, work, self._holder)


async def _pause(seconds: float, call: asyncio.Event | None) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await (call or asyncio.Event()).wait()
