"""The real command in a real terminal, as people meet it: by keys alone, by the mouse alone, and when things go wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.machine import Machine, command
from tests.tui.terminal import Terminal

SMALL, ROOMY = (80, 24), (120, 36)
OLGA, MAYA, ANN = "olga@acme.example", "maya@acme.example", "ann@clinic.example"
PASSWORD = "a few words do well"
ID = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")

Sit = Callable[..., Terminal]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Nobody has ever opened a desk here."""
    return Machine(tmp_path)


@pytest.fixture
def sit(machine: Machine) -> Iterator[Sit]:
    """Sit down at a terminal and start the command."""
    terminals: list[Terminal] = []

    def down(*argv: str, size: tuple[int, int] = ROOMY) -> Terminal:
        columns, lines = size
        terminals.append(Terminal([command(), *argv], machine.environment, machine.home, columns=columns, lines=lines))
        return terminals[-1]

    yield down
    for terminal in terminals:
        terminal.close()


def id_on(terminal: Terminal) -> str:
    found = ID.search(terminal.text)
    assert found is not None, terminal.text
    return found[0]


# The whole life of a ticket


@pytest.mark.parametrize("size", [SMALL, ROOMY], ids=["80x24", "120x36"])
def test_by_keys_alone_a_desk_opens_and_a_ticket_lives_its_whole_life(sit: Sit, size: tuple[int, int]) -> None:
    olga = sit(size=size)
    olga.see("Name of the desk").type(f"Acme Support\rOlga Petrov\r{OLGA}\r{PASSWORD}\r{PASSWORD}\r")
    olga.see("Queues", "The desk is open.").press("2").see("1 on the desk").press("n").see("Add a person")
    olga.type(f"Maya Lind\r{MAYA}\r").see("One-time password of Maya Lind")
    one_time = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", olga.text)
    assert one_time is not None
    olga.press("esc").see("Maya Lind is an agent now.").press("ctrl+q")
    assert olga.ended() == 0

    maya = sit(size=size)
    guest = maya.see("Open a ticket", "Find my ticket", "Sign in").press("n").see("Full name")
    guest.type(f"Ann Okafor\r{ANN}\rVPN refuses my certificate").press("tab", "tab", "down").see("◉ ↑ high")
    guest.press("tab").type("Since this morning nobody gets in.").press("ctrl+s").see("Your ticket ID is", "4 hours")
    id = id_on(guest)
    guest.press("y").see("is copied").press("q").see("Open a ticket")

    maya.press("s").see("Stay signed in").type(f"{MAYA}\r{one_time[0]}\r").see("Choose your password")
    maya.type(f"{PASSWORD}\r{PASSWORD}\r").see("Next", "VPN refuses my certificate").press("enter")
    maya.see("nobody gets in", "not verified").press("r").see("Reply to Ann Okafor")
    maya.type("A new one is in place. Does it work now?").press("f3", "ctrl+s")
    maya.see("Reply sent to Ann").press("5").see("‖ paused")

    ann = sit(size=size)
    ann.see("Find my ticket").press("f").see("Ticket ID").type(f"{id.lower()}\r{ANN}\r")
    ann.see("waiting for you", "Does it work now?", "Reply to Acme Support")
    ann.type("Not on my second laptop.").press("ctrl+s").see("Sent to Acme Support.")

    maya.press("1").see("in progress").press("enter").see("Not on my second laptop.").press("e").see("Resolved. Ann")

    ann.see("Is it solved?").press("c").see("closed  finished")
    maya.see("closed")
    ann.press("o").see("open  received", "closed it · reopened it", "Reply to Acme Support")
    maya.see("closed it · reopened it")
    for terminal in (ann, maya):
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
