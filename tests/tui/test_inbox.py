"""The agent's Inbox: views, list, preview, marks and what changes meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from core import replying
from core.references import Reference, shown
from core.tickets import Priority, Status
from tests.tui.agents_list import on_row, ready, tickets
from tests.tui.gallery import Scene, visit, words_of
from tests.tui.office import HOSTILE, SIZES, Office, gone, hint, message, seen, until, window_on, words_on
from tests.tui.stage import line_with, lines_of
from tui.screens.inbox import InboxScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.ticket_list import TicketList
from tui.widgets.views import Views


async def test_next_holds_yours_and_nobodys_by_the_nearest_deadline(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)

        shown_rows = [row.subject for row in tickets(pilot).window.rows]

        assert shown_rows == [
            "VPN refuses my certificate",
            "Payroll export stops",
            "Card terminal offline",
            "Invoice charged twice",
            "Which client for macOS?",
        ]
        assert "▲ late 12m" in line_with(pilot.app, "Payroll")
        assert "△ 5m left" in line_with(pilot.app, "Card terminal")


async def test_number_keys_open_the_views_and_their_counts_stand_beside(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        panel = [line[:22].split() for line in lines_of(pilot.app)]

        assert ["4", "Late", "2"] in panel
        assert ["7", "All", "active", "6"] in panel
        await pilot.press("5")
        await seen(pilot, "Backup report")
        await pilot.press("6")
        await seen(pilot, "Phone moved")
        await pilot.press("2")
        await gone(pilot, "Phone moved")
        assert [row.subject for row in tickets(pilot).window.rows] == ["VPN refuses my certificate"]


async def test_a_view_leaves_out_what_it_says_already(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen, (140, 36)) as pilot:
        await ready(pilot)
        assert "owner" not in line_with(pilot.app, "subject")

        await pilot.press("5")
        await seen(pilot, "Backup report")

        heads = line_with(pilot.app, "subject")
        assert "status" not in heads
        assert "owner" in heads


async def test_tab_reaches_the_queues(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)

        await pilot.press("shift+tab", "k", "enter")
        await seen(pilot, "Billing  3")

        assert {row.category for row in tickets(pilot).window.rows} == {"Billing"}
        assert tickets(pilot).has_focus


async def test_the_preview_follows_the_cursor_and_marks_nothing_as_read(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await seen(pilot, "It is getting worse.")
        assert "client.log 1 KB" in words_on(pilot.app)
        assert "1 earlier message · ◆ 1 internal note" in words_on(pilot.app)

        await pilot.press("j")
        await gone(pilot, "It is getting worse.")
        await pilot.press("k")
        await seen(pilot, "It is getting worse.")

        assert (await office.row("VPN", office.maya)).unread


async def test_w_puts_the_preview_beside_and_away(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)

        await pilot.press("w")
        await seen(pilot, "INTERNAL NOTE")
        await pilot.press("w")
        await gone(pilot, "INTERNAL NOTE")
        await pilot.press("w")

        await seen(pilot, "◆ 1 internal note")


@pytest.mark.parametrize(
    ("key", "answer", "says"), [("t", (), "Taken: it is yours."), ("e", (), "Resolved. Ann is told")]
)
async def test_a_key_changes_the_ticket_under_the_cursor(
    office: Office, key: str, answer: tuple[str, ...], says: str
) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await on_row(pilot, "Card terminal")

        await pilot.press(key, *answer)

        await until(pilot, lambda: says in message(pilot.app))
        assert (await office.ticket("Card terminal")).assignee == office.maya.actor.person


async def test_choosers_set_status_priority_queue_owner_and_tags(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await on_row(pilot, "Invoice")

        await pilot.press("p", "h")
        await until(pilot, lambda: "Priority is high" in message(pilot.app))
        await pilot.press("c")
        await seen(pilot, "Move to")
        await pilot.press(*"netw", "enter")
        await until(pilot, lambda: "Moved to Network" in message(pilot.app))
        await pilot.press("l")
        await seen(pilot, "Type vpn to add that tag")
        await pilot.press(*"refund", "enter")
        await until(pilot, lambda: "Tags are refund now." in message(pilot.app))
        await pilot.press("a")
        await seen(pilot, "Assign to")
        await pilot.press(*"jon", "enter")
        await until(pilot, lambda: "Jonas Weber has it now." in message(pilot.app))

        ticket = await office.ticket("Invoice")
        assert (ticket.priority, ticket.category, ticket.tags) == (Priority.HIGH, "Network", ("refund",))
        assert ticket.status is Status.IN_PROGRESS
        await gone(pilot, "Invoice charged twice")  # it is Jonas's now, so not next for Maya


async def test_what_can_not_be_done_is_a_sentence_in_the_hint_line(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("slash", *"badge", "enter")
        await seen(pilot, "Old badge opens")
        await until(pilot, lambda: tickets(pilot).has_focus)

        await pilot.press("e")

        await until(pilot, lambda: "A closed ticket can only be reopened." in message(pilot.app))


async def test_search_looks_in_closed_tickets_too_and_esc_goes_back(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)

        await pilot.press("slash", *"badge", "enter")
        await seen(pilot, "Old badge opens")
        await seen(pilot, "Search  1   badge")
        await until(pilot, lambda: tickets(pilot).has_focus)
        await pilot.press("escape")

        await seen(pilot, "yours and nobody's")
        await seen(pilot, "VPN refuses")


async def test_a_search_without_a_hit_names_the_word_that_is_one_too_many(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)

        await pilot.press("slash", *"certificate", "space", *"zebra", "enter")
        await seen(pilot, "No ticket matches.")
        await seen(pilot, "Without “zebra” there is one: backspace takes the last word away.")
        assert isinstance(pilot.app.focused, Input)
        await pilot.press("backspace")

        await seen(pilot, "VPN refuses my certificate")


async def test_g_goes_to_a_typed_id_and_y_copies_one(office: Office) -> None:
    row = await office.row("Old badge")
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("y")
        assert pilot.app.copied == shown((await office.row("VPN")).reference)  # type: ignore[attr-defined]

        await pilot.press("g")
        await seen(pilot, "Go to ID")
        await pilot.press(*row.reference[:6].lower(), "enter")

        await seen(pilot, "Old badge opens the side door")
        assert isinstance(pilot.app.screen, TicketScreen)


async def test_an_id_that_nobody_gave_is_explained(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("g", *"000000", "enter")

        await until(pilot, lambda: "no such ticket" in message(pilot.app))


async def test_a_ticket_that_comes_in_shows_without_moving_the_cursor(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await on_row(pilot, "Which client")

        await office.opens(office.ben, "Phones are down", priority=Priority.URGENT)

        await seen(pilot, "Phones are down")
        selected = tickets(pilot).selected
        assert selected is not None
        assert selected.subject.startswith("Which client")
        await seen(pilot, "Next  6")


async def test_rows_that_came_in_above_are_counted_and_home_shows_them(office: Office) -> None:
    for number in range(40):
        await office.opens(office.ben, f"Question {number}", priority=Priority.LOW)
    async with window_on(office, office.maya, InboxScreen, (80, 24)) as pilot:
        await ready(pilot, "VPN refuses")
        await pilot.press("end")
        await gone(pilot, "VPN refuses")

        await office.opens(office.ben, "Phones are down", priority=Priority.URGENT)

        await seen(pilot, "1 new above")
        await pilot.press("home")
        await seen(pilot, "Phones are down")


async def test_what_another_process_writes_shows_too(office: Office, tmp_path: Path) -> None:
    from tests.tui.office import _open

    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        elsewhere = await _open(tmp_path)
        try:
            vpn = await office.ticket("VPN")
            await elsewhere.jonas.write(
                replying.reply, replying.Reply(vpn.reference, "Done.", "elsewhere", then=Status.WAITING)
            )
        finally:
            await elsewhere.opened.close()

        await until(pilot, lambda: "VPN" not in "".join(row.subject for row in tickets(pilot).window.rows))


async def test_an_empty_view_says_what_to_do_next(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen, (80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("X", "e")
        await seen(pilot, "Resolve 5")
        await pilot.press("y")

        await seen(pilot, "Nothing needs you now.")
        await seen(pilot, "1 ticket waits for customers: press 5 to look at them.")


async def test_the_mouse_selects_opens_and_changes_views(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)

        await pilot.click(TicketList, offset=(30, 2))
        selected = tickets(pilot).selected
        assert selected is not None
        assert selected.subject.startswith("Payroll")
        await pilot.click(Views, offset=(6, 5))
        await seen(pilot, "Backup report")
        await pilot.click(TicketList, offset=(30, 1), times=2)

        await until(pilot, lambda: isinstance(pilot.app.screen, TicketScreen))


async def test_a_click_on_the_strip_opens_a_view(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen, (80, 24)) as pilot:
        await ready(pilot)

        await pilot.click(Views, offset=(lines_of(pilot.app)[0].index("Waiting"), 0))

        await seen(pilot, "Backup report")


async def test_each_size_folds_as_planned(office: Office) -> None:
    last_to_come = ["1 to 5 of 5", "It is getting worse.", "1 internal note", "INTERNAL NOTE"]
    found = {}
    for size, words in zip(SIZES, last_to_come, strict=True):
        async with window_on(office, office.maya, InboxScreen, size) as pilot:
            await ready(pilot)
            await seen(pilot, words)
            found[size[0]] = lines_of(pilot.app)

    tiny, narrow, medium, wide = (found[width] for width, _ in SIZES)
    assert any("INTERNAL NOTE" in line for line in wide)  # the whole conversation stands beside
    assert medium[0].startswith("  Acme Support  Inbox")
    assert any("! urgent" in line for line in medium)
    assert narrow[0].startswith("  1 Next 5  2 Mine 1")
    assert any(line.endswith("in progress !") for line in narrow)
    assert tiny[0].split()[:3] == ["1", "Next", "5"]
    assert "subject" not in "".join(tiny)
    assert tiny[-2].split()[:5] == ["1", "to", "5", "of", "5"]
    assert tiny[-2].endswith(shown(Reference((await office.row("VPN")).reference)))


async def test_the_place_in_the_list_is_true_after_a_resize_under_a_panel(tmp_path: Path) -> None:
    async with visit(Scene("inbox", "agent", ("s",), "someone is working on it", (120, 36)), tmp_path) as pilot:
        await pilot.resize_terminal(60, 20)

        await until(pilot, lambda: "1 to 17 of 23" in words_of(pilot.app))


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_stays_text(office: Office, size: tuple[int, int]) -> None:
    from core import staffing
    from core.people import Role

    eve = await office.olga.write(staffing.add_person, HOSTILE.strip(), "eve@acme.example", Role.CUSTOMER)
    desk = await office.reception.claimed(eve.email)
    log = await office.file(HOSTILE, b"x")
    ticket = await office.opens(desk, HOSTILE, HOSTILE * 50, priority=Priority.URGENT, files=(log,))
    office.clock[0] += 3_000_000
    async with window_on(office, office.maya, InboxScreen, size) as pilot:
        await ready(pilot)
        await on_row(pilot, "[red]")
        await pilot.pause(0.4)
        await pilot.press("slash", *"[red]", "enter")
        await pilot.pause(0.2)

        text = words_on(pilot.app)

        assert "\x1b" not in text
        assert "\x07" not in text
        assert "\u202e" not in text
        assert "[red]" in text
        assert ticket.reference


async def test_an_operator_goes_back_to_the_queues_with_0_and_an_agent_does_not(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        assert "queues" not in hint(pilot.app)
        await pilot.press("0")
        assert isinstance(pilot.app.screen, InboxScreen)


async def test_every_list_and_its_commands_stand_in_the_palette(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("ctrl+p")
        await seen(pilot, "VPN refuses my cert")
        await pilot.press(*"take")
        await seen(pilot, "assignee=me")
        await pilot.press("ctrl+u", *"billing")
        await seen(pilot, "Show Billing")

        await pilot.press("enter")

        await seen(pilot, "this queue, next deadline first")


async def test_the_help_tells_how_to_reach_the_views(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("question_mark")

        await seen(pilot, "to the views, and back")
        assert "mark a range: press, move, press" in words_on(pilot.app)
