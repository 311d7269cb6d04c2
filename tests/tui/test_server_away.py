"""The server of the database goes away while people work: the app says so, keeps what is typed, and goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.drafting import draft
from core.opening import Form, open_ticket
from core.reading import look_at
from tests.storage.server import own_server
from tests.tui.front_desk import front_desk
from tui.screens.inbox import InboxScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.composer import Composer
from tui.widgets.text_box import TextBox

AWAY = "does not answer"


async def test_what_is_typed_while_the_server_is_away_is_sent_when_it_is_back(tmp_path: Path) -> None:
    with own_server() as server:
        async with front_desk(tmp_path, size=(120, 36), who="maya@acme.example", url=server.empty()) as desk:
            ann = await desk.reception.claimed("ann@acme.example")
            maya = await desk.reception.claimed("maya@acme.example")
            first = await ann.write(open_ticket, Form("VPN refuses me", "It says ERR-4821.", "first"))
            await desk.comes_to(InboxScreen)
            await desk.sees("VPN refuses me")
            await desk.presses("enter")
            await desk.comes_to(TicketScreen)
            await desk.sees("It says ERR-4821.")
            await desk.presses("r")
            await desk.until(lambda: isinstance(desk.pilot.app.focused, TextBox))

            await asyncio.to_thread(server.stop)
            await desk.types("The new chain is up.")
            await desk.rests()
            await desk.presses("ctrl+s")
            await desk.sees(AWAY)
            assert desk.one(Composer).text == "The new chain is up."

            await asyncio.to_thread(server.start)
            await desk.rests()
            assert await maya.read(draft, "reply", first.reference) == "The new chain is up."
            await desk.presses("ctrl+s")
            await desk.comes_to(InboxScreen)
            entries = (await maya.read(look_at, first.reference)).thread.entries
            assert [entry.body for entry in entries if entry.body] == ["It says ERR-4821.", "The new chain is up."]

            second = await ann.write(open_ticket, Form("Printer is dead", "Since noon.", "second"))
            await desk.sees(second.subject)


@pytest.mark.parametrize(("who", "other_list"), [("maya", "7"), ("ann", "2")])
async def test_a_list_that_could_not_be_read_comes_by_itself_when_the_server_is_back(
    tmp_path: Path, who: str, other_list: str
) -> None:
    with own_server() as server:
        async with front_desk(tmp_path, size=(120, 36), who=f"{who}@acme.example", url=server.empty()) as desk:
            ann = await desk.reception.claimed("ann@acme.example")
            await ann.write(open_ticket, Form("VPN refuses me", "It says ERR-4821.", "first"))
            await desk.sees("VPN refuses me")

            await asyncio.to_thread(server.stop)
            await desk.presses(other_list)
            await desk.sees("Nothing can be shown now.")
            assert AWAY in desk.words

            await asyncio.to_thread(server.start)
            await desk.sees("VPN refuses me")
            await desk.sees_no_more(AWAY)
