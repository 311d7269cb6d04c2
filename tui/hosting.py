"""The desk served until it is asked to end, to people over SSH and to a mail server over LMTP: by this process, or by
several that it looks after."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DeskError, Refused
from core.people import Via
from core.safe_text import safe_line, safe_name
from core.way_in import USER
from tui.cli.door import Hosting
from tui.in_tray import mailbox_server
from tui.machine import Machine, keys_folder, state_folder
from tui.mishaps import log_mishap, sentence_for
from tui.postal import mail_server
from tui.serve import Loops, Served, open_desk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tui.in_tray import InTray
    from tui.letterbox import Place
    from tui.ssh.address import Address
    from tui.ssh.records import Records


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a server listens: to people, to a mail server, and to what collects its figures."""

    people: Address | None
    letters: Place | None
    figures: Address | None


async def host(machine: Machine, asked: Hosting) -> int:
    """Serve a desk until this process is asked to end. Raises Refused for a desk that nobody has set up."""
    from tui.ssh.journal import Journal
    from tui.ssh.records import Records

    if machine.smtp:
        mail_server(machine.smtp)  # said now what is wrong with it
    if machine.imap:
        mailbox_server(machine.imap)
    places, stop = _places(asked), _asked_to_end()
    journal = Journal(sys.stderr)
    try:
        if asked.workers > 1 and places.people is not None:
            return await _by_workers(machine, asked, places.people, stop, Records(journal))
        served = open_desk(machine, Via.CLI)
        name = await _name(served)
        told = partial(_say, name, asked)
        await _serve(machine, served, asked, places, Records(journal), stop, told)
        return 0
    finally:
        journal.close()


async def _serve(
    machine: Machine,
    served: Served,
    asked: Hosting,
    places: _Places,
    records: Records,
    stop: asyncio.Event,
    told: Callable[[Address], None],
) -> None:
    from tui.ssh.figures import Window

    loops = Loops(served)
    try:
        with ExitStack() as stack:
            if places.figures is not None:
                window = Window(records.figures, places.figures)
                stack.callback(window.close)
                records.note("figures", port=window.port)
            async with _letters(places.letters, loops.tray, records):
                loops.start()
                if places.people is None:
                    await stop.wait()
                else:
                    await _let_in(machine, served, asked, places.people, records, stop, told)
            records.note("ended_well")
    finally:
        await loops.stop()
        await served.store.close()


async def _let_in(
    machine: Machine,
    served: Served,
    asked: Hosting,
    where: Address,
    records: Records,
    stop: asyncio.Event,
    told: Callable[[Address], None],
) -> None:
    """People, over SSH."""
    from tui import window_process
    from tui.ssh.host_key import host_key
    from tui.ssh.house import Demo, House
    from tui.ssh.limits import Bounds, Limits
    from tui.ssh.server import prepare_process, serve

    key = host_key(keys_folder())
    prepare_process()
    house = House(
        served.reception,
        demo=None if asked.people is None else Demo(asked.people),
        apart=partial(window_process.work, machine) if asked.apart else None,
        limits=Limits(time.monotonic, Bounds().shared_by(asked.workers)),
        records=records,
    )

    def listens(port: int) -> None:
        at = replace(where, port=port)
        records.note("listens", address=str(at), key=key.get_fingerprint())
        told(at)

    await serve(house, where, key, stop, listens, is_shared=asked.workers > 1)


@asynccontextmanager
async def _letters(place: Place | None, tray: InTray, records: Records) -> AsyncIterator[None]:
    """Letters, from a mail server of this machine."""
    if place is None:
        yield
        return
    from tui.letterbox import bound

    with bound(place) as at:
        async with tray.listening(at, records.letter):
            where = str(place) if isinstance(place, Path) else str(replace(place, port=at.getsockname()[1]))
            records.note("takes_letters", address=where)
            print(f"Letters are taken at {safe_name(where)}.", flush=True)
            yield


# Several processes


async def _by_workers(machine: Machine, asked: Hosting, where: Address, stop: asyncio.Event, records: Records) -> int:
    """The first opens no window: it keeps the address, and looks after the others."""
    from tui.ssh.host_key import host_key
    from tui.ssh.server import reserve
    from tui.ssh.workers import Workers, can_share

    can_share()
    host_key(keys_folder())
    served = open_desk(machine, Via.CLI)
    try:
        name = await _name(served)
    finally:
        await served.store.close()
    with reserve(where) as kept:
        port = int(kept.getsockname()[1])
        given = (machine, replace(asked, ssh=str(replace(where, port=port))))
        return await Workers(asked.workers, work, given, records).run(
            stop, lambda: _say(name, asked, replace(where, port=port))
        )


def work(line: Connection, nth: int, machine: Machine, asked: Hosting) -> None:
    """What one of several processes does, from its first line to its status."""
    from tui.ssh.loop import new_loop

    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(_work(line, nth, machine, asked))
    except DeskError as error:
        print(safe_line(error.sentence), file=sys.stderr)
        sys.exit(error.status)
    except Exception as error:  # noqa: BLE001  the last one to know
        print(sentence_for(log_mishap(error, state_folder())), file=sys.stderr)
        sys.exit(1)


async def _work(line: Connection, nth: int, machine: Machine, asked: Hosting) -> None:
    from tui.ssh.journal import Journal
    from tui.ssh.records import Records
    from tui.ssh.workers import hang_on

    stop, journal = _asked_to_end(), Journal(sys.stderr, worker=nth)
    listens = hang_on(line, stop)
    try:
        served, places = open_desk(machine, Via.CLI), _places(asked)
        if nth:  # one of them is enough for the letters
            places = replace(places, letters=None)
        if places.figures is not None and places.figures.port:
            places = replace(places, figures=replace(places.figures, port=places.figures.port + nth))
        await _serve(machine, served, asked, places, Records(journal), stop, lambda _: listens())
    finally:
        journal.close()


# What both do


def _places(asked: Hosting) -> _Places:
    from tui.letterbox import read_place
    from tui.ssh.address import read_address
    from tui.ssh.figures import of_this_machine

    return _Places(
        read_address(asked.ssh) if asked.ssh else None,
        read_place(asked.lmtp) if asked.lmtp else None,
        of_this_machine(read_address(asked.metrics, "metrics")) if asked.metrics else None,
    )


def _say(name: str, asked: Hosting, at: Address) -> None:
    from tui.ssh.host_key import host_key

    print(f"{name} is served at {at}, with the key {host_key(keys_folder()).get_fingerprint()}.")
    for user in asked.people or (USER,):
        print(f"Come in: ssh -p {at.port} {user}@{at.host or 'localhost'}")
    if asked.people is not None:
        print("With any other name one comes as a guest.")
    sys.stdout.flush()


async def _name(served: Served) -> str:
    from core.reading import notices

    if not await served.reception.is_set_up():
        raise Refused("This desk has no operator yet. Make one first, with `ttydesk init` or by opening `ttydesk`.")
    return safe_name((await served.reception.guest().read(notices)).settings.name)


def _asked_to_end() -> asyncio.Event:
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, asked.set)
    return asked
