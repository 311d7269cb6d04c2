"""From the first run to a closed ticket, one screen after the other: what a small desk lives through at first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.replying import Reply, reply
from core.tickets import Status
from tests.machine import Machine, command
from tests.tui.front_desk import PASSWORD, FrontDesk, front_desk
from tests.tui.stage import at_rest
from tests.tui.terminal import PATIENCE, Terminal
from tui.screens.confirmation import ConfirmationScreen
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.find_ticket import FindTicketScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.queues import QueuesScreen
from tui.screens.welcome import WelcomeScreen
from tui.widgets.text_box import TextBox

GINA, OLGA = "gina@home.example", "olga@harbour.example"


async def opens_the_desk(front: FrontDesk) -> None:
    for text in ("Harbour Help", "Olga Petrov", OLGA, PASSWORD, PASSWORD):
        await front.types(text)
        await front.presses("enter")
    await front.comes_to(QueuesScreen)


async def finds_it(front: FrontDesk, id: str) -> None:
    await front.presses("f")
    await front.comes_to(FindTicketScreen)
    await front.types(id)
    await front.presses("enter")
    await front.types(GINA)
    await front.presses("enter")
    await front.comes_to(CustomerTicketScreen)


async def status_of(front: FrontDesk, words: str, status: Status) -> None:
    await front.sees(words)
    screen = front.screen
    assert isinstance(screen, CustomerTicketScreen)
    await front.until(lambda: screen.view is not None and screen.view.ticket.status is status)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 50)])
async def test_a_guests_ticket_from_the_first_run_to_the_second_opening(tmp_path: Path, size: tuple[int, int]) -> None:
    async with front_desk(tmp_path, fresh=True, size=size) as front:
        await opens_the_desk(front)

    async with front_desk(tmp_path, size=size) as front:
        await front.presses("n")
        await front.comes_to(NewTicketScreen)
        for text in ("Gina Guest", GINA, "The door is stuck"):
            await front.types(text)
            await front.presses("tab")
        await front.presses("tab", "down", "tab")
        await front.types("It does not open since noon.")
        await front.presses("ctrl+s")
        await front.comes_to(ConfirmationScreen)
        assert isinstance(front.screen, ConfirmationScreen)
        ticket = front.screen.ticket
        await front.sees(front.screen.id_shown, "within 4 hours")
        id = front.screen.id_shown
        await front.presses("q")
        await front.comes_to(WelcomeScreen)

        olga = await front.reception.claimed(OLGA)
        await olga.write(reply, Reply(ticket.reference, "Which door?", "one", then=Status.WAITING))
        await finds_it(front, id)
        await status_of(front, "we need your answer", Status.WAITING)
        await front.until(lambda: isinstance(front.pilot.app.focused, TextBox))
        await front.types("The one to the garden.")
        await front.presses("ctrl+s")
        await status_of(front, "someone is working on it", Status.IN_PROGRESS)

        await olga.write(reply, Reply(ticket.reference, "It is mended.", "two", then=Status.RESOLVED))
        await status_of(front, "Is it solved?", Status.RESOLVED)
        await front.presses("c")
        await status_of(front, "finished", Status.CLOSED)
        await front.presses("o")
        await status_of(front, "waiting for our answer", Status.OPEN)
        await front.presses("escape", "q")
        await front.comes_to(WelcomeScreen)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for one in opened:
        one.close()


def test_a_draft_survives_the_end_of_the_process(tmp_path: Path, terminal: list[Terminal]) -> None:
    machine = Machine(tmp_path)
    machine.done("init", "--name", "Harbour Help", "--operator", f"Olga Petrov <{OLGA}>")

    def sits_down() -> Terminal:
        terminal.append(Terminal([command()], machine.environment, machine.make_home(), (80, 24)))
        return terminal[-1].see("Open a ticket").press("n").see("Full name")

    first = sits_down().type(f"Gina Guest\r{GINA}\rThe door is stuck\r")
    first.see("◉ General").press("tab").press("tab").type("It does not open").see("It does not open")
    first.press("shift+tab").see("first answer within")  # the field is left, which keeps the draft at once
    waits_until = time.monotonic() + PATIENCE
    while not any(b"not open" in file.read_bytes() for file in tmp_path.rglob("desk.db*")):
        assert time.monotonic() < waits_until, "the draft was not kept"
        first._listen(0.1)
    first.kill()

    again = sits_down()
    again.see("Your draft is here again.", "Gina Guest", GINA, "The door is stuck", "It does not open")


# At rest


@pytest.mark.parametrize("keys", [(), ("n",), ("f",), ("s",)], ids=["welcome", "new", "find", "sign in"])
async def test_nothing_is_drawn_while_nothing_happens(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with front_desk(tmp_path) as front:
        await front.presses(*keys)
        drawn: list[object] = []
        front.pilot.app._display = lambda *args: drawn.append(args)  # type: ignore[method-assign]
        await at_rest(front.pilot, drawn)

        await front.pilot.pause(1.0)

        assert drawn == []
