"""People on machines with networks of their own, on one desk that a PostgreSQL server keeps: they see each other work,
a machine dies, a line is cut and comes back, and nothing is lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import make_url

from core.entries import Entry
from core.reading import look_at
from core.references import Reference
from core.tickets import Ticket
from storage.checking import check
from storage.opening import open_store
from tests.machine import Machine, command
from tests.offices import Office, Town, need_offices, offices
from tests.storage.hall import Hall, hall_of
from tests.storage.server import own_server
from tests.storage.writers import newest, next_line
from tests.tui.terminal import Terminal

PASSWORD = "only the offices know it"
CUT = 2.0
"""Seconds that a line is dead while somebody sends."""
Sit = Callable[[Office, str], Terminal]


@dataclass(frozen=True)
class Desk:
    """The desk as seen beside its server (`hall`), and from an office (`url`)."""

    town: Town
    hall: Hall
    url: str


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    need_offices()
    with offices(2) as town, own_server() as server:
        server.listen(town.address)
        near = server.empty()
        server.run(f"CREATE ROLE clerk LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
        hall = await hall_of(open_store(near, create=True))
        far = make_url(near).set(host=town.address, port=5432, username="clerk", password=PASSWORD, query={})
        yield Desk(town, hall, far.render_as_string(hide_password=False))
        await hall.opened.close()


@pytest.fixture
def sit(desk: Desk, tmp_path: Path) -> Iterator[Sit]:
    terminals: list[Terminal] = []

    def down(office: Office, who: str) -> Terminal:
        machine = Machine(tmp_path)
        known = machine.environment | {"TTYDESK_DB": desk.url, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        argv = office.at([command(), "--as", f"{who}@acme.example"])
        terminals.append(Terminal(argv, known, machine.make_home(), (120, 36)))
        return terminals[-1]

    yield down
    for terminal in terminals:
        terminal.close()


async def entries(hall: Hall, ticket: Ticket) -> tuple[Entry, ...]:
    return (await hall.maya.read(look_at, ticket.reference)).thread.entries


async def test_two_offices_work_on_one_desk_whatever_happens_to_one_of_them(desk: Desk, sit: Sit) -> None:
    here, there = desk.town.offices
    ticket = await desk.hall.opens(desk.hall.ann)
    await asyncio.to_thread(work_in_both, here, there, sit)
    said = [entry.body for entry in await entries(desk.hall, ticket) if entry.body]
    assert said == ["It says ERR-4821.", "The new chain is up.", "I saw it here.", "Sent into the dark."]

    acknowledged = await asyncio.to_thread(write_and_die, there, desk.url)
    assert acknowledged
    for reference, version in acknowledged.items():
        kept = (await desk.hall.maya.read(look_at, reference)).ticket
        assert kept.version >= version
        await desk.hall.notes(desk.hall.jonas, kept, "Whoever wrote here is gone.")  # and holds nothing
    assert check(desk.hall.opened) == ()


def work_in_both(here: Office, there: Office, sit: Sit) -> None:
    maya, jonas = sit(here, "maya"), sit(there, "jonas")
    for one in (maya, jonas):
        one.see("VPN refuses my certificate").press("7").see("All active").press("enter").see("It says ERR-4821.")

    maya.press("r").see("Reply").type("The new chain is up.").see("The new chain is up.").press("ctrl+s")
    jonas.see("The new chain is up.")
    jonas.press("i").see("INTERNAL NOTE").type("I saw it here.").see("I saw it here.").press("ctrl+s")
    maya.see("VPN refuses my certificate").press("enter").see("I saw it here.")

    there.cut()
    maya.press("i").see("INTERNAL NOTE").type("Sent into the dark.").see("Sent into the dark.").press("ctrl+s")
    time.sleep(CUT)
    there.mend()
    jonas.see("VPN refuses my certificate").press("enter").see("Sent into the dark.")


def write_and_die(office: Office, url: str) -> dict[Reference, int]:
    """Somebody writes as fast as they can until their machine has no power any more; what they were told."""
    argv = office.at([sys.executable, "-m", "tests.storage.writing_until_killed", url, "the far one"])
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as writer:
        lines = [next_line(writer)]
        time.sleep(0.5)
        writer.kill()
        lines += writer.communicate()[0].splitlines()
    return newest(lines)
