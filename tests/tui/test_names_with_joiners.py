"""A joiner in a name, an address or a category hides that two are not the same: every way out shows it."""

from __future__ import annotations

import io

from core import staffing
from core.people import Person, Role
from core.setting_up import change_settings
from tests.tui.office import Office, seen, window_on, words_on
from tests.tui.plain.caller import Caller
from tui.cli import columns
from tui.cli.output import Output
from tui.plain.ticket_words import facts, row_words
from tui.screens.inbox import InboxScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.people import PeopleScreen
from tui.screens.settings import SettingsScreen
from tui.screens.ticket import TicketScreen

NAME = "Pz\u200dw Lind"
SHOWN = "Pz<U+200D>w Lind"


async def _filled(office: Office) -> None:
    await office.olga.write(staffing.add_person, NAME, "pzw@acme.example", Role.OPERATOR)
    await office.olga.write(change_settings, {"desk.categories": "Network, Net\u200dwork, Billing"})


def test_the_table_of_a_command_shows_joiners_but_in_subjects() -> None:
    out = io.StringIO()
    output = Output(out, out, json=False, quiet=False, terminal=False)
    person = Person(1, "pz\u200cw@acme.example", NAME, Role.AGENT, verified=True, active=True)
    output.table(("name", "e-mail", "role", "state", "signed in"), [columns.of_person(person, None)])
    output.table(("id", "subject"), [("K7M2Q", "न\u200dम")])

    assert SHOWN in out.getvalue()
    assert "pz<U+200C>w@acme.example" in out.getvalue()
    assert "न\u200dम" in out.getvalue()


async def test_screens_and_plain_lines_show_them(office: Office) -> None:
    await _filled(office)
    desk = await office.reception.claimed("pzw@acme.example")
    ticket = await office.opens(desk, "New one", category="Net\u200dwork")
    await office.changes(office.maya, ticket, assignee="pzw@acme.example")
    async with window_on(office, desk, InboxScreen) as pilot:
        await seen(pilot, f"{SHOWN} · operator")
        await seen(pilot, "Net<U+200D>")
        assert "\u200d" not in words_on(pilot.app)
    async with window_on(office, desk, lambda session: TicketScreen(session, ticket.reference)) as pilot:
        await seen(pilot, "Net<U+200D>work")
        assert "\u200d" not in words_on(pilot.app)
    async with window_on(office, office.olga, PeopleScreen) as pilot:
        await seen(pilot, SHOWN)

    for screen in (SettingsScreen, NewTicketScreen):
        async with window_on(office, office.olga, screen) as pilot:
            await seen(pilot, "Net<U+200D>work")
            assert "\u200d" not in words_on(pilot.app)
    heard = await Caller(office).calls(office.olga, "queues\nNet<U+200D>work\n1\nassign\nb\nb\nb\nsettings\nq")
    assert heard.starting("Net<U+200D>work, 1 ticket.")
    assert "\u200d" not in heard.text

    row, now = await office.row("New one"), office.olga.now()
    said = [row_words(row, office.olga.actor, now), *facts(await office.ticket("New one"), office.olga.actor, now)]
    assert "\u200d" not in " ".join(said)
    assert f"owner {SHOWN}" in said[0]
