"""Nobody types and nothing changes: then nothing is written and nothing is worked. And what little a key costs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from time import monotonic

import keyring.core
import pytest
from textual.app import App
from textual.screen import Screen

from core.tickets import Ticket
from tests.machine import NO_KEYRING, Machine, command
from tests.tui.cli.counter import CARL, MAYA, OLGA, Counter, staffed
from tests.tui.holding import holding
from tests.tui.office import Office, seen, window_on
from tests.tui.stage import at_rest
from tests.tui.terminal import Terminal
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.inbox import InboxScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.screens.queues import QueuesScreen
from tui.screens.ticket import TicketScreen
from tui.session import Session
from tui.widgets.composer import Mode

pytestmark = pytest.mark.usefixtures("frames")

SECONDS = 10.0
LOOKS, SHARE = 50, 0.01
"""At most, of an idle process: how often a second it wakes, some 24 times for its looks at the database; and of one
core what all of it costs, some 0.35 % of the time of the processor, on a busy machine too."""
ROW_MOVE, PAGE, LETTER = 7_000, 24_000, 4_000
"""Bytes at most, at 120x36; a row move brings another preview with it."""

TURNS = 5
"""Turns of the loop that a second of the fast minute has."""
PIECES = 2 * 60 * TURNS
"""At most; the turns themselves are a half of it."""

Sit = Callable[..., Terminal]


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    for name, value in Machine(tmp_path).environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("keyring.core._keyring_backend", keyring.core.load_keyring(NO_KEYRING))
    desk = staffed(tmp_path)
    for number in range(40):
        desk.ticket(f"Ticket {number}")
    return desk


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    terminals: list[Terminal] = []
    machine = Machine(tmp_path)

    def down(*argv: str) -> Terminal:
        terminals.append(Terminal([command(), *argv], machine.environment, machine.make_home(), (120, 36)))
        return terminals[-1]

    yield down
    for terminal in terminals:
        terminal.close()


def test_an_idle_app_writes_nothing_and_works_next_to_nothing(counter: Counter, sit: Sit) -> None:
    inbox, ticket, composer = (sit("--as", MAYA) for _ in range(3))
    mine, queues, welcome = sit("--as", CARL), sit("--as", OLGA), sit()
    inbox.see("Ticket 0")
    ticket.see("Ticket 0").press("enter").see("Since noon.")
    composer.see("Ticket 0").press("r").see("Reply to").type("Half a sentence").see("Half a sentence", "draft saved")
    mine.see("My tickets")
    queues.see("Queues")
    welcome.see("Open a ticket")
    everybody = [one.settle() for one in (inbox, ticket, composer, mine, queues, welcome)]
    began, worked, woken = monotonic(), [one.worked for one in everybody], [one.woken for one in everybody]

    written = [b""] * len(everybody)

    def listen(place: int) -> None:
        written[place] = everybody[place].listen_for(SECONDS)

    threads = [Thread(target=listen, args=(place,)) for place in range(len(everybody))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    lasted = monotonic() - began
    shares = [(one.worked - before) / lasted for one, before in zip(everybody, worked, strict=True)]
    looks = [(one.woken - before) / lasted for one, before in zip(everybody, woken, strict=True)]
    print("idle, of one core:", *(f"{share:.2%}" for share in shares), "looks:", *(f"{one:.0f}" for one in looks))
    assert written == [b""] * len(everybody)
    assert max(looks) < LOOKS
    assert max(shares) < SHARE


def test_a_key_costs_few_bytes(counter: Counter, sit: Sit) -> None:
    maya = sit("--as", MAYA).see("Ticket 0").settle()

    row_move = bytes_of(maya, "j")
    page = bytes_of(maya, "pagedown")
    maya.press("r").see("Reply to").type("Half a sentence").see("draft saved").settle()
    letter = bytes_of(maya, "x")

    print(f"row move {row_move}, page {page}, letter {letter} bytes")
    assert (0 < row_move < ROW_MOVE, 0 < page < PAGE, 0 < letter < LETTER) == (True, True, True)


def bytes_of(terminal: Terminal, key: str) -> int:
    before = len(terminal.wire)
    return len(terminal.press(key).settle().wire) - before


# A whole minute, in no time


def composer(session: Session, ticket: Ticket) -> TicketScreen:
    return TicketScreen(session, ticket.reference, write=Mode.REPLY)


SCREENS: dict[str, tuple[str, Callable[[Session, Ticket], Screen[None]], str]] = {
    "inbox": ("maya", lambda session, _: InboxScreen(session), "VPN refuses"),
    "ticket": ("maya", lambda session, ticket: TicketScreen(session, ticket.reference), "Nobody gets in"),
    "composer": ("maya", composer, "Reply to"),
    "my tickets": ("ann", lambda session, _: MyTicketsScreen(session), "VPN refuses"),
    "customer's ticket": (
        "ann",
        lambda session, ticket: CustomerTicketScreen(session, ticket.reference),
        "Nobody gets in",
    ),
    "queues": ("olga", lambda session, _: QueuesScreen(session), "Network"),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_in_an_idle_minute_nothing_is_drawn_and_nothing_worked(
    office: Office, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, screen, words = SCREENS[name]
    vpn = await office.ticket("VPN")
    async with window_on(office, getattr(office, who), lambda session: screen(session, vpn)) as pilot:
        await seen(pilot, words)
        drawn: list[object] = []
        monkeypatch.setattr(App, "_display", lambda *what: drawn.append(what))
        await at_rest(pilot, drawn)

        with holding() as held:
            await a_minute_passes(monkeypatch)

        assert drawn == []
        assert held.pieces < PIECES


async def a_minute_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the clock of the loop, second by second: every timer of the app is due when its time has come."""
    loop = asyncio.get_running_loop()
    time = loop.time
    for second in range(1, 62):
        monkeypatch.setattr(loop, "time", lambda ahead=second: time() + ahead)
        for _ in range(TURNS):
            await asyncio.sleep(0)
