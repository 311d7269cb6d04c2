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
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from core.calendars import HOUR
from core.desk import Desk
from core.errors import DeskError, NoDesk, Refused, TryLater
from core.people import Actor, Via
from core.reception import Reception
from tui.arrival import Arrival
from tui.desk_password import with_password
from tui.kept_secrets import secret_of_bucket, secret_of_mail
from tui.machine import NAME, Machine, desk_address, state_folder
from tui.mishaps import log_mishap
from tui.remembered import Keyring

if TYPE_CHECKING:
    from core.copies import Copied, Kind
    from core.letters import Subject
    from core.sending import Delivered
    from core.store import Moved, Transaction
    from core.upkeep import Upgraded
    from mail.smtp import MailServer
    from storage.bucket import Bucket
    from storage.opened import OpenedStore
    from storage.samples import Sample

LOOKS_FOR_DUE = 10.0
"""Seconds between two looks whether a deadline has come; such a look reads one row of an index."""
LOOKS_FOR_LETTERS = 5.0
"""Seconds between two looks whether a letter may leave: one row of an index too."""
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
    )
    return Served(store, reception, Keyring(store.desk_id), machine.smtp)


def mail_server(smtp: str) -> MailServer:
    """The mail server that TTYDESK_SMTP names, with the password that belongs to it. Raises NotUnderstood."""
    from mail.smtp import read_server

    return read_server(smtp, secret_of_mail(smtp, os.environ))


def standard_text(letter: Subject) -> str:
    """What ttydesk says in a letter."""
    from mail import wording

    return wording.standard_text(letter)


def check_text(text: str) -> None:
    """Raises NotUnderstood for a text of a letter that can not be filled."""
    from mail import wording

    wording.check_text(text)


async def send_letters(machine: Machine) -> Delivered:
    """What waits, once."""
    served = open_desk(machine, Via.CLI)
    try:
        return await Loops(served).send_letters()
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


async def arrival(served: Served, claim: str) -> Arrival:
    """Begin what a desk does while the app has it open, and see who is known here already: by claim or by memory."""
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
    return Arrival(served.reception, served.memory, desk, is_set_up, close)


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
            if self._served.smtp:
                group.create_task(self._for_ever(self.send_what_waits, min(LOOKS_FOR_LETTERS, self._looks)))

    async def _for_ever(self, round_of_work: Callable[[], Awaitable[None]], looks: float) -> None:
        """One loop. What goes wrong in it is written down; it rests and goes on, and the app does not notice."""
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
            await asyncio.sleep(pause)

    async def wake_what_is_due(self) -> None:
        """One round of the due-times loop. Where nothing is due it writes nothing."""
        from core.waking import wake

        desk = self._served.reception.the_desk_itself()
        while await desk.read(_is_something_due, desk.now()) and await self._is_ours("due times"):
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

    async def send_what_waits(self) -> None:
        """Raises TryLater where the mail server is away: then the loop rests."""
        if why := (await self.send_letters()).unreachable:
            raise TryLater(why)

    async def send_if_it_can(self) -> None:
        """For somebody who waits for a letter just now; where it does not leave, it is tried again later."""
        if self._served.smtp:
            with suppress(DeskError):
                await self.send_letters()

    async def send_letters(self) -> Delivered:
        from core.sending import Delivered, is_due

        desk = self._served.reception.the_desk_itself()
        if not await desk.read(is_due, desk.now()):
            return Delivered()
        if not await self._is_ours("letters"):
            return Delivered(elsewhere=True)
        from mail.sending import send_letters
        from storage.leases import let_go

        try:
            server = await asyncio.to_thread(mail_server, self._served.smtp)
            return await send_letters(desk, server, self._served.reception.passwords, partial(self._is_ours, "letters"))
        finally:
            await let_go(self._served.store.store, "letters", self._holder)

    async def _is_ours(self, work: str, lasts: int = LEASE) -> bool:
        from storage.leases import hold

        return await hold(self._served.store.store, work, self._holder, now(), lasts)


def _is_something_due(tx: Transaction, actor: Actor, at: int) -> bool:
    del actor
    return bool(tx.tickets_to_wake(at, 1))
